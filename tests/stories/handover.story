# How a village is handed over stands on one page, with when the post is to be changed; nothing of it is done by a key.
size: 80x24
village: tasks
keys: <Ctrl+P>怎么交接<Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 怎么交接 ───────────────────────────────────────────────────────────────────┐
│ 轮岗：还不知道王敏什么时候任的现职。按 Ctrl+P 打「改村」，写上任职类别、从哪 │
│ 天起，到时候会提醒。                                                         │
│                                                                              │
│ 交出的人                                                                     │
│ 换人的时候，把全部资料交给下一任代办员。交了以后，这一份只能看，不能记。     │
│ 1 接手的人要在场：他自己定一个口令，别人不要看。                             │
│ 2 插上U盘，离开程序（Ctrl+Q），在命令行窗口里运行：                          │
│   daiban handover --successor 接手人姓名                                     │
│ 3 U盘上会有一个交接包（.dbjj）和一张交接单（.docx，用 WPS 打开）。打印交接   │
│ 单，当面点清证件和钱，两人签字。                                             │
│ 4 把U盘交给接手的人，再把交接单那个文件删掉，上面有群众的姓名。              │
│                                                                              │
│ 接手的人                                                                     │
│ 5 在自己的电脑上先看一遍，什么都不写：                                       │
│   daiban takeover 交接包 --dry-run                                           │
│ 6 数目对得上，就接过来；口令打第1步定的，电话印在回执上：                    │
│   daiban takeover 交接包 --phone 电话                                        │
│ 7 抄好恢复码锁起来，尽快备份一次。                                           │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  PgUp 上一页  F1 看帮助
end
keys: <PgDn>
has: 尽快备份一次
keys: <Esc><Ctrl+P>改村<Enter><Tab*5>一般<Enter>2022年1月<Ctrl+S>
stored: last village.edit
keys: <Ctrl+P>怎么交接<Enter>
has: 轮岗：王敏 2022-01-01 任现职（一般干部）
lacks: 改村
