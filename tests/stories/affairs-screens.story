# What the three screens come to: the market, a society, or the government keeps it; each is over, and none goes to the village. What is missing is told all at once.
size: 80x24
keys: <F7><Alt+J>路灯维修<Tab>公益<Enter>3社村民<Ctrl+S>
keys: 1
lacks: 照这样填
keys: 是
has: 照这样填，结果是：交市场
keys: <Ctrl+S>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 三筛：路灯维修 ─────────────────────────────────────────────────────────────┐
│ 市场能解决   是                                                              │
│ 为什么                                                                       │
│              「市场能解决」的为什么没有写                                    │
│ 民间能负担   否                                                              │
│ 为什么                                                                       │
│              「民间能负担」的为什么没有写                                    │
│ 属村里自治   否                                                              │
│              照这样填，结果是：交市场                                        │
│ 为什么                                                                       │
│              「属村里自治」的为什么没有写                                    │
│ 由谁接手                                                                     │
│              「由谁接手」没有写                                              │
│ 总的理由                                                                     │
│              「总的理由」没有写                                              │
│ 法律依据                                                                     │
│              「法律依据」没有写                                              │
│ 哪天筛的     2026-11-24                                                      │
│                                                                              │
│                                                                              │
│                                                                              │
└──────────────────────────────────────────────────────────────────────────────┘
 Ctrl+S 存好  Tab 下一项  Shift+Tab 上一项  Esc 放下  F1 看帮助
end
keys: 电力公司肯接<Enter><Enter>不用社会组织<Enter><Enter>是公司的活<Tab*2>有人肯接就交出去<Enter>组织法第28条<Ctrl+S>
has: 「由谁接手」没有写
stored: last returned.propose
keys: 渝西电力<Ctrl+S>
stored: last returned.screen
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 村务：路灯维修 ─────────────────────────────────────────────────────────────┐
│ 交市场（11-24 起）                                                           │
│                                                                              │
│ 1 看全部经过                                                                 │
│                                                                              │
│ 11-24      交市场                                                            │
│ 一筛市场   市场能解决：电力公司肯接                                          │
│ 二筛民间   民间负担不了：不用社会组织                                        │
│ 三筛事权   不属村民自治：是公司的活                                          │
│ 理由       有人肯接就交出去                                                  │
│ 法律依据   组织法第28条                                                      │
│ 由谁接手   渝西电力                                                          │
│ 提出       2026-11-24 3社村民                                                │
│ 哪类事     公益事业、筹资筹劳、建设承包                                      │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
 已存好，按 Ctrl+Z 可以撤销
 Enter 就办这样  PgDn 往下看  Esc 返回  F1 看帮助
end
keys: <Esc><F7><Alt+J>农家书屋看管<Tab>公益<Enter>3社村民<Ctrl+S>
keys: 1<Enter>没有企业来接<Enter> 
has: 照这样填，结果是：交社会组织
keys: <Enter>老年协会肯看管<Enter><Enter>村民自己的事<Enter>老年协会<Enter>能看管好<Enter>组织法第28条<Ctrl+S>
stored: last returned.screen
has: 交社会组织（11-24 起）
has: 由谁接手   老年协会
lacks: 办交接
keys: <Esc><F7><Alt+J>补贴名单审批<Tab>公益<Enter>镇社会事务服务站<Ctrl+S>
keys: 1<Enter>没有企业来接<Enter><Enter>没有社会组织<Enter><Enter>审批是政府的事<Enter>评议在村，审批不能交<Enter>组织法第28条<Ctrl+S>
stored: last returned.screen
has: 仍由政府办（11-24 起）
has: 不属村民自治：审批是政府的事
lacks: 办交接
keys: <Esc><F7>
has: 交还事务 0
keys: <Tab*2>
screen:
 代办  大坪村  王敏                                    2026-11-24 周二 十月十六
┌─ 村务：已经办完的 3 查找： ──────────────────────────────────────────────────┐
│什么                 到哪一步                   哪天起     哪类、在哪里       │
│补贴名单审批         仍由政府办                 11-24      公益事业、筹资筹.. │
│农家书屋看管         交社会组织                 11-24      公益事业、筹资筹.. │
│路灯维修             交市场                     11-24      公益事业、筹资筹.. │
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
 Enter 打开  Tab 看交还事务  Alt+J 提交还事务  Esc 返回  F1 看帮助
end
