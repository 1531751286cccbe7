# What the window sent back twice stands out; the way to clear it is told, and a word written on the matter clears it.
size: 80x24
village: sample
keys: <Ctrl+P>自查<Enter>来回
has: 来回跑了两次
screen:
 代办  大坪村  王敏                  2026-11-24 周二 十月十六   本周入户 1次6户
┌─ 自查 4 查找：来回 ──────────────────────────────────────────────────────────┐
│哪一样         哪一件                     哪天起     情况                     │
│来回跑了两次   2026-0079 陈素芳 农机购..  11-20      窗口退了2次              │
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
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│ 情况    窗口退了2次                                                          │
│ 怎么消  和窗口一次问清还差什么，记一笔挂在这件上；有了结果也就没了           │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 直接打字就能找  Enter 去办  Tab 看督办投诉  Ctrl+K 记一笔  Esc 返回  F1 看帮助
end
keys: <Enter>
has: 陈素芳
has: 11-20 退件：缺签字
keys: <Ctrl+K>问了窗口，只差本人签字，周四带去<Tab><Tab><Tab><Down><Ctrl+S>
stored: last note.write
keys: <Esc>
has: 自查 3
lacks: 来回跑了两次
