# A task is found by typing and goes lawfully from the hand-in to the villager's hands, its original with it; what was
# signed for goes back only by a reversal with its reason.
size: 80x24
village: tasks
keys: <F4>ldq hkb
has: 没有找到
keys: <Esc>ldq 已受理<Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 2026-0001 临时救助申请 ────────────────────┬─ 下一步 ───────────────────────┐
│ 已受理  卡在：在我处  超期15天              │ 1 交件                         │
│                                             │ 2 开始办理                     │
│ 本人 李德全 3社 户主                        │ 3 结果出来了                   │
│ 电话 没有登记                               │ 4 未获批准                     │
│ 受理 11-02 限1周                            │ 5 本人撤回                     │
│ 到期 11-09 超期15天                         │                                │
│ 材料 有：申请书、身份证、困难佐证           │ 6 材料 齐了                    │
│ 证件 户口簿 在我处 11-05该还了              │ 7 还证件 收证件 1本在外        │
│ 委托 书面，签名                             │ 8 催问                         │
│ 钱   没收钱                                 │ 9 备注                         │
│ 窗口 镇便民服务中心社会救助窗口，社会事务服 │ 0 更多：委托 代缴款 费用       │
│      务站                                   │                                │
│ 经过 11-02 受理                             │                                │
│      11-02 登记                             │                                │
│                                             │                                │
│                                             │                                │
│                                             │                                │
│                                             │                                │
│                                             │                                │
│                                             │                                │
└─────────────────────────────────────────────┴────────────────────────────────┘
 Enter 办选中的  Ctrl+D 日期怎么算  Ctrl+Z 撤销  Esc 返回  F1 看帮助
end
keys: 1
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 2026-0001 临时救助申请 ────────────────────┬─ 下一步 ───────────────────────┐
│ 已受理  卡在：在我处  超期15天              │ 1 交件                         │
│     ┌─ 交件 2026-0001 临时救助申请 ────────────────────────────────────┐     │
│ 本人│                                                                  │     │
│ 电话│ 交到哪里     镇上的窗口                                          │     │
│ 受理│               镇上的窗口                                         │     │
│ 到期│               区里，或镇外的单位                                 │     │
│ 材料│ 哪天交的     2026-11-24                                          │     │
│ 证件│ 窗口回执                                                         │     │
│ 委托│ 外部受理号                                                       │     │
│ 钱  │ 证件跟着去   是                                                  │     │
│ 窗口│                                                                  │     │
│     │                                                                  │     │
│ 经过│                                                                  │     │
│     │                                                                  │     │
│     │                                                                  │     │
│     │                                                                  │     │
│     └──────────────────────────────────────────────────────────────────┘     │
│                                             │                                │
│                                             │                                │
│                                             │                                │
└─────────────────────────────────────────────┴────────────────────────────────┘
 Enter 下一项  Ctrl+S 存好  Esc 放下  F1 看帮助
end
cursor: 31,5
keys: <Ctrl+S>
notice: 已存好：已交镇，1本证件跟着去了。按 Ctrl+Z 可以撤销
stored: last task.submit
keys: <Ctrl+Z>
has: 户口簿 在我处
stored: last act.undo
keys: <Ctrl+Y>
has: 户口簿 在镇窗口
keys: 1<Ctrl+S>
notice: 已存好：已办结待取
keys: 2
notice: 证件还没有还清
stored: last task.grant
keys: 1<Ctrl+S>
notice: 已存好：已办结待送达
keys: 1
has: 还户口簿
keys: <Tab*3> <Ctrl+S>
notice: 证件还没有还清
keys: 是<Ctrl+S>
notice: 已存好：已送达，证件都还了。记错了，选「冲正送达」
stored: last task.deliver
has: 送达 11-24 交李德全，签名
keys: <Ctrl+Z>
notice: 送达不能撤销
keys: 2交错人了<Ctrl+S>
has: 已办结待送达
stored: last task.reverse
