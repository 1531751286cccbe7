//! The tables rules look things up in: the holiday calendar, the catalogue of matters, the rules of meetings, how long
//! records are kept, how often households are seen, how long postings hang, who decides what is handed back, what classes
//! of households there are, what supervision asks for, what follows from an event or an age,
//! what forms a town asks for, and what its papers say.
//!
//! They come in once, shipped or with a town's overlay, and are lent to every decision; no rule reads a file.

use super::appraisal::AppraisalRules;
use super::calendar::Calendar;
use super::follow_up::chains::Chains;
use super::form::Forms;
use super::household::classes::ClassSchemes;
use super::matter::catalogue::Catalogue;
use super::meeting::rules::Rules;
use super::posting::rules::PostingRules;
use super::retention::table::RetentionTable;
use super::returned_matter::subjects::Subjects;
use super::supervision::settings::SupervisionSettings;
use super::visit::settings::VisitSettings;
use super::wording::Wording;

/// The tables of one sitting.
#[derive(Clone, Debug)]
pub struct Tables {
    /// 放假安排.
    pub calendar: Calendar,
    /// 事项目录.
    pub matters: Catalogue,
    /// 会议人数.
    pub meetings: Rules,
    /// 保管期限.
    pub retention: RetentionTable,
    /// 走访周期和每周巡回.
    pub visits: VisitSettings,
    /// 公示期.
    pub postings: PostingRules,
    /// 交还事务由谁决定.
    pub subjects: Subjects,
    /// 户类别.
    pub classes: ClassSchemes,
    /// 督查.
    pub supervision: SupervisionSettings,
    /// 两测评.
    pub appraisal: AppraisalRules,
    /// 到点的事.
    pub chains: Chains,
    /// 镇里要的表.
    pub forms: Forms,
    /// 单子上的话.
    pub wording: Wording,
}

impl Tables {
    /// Those the program ships with.
    pub fn shipped() -> Tables {
        Tables {
            calendar: Calendar::shipped(),
            matters: Catalogue::shipped(),
            meetings: Rules::shipped(),
            retention: RetentionTable::shipped(),
            visits: VisitSettings::shipped(),
            postings: PostingRules::shipped(),
            subjects: Subjects::shipped(),
            classes: ClassSchemes::shipped(),
            supervision: SupervisionSettings::shipped(),
            appraisal: AppraisalRules::shipped(),
            chains: Chains::shipped(),
            forms: Forms::shipped(),
            wording: Wording::shipped(),
        }
    }
}
