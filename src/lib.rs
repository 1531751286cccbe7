//! `daiban` 代办: the desk of one village liaison officer, offline, in the terminal.
//!
//! # Bird's eye
//!
//! A village is a set of records in memory. Everything a person does is one [`domain::act::Act`]: the rules decide
//! which changes it makes, the changes say which records come of it, the act goes to the journal, and only then do the
//! records reach the memory and the screen. The journal is the truth; the sled store is built from it and shortens the
//! start.
//!
//! ```text
//!             4  main  cli/                 parse, call desk, print, exit status
//!             3  term/                      the loop: crossterm in, screen out, clock; hands effects to desk
//!             2  ui/   desk/                ui reads App and draws; desk opens, commits, imports, exports (owns Store)
//!      1 app/  store/  exchange/            never sideways
//!             0  domain/  seal/  disk/      records and rules, crypto, files
//! ```
//!
//! # The way of one key
//!
//! `term::input` turns a terminal event into an `Input`, [`app::keymap`] that into a `Command`, and `App::update` hands
//! it to the screen on top, which answers with a `Reply`. A wish for a change is an [`domain::decide::Intent`]:
//! [`domain::decide::decide`] holds the rules and gives changes or a refusal in the officer's words,
//! [`domain::stage::stage`] says which records they make, `Effect::Commit` carries both to [`desk`], which has the
//! [`store`] write journal, then sled. `Msg::Committed` brings them back and [`domain::village::Village::install`] takes
//! them in. Nothing else writes; the command line calls the same [`desk`].
//!
//! # Code map
//!
//! | folder | what is there |
//! |---|---|
//! | [`domain`] | records and rules: ids, days, limits, matters, tasks, households; `decide`, `stage`, `village`, `today`; the tables as data; the sample village |
//! | [`disk`], [`seal`] | files, sync, rename, lock, drives and the calls of Windows · what closes a row, the only user of its crates |
//! | [`store`] | journal, header, sled, backups; the only place that names sled or bincode; generic over `Ledger` |
//! | [`exchange`] | registers in; workbook and package out; `verify` |
//! | [`app`] | the state of the screens: `App`, `Msg`, `Effect`, the command table, forms and lists; no I/O |
//! | [`ui`] | drawing: cells measured in one place, widgets, screens of the same names as in `app` |
//! | [`desk`] | the only owner of the store: open, commit, import, export, back up, hand over |
//! | [`term`] | the terminal: loop, input, guard, probe, clock |
//! | [`cli`] | one file per subcommand |
//!
//! # Invariants
//!
//! Each names the test that holds it.
//!
//! * **A screen never shows what is not durable: an act counts once its frame is synced** `a_store_opened_again_is_as_it_was`
//! * **The journal alone gives the village again, whatever was done in whatever order** `any_order_of_wishes_keeps_the_rules_and_replays`
//! * **A journal cut anywhere opens to a true prefix** `a_journal_cut_at_any_byte_of_its_last_frames_opens_to_a_true_prefix`
//! * **Whatever a power cut leaves, every act acknowledged is there** `four_sittings_cut_anywhere_keep_what_was_synced`
//! * **Damage is said, never taken for an empty village** `a_missing_or_short_journal_is_damage_never_new`
//! * **A backup is the village, and a bad one is refused by name** `a_village_restored_from_a_backup_is_the_village` `a_backup_harmed_anywhere_is_refused_by_name_and_nothing_is_made_of_it`
//! * **A restore that was cut off leaves nothing that opens** `what_a_kill_during_a_restore_leaves_does_not_open_and_is_cleared_by_the_next`
//! * **With the disk full at any step nothing acknowledged is lost, and it opens again** `with_the_drive_full_at_any_step_of_a_sitting_nothing_acknowledged_is_lost` `with_the_drive_full_at_any_step_of_a_rebuild_the_village_is_there_to_be_looked_at`
//! * **What is read from the journal counts only once the disk has it** `after_a_failed_sync_what_is_read_is_written_again_before_it_counts`
//! * **Tables are moved away only when others stand ready** `tables_are_not_moved_away_as_long_as_the_journal_cannot_replace_them`
//! * **What the tables hold beyond a journal that lost its end is never thrown away** `what_the_tables_hold_beyond_a_journal_that_lost_its_end_is_taken_in_as_one_act`
//! * **The number of a lost act is not given again, and a copy of what was lost never passes for the newer village** `after_a_taking_in_a_copy_of_what_was_lost_is_another_branch_and_one_of_before_mends`
//! * **An old copy brings back nobody who was destroyed, unless somebody says so twice** `an_old_stick_does_not_bring_back_who_was_destroyed_when_both_headers_are_lost`
//! * **A store of every format there was opens with all that was in it** `a_village_of_every_format_there_was_opens_with_all_that_was_in_it_and_goes_on` `an_erased_village_of_an_older_program_is_converted_with_what_its_base_holds`
//! * **A conversion cut off anywhere opens again and loses nothing** `a_conversion_cut_off_at_any_step_opens_again_and_loses_nothing`
//! * **A village is founded in a free folder, and nothing of anybody's is removed** `a_folder_with_anything_of_somebody_s_is_refused_and_left_as_it_is`
//! * **A sealed village opens with its passphrase or its recovery code, and with nothing else** `a_sealed_store_opens_with_the_passphrase_or_the_code_and_with_nothing_else`
//! * **Nothing that was kept can be read in the files of a sealed village** `nothing_that_was_kept_can_be_read_in_the_files_of_a_sealed_store`
//! * **Nothing of a sealed village is believed that was written without its key** `a_header_that_was_not_written_with_the_key_is_refused_whatever_it_says`
//! * **What is typed and not stored is sealed on the disk while the data are locked, and nowhere else** `every_form_comes_back_as_it_was_and_nothing_of_it_stays_in_the_locked_program`
//! * **After a hand-over the old copy keeps nothing until it is revoked** `after_the_hand_over_nothing_is_kept_until_it_is_revoked`
//! * **No snapshot of before a hand-over stays in the old folder** `no_snapshot_of_before_the_hand_over_is_left_to_go_on_from`
//! * **A taking over is the old village and one act more in one chain, or nothing** `the_successors_village_is_the_old_one_and_the_act_of_taking_over_in_one_chain` `a_pack_harmed_anywhere_or_of_another_kind_is_refused_and_nothing_is_left`
//! * **What was destroyed is in no file of the folder, and the chain holds** `nothing_of_what_was_destroyed_is_left_and_the_chain_holds`
//! * **Nothing is destroyed before the day by the clock on which it is due** `what_is_only_due_on_a_day_to_come_is_not_destroyed_by_asking_for_that_day`
//! * **An erasure cut off anywhere leaves the old store or the new** `a_power_cut_anywhere_in_an_erasure_leaves_the_old_or_the_new`
//! * **A base that is not whole is damage, never a short village** `a_base_that_is_harmed_or_not_there_is_damage_and_never_a_short_village`
//! * **One altered byte of the handbook is found, and its page named** `one_altered_byte_is_found_and_its_page_named`
//! * **What the menu greys out is refused, and a refusal changes nothing** `any_order_of_wishes_keeps_the_rules_and_replays`
//! * **One function decides overdue, and not accepting does not stop it** `not_accepting_does_not_stop_the_clock`
//! * **Undo never resets a statutory limit unseen** `undoing_an_acceptance_leaves_it_in_the_working`
//! * **A step of the village that the law does not carry is taken with a written reason only, which nothing takes back** `a_vote_that_does_not_carry_needs_a_written_reason_which_nothing_takes_back`
//! * **Nothing that must not be seen hangs on a board** `what_must_not_hang_on_a_board_is_refused_by_its_line_and_not_shown_whole`
//! * **No original is out when a task is delivered** `a_delivery_without_its_originals_is_refused`
//! * **What is late leaves 今日 by the act that ends it, and no pause hides or moves it** `an_overdue_line_goes_with_the_act_that_ends_it_and_with_no_other` `what_is_late_is_not_paused_from_whatever_day_and_on_its_last_day_it_still_can_be`
//! * **A correction of the liaison's name changes one character of it, and is an act on record; another liaison comes by a hand-over** `a_slip_in_the_liaison_s_name_is_put_right_and_another_person_comes_by_hand_over_only`
//! * **A complaint about the liaison or a cadre is not kept, nor whose it was** `a_complaint_about_the_liaison_or_a_cadre_is_not_kept_and_what_is_kept_says_nothing_of_it` `a_complaint_about_a_cadre_is_not_kept_as_a_matter_of_the_intake_either`
//! * **No score is entered, and no weight of the representatives below 60 % is taken** `every_group_has_a_ballot_of_its_own_and_nothing_on_it_is_filled_in` `below_sixty_for_the_representatives_is_refused_and_sixty_is_not`
//! * **A poor rating is hidden by nothing before somebody was called** `a_better_rating_or_a_reopening_does_not_take_a_poor_rating_away_before_the_call`
//! * **Bank cards, passbooks and passwords are never kept** `what_must_never_be_kept_is_refused_and_nothing_is_taken_in`
//! * **A layer uses lower layers only, and a crate is named only where it belongs** `layers_are_used_downward_only` `crates_are_named_only_where_they_belong`
//!
//! # Glossary
//!
//! One English word per Chinese term, everywhere.
//!
//! | 汉字 | English | 汉字 | English |
//! |---|---|---|---|
//! | 代办员 | liaison | 接件 | intake |
//! | 村(居) | village | 受理 | accept |
//! | 社、村民小组 | group | 一次性告知 | notice |
//! | 户 | household | 交件 | submit, submission |
//! | 户主 | head | 退件 | take back, returned |
//! | 人口 | person | 暂停计时 | pause |
//! | 户变动 | household event | 办结 | grant, deny: the decision |
//! | 事项 | matter | 送达 | deliver |
//! | 代办事项 | proxy task | 归档 | close |
//! | 材料 | material | 冲正 | reverse |
//! | 证件保管 | original hold | 卡在 | stuck at |
//! | 委托书 | entrustment | 催问 | urge |
//! | 代缴款 | pass-through money | 评价 | rating |
//! | 收件窗口 | window | 责任站办 | station |
//! | 期限 | limit, deadline rule | 到期 | due |
//! | 超期 | overdue | 临期 | due soon |
//! | 放假安排 | holiday table | 回电 | call back |
//! | 花名册 | register | 交表包 | package |
//! | 公开卡 | card | 回执 | reply |
//! | 往来 | correspondence | 收件单位 | office |
//! | 已写盘 | written | 镇已签收 | confirmed |
//! | 记一笔 | note | 今日 | today |
//! | 备份 | backup, copy | 恢复 | restore |
//! | 快照 | snapshot | 盘外 | elsewhere |
//! | 会议 | meeting | 哪种会 | body |
//! | 交接 | hand-over | 接任 | taking over |
//! | 交接包 | pack | 任次 | term |
//! | 底数 | base | 销毁文件里的内容 | erasure |
//! | 保管期限 | retention | 销毁 | destroy, destruction |
//! | 销毁清册 | destruction sheet | 卷 | file |
//! | 照数据表补回 | reconcile | 换格式 | convert |
//! | 走访 | visit | 巡回 | round |
//! | 走访面 | coverage | 补记 | late entry |
//! | 作废 | void | 公示 | posting |
//! | 手册、日页 | handbook, page | 核对码 | seal |
//! | 设点、逢场 | service point | 请假 | leave |
//! | 替岗人 | stand-in | 销假 | back |
//! | 结对帮扶 | pairing | 帮扶人 | helper |
//! | 五联 | the five | 措施 | measure |
//! | 户类别 | class, scheme | 认定、取消 | grant, end |
//! | 交还村务 | returned matter | 三筛 | the three screens |
//! | 异议 | objection | 村务公开 | publication |
//! | 硬走 | override | 村务 | affair |
//! | 到点的事 | follow-up | 事件链 | chain |
//! | 自查 | flag | 督查、督办 | supervision |
//! | 打印的单子 | sheet | 投诉渠道 | channels |
//! | 单子上的话 | wording | 一处 | passage |
//! | 两测评 | appraisal | 轮岗 | rotation |
//! | 常用电话 | contact | 到点了结 | settle |
//! | 证件登记 | document | 任职 | post |
//! | 登记U盘 | stick | 卷序列号 | serial |
//! | 镇未签收 | unconfirmed | U盘丢失 | lost stick |
//! | 安全弹出 | eject | U盘、磁盘 | stick, drive |

pub mod app;
pub mod cli;
pub mod desk;
pub mod disk;
pub mod domain;
pub mod exchange;
pub mod seal;
pub mod store;
pub mod term;
pub mod ui;
