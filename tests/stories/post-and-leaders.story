# Since when the officer holds the post, and whom an overdue matter is reported to, are written on the screens, sealed as all
# the rest; the rotation is then reminded of, and the sheet names the leader.
size: 80x24
keys: <Ctrl+P>改村<Enter><Tab*5>一般<Enter>2021-12-10<Ctrl+S>
stored: last village.edit
keys: <F2>
has: 任满5年
keys: <Enter>
has: 轮岗：王敏 2021-12-10 任现职（一般干部），2026-12-10 任满5年，一般要轮岗
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 怎么交接 ───────────────────────────────────────────────────────────────────┐
│ 轮岗：王敏 2021-12-10 任现职（一般干部），2026-12-10 任满5年，一般要轮岗。   │
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
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  PgUp 上一页  F1 看帮助
end
keys: <Esc><Ctrl+P>改村<Enter>
has: 2021-12-10
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 改村和代办员 ───────────────────────────────────────────────────────────────┐
│ 代办员电话                                                                   │
│              印在回执上，群众照这个号码找您                                  │
│ 代办员       王敏                                                            │
│ 村名         大坪村                                                          │
│ 镇（街）名   慈云镇                                                          │
│ 职务                                                                         │
│ 任职类别     一般干部                                                        │
│ 任现职起     2021-12-10                                                      │
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
 Ctrl+S 存好  Tab 下一项  Esc 放下  F1 看帮助
end
keys: <Esc><Ctrl+P>记常用<Enter>张副镇长<Tab>47550001<Tab*2>联系村<Enter><Ctrl+S>
stored: last contact.add
keys: <Ctrl+P>记常用<Enter>纪委值班<Tab>47550002<Tab*2>镇纪委<Enter><Ctrl+S>
keys: <Ctrl+P>打印<Enter><Enter>
has: 镇纪委：47550002
