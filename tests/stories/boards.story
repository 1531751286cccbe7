# The town's table says its stations go by the names of the boards: who may answer, the card, the list and the sheet do so.
size: 80x24
village: tasks
names: 板块
keys: <Ctrl+N>李德全<Enter>山洪来了要抢险<Enter>2
has: 可能归平安法治：「抢险」属于平安法治的职责
lacks: 安全稳定服务站
keys: <Esc><Esc><Esc><Esc><F4>民生服务
has: 临时救助申请
keys: <Ctrl+U>社会事务服务站
has: 临时救助申请
keys: <Ctrl+U>0001<Enter>
has: 民生服务
lacks: 社会事务服务站
keys: 09
has: 责任站办：民生服务
keys: <Esc><Esc><F8>
lacks: 社会事务服务站
