# An overdue task goes to the leader linked to the village, by the name that stands among those to call.
size: 80x24
village: tasks
keys: <F4>0001<Enter>09
has: 报联系村领导：____
has: 还没有催问过
keys: <Esc><Esc><Ctrl+P>记常用<Enter>罗副镇长<Tab>47550001<Tab*2>联系村领导<Enter><Ctrl+S>
stored: last contact.add
keys: <F4>0001<Enter>8<Ctrl+U>镇社会救助窗口小周<Tab>在走流程<Ctrl+S>
stored: last task.urge
keys: 09
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 报领导催办单 ───────────────────────────────────────────────────────────────┐
│                                                                              │
│ 慈云镇大坪村 超期事项报领导催办单                                            │
│ 报联系村领导：罗副镇长 47550001                                              │
│ 报联系片领导：____________________                                           │
│ 事项：2026-0001 临时救助申请                                                 │
│ 替谁办：李德全                                                               │
│ 到期：2026-11-09，已超15天                                                   │
│ 卡在：在我处                                                                 │
│ 责任站办：社会事务服务站                                                     │
│                                                                              │
│ 催问过                                                                       │
│ 哪天  问了谁  答复                                                           │
│ 2026-11-24  镇社会救助窗口小周  在走流程                                     │
│                                                                              │
│ 领导批示                                                                     │
│                                                                              │
│ 内部工作信息，严禁微信、QQ传送。                                             │
│ 报告人（王敏）签字：__________  领导签字：__________                         │
│ 日期：2026-11-24                                                             │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Esc 返回  Alt+S 打印这张  PgDn 下一页  PgUp 上一页  F1 看帮助
end
# A task that is not late has nothing to tell a leader.
keys: <Esc><Esc><F4><Ctrl+U>0002<Enter>0
has: 看收件回执
lacks: 报领导催办单
