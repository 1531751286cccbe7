# A next step whose day has come is on 今日; what came of it is written in one line and stands among the talks.
size: 80x24
keys: <Alt+P>ldq<Enter><Ctrl+S>
stored: last pairing.begin
keys: 6送李子苗<Tab>今天<Ctrl+S>
stored: last pairing.next_step
keys: <F2>
has: 送李子苗
keys: <Enter>7
has: 下一步办了
keys: ，到了50株<Ctrl+S>
stored: last pairing.step_done
has: 送李子苗，到了50株
keys: <F2>
lacks: 送李子苗
