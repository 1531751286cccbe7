//! Every bound of the program, in one place, with its unit last in its name.
//!
//! It holds no rule of law: those are tables with dates and sources.

/// The longest name of a person, in characters (the longest on Chinese papers are around 30).
pub const NAME_CHARS_MAX: usize = 40;
/// The longest note or free text of a form, in characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// The most measures, and the most talks, of one pairing: one a week for twenty years.
pub const PAIRING_ENTRIES_MAX: usize = 1_000;
/// The most deeds of one thing under supervision: one a day for a year.
pub const SUPERVISION_DEEDS_MAX: usize = 400;
/// The largest amount of a measure or an income, in 分: ten million yuan.
pub const AID_FEN_MAX: u32 = 1_000_000_000;
/// The largest file of forms that are not stored, in bytes: every field of several of them full.
pub const DRAFT_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// The largest act, in bytes of its body; an import of a whole county would be larger.
pub const ACT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most acts a journal may have lost for what the tables hold of them to be taken in: a village of thirty years has
/// fewer, and each of them gets an act without content.
pub const RECONCILED_ACTS_MAX: u64 = 1_000_000;
/// Acts that can still be undone after a restart.
pub const UNDO_ACTS_MAX: usize = 100;
/// The largest file an import reads, in bytes.
pub const IMPORT_FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;
/// The most rows an import reads from one file.
pub const IMPORT_ROWS_MAX: usize = 200_000;
/// The most columns an import looks at.
pub const IMPORT_COLUMNS_MAX: usize = 256;
/// The largest .csv, .txt or HTML register, in bytes: it is decoded as a whole.
pub const IMPORT_TEXT_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// The largest .xls, in bytes: its reader holds it whole, several times over.
pub const IMPORT_XLS_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// The most a sheet inside an .xlsx may unpack to, in bytes; it is read as a stream.
pub const IMPORT_SHEET_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most any other part of an .xlsx (shared texts, styles) may unpack to, in bytes; these are held whole.
pub const IMPORT_PART_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// The most cells of an .xls, empty ones between filled ones included: its reader allocates them all.
pub const IMPORT_XLS_CELLS_MAX: u64 = 2_000_000;
/// The most filled cells an import holds.
pub const IMPORT_CELLS_MAX: usize = 1_200_000;
/// The most text an import holds, in bytes.
pub const IMPORT_HELD_TEXT_BYTES_MAX: usize = 40 * 1024 * 1024;
/// Rows at the top of a sheet among which its heading is looked for.
pub const IMPORT_HEADING_ROWS_MAX: usize = 40;
/// Largest part of a blank form once unpacked, in bytes.
pub const FORM_PART_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Most rows of a blank form, and most that are put into one.
pub const FORM_ROWS_MAX: usize = 20_000;
/// Days for which a task can be reopened after it was closed.
pub const REOPEN_DAYS_MAX: i32 = 90;
/// Days an original may stay with the officer, who needs it only to carry it; also where its own return day is not written.
pub const HOLD_DAYS_DEFAULT: i32 = 3;
/// Days an original may be out where a window keeps it: 20 working days for a licence, 10 more, and 10 to deliver it.
pub const HOLD_WINDOW_DAYS_MAX: i32 = 60;
/// Working days after which a registered task without notice counts as accepted.
pub const DEEMED_ACCEPTED_WORKING_DAYS: u16 = 5;
/// Days between two 催问 of a task stuck above.
pub const URGE_DAYS: i32 = 7;
/// Days after which the town is asked whether it has a package: no rule sets them, they are those of 催问.
pub const SIGNED_DAYS: i32 = URGE_DAYS;
/// Days for which a backup on another disk is new enough, and a new village needs none.
pub const BACKUP_DAYS: i32 = 7;
/// Days ahead of the due date from which a task is 临期.
pub const DUE_SOON_DAYS: i32 = 3;
/// The largest count of a deadline rule, in its own unit (days, weeks, months or working days).
pub const DEADLINE_COUNT_MAX: u16 = 3_650;
/// Days for which the beginning of a pause 暂停计时 may be entered late: one round of the week, no more, for it moves a date.
pub const PAUSE_LATE_DAYS_MAX: i32 = 7;
/// Days of a pause after which it is on 今日: by then a posting, the longest of the usual reasons, has hung its 15 days.
pub const PAUSE_DAYS: i32 = 15;
/// Days within which a spoken entrustment is signed where its own day is not written.
pub const SIGN_LATER_DAYS_DEFAULT: i32 = 7;
/// Days between an event of a household and its entry, beyond which it is history and nothing follows from it.
pub const EVENT_LATE_DAYS_MAX: i32 = 366;
/// Days after which a registered task without acceptance is on 今日.
pub const NOT_ACCEPTED_DAYS: i32 = 2;
/// Days after which a one-time notice without an answer is on 今日.
pub const NOTICE_WAIT_DAYS: i32 = 5;
/// The largest 回执 that is read, in bytes.
pub const REPLY_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The largest 公开卡 that is read, in bytes.
pub const CARD_BYTES_MAX: u64 = 16 * 1024;
/// The largest manifest of a package that is read, in bytes.
pub const PACKAGE_MANIFEST_BYTES_MAX: u64 = 1024 * 1024;
/// The most parts a package may list.
pub const PACKAGE_PARTS_MAX: usize = 64;
/// The most entries of a package's folder that are looked at.
pub const PACKAGE_ENTRIES_MAX: usize = 200;

/// Minutes without a key after which sealed data are locked, where no setting says otherwise.
pub const IDLE_LOCK_MINUTES_DEFAULT: i64 = 10;
/// The most such minutes: an hour is a meal and a meeting, and longer is no lock.
pub const IDLE_LOCK_MINUTES_MAX: i64 = 60;
/// The largest settings file that is read, in bytes.
pub const SETTINGS_BYTES_MAX: u64 = 64 * 1024;
/// The largest list of this computer's villages that is read, in bytes.
pub const VILLAGE_LIST_BYTES_MAX: u64 = 64 * 1024;
/// From so many records on, keeping an act takes long enough that the person is told of it first.
pub const LONG_ACT_ROWS_MIN: usize = 500;
/// The largest sealed package that is written or read, in bytes: it is held in memory as a whole.
pub const PACKAGE_SEALED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// The most that its parts may come to when they are unpacked, in bytes.
pub const PACKAGE_UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
