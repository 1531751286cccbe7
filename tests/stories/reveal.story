# Numbers are covered; a look at them is recorded, is no work to undo, and ends with the card.
size: 80x24
keys: <F3><Enter>5<Tab*2>51022519550308901<Enter>
has: 18位，这里是17位
keys: <Shift+Tab>0<Enter>13800003319<Ctrl+S>
has: 510***********9010
has: 138****3319
lacks: 13800003319
keys: <Ctrl+R>
stored: last record.reveal
has: 510225195503089010
has: 13800003319
has: 7 盖上号码
keys: 7
lacks: 13800003319
# A covered number left alone stays as it is.
keys: 5<Tab*3><Ctrl+S>
notice: 没有改动
keys: <Esc>
has: 138****3319
keys: 5
has: 138****3319
keys: <Tab*3> 13911112222<Ctrl+S>
stored: last person.edit
keys: <Ctrl+R>
has: 13800003319
keys: <Ctrl+Z><Ctrl+Z>
lacks: 138
