# A fee is taken with its basis and its receipt only, never for the way; money carried is paid in before anything is delivered.
size: 80x24
village: tasks
keys: <F4>0001<Enter>04工本费<Tab>5<Ctrl+S>
has: 这笔收费没有写依据，不能收
stored: last intake.take
keys: <Esc>1
has: 没收钱
keys: 04车船费<Tab>20<Tab>镇里说的<Tab>王敏<Ctrl+S>
has: 不能向群众收
stored: last intake.take
keys: <Esc>1
has: 没收钱
keys: 04工本费<Tab>5<Tab>省价费〔2012〕3号<Tab>公安局<Tab>No031007<Ctrl+S>
stored: last task.fee
has: 工本费 5元 交公安局
# Money for the premium is taken against a receipt, and nothing is delivered while it lies here.
keys: 03医保<Tab>400<Ctrl+S>
has: 收据号没有写
keys: No031008<Ctrl+S>
stored: last task.money
has: 代缴医保 收400元，余400元没结清
keys: 3<Ctrl+S>7<Enter><Ctrl+S>
stored: last task.return_hold
keys: 1
notice: 代缴款还有400元没有结清
stored: last task.return_hold
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 2026-0001 临时救助申请 ────────────────────┬─ 下一步 ───────────────────────┐
│ 已办结待送达  卡在：在我处                  │ 1 送达                         │
│                                             │   代缴款还有400元没有结清。请  │
│ 本人 李德全 3社 户主                        │   先缴清或退还，余额为0才能送  │
│ 电话 没有登记                               │   达                           │
│ 受理 11-02 限1周                            │                                │
│ 到期 11-09                                  │ 6 材料 齐了                    │
│ 材料 有：申请书、身份证、困难佐证           │ 7 收证件                       │
│ 证件 没有在外的                             │ 8 催问                         │
│ 委托 书面，签名                             │ 9 备注                         │
│ 钱   工本费 5元 交公安局                    │ 0 更多：委托 代缴款 费用       │
│      代缴医保 收400元，余400元没结清        │                                │
│ 窗口 镇便民服务中心社会救助窗口，社会事务服 │                                │
│      务站                                   │                                │
│ 办结 11-24 办成了                           │                                │
│ 经过 11-24 还户口簿：交给李德全，签名       │                                │
│      11-24 结果                             │                                │
│      11-02 收下户口簿：李德全的原件         │                                │
│      11-02 受理                             │                                │
│      11-02 登记                             │                                │
│                                             │                                │
 代缴款还有400元没有结清。请先缴清或退还，余额为0才能送达
 Enter 办选中的  Ctrl+D 日期怎么算  Ctrl+Z 撤销  Esc 返回  F1 看帮助
end
keys: 04
has: 缴出（元）   400
keys: <Tab>No88<Ctrl+S>
stored: last task.money
has: 代缴医保 收400元，已结清
keys: 1<Ctrl+S>
stored: last task.deliver
