# A monitored household is to be seen every thirty days: one day later it is on 今日, and a visit takes it away.
size: 80x24
keys: <Ctrl+W>ldq<Enter><Ctrl+S>
keys: <F3><Enter>9返贫<Enter><Tab*2>区里的文件<Ctrl+S>
stored: last household.class_grant
has: 防止返贫致贫对象
keys: <F2><ms:2592000000>
has: 2026-12-24
lacks: 超周期
keys: <ms:86400000><Down>
style: 超周期 = reversed
has: 这样的户隔30天该去一次
has: 上次到户 11-24
keys: <Enter>
has: 过1天
keys: <Enter><Ctrl+S>
stored: last visit.make
keys: <F2>
has: 今日要办
lacks: 超周期
