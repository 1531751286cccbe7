# Letters typed for 谁 are never kept where they mean people of the register: one of them is chosen; nobody's are kept and told.
size: 80x24
village: sample
keys: <Ctrl+Z>
notice: 在全部操作里选「最近操作」
keys: <Ctrl+K>问医保<Tab>zw<Tab>
has: 还没选定，用上下键选一个
keys: <Ctrl+S>
screen:
 代办  大坪村  王敏                  2026-11-24 周二 十月十六   本周入户 1次6户
┌─ 记一笔、记通话 ─────────────────────────────────────────────────────────────┐
│ 内容         问医保                                                          │
│ 谁           zw                                                              │
│              还没选定，用上下键选一个，按 Enter；都不是就写汉字              │
│               张文清 1社 164****7432                                         │
│               张伟 5社 164****1901                                           │
│               周文鑫 5社                                                     │
│               周文贵 6社 164****3140                                         │
│               张𣲗 7社                                                       │
│               张文才 8社 164****2398                                         │
│               共11项，打字再找细些                                           │
│ 方式         记事                                                            │
│ 哪天回电                                                                     │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Ctrl+S 存好  Tab 下一项  Shift+Tab 上一项  Esc 放下  F1 看帮助
end
keys: <Down><Ctrl+S>
stored: last note.write
has: 今日要办
keys: <Ctrl+F>问医保<Enter>
has: 张伟 5社
keys: <F2><Ctrl+K>问路<Tab>xqzz<Tab>
screen:
 代办  大坪村  王敏                  2026-11-24 周二 十月十六   本周入户 1次6户
┌─ 记一笔、记通话 ─────────────────────────────────────────────────────────────┐
│ 内容         问路                                                            │
│ 谁           xqzz                                                            │
│              册上没有找到，照写的记                                          │
│ 方式         记事                                                            │
│               记事                                                           │
│               来电                                                           │
│               去电                                                           │
│               微信                                                           │
│ 哪天回电                                                                     │
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
 Ctrl+S 存好  Tab 下一项  Shift+Tab 上一项  Esc 放下  F1 看帮助
end
keys: <Ctrl+S><Ctrl+F>问路<Enter>
has: xqzz（不在册）
