# A stick that another program uses is not let go of: why and what to do is said on the page, and it can be tried again.
size: 60x20
village: tasks
stick: 小王的盘
held: yes
keys: <F9>711
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
┌─ 备份 ───────────────────────────────────────────────────┐
│                                                          │
│ 已备份并核对                                             │
│                                                          │
│ 在 /media/小王的盘/大坪村_2026-11-24_第1号.dbbak         │
│ 里面有1人，代办0件。                                     │
│                                                          │
│ 加了密，用现在的口令或恢复码打开。恢复：在新电脑上运行   │
│ daiban restore 这个文件。                                │
│                                                          │
│ 没有弹出：有程序正在用这个盘。请关掉打开了盘里文件的窗口 │
│ （WPS、文件管理器），再弹一次；写好的都在盘上。          │
│                                                          │
│ 1 再弹一次U盘 小王的盘                                   │
│ 0 知道了                                                 │
│                                                          │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Enter 就办这样  Esc 返回  F1 看帮助
end
has: 再弹一次U盘
has: 有程序正在用这个盘
lacks: 可以拔
cursor: none
