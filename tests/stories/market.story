# A service point by the moon: today is a market day, and today says so until it was kept.
size: 80x24
keys: <Ctrl+P>设个点<Enter>慈云场<Tab>有空就去<Ctrl+S>
has: 看不懂是哪些天
keys: <Ctrl+U>逢场3、6、9<Tab>9:00-12:00<Ctrl+S>
stored: last point.add
has: 逢场设点
keys: <Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 设点 慈云场 ────────────────────────────────────────────────────────────────┐
│ 哪些天    农历逢3、6、9 9:00-12:00                                           │
│ 下一次    11-24 周二                                                         │
│                                                                              │
│ 1 记到场                                                                     │
│ 2 改                                                                         │
│ 3 撤点                                                                       │
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
 Enter 就办这样  Esc 返回  F1 看帮助
end
keys: 1<Tab>3人问医保<Ctrl+S>
stored: last point.held
keys: <Esc>
has: 下次设点
