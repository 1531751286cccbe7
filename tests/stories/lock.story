# Ctrl+L: everything goes from the screen, and what was being typed comes back with the passphrase.
size: 80x24
sealed: yes
keys: <Ctrl+K>问高龄津贴<Ctrl+L>
lacks: 高龄津贴
lacks: 王敏
screen:
 代办                                                  2026-11-24 周二 十月十六
┌─ 打开 ───────────────────────────────────────────────────────────────────────┐
│ 已锁上。存好的都在，没填完的那张表也还在，打开后接着填。                     │
│ 数据加了密，打口令才能打开。                                                 │
│                                                                              │
│ 口令                                                                         │
│             打字时只显示星号                                                 │
│ 恢复码                                                                       │
│                                                                              │
│ 打不开的时候：                                                               │
│ 看看大写锁定（Caps Lock）灯亮没亮，字母要分大小写。                          │
│ 看看输入法是中文还是英文，定口令时是哪种，现在就用哪种。                     │
│ 真忘了：照恢复单打恢复码。口令和恢复码都没有，谁也打不开。                   │
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
 Enter 打开  Tab 换成恢复码  Esc 离开  F1 看帮助
end
keys: <Esc>
has: 离开就没有了
keys: 0样板口令 2026<Enter>
has: 高龄津贴
keys: <Ctrl+S>
stored: notes 1
