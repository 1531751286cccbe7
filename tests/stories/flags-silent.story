# A matter of which nobody heard for a month stands out, also beside being late; one note on it clears both, and he was spoken to about the other too.
size: 60x20
village: tasks
keys: <ms:2764800000><Ctrl+P>自查<Enter>
screen:
 代办  大坪村  王敏                2026-12-26 周六 冬月十八
┌─ 自查 4 查找： ──────────────────────────────────────────┐
│哪一样         哪一件                           哪天起    │
│超期没说明     2026-0001 李德全 临时救助申请    11-09     │
│超期没说明     2026-0002 李德全 临时救助申请    11-30     │
│久没联系       2026-0001 李德全 临时救助申请    11-02     │
│久没联系       2026-0002 李德全 临时救助申请    11-22     │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│ 情况    到期没办完，超47天，没有写为什么                 │
│ 怎么消  记催问和答复，或记一笔挂在这件上写明原因；办好了 │
│         也就没了                                         │
│                                                          │
└──────────────────────────────────────────────────────────┘
 Enter 去办  Tab 看督办投诉  Esc 返回  F1 看帮助
end
keys: <Down*2><Enter>
has: 2026-0001
keys: <Ctrl+K>家里在外地，月底回来补签字<Ctrl+S>
stored: last note.write
keys: <Esc>
has: 自查 1
lacks: 2026-0001
