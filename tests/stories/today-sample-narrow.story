# At 80 columns the sample village's morning has each line of the mock-up, and the pane beside it tells the first one.
size: 80x24
village: sample
has: 本周入户 1次6户
has: 今日要办 32
has: 超期8天   0066  李国珍
has: 已交区
has: 在区，该催问（上次11-12）
has: 该还证    0062  周开明   户口簿       第4天
has: 今天到期  0074  张家福
has: 办理中
has: 剩2天     0111  罗秀英
has: 待送达    0075  何永福   居民养老待.. 第2天
has: 退件      0079  陈素芳   农机购置与.. 第4天
# The pane.
has: 李国珍 3社 户主李德全
has: 164****3319
has: 受理 10-14 限1月，要到区里办
has: 到期 11-16 超期8天（11-14 周
has: 材料 有：申请表、身份证
has: 差：房屋鉴定表
has: 证件 没有在外的
has: 没收钱
has: 11-12 催问区住建：在走
has: 10-22 交区
has: Enter 打开后可办：催问 结果出
# What stands below the fold is counted, and what of it is late.
has: 下面还有
keys: <End>
has: 回电      13:00 何秀兰   问高龄津贴   今天
has: 逢场设点  慈云场   9:00-12:00
has: 久未访    周开明   5社                97天了
has: 公示      低保名单 可撤，11-08张贴..  今天起
lacks: 下面还有
# Where it was handed in and under which number stands on the card of the task.
keys: <Home><Enter>
has: 已交区  卡在：在区  超期8天
has: 外号 ZJ-2026-118
has: 8 催问 该问了
