//! Every sheet that can be printed of the village as a whole, by its name. The papers of one matter or one household are not among them.

use super::appraisal::Judged;
use super::appraisal::sheets as appraisal;
use super::approval;
use super::day::Day;
use super::sheet::Sheet;
use super::supervision::sheets::WallSheet;
use super::supervision::week;
use super::tables::Tables;
use super::village::Village;

/// One sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    /// The ways to complain, and what hangs on the wall.
    Wall(WallSheet),
    /// 测评票.
    Ballots(Judged),
    /// 计票表.
    Tally(Judged),
    /// 全年工作情况.
    Facts,
    /// 便民代办公示 of this week.
    Week,
    /// 使用审批表.
    Approval,
}

impl Print {
    /// All of them, in the order of the list.
    pub const ALL: [Print; 11] = [
        Print::Wall(WallSheet::Channels),
        Print::Wall(WallSheet::Duties),
        Print::Wall(WallSheet::Promise),
        Print::Wall(WallSheet::Card),
        Print::Ballots(Judged::TownOfficer),
        Print::Tally(Judged::TownOfficer),
        Print::Ballots(Judged::VillageCadre),
        Print::Tally(Judged::VillageCadre),
        Print::Facts,
        Print::Week,
        Print::Approval,
    ];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Print::Wall(sheet) => sheet.label(),
            Print::Ballots(Judged::TownOfficer) => "镇干部测评票",
            Print::Ballots(Judged::VillageCadre) => "村干部测评票",
            Print::Tally(Judged::TownOfficer) => "镇干部计票表",
            Print::Tally(Judged::VillageCadre) => "村干部计票表",
            Print::Facts => "全年工作情况",
            Print::Week => week::LABEL,
            Print::Approval => approval::LABEL,
        }
    }

    /// Whether it belongs to the appraisal.
    pub fn is_appraisal(self) -> bool {
        match self {
            Print::Wall(_) | Print::Week | Print::Approval => false,
            Print::Ballots(_) | Print::Tally(_) | Print::Facts => true,
        }
    }

    /// The sheet.
    pub fn of(self, village: &Village, tables: &Tables, today: Day) -> Sheet {
        match self {
            Print::Wall(sheet) => sheet.of(village, tables),
            Print::Ballots(judged) => appraisal::ballots(village, tables, judged),
            Print::Tally(judged) => appraisal::tally(village, tables, judged),
            Print::Facts => appraisal::facts(village, tables, today),
            Print::Week => week::sheet(village, tables, today),
            Print::Approval => approval::sheet(village, tables),
        }
    }
}
