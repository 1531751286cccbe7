# The officer's five ties; a household is paired, its plan decided, measures and incomes written, and the pairing ended.
size: 80x24
keys: <F6>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 五联 0/5 查找： ────────────────────────────────────────────────────────────┐
│五联       对象       上次联系 下一步                    方案                 │
│社         还没有              按 Enter 选一个社                              │
│产业       还没有              按 Enter 写产业                                │
│技术       还没有              按 Enter 写技术                                │
│企业或大户 还没有              按 Enter 写哪一家                              │
│户         还没有              按 Enter 选一户                                │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Enter 记上这一联  Tab 看结对的户  Alt+P 结对  Esc 返回  F1 看帮助
end
keys: <Down><Enter>晚熟李子<Ctrl+S>
stored: last pairing.begin
has: 已记下结对
keys: <Esc>
has: 五联 1/5
has: 晚熟李子
keys: <Down*3><Enter>ldq<Enter>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 结对 ───────────────────────────────────────────────────────────────────────┐
│ 联系哪一样   户                                                              │
│ 哪一户       李德全 3社 1人                                                  │
│ 算我的五联   是  按空格换                                                    │
│              是：您自己联系的；否：别的干部联系的                            │
│ 单位                                                                         │
│ 从哪天起     2026-11-24                                                      │
│ 致困原因                                                                     │
│ 帮扶方案                                                                     │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Ctrl+S 存好  Tab 下一项  Shift+Tab 上一项  Esc 放下  F1 看帮助
end
keys: <Ctrl+S>
stored: last pairing.begin
keys: 1缺劳力<Tab>养猪两头<Tab>村民代表会议<Tab>11-20<Tab>通过<Enter>
stored: last pairing.plan
keys: 2仔猪两头<Tab>1200<Enter><Enter><Enter>
stored: last pairing.measure
keys: 4<Ctrl+U>10月<Tab>850<Tab>务工<Enter>
stored: last pairing.income
keys: 4<Tab>900.50<Enter><Enter>
stored: last pairing.income
keys: 6看猪圈<Tab>明天<Enter>
stored: last pairing.next_step
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 帮扶 户 李德全 ─────────────────────────────────────────────────────────────┐
│ 谁帮 王敏（我的五联） 2026-11-24起                                           │
│ 下步 11-25 看猪圈                                                            │
│ 联系 还没有记过                                                              │
│ 该去 2027-02-22 以前                                                         │
│ 致困 缺劳力                                                                  │
│ 方案 养猪两头                                                                │
│ 议定 2026-11-20 村民代表会议 通过                                            │
│ 措施 1条，落实1200元                                                         │
│      11-24 仔猪两头 1200元 11-24落实                                         │
│ 收入 2026-11 ████████████████ 900.50元                                       │
│      2026-10 ███████████████░ 850元 务工                                     │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│ 1 帮扶方案  2 记措施  3 措施落实  4 记收入  5 记联系  6 定下一步             │
│ 7 下一步办了  8 记走访  9 解除结对  0 看这户                                 │
 定下一步：已存好，按 Ctrl+Z 可以撤销
 PgDn 往下看  Esc 返回  F1 看帮助
end
keys: 8
has: 帮扶走访     是
keys: <Ctrl+S>
stored: last visit.make
keys: 4<Ctrl+U>2027-01<Tab>1<Ctrl+S>
has: 还没有到这个月
keys: <Esc><Enter>9换人帮扶<Enter><Enter>
stored: last pairing.end
keys: 2
notice: 已经解除，不能再改
keys: <Esc>
has: 五联 1/5
keys: <Tab><Tab>
screen:
 代办  大坪村  王敏                     2026-11-24 周二 十月十六   本周入户 1户
┌─ 已解除 1 查找： ────────────────────────────────────────────────────────────┐
│对象       帮扶人   从         到         原因                                │
│李德全     王敏     11-24      11-24      换人帮扶；下一步「看猪圈」（2026-1..│
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 直接打字就能找  Enter 打开  Tab 看五联  Alt+P 结对  Esc 返回  F1 看帮助
end
