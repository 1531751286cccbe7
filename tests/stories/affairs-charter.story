# The villagers' charter: a vote that fails is written down and the proposal begins anew; what is not filed with the town
# is not archived.
size: 80x24
keys: <F7><Alt+J>村规民约修订<Tab>规民<Enter>村党支部<Ctrl+S>
keys: 1<Enter>没有企业来接<Enter><Enter>没有社会组织<Enter> <Enter>村民自己定<Enter>依法由村民会议定<Enter>组织法第31条<Ctrl+S>镇清单第1项<Ctrl+S>
stored: last returned.screen
keys: 1交接单1份<Ctrl+S>1党支部提议<Ctrl+S>1两委商议<Ctrl+S>1<Tab*5>30<Tab*2>25<Tab>24<Ctrl+S>
has: 党员大会已审议
stored: acts 8
# Two hundred of five hundred do not carry it.
keys: 1<Tab*5>800<Tab*2>500<Tab>200<Tab>280<Ctrl+S>
has: 没有通过
stored: acts 8
keys: <Esc>12<Tab*5>800<Tab*2>500<Tab>200<Tab>280<Ctrl+S>
stored: acts 9, last returned.step
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 村务：村规民约修订 ─────────────────────────────────────────────────────────┐
│ 未通过（11-24 起）                                                           │
│                                                                              │
│ 1 党组织提议                                                                 │
│ 2 责令改正或撤销                                                             │
│ 3 退回政府                                                                   │
│ 4 暂缓                                                                       │
│ 5 报镇里备案 （决议通过以后才报镇里备案）                                    │
│ 6 看全部经过                                                                 │
│                                                                              │
│ 11-24      未通过；村民会议（2025年的规定）：到会500人，要应到800人的过半数：│
│            500乘2得1000，大于800，够了，会议有效。同意200人，要到会500人的过 │
│            半数：200乘2得400，小于500，不够，没有通过，反对280、弃权20       │
│ 11-24      党员大会已审议；党员大会（2025年的规定）：到会25人，要应到30人的三│
│            分之二以上：25乘3得75，大于30乘2得60，够了，会议有效。同意24人，要│
│            应到30人的过半数：24乘2得48，大于30，够了，通过，反对0、弃权1     │
│ 11-24      两委已商议；两委商议                                              │
│ 11-24      党组织已提议；党支部提议                                          │
│ 11-24      已交接；交接单1份                                                 │
│ 11-24      交村居                                                            │
│ 一筛市场   市场解决不了：没有企业来接                                        │
 已存好，按 Ctrl+Z 可以撤销
 Enter 就办这样  PgDn 往下看  Esc 返回  F1 看帮助
end
keys: 5
notice: 决议通过以后才报镇里备案
keys: 1改了第3条再提<Ctrl+S>1两委再商议<Ctrl+S>1<Tab*5>30<Tab*2>25<Tab>24<Ctrl+S>1<Tab*5>800<Tab*2>500<Tab>300<Tab>100<Ctrl+S>
has: 决议通过（11-24 起）
stored: acts 13
keys: 1<Tab*3>村规民约全文<Ctrl+S><ms:1382400000>1<Tab*2>发到各户<Ctrl+S>
keys: 1<Tab*3>各户都收到<Ctrl+S><ms:1382400000>
stored: acts 16
has: 办结归档 （现在不行：还没有报镇里备案）
keys: 1
notice: 现在不行：还没有报镇里备案
has: 写明原因硬走：办结归档
stored: acts 16
keys: 5<Ctrl+S>
stored: last returned.file
lacks: 现在不行
keys: 1<Tab*2>档案在村委会<Ctrl+S>
stored: last returned.step
has: 办结归档（12-26 起）
has: 报镇里备案
