# A poor rating at the delivery is on 今日 until the villager was called back, then until it was put right.
size: 80x24
village: tasks
keys: <F4>0001<Enter>3<Ctrl+S>7<Enter><Ctrl+S>1<Tab*3>不满意<Enter>
stored: last task.deliver
has: 评价 不满意
# No better one covers it before anybody was called back.
keys: 07满意<Enter><Ctrl+S>
has: 还没有回访
stored: last task.deliver
keys: <Esc>1<F2>督办
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 今日要办 1/3 查找：督办 ─────────────────────┬─ 督办 ───────────────────────┐
│ 督办      0001  李德全   差评，该回访 剩1天   │ 李德全 临时救助申请          │
│                                               │ 11-24 不满意                 │
│                                               │                              │
│                                               │                              │
│                                               │ Enter 打开后可办：回访       │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
│                                               │                              │
└───────────────────────────────────────────────┴──────────────────────────────┘
 直接打字就能找  Enter 打开  Ctrl+N 接件  Esc 看全部  Ctrl+K 记一笔  F1 看帮助
end
keys: <Enter>
has: 差评回访
keys: <Ctrl+S>
has: 没有写
stored: last task.deliver
keys: 嫌太慢，答应下次先打电话<Ctrl+S>
stored: last supervision.call_back
has: 嫌太慢，答应下次先打电话
has: 2026-12-09
keys: <F2>
lacks: 该回访
has: 差评，该整改
keys: 督办<Enter>2以后每周打电话说一声，本人认可<Ctrl+S>
stored: last supervision.settle
keys: <F2>
lacks: 差评
