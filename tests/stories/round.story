# The week's round: warned of from Thursday on, met by two doors of one day, missed after Sunday, excused by leave.
size: 80x24
keys: <Ctrl+A>1社<Enter><Tab*4><Tab>周开明<Enter>
keys: <Tab>一时<Enter><Ctrl+S>
stored: households 2, last household.add
keys: <Esc><Ctrl+A>1社<Enter><Tab*4><Tab>罗秀英<Enter>
keys: <Tab>一时<Enter><Ctrl+S>
stored: households 3, last household.add
keys: <Esc><F5>
has: 本周0次0户未满足
keys: <F2>
lacks: 本周还没有
keys: <ms:172800000>
has: 剩3天
has: 每周至少巡回1次，一次走到2户
keys: <Enter>
has: 本周0次0户预警
keys: <Ctrl+W>ldq<Enter><Ctrl+S>
has: 本周0次1户预警
keys: <Ctrl+W>zkm<Enter><Ctrl+S>
has: 本周1次2户已满足
keys: <F2>
has: 今日要办
lacks: 本周还没有
# The next week nobody goes, and the one after that the officer is away.
keys: <ms:345600000><ms:604800000>
keys: <Ctrl+P>请假<Enter><Tab>12-11<Ctrl+S>
stored: last leave.record
keys: <F2><ms:259200000>
has: 今日要办
has: 2026-12-10
lacks: 本周还没有
keys: <F5><Tab>
screen:
 代办  大坪村  王敏                  2026-12-10 周四 冬月初二   本周入户 0次0户
┌─ 各社走访面  本周0次0户请假 查找： ──────────────────────────────────────────┐
│社                                   该走   走到 走访面                       │
│1社                                     2      1    50% ██████████░░░░░░░░░░  │
│3社                                     1      1   100% ████████████████████  │
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
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Enter 看这个社  Tab 看每周巡回  Ctrl+W 记走访  Esc 返回  F1 看帮助
end
keys: <Tab>
screen:
 代办  大坪村  王敏                  2026-12-10 周四 冬月初二   本周入户 0次0户
┌─ 每周巡回  本周0次0户请假 查找： ────────────────────────────────────────────┐
│哪一周           巡回   户数   要求                                           │
│12-07 到 12-13      0      0      1 请假                                      │
│11-30 到 12-06      0      0      1 未达                                      │
│11-23 到 11-29      1      2      1 已满足                                    │
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
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 直接打字就能找  Tab 看走访记录  Ctrl+W 记走访  Esc 返回  F1 看帮助
end
style: 未达 = red
