# The first run: the village, then the passphrase. Nothing is stored before the recovery code was typed back.
size: 60x20
village: none
keys: <Ctrl+S>
has: 请写村名
keys: 大坪村<Tab>慈云镇<Tab>王敏<Ctrl+S>
cursor: 14,5
screen:
 代办                              2026-11-24 周二 十月十六
┌─ 定口令 ─────────────────────────────────────────────────┐
│ 给这个村的数据定一个口令：以后每次打开都要用。电脑丢了， │
│ 没有口令谁也看不到村里的人和事。                         │
│                                                          │
│ 新口令                                                   │
│             至少8个字，汉字、字母都行，别用生日、电话    │
│ 再打一遍                                                 │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Enter 下一步  Esc 上一步  F1 看帮助
end
keys: <Enter><Enter>
has: 至少8个字
keys: <Esc>
has: 大坪村
stored: acts 0, households 0
