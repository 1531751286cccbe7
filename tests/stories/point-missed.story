# A service point that was not kept is on 今日 and among the flags until it is written down; a day of leave is no miss.
size: 80x24
keys: <Ctrl+P>设个点<Enter>慈云场<Tab>公历逢4、8<Ctrl+S>
keys: <F2>
has: 今日要办 1
has: 逢场设点
keys: <ms:86400000>
has: 设点漏了
has: 那天没有记到场。去了就补记
keys: <Ctrl+P>自查<Enter>
has: 设点没到
has: 2026-11-24 没有记到场，也没有请假
keys: <Enter>
has: 没记到场  11-24
keys: 1<Ctrl+U>11-24<Ctrl+S>
stored: last point.held
screen:
 代办  大坪村  王敏                                    2026-11-25 周三 十月十七
┌─ 设点 慈云场 ────────────────────────────────────────────────────────────────┐
│ 哪些天    公历逢4、8                                                         │
│ 下一次    11-28 周六                                                         │
│ 到场      11-24 到场                                                         │
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
 已存好，按 Ctrl+Z 可以撤销
 Enter 就办这样  Esc 返回  F1 看帮助
end
keys: <Ctrl+P>自查<Enter>
has: 自查 0
lacks: 设点没到
# The next one falls into a leave.
keys: <Ctrl+P>请假<Enter>11-28<Tab>11-28<Ctrl+S>
stored: last leave.record
keys: <F2><ms:345600000>
has: 2026-11-29
lacks: 设点漏了
keys: <Ctrl+P>自查<Enter>
has: 自查 0
