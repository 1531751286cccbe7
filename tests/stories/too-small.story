# A screen that is too small says so, and nothing else.
size: 40x10
screen:
窗口太小，请拉大到60列20行以上









end
