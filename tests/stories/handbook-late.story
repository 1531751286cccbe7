# Where nothing was written before, the days of what was entered for an earlier day are in the list, and their pages tell it.
size: 80x24
keys: <F7><Alt+J>山坪塘管护<Tab>筹资<Enter>3社村民<Tab>10-20<Ctrl+S>
stored: last returned.propose
keys: <Esc><F8>2026-10-20
lacks: 没有这样的日子
keys: <Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 工作手册 2026-10-20 周二 ───────────────────────────────────────────────────┐
│ 当天没有写，是后来补记的。                                                   │
│                                                                              │
│ 后来补记的（前面是写的那天）                                                 │
│ 2026-11-24   补记 拟交还村务 山坪塘管护                                      │
│                                                                              │
│ 小计                                                                         │
│ 村务         提出1件，推进0件共0步                                           │
│                                                                              │
│ 五群（照记录数的，不用打勾）                                                 │
│ 进群众门     0 到户                                                          │
│ 知群众情     0 记下情况的走访和通话                                          │
│ 解群众难     0 送达的事项                                                    │
│ 帮群众富     0 送达的农业事项                                                │
│ 暖群众心     0 到困难户家、回了电                                            │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  PgUp 上一页  Ctrl+K 记一笔  F1 看帮助
end
keys: <Esc><Esc><Tab><Tab>10-01<Enter>
has: 手册 2026-10-01 到 2026-10-31
has: 提出1件
# What is answered for a day of its own is marked on the page of the day on which it was written.
keys: <Esc><Esc><Esc><F7><Enter>1没有企业愿意接
has: 只答「是」或「否」
keys: <Backspace><Enter>没有企业来接<Enter><Enter>没有社会组织<Enter> <Enter>属村内公益事业<Enter>塘在村里，自己管得好<Enter>组织法第28条<Enter>镇清单3号<Enter>11-05<Ctrl+S>
stored: last returned.screen
keys: <Esc><Esc><F8><Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 工作手册 2026-11-24 周二 ───────────────────────────────────────────────────┐
│ 09:00        建村 大坪村                                                     │
│ 09:00        新增农户 3社李德全户                                            │
│ 09:00        拟交还村务（补记10-20） 山坪塘管护                              │
│ 09:00        三筛（补记11-05） 山坪塘管护 塘在村里，自己管得好               │
│                                                                              │
│ 小计                                                                         │
│ 补记的，算在发生的那一天。                                                   │
│                                                                              │
│ 核对码 0123456789abcdef                                                      │
│ 改动过的页，核对码就对不上：daiban handbook verify 一页一页核对。            │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  PgUp 上一页  Ctrl+K 记一笔  F1 看帮助
end
