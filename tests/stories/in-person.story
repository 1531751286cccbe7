# Who must come in person is not stood in for: the matter is offered as an appointment and company.
size: 80x24
keys: <Ctrl+N>ldq<Enter>结婚证<Enter>
has: 1 协办：预约、陪同（须本人到场）
has: 代办员只帮预约和陪同
lacks: 收件代办
keys: 1
has: 协办（须本人）
keys: <Enter>12
lacks: 委托
keys: 1
stored: tasks 1, last intake.take
keys: <Esc><F4><Enter>
has: 2026-0001 婚姻登记（预约、陪同）
has: 下一步
lacks: 还没有委托
