# A matter handed to the village may rest and go on where it stood, and may go back to the government for good.
size: 60x20
keys: <F7><Alt+J>山坪塘管护<Tab>公益<Enter>3社村民<Ctrl+S>
keys: 1<Enter>没有企业来接<Enter><Enter>没有社会组织<Enter> <Enter>属村内公益事业<Enter>塘在村里<Enter>组织法第28条<Ctrl+S>镇清单第3项<Ctrl+S>
stored: last returned.screen
keys: 1交接单2份<Ctrl+S>
has: 已交接
keys: 4等镇里拨款<Ctrl+S>
stored: last returned.step
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
┌─ 村务：山坪塘管护 ───────────────────────────────────────┐
│ 暂缓（11-24 起）                                         │
│                                                          │
│ 1 接着办（已交接）                                       │
│ 2 责令改正或撤销                                         │
│ 3 退回政府                                               │
│ 4 看全部经过                                             │
│                                                          │
│ 11-24      暂缓；等镇里拨款                              │
│ 11-24      已交接；交接单2份                             │
│ 11-24      交村居                                        │
│ 一筛市场   市场解决不了：没有企业来接                    │
│ 二筛民间   民间负担不了：没有社会组织                    │
│ 三筛事权   依法属村民自治：属村内公益事业                │
│ 理由       塘在村里                                      │
│ 法律依据   组织法第28条                                  │
│ 镇里的决定 镇清单第3项                                   │
 已存好，按 Ctrl+Z 可以撤销
 Enter 就办这样  PgDn 往下看  Esc 返回  F1 看帮助
end
keys: 1钱到了<Ctrl+S>
has: 已交接（11-24 起）
has: 1 党组织提议
keys: 3<Ctrl+S>
has: 没有写
has: 为什么
keys: 依法该政府办<Ctrl+S>
stored: last returned.step
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
┌─ 村务：山坪塘管护 ───────────────────────────────────────┐
│ 退回政府（11-24 起）                                     │
│                                                          │
│ 1 看全部经过                                             │
│                                                          │
│ 11-24      退回政府；依法该政府办                        │
│ 11-24      已交接；钱到了                                │
│ 11-24      暂缓；等镇里拨款                              │
│ 11-24      已交接；交接单2份                             │
│ 11-24      交村居                                        │
│ 一筛市场   市场解决不了：没有企业来接                    │
│ 二筛民间   民间负担不了：没有社会组织                    │
│ 三筛事权   依法属村民自治：属村内公益事业                │
│ 理由       塘在村里                                      │
│ 法律依据   组织法第28条                                  │
│ 镇里的决定 镇清单第3项                                   │
│ 提出       2026-11-24 3社村民                            │
 已存好，按 Ctrl+Z 可以撤销
 Enter 就办这样  PgDn 往下看  Esc 返回  F1 看帮助
end
keys: <Esc>
has: 交还事务 0
