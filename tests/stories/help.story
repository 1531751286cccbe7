# Help lists the keys of the screen it was called on, and can be read to its end.
size: 60x20
ascii: yes
keys: <F3><F1>
screen:
 代办  大坪村  王敏                2026-11-24 周二 十月十六
+- 帮助：名单 ---------------------------------------------+
| 直接打字就行：名单里是查找（姓名、拼音、电话尾号、件号、 |
| 几社），填表里是填写。                                   |
|                                                          |
| 移动和选择                                               |
| Up           上一行：上移一行。                          |
| Down         下一行：下移一行。                          |
| PgUp         上一页：上翻一页。                          |
| PgDn         下一页：下翻一页。                          |
| Home         到开头：到第一行。                          |
| End          到末尾：到最后一行。                        |
| Enter        打开：打开选中的这一行。                    |
| Tab          换一栏：换到旁边一栏，或换一种看法。        |
|                                                          |
| 填写                                                     |
| Backspace    删一个字：删去查找文字的最后一个字。        |
| Ctrl+U       清空查找：清掉查找文字，重新看全部。        |
+-------------------------------------------------- 16/112 +
 PgDn 下一页  PgUp 上一页  Esc 返回  F1 看帮助
end
cursor: none
keys: <End>
lacks: 直接打字就行
keys: <Esc>
lacks: 帮助：
