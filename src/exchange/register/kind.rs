//! Which kind of register a table is, told by its columns.
//!
//! It does not read titles: a 低保 list with households is a 花名册 until the officer says 名单叠加.

use super::field::Field;
use super::layout::Table;
use super::reading::RegisterKind;

/// The kind of one table.
pub fn kind_of(table: &Table) -> RegisterKind {
    let has = |field: Field| table.has(field, 0);
    let task_words =
        [Field::AcceptedOn, Field::TaskState, Field::DecidedOn, Field::DueOn, Field::Channel, Field::Applicant];
    if has(Field::Matter) && task_words.into_iter().any(has) {
        return RegisterKind::Tasks;
    }
    let across = table.members_max() > 0 || has(Field::Members);
    let named = has(Field::Name);
    let of_household = [Field::HeadName, Field::Relation, Field::HouseholdNo].into_iter().any(has);
    match (named, of_household) {
        (true, true) => RegisterKind::People,
        (true, false) if across => RegisterKind::People,
        (true, false) if has(Field::Population) => RegisterKind::Heads,
        (true, false) => RegisterKind::Overlay,
        (false, _) if across => RegisterKind::People,
        (false, _) if has(Field::HeadName) => RegisterKind::Heads,
        (false, _) => RegisterKind::Overlay,
    }
}
