# A bank card and a social security card are no originals to keep; a household register is.
size: 60x20
village: tasks
keys: <F4>0002<Enter>7银行卡<Ctrl+S>
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
┌─ 2026-0002 临时救助申请 ─────────────────────────────────┐
│┌─ 收证件 2026-0002 临时救助申请 ────────────────────────┐│
││                                                        ││
││ 哪一本证件   银行卡                                    ││
││              「银行卡」不能代为保管，请当场核对、当场退││
││              还                                        ││
││ 是谁的       李德全                                    ││
││ 为什么要原件 窗口要看原件                              ││
││ 哪天前还     2026-11-27                                ││
││                                                        ││
││                                                        ││
││                                                        ││
││                                                        ││
││                                                        ││
││                                                        ││
│└────────────────────────────────────────────────────────┘│
│   单；确可容缺的，在材料里注明                           │
└──────────────────────────────────────────────────────────┘
 Enter 下一项  Ctrl+S 存好  Esc 放下  F1 看帮助
end
stored: last intake.take
keys: <Ctrl+U>社保卡<Ctrl+S>
has: 「社保卡」不能代为保管
stored: last intake.take
keys: <Ctrl+U>户口簿<Ctrl+S>
stored: last task.take_hold
notice: 收下户口簿
has: 户口簿 在我处 11-27前要还
