# 今日 shows what is late and what lacks a paper, tells the selected one at length, and is filtered by typing.
size: 80x24
village: tasks
keys: <Down>
keys: <Up>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 今日要办 4 查找： ───────────────────────────┬─ 2026-0001 临时救助申请 ─────┐
│ 超期15天  0001  李德全   临时救助申请 已受理  │ 本人 李德全 3社 户主         │
│           在我处，该交件了                    │ 电话 没有登记                │
│ 该还证    0001  李德全   户口簿       第23天  │ 受理 11-02 限1周             │
│ 未受理    0002  李德全   临时救助申请 第2天   │ 到期 11-09 超期15天          │
│ 备份过期  大坪村   还没有备份         22天了  │ 材料 有：申请书、身份证、困  │
│                                               │      难佐证                  │
│                                               │ 证件 户口簿 在我处 11-05该还 │
│                                               │      了                      │
│                                               │ 钱   没收钱                  │
│                                               │ 经过 11-02 受理              │
│                                               │      11-02 登记              │
│                                               │                              │
│                                               │ Enter 打开后可办：交件 开始办│
│                                               │ 理 结果出来了                │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
└───────────────────────────────────────────────┴──────────────────────────────┘
 直接打字就能找  Enter 打开  Ctrl+N 接件  Esc 菜单  Ctrl+K 记一笔  F1 看帮助
end
cursor: 20,1
style: 超期 = reversed
keys: <Down>
style: 超期 = red
keys: 未受理
has: 今日要办 1/
lacks: 户口簿
keys: <Esc>qqq
has: 没有找到
keys: <Esc>0002<Enter>1
has: 还差材料
keys: <Esc><Esc>
has: 查找：
keys: <Esc>
has: 主菜单
