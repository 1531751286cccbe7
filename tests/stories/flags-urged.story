# Asking the window without an answer does not yet say why a matter is late: the notice says that it still stands out and where the answer goes.
size: 80x24
village: tasks
keys: <Ctrl+P>自查<Enter><Enter>8<Ctrl+U>镇社会救助窗口小周<Tab>
has: 还没有答复就空着
keys: <Ctrl+S>
stored: last task.urge
notice: 答复没写，自查里的「超期没说明」还在；问到了再记一次催问，写上答复
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
│ 委托 书面，签名                             │ 8 催问 上次11-24               │
│ 钱   没收钱                                 │ 9 备注                         │
│ 窗口 镇便民服务中心社会救助窗口，社会事务服 │ 0 更多：委托 代缴款 费用       │
│      务站                                   │                                │
│ 经过 11-24 催问镇社会救助窗口小周           │                                │
│      11-02 收下户口簿：李德全的原件         │                                │
│      11-02 受理                             │                                │
│      11-02 登记                             │                                │
│                                             │                                │
│                                             │                                │
│                                             │                                │
 已存好：催问记下了。答复没写，自查里的「超期没说明」还在；问到了再记一次催问，
 写上答复。按 Ctrl+Z 可以撤销
 Enter 办选中的  Ctrl+D 日期怎么算  Ctrl+Z 撤销  Esc 返回  F1 看帮助
end
keys: <Esc>
has: 超期没说明
keys: <Enter>8<Tab>在等区里开会<Ctrl+S>
stored: last task.urge
notice: 已存好：催问记下了。
keys: <Esc>
has: 自查 0
lacks: 超期没说明
