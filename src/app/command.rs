//! THE TABLE of everything a person can ask for. One row gives the command, its help, its place in the palette, the
//! README and `daiban keys`.
//!
//! It binds no key (`keymaps/default.toml` does) and does nothing: `update` and the screens match the enums without
//! `_`, so that a row without behaviour does not compile. Adding a command is one row here and one arm there.

/// Where a command can be asked for, and where a key is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Every screen.
    Global,
    /// 今日.
    Today,
    /// Lists that are filtered by typing.
    List,
    /// One opened record, a household or a task.
    Record,
    /// The morning review 晨检.
    Review,
    /// A form with fields.
    Form,
    /// A numbered menu.
    Menu,
    /// A calendar.
    Calendar,
    /// A page of text that is only read.
    Page,
}

impl Scope {
    /// All scopes, the widest first.
    pub const ALL: [Scope; 9] = [
        Scope::Global,
        Scope::Today,
        Scope::List,
        Scope::Record,
        Scope::Review,
        Scope::Form,
        Scope::Menu,
        Scope::Calendar,
        Scope::Page,
    ];

    /// The name in a keymap file, `[list]`.
    pub fn id(self) -> &'static str {
        match self {
            Scope::Global => "global",
            Scope::Today => "today",
            Scope::List => "list",
            Scope::Record => "record",
            Scope::Review => "review",
            Scope::Form => "form",
            Scope::Menu => "menu",
            Scope::Calendar => "calendar",
            Scope::Page => "page",
        }
    }

    /// The name people read.
    pub fn label(self) -> &'static str {
        match self {
            Scope::Global => "各屏通用",
            Scope::Today => "今日",
            Scope::List => "名单",
            Scope::Record => "打开的一户、一件",
            Scope::Review => "晨检",
            Scope::Form => "填表",
            Scope::Menu => "数字菜单",
            Scope::Calendar => "日历",
            Scope::Page => "看文字",
        }
    }

    /// The scope that is asked next when this one does not bind a key; `None` after `Global`.
    pub fn parent(self) -> Option<Scope> {
        match self {
            Scope::Global => None,
            Scope::Today => Some(Scope::List),
            Scope::Review => Some(Scope::Record),
            Scope::Record => Some(Scope::Menu),
            Scope::Menu | Scope::Calendar => Some(Scope::Page),
            Scope::List | Scope::Form | Scope::Page => Some(Scope::Global),
        }
    }

    /// This scope and those asked after it.
    pub fn chain(self) -> impl Iterator<Item = Scope> {
        std::iter::successors(Some(self), |scope| scope.parent())
    }

    /// Whether letters and digits are text here, so that no plain character may be a command.
    pub fn takes_text(self) -> bool {
        match self {
            Scope::Global | Scope::Today | Scope::List | Scope::Form => true,
            Scope::Record | Scope::Review | Scope::Menu | Scope::Calendar | Scope::Page => false,
        }
    }
}

/// Under which heading the help lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Going from screen to screen.
    Screens,
    /// What the officer does for people.
    Work,
    /// Moving and choosing.
    Moves,
    /// Filling in.
    Typing,
    /// The program itself.
    Program,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Group; 5] = [Group::Screens, Group::Work, Group::Moves, Group::Typing, Group::Program];

    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Group::Screens => "换屏",
            Group::Work => "办事",
            Group::Moves => "移动和选择",
            Group::Typing => "填写",
            Group::Program => "程序",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The command itself.
    pub command: Command,
    /// Its lasting name in keymap files, in the journal and in `daiban keys`.
    pub id: &'static str,
    /// Where it can be asked for.
    pub scope: Scope,
    /// Its heading in the help.
    pub group: Group,
    /// A Chinese imperative of two to six characters.
    pub title: &'static str,
    /// The help: one sentence.
    pub help: &'static str,
}

/// Makes the enums and the table from the rows.
macro_rules! commands {
    ($($(#[$enum_doc:meta])* $scope:ident $enum:ident {
        $(#[doc = $help:literal] $variant:ident = $id:literal, $title:literal, $group:ident;)*
    })*) => {
        $($(#[$enum_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $enum {
            $(#[doc = $help] $variant,)*
        }

        impl $enum {
            /// The row of the table.
            pub const fn row(self) -> Row {
                match self {
                    $($enum::$variant => Row {
                        command: Command::$scope($enum::$variant),
                        id: $id,
                        scope: Scope::$scope,
                        group: Group::$group,
                        title: $title,
                        help: $help.trim_ascii(),
                    },)*
                }
            }
        })*

        /// What a person can ask for, by scope. It carries nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $($(#[$enum_doc])* $scope($enum),)*
        }

        impl Command {
            /// The row of the table.
            pub const fn row(self) -> Row {
                match self {
                    $(Command::$scope(command) => command.row(),)*
                }
            }
        }

        /// Every command, in the order of the help.
        pub const TABLE: &[Row] = &[$($($enum::$variant.row(),)*)*];
    };
}

impl Command {
    /// The command with this id.
    pub fn by_id(id: &str) -> Option<Command> {
        TABLE.iter().find(|row| row.id == id).map(|row| row.command)
    }
}

commands! {
    /// Asked for on every screen.
    Global GlobalCommand {
        /// 说明这一屏怎么用，列出这里能用的键。
        Help = "view.help", "看帮助", Screens;
        /// 看今天要办的事：超期的、该还证的、快到期的、等着送达的。
        Today = "view.today", "看今日", Screens;
        /// 看全村农户，打字就能找人。
        Households = "view.households", "看农户", Screens;
        /// 看代办台账：每件事到了哪一步、卡在哪里、哪天到期。
        Tasks = "view.tasks", "看代办台账", Screens;
        /// 看走访：该去哪几户、各社走到多少、本周巡回了没有、记过哪些走访。
        Visits = "view.visits", "看走访台账", Screens;
        /// 看帮扶：自己的五联，哪户由谁帮、措施和收入、下次该去的日子。
        Pairings = "view.pairing", "看帮扶", Screens;
        /// 看村务：交还的事务办到哪一步、公示贴到哪天、该公开的贴了没有。
        Affairs = "view.affairs", "看村务", Screens;
        /// 自查：哪些记录经不起查，照着办一件就消一件；按 Tab 看督办投诉。
        Flags = "view.flags", "看自查", Screens;
        /// 翻工作手册：每天做了什么、每周每月合计、五群。
        Handbook = "view.handbook", "看手册", Screens;
        /// 交表给镇里：看有哪些新内容，写到U盘，看以前交过什么。
        Exchange = "view.exchange", "交表与U盘", Screens;
        /// 看最近做过的事，可以一件一件撤销。
        Recent = "view.recent", "最近操作", Screens;
        /// 在全村的人、户、代办件、走访、村务、帮扶和常用电话里找，姓名、拼音、电话尾号、件号都行。
        Find = "view.find", "全村查找", Screens;
        /// 退回上一步；在今日屏打开主菜单。
        Back = "view.back", "返回", Screens;
        /// 列出全部能做的事，打字挑一样就做。
        Palette = "view.palette", "全部操作", Screens;
        /// 有人上门：谁来、替谁办、办哪些事、收了哪些材料，一次记完。
        Intake = "intake.new", "接件", Work;
        /// 随手记一笔，或记一个电话，回头再办。
        Note = "note.new", "记一笔", Work;
        /// 记一次走访：去了哪一户、见到谁、问过没有、说了什么。
        Visit = "visit.new", "记走访", Work;
        /// 设一个点：逢场、每周几在哪里坐班，到日子提醒。
        Point = "point.new", "设个点", Work;
        /// 记请假、培训、抽调：哪几天不在、谁替岗；出替岗单和门上告示。
        Leave = "leave.new", "请假替岗", Work;
        /// 提一件交还村里的事务，接着三筛、四议两公开一步一步办。
        Propose = "returned.propose", "提交还事务", Work;
        /// 张贴一张公示：贴在哪里、写些什么，贴满几天才能撤会替您记着。
        PutUp = "posting.put_up", "张贴公示", Work;
        /// 记一件投诉、热线转办、督办，到日子前提醒答复；反映村干部的不记，只告知投诉渠道。
        Supervise = "supervision.new", "记投诉督办", Work;
        /// 看要打印的单子：这一件、这一户的，和投诉渠道、公示牌、承诺、联系卡、本周公示、测评票、审批表。
        Sheets = "print.sheets", "打印的单子", Work;
        /// 两测评：空白测评票、计票表和今年的工作情况；程序不记分，不排名。
        Appraisal = "appraisal.show", "两测评", Work;
        /// 记一次结对：谁帮哪一户，或者联系哪个社、产业、技术、企业。
        Pair = "pairing.new", "结对", Work;
        /// 出门进镇前看：要交的、要问的、要取的；办好一件，打开它按数字记。
        TripTown = "trip.town", "进镇清单", Work;
        /// 出门进村前看：要送的、要还的、要补的、该去的户；办好一件，打开它按数字记。
        TripVillage = "trip.village", "进村清单", Work;
        /// 看到点的事：有人去世、出生、迁入迁出，满了16、60、80岁，接着要办哪几样、几天之内。
        FollowUps = "view.follow_ups", "到点的事", Work;
        /// 看常用电话：镇上各窗口、派出所、社长、村医、网格员，打字就能找。
        Contacts = "view.contacts", "常用电话", Work;
        /// 记一个常用电话：打给谁、管哪个窗口、号码。
        AddContact = "contact.add", "记常用电话", Work;
        /// 记证件有效期：身份证、残疾人证哪天到期，快到了列在今日里。
        NoteDocument = "document.note", "证件有效期", Work;
        /// 把眼前这一张存成WPS文件，放在桌面上，打开能改、能打印。
        Print = "print.this", "打印这张", Work;
        /// 新立一户。
        AddHousehold = "household.add", "新增农户", Work;
        /// 读入花名册表格，先给您看清楚再存。
        Import = "register.import", "导入花名册", Work;
        /// 把全部户和件重新写一份交镇里，不只写新的。
        ExportAll = "package.all", "全部重新交", Work;
        /// 备份：全部数据另存一份到U盘或另一个盘。
        Backup = "backup.write", "备份到U盘", Work;
        /// 满了保管期限的记录：看清单，经批准后销毁。
        Retention = "retention.open", "到期销毁", Work;
        /// 改村名、镇名、代办员姓名和电话，任现职从哪天起；电话印在回执上。
        EditVillage = "village.edit", "改村和代办员", Work;
        /// 换人的时候怎么把全部资料交给下一任，要准备什么。
        Handover = "handover.how", "怎么交接", Program;
        /// 撤销刚才做的一件事；撤销也会留痕。
        Undo = "act.undo", "撤销", Program;
        /// 把刚撤销的事恢复回来。
        Redo = "act.redo", "恢复", Program;
        /// 换一个口令：先打现在的，再把新的打两遍。
        ChangePassphrase = "keys.passphrase", "修改口令", Program;
        /// 换一个恢复码：纸丢了、给人看过，就换；旧的马上作废。
        RenewCode = "keys.code", "换恢复码", Program;
        /// 人走开时锁上屏幕，回来打口令接着办；没填完的表也还在。
        Lock = "program.lock", "锁上屏幕", Program;
        /// 一台电脑管几个村的，换到另一个村，或者另加一个村；各村的数据互不相干。
        Villages = "village.switch", "换村", Program;
        /// 离开程序；存好的都在，不会丢。
        Quit = "program.quit", "离开程序", Program;
    }
    /// Asked for in a list.
    List ListCommand {
        /// 上移一行。
        Up = "list.up", "上一行", Moves;
        /// 下移一行。
        Down = "list.down", "下一行", Moves;
        /// 上翻一页。
        PageUp = "list.page_up", "上一页", Moves;
        /// 下翻一页。
        PageDown = "list.page_down", "下一页", Moves;
        /// 到第一行。
        First = "list.first", "到开头", Moves;
        /// 到最后一行。
        Last = "list.last", "到末尾", Moves;
        /// 打开选中的这一行。
        Open = "list.open", "打开", Moves;
        /// 换到旁边一栏，或换一种看法。
        Pane = "list.pane", "换一栏", Moves;
        /// 删去查找文字的最后一个字。
        Erase = "list.erase", "删一个字", Typing;
        /// 清掉查找文字，重新看全部。
        EraseAll = "list.erase_all", "清空查找", Typing;
    }
    /// Asked for in one opened record.
    Record RecordCommand {
        /// 更正这一户记错的内容，更正会留痕。代办件不直接改：刚记错的撤销，别的写在备注里。
        Edit = "record.edit", "更正", Work;
        /// 给这一户记一个变动：迁入、迁出、出生、死亡、户主变更、分户、合户。
        Event = "household.event", "记户变动", Work;
        /// 看这个到期日是怎么算出来的。
        Why = "task.why", "日期怎么算", Work;
        /// 看这件事要哪些材料、还差哪些，勾上收到的。
        Materials = "task.materials", "看材料", Work;
        /// 看哪些证件原件在我手里，登记收、还、交窗口。
        Papers = "task.papers", "看证件保管", Work;
        /// 把盖住的号码亮出来看一次，会记下谁在何时看过。
        Reveal = "record.reveal", "亮出号码", Work;
        /// 换到下一栏。
        Pane = "record.pane", "换一栏", Moves;
        /// 换到上一栏。
        PaneBack = "record.pane_back", "换上一栏", Moves;
    }
    /// Asked for in a form.
    Form FormCommand {
        /// 存好这张表。
        Save = "form.save", "存好", Work;
        /// 到下一项；在最后一项就存好。
        Enter = "form.enter", "确定这项", Typing;
        /// 到下一项。
        Next = "form.next", "下一项", Typing;
        /// 到上一项。
        Previous = "form.previous", "上一项", Typing;
        /// 选上面一个；不是选择项就到上一项。
        Up = "form.up", "往上", Typing;
        /// 选下面一个；不是选择项就到下一项。
        Down = "form.down", "往下", Typing;
        /// 光标左移一个字；是非项换一个。
        Left = "form.left", "左移", Typing;
        /// 光标右移一个字；是非项换一个。
        Right = "form.right", "右移", Typing;
        /// 光标到这一项开头。
        Home = "form.home", "到项首", Typing;
        /// 光标到这一项末尾。
        End = "form.end", "到项尾", Typing;
        /// 删去光标前一个字。
        Erase = "form.erase", "删前字", Typing;
        /// 删去光标后一个字。
        Delete = "form.delete", "删后字", Typing;
        /// 清空这一项。
        EraseAll = "form.erase_all", "清空这项", Typing;
        /// 撤销这一项里刚打的字。
        UndoTyping = "form.undo_typing", "撤销打字", Typing;
        /// 恢复这一项里刚撤销的字。
        RedoTyping = "form.redo_typing", "恢复打字", Typing;
        /// 生僻字打不出时：先打它的编码，如 20BB7，再按这个键换成字。
        CodePoint = "form.code_point", "编码换字", Typing;
        /// 在写得下几行的项里另起一行；回车是到下一项。
        NewLine = "form.new_line", "另起一行", Typing;
    }
    /// Asked for in a numbered menu, and in a record for its lawful next steps.
    Menu MenuCommand {
        /// 移到上面一样。
        Up = "menu.up", "往上", Moves;
        /// 移到下面一样。
        Down = "menu.down", "往下", Moves;
        /// 做选中的这一样。
        Choose = "menu.choose", "就办这样", Moves;
        /// 做第1样。
        Choose1 = "menu.choose_1", "第1样", Moves;
        /// 做第2样。
        Choose2 = "menu.choose_2", "第2样", Moves;
        /// 做第3样。
        Choose3 = "menu.choose_3", "第3样", Moves;
        /// 做第4样。
        Choose4 = "menu.choose_4", "第4样", Moves;
        /// 做第5样。
        Choose5 = "menu.choose_5", "第5样", Moves;
        /// 做第6样。
        Choose6 = "menu.choose_6", "第6样", Moves;
        /// 做第7样。
        Choose7 = "menu.choose_7", "第7样", Moves;
        /// 做第8样。
        Choose8 = "menu.choose_8", "第8样", Moves;
        /// 做第9样。
        Choose9 = "menu.choose_9", "第9样", Moves;
        /// 做第0样。
        Choose0 = "menu.choose_0", "第0样", Moves;
    }
    /// Asked for on a page that is only read.
    Page PageCommand {
        /// 上移一行。
        Up = "page.up", "上一行", Moves;
        /// 下移一行。
        Down = "page.down", "下一行", Moves;
        /// 上翻一页。
        PageUp = "page.page_up", "上一页", Moves;
        /// 下翻一页。
        PageDown = "page.page_down", "下一页", Moves;
        /// 到开头。
        First = "page.first", "到开头", Moves;
        /// 到末尾。
        Last = "page.last", "到末尾", Moves;
        /// 看完了，返回。
        Done = "page.done", "看完了", Moves;
    }
}

impl PageCommand {
    /// The same move in a list; `None` for leaving.
    pub fn as_list(self) -> Option<ListCommand> {
        match self {
            PageCommand::Up => Some(ListCommand::Up),
            PageCommand::Down => Some(ListCommand::Down),
            PageCommand::PageUp => Some(ListCommand::PageUp),
            PageCommand::PageDown => Some(ListCommand::PageDown),
            PageCommand::First => Some(ListCommand::First),
            PageCommand::Last => Some(ListCommand::Last),
            PageCommand::Done => None,
        }
    }
}

impl MenuCommand {
    /// The digit that this command stands for; `None` for the moves.
    pub fn digit(self) -> Option<u8> {
        match self {
            MenuCommand::Up | MenuCommand::Down | MenuCommand::Choose => None,
            MenuCommand::Choose1 => Some(1),
            MenuCommand::Choose2 => Some(2),
            MenuCommand::Choose3 => Some(3),
            MenuCommand::Choose4 => Some(4),
            MenuCommand::Choose5 => Some(5),
            MenuCommand::Choose6 => Some(6),
            MenuCommand::Choose7 => Some(7),
            MenuCommand::Choose8 => Some(8),
            MenuCommand::Choose9 => Some(9),
            MenuCommand::Choose0 => Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_told_apart_and_reads_well() {
        for (i, row) in TABLE.iter().enumerate() {
            let twin = TABLE.iter().skip(i + 1).find(|other| other.id == row.id);
            assert_eq!(twin, None, "the same id twice");
            let title_chars = row.title.chars().count();
            assert!((2..=6).contains(&title_chars), "{}: the title has {title_chars} characters", row.id);
            assert!(row.help.ends_with('。') && !row.help.contains('\n'), "{}: help is one sentence", row.id);
            assert!(row.id.contains('.') && row.id.is_ascii(), "{}", row.id);
            assert_eq!(Command::by_id(row.id), Some(row.command));
            assert_eq!(row.command.row(), *row);
        }
    }

    #[test]
    fn the_programs_own_words_are_safe_on_an_old_chinese_console() {
        for row in TABLE {
            for c in row.title.chars().chain(row.help.chars()) {
                let hanzi = ('\u{4E00}'..='\u{9FFF}').contains(&c);
                assert!(hanzi || c.is_ascii() || "：，。「」（）；？！、《》".contains(c), "{}: {c}", row.id);
            }
        }
    }

    #[test]
    fn every_scope_ends_in_global() {
        for scope in Scope::ALL {
            assert_eq!(scope.chain().last(), Some(Scope::Global));
            assert!(scope.chain().count() < 6);
        }
    }
}
