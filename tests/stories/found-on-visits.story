# Where a matter came from is set in the summary, and what was found at a door is a share of the month.
size: 60x20
village: tasks
keys: <F8><Tab*2><Enter>
has: 登记2件，上门问到的0件（0%）
keys: <Ctrl+N>ldq<Enter>高龄<Enter>1<Enter>12
has: 3 怎么来的：上门
keys: 3
has: 3 怎么来的：来访
keys: 333333
has: 3 怎么来的：上门
keys: 1
stored: tasks 3, last intake.take
keys: <Esc><F8><Tab*2><Enter>
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
┌─ 手册 2026-11-01 到 2026-11-30 ──────────────────────────┐
│ 接件         3次，登记3件，上门问到的1件（33%）          │
│ 证件         收1本，还0本                                │
│                                                          │
│ 按责任站办                                               │
│ 社会事务服务站：登记3件，办结0件，没有可比期限的         │
│                                                          │
│ 五群（照记录数的，不用打勾）                             │
│ 进群众门     0 到户                                      │
│ 知群众情     0 记下情况的走访和通话                      │
│ 解群众难     0 送达的事项                                │
│ 帮群众富     0 送达的农业事项                            │
│ 暖群众心     0 到困难户家、回了电                        │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  F1 看帮助
end
