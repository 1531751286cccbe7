# The sample village's morning is the mock-up's: each line with its number of days, in the order of the law.
size: 100x30
village: sample
has: 今日要办
has: 超期8天
has: 在区，该催问（上次11-12）
has: 李国珍 3社 户主李德全
has: 3319
has: 受理 10-14 限1月，要到区里办
has: 到期 11-16 超期8天（11-14 周六
has: 差：房屋鉴定表
has: 11-12 催问区住建：在走流程
has: Enter 打开后可办：催问 结果出来了
style: 超期8天 = reversed
keys: 3319
has: 今日要办 1/
keys: <Esc>xyxq
has: 没有找到
keys: <Esc>zhoukm
has: 户口簿
keys: <Esc>何秀兰<Enter>
has: 问高龄津贴
