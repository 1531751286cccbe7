# What was written down later is marked in what is found, so that nobody takes its day for the day it was written.
size: 80x24
village: tasks
keys: <Ctrl+K>名额下周才分下来<Tab>ldq<Enter>来电<Enter><Tab>昨天<Ctrl+S>
keys: <Ctrl+K>名额的事问过了<Ctrl+S><Ctrl+F>名额
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 全村查找 查找：名额 ────────────────────────────────────────────────────────┐
│记事 2026-11-23 来电    补记 名额下周才分下来                   李德全        │
│记事 2026-11-24 记事    名额的事问过了                                        │
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
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 直接打字就能找  Enter 打开  Esc 返回  F1 看帮助
end
