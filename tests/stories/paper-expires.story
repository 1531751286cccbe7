# Until when an ID card is good is written down once; three months ahead it is on 今日, until the new card's day is written.
size: 80x24
keys: <F3><Enter><Down><Ctrl+P>证件有效期<Enter>
has: 李德全
keys: <Tab><Ctrl+S>
has: 请写有效期到哪天
keys: 2026-12-31<Ctrl+S>
stored: last document.note
notice: 快到期会列在今日里
has: 身份证到2026-12-31
keys: <Ctrl+P>到点<Enter>
has: 身份证到期
has: 换领身份证
keys: <Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 李德全 换领身份证 ──────────────────────────────────────────────────────────┐
│ 起因    12-31 身份证到期                                                     │
│ 期限    立即，12-31 剩37天                                                   │
│ 依据    《居民身份证法》第十一条：有效期满应当换领；提前三个月是通常的做法   │
│         （待核）                                                             │
│ 算法    2026-12-31 周四当天就办，不顺延                                      │
│ 要知道  到期以前三个月内到派出所换领，本人要去；领到新证，把新的有效期记上， │
│         这一条就走了                                                         │
│                                                                              │
│ 1 接件：居民身份证申领、换领、补领（预约、陪同）                             │
│ 2 记新的有效期                                                               │
│ 3 记已办、不需要                                                             │
│ 4 看这户                                                                     │
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
keys: 2<Right><Ctrl+S>
stored: last document.note
lacks: 换领身份证
keys: <F2>
lacks: 身份证到期
