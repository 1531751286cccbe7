# What the hotline passes on about a matter that is being carried is tied to it: one key leads from the one to the other.
size: 80x24
village: tasks
keys: <Ctrl+P>记投诉<Enter><Tab>热线<Enter><Tab>热线 0131号<Tab>问低保怎么还没有结果<Tab*2>0001
has: 2026-0001
keys: <Enter><Ctrl+S>
stored: last supervision.receive
has: 热线转办
has: 2026-0001
keys: 3
has: 2026-0001
