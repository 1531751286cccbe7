# The five 五群 of a week are counted from what was done, with nothing to tick.
size: 60x20
village: tasks
keys: <Ctrl+W>ldq<Enter><Tab><Tab>问高龄津贴<Tab*3>明天<Ctrl+S>
stored: last visit.make
keys: <F2><ms:86400000>回电<Enter>1
stored: last visit.called_back
keys: <F2><F4>0001<Enter>3<Ctrl+S>7<Enter><Ctrl+S>1<Ctrl+S>
stored: last task.deliver
keys: <F8><Tab>
has: 2026-11-23 到 2026-11-29
keys: <Enter>
screen:
 代办  大坪村  王敏                2026-11-25 周三 十月十七
┌─ 手册 2026-11-23 到 2026-11-29 ──────────────────────────┐
│ 走访         到户1次，1户                                │
│ 办结         1件，按期0件（0%）                          │
│ 送达         1件，替群众跑0趟                            │
│ 证件         收0本，还1本                                │
│                                                          │
│ 按责任站办                                               │
│ 社会事务服务站：登记0件，办结1件，按期0件（0%）          │
│                                                          │
│ 五群（照记录数的，不用打勾）                             │
│ 进群众门     1 到户                                      │
│ 知群众情     1 记下情况的走访和通话                      │
│ 解群众难     1 送达的事项                                │
│ 帮群众富     0 送达的农业事项                            │
│ 暖群众心     1 到困难户家、回了电                        │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  F1 看帮助
end
keys: <Esc><Down><Enter>
has: 手册 2026-11-16 到 2026-11-22
has: 进群众门     0 到户
has: 解群众难     0 送达的事项
