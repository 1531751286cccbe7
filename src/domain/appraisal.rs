//! Appraisal 两测评: who judges whom with what weight, as data, and the blank sheets for it.
//!
//! **No score is ever entered, kept or computed here, and nobody is ranked**: the one who is judged keeps this program. The
//! ballots and the tally are filled in on paper by the town's counting group; beside them stand the facts of the year.

pub mod sheets;

use super::table::TableFault;
use super::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "appraisal.toml";
/// The least weight of the villagers' representatives, per cent.
pub const REPRESENTATIVES_PERCENT_MIN: u16 = 60;

const SHIPPED: &str = include_str!("data/appraisal.toml");
const WHOLE_PERCENT: u16 = 100;

/// Whom a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// 镇干部: this liaison among them.
    TownOfficer,
    /// 村干部.
    VillageCadre,
}

impl Judged {
    /// Both.
    pub const ALL: [Judged; 2] = [Judged::TownOfficer, Judged::VillageCadre];

    /// As the table and the sheets write it.
    pub fn label(self) -> &'static str {
        match self {
            Judged::TownOfficer => "镇干部",
            Judged::VillageCadre => "村干部",
        }
    }

    /// Who judges them.
    pub fn judges(self) -> &'static [Judge] {
        match self {
            Judged::TownOfficer => &[Judge::Town, Judge::Cadres, Judge::Representatives],
            Judged::VillageCadre => &[Judge::Town, Judge::Representatives],
        }
    }
}

/// Who judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// 镇党委政府.
    Town,
    /// 村干部.
    Cadres,
    /// 村民代表.
    Representatives,
}

impl Judge {
    const ALL: [Judge; 3] = [Judge::Town, Judge::Cadres, Judge::Representatives];

    /// As the table and the sheets write it.
    pub fn label(self) -> &'static str {
        match self {
            Judge::Town => "镇党委政府",
            Judge::Cadres => "村干部",
            Judge::Representatives => "村民代表",
        }
    }
}

/// What one group's judgement counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Whose.
    pub judge: Judge,
    /// Per cent.
    pub percent: u16,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppraisalRules {
    weights: Vec<(Judged, Vec<Weight>)>,
    items: Vec<(Judged, Vec<String>)>,
}

impl AppraisalRules {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> AppraisalRules {
        AppraisalRules::default().with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these, a form as a whole. A form whose weights are not lawful is left as it was, and told.
    pub fn with(mut self, text: &str, file: &str) -> (AppraisalRules, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["weight", "item"]);
        let (mut weights, mut items) = (Vec::new(), Vec::new());
        for row in rows {
            let line = row.line;
            let found = if row.kind == "weight" {
                read_weight(row).map(|(judged, weight)| weights.push((judged, line, weight)))
            } else {
                read_item(row).map(|(judged, item)| items.push((judged, item)))
            };
            faults.extend(found.err().unwrap_or_default());
        }
        for judged in Judged::ALL {
            let own: Vec<Weight> =
                weights.iter().filter(|(it, ..)| *it == judged).map(|(.., weight)| *weight).collect();
            let line = weights.iter().find(|(it, ..)| *it == judged).map(|(_, line, _)| *line);
            match (line, lawful(judged, &own)) {
                (None, _) => {}
                (Some(_), Ok(())) => put(&mut self.weights, judged, own),
                (Some(line), Err(why)) => faults.push(TableFault::new(file, line, why)),
            }
            let own: Vec<String> = items.iter().filter(|(it, _)| *it == judged).map(|(_, item)| item.clone()).collect();
            if !own.is_empty() {
                put(&mut self.items, judged, own);
            }
        }
        (self, faults)
    }

    /// What each group counts.
    pub fn weights(&self, judged: Judged) -> &[Weight] {
        self.weights.iter().find(|(it, _)| *it == judged).map_or(&[], |(_, weights)| weights)
    }

    /// What is judged.
    pub fn items(&self, judged: Judged) -> &[String] {
        self.items.iter().find(|(it, _)| *it == judged).map_or(&[], |(_, items)| items)
    }
}

fn put<V>(list: &mut Vec<(Judged, V)>, judged: Judged, value: V) {
    list.retain(|(old, _)| *old != judged);
    list.push((judged, value));
}

/// Whether these weights may be: each group once, 100 together, the representatives at least 60.
fn lawful(judged: Judged, weights: &[Weight]) -> Result<(), String> {
    let once = |judge: &Judge| weights.iter().filter(|weight| weight.judge == *judge).count() == 1;
    let whole: u32 = weights.iter().map(|weight| u32::from(weight.percent)).sum();
    let representatives = weights.iter().find(|weight| weight.judge == Judge::Representatives);
    let least = REPRESENTATIVES_PERCENT_MIN;
    match representatives.map_or(0, |weight| weight.percent) {
        percent if percent < least => Err(format!("村民代表占{percent}%，不能少于{least}%，这张表没有读入")),
        _ if !judged.judges().iter().all(once) || weights.len() != judged.judges().len() => {
            let judges: Vec<&str> = judged.judges().iter().map(|judge| judge.label()).collect();
            Err(format!("评{}的是{}，各写一条，这张表没有读入", judged.label(), judges.join("、")))
        }
        _ if whole != u32::from(WHOLE_PERCENT) => {
            Err(format!("加起来是{whole}%，要正好{WHOLE_PERCENT}%，这张表没有读入"))
        }
        _ => Ok(()),
    }
}

fn read_weight(mut row: Row<'_>) -> Result<(Judged, Weight), Vec<TableFault>> {
    let judged = row.choice("form", &Judged::ALL, Judged::label);
    let judge = row.choice("group", &Judge::ALL, Judge::label);
    let percent = row.count("percent", WHOLE_PERCENT);
    row.required("source");
    row.certainty();
    let faults = row.close(&["form", "group", "percent", "source", "certainty"]);
    match (judged, judge, percent) {
        (Some(judged), Some(judge), Some(percent)) if faults.is_empty() => Ok((judged, Weight { judge, percent })),
        _ => Err(faults),
    }
}

fn read_item(mut row: Row<'_>) -> Result<(Judged, String), Vec<TableFault>> {
    let judged = row.choice("form", &Judged::ALL, Judged::label);
    let text = row.required("text");
    row.required("source");
    row.certainty();
    let faults = row.close(&["form", "text", "source", "certainty"]);
    match judged {
        Some(judged) if faults.is_empty() => Ok((judged, text)),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(town: u16, cadres: u16, representatives: u16) -> Vec<Weight> {
        let judges = [(Judge::Town, town), (Judge::Cadres, cadres), (Judge::Representatives, representatives)];
        judges.map(|(judge, percent)| Weight { judge, percent }).into()
    }

    #[test]
    fn the_shipped_forms_have_no_faults_and_the_representatives_have_sixty() {
        let (rules, faults) = AppraisalRules::default().with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(rules, AppraisalRules::shipped());
        for judged in Judged::ALL {
            assert_eq!(lawful(judged, rules.weights(judged)), Ok(()));
            assert!(rules.items(judged).len() >= 3);
        }
    }

    #[test]
    fn below_sixty_for_the_representatives_is_refused_and_sixty_is_not() {
        for (town, cadres, representatives, is_lawful) in [
            (20, 20, 60, true),
            (21, 20, 59, false),
            (20, 19, 61, true),
            (20, 20, 61, false),
            (20, 19, 60, false),
            (1, 1, 98, true),
        ] {
            let told = lawful(Judged::TownOfficer, &weights(town, cadres, representatives));
            assert_eq!(told.is_ok(), is_lawful, "{town} {cadres} {representatives}: {told:?}");
        }
        // Cadres do not judge themselves.
        assert!(lawful(Judged::VillageCadre, &weights(20, 20, 60)).is_err());
    }

    #[test]
    fn a_form_of_the_town_s_that_is_not_lawful_leaves_the_shipped_one_and_is_told_by_line() {
        let row = |group: &str, percent: u16| {
            let rest = "source = \"本镇\"\ncertainty = \"待核\"\n";
            format!("[[weight]]\nform = \"村干部\"\ngroup = \"{group}\"\npercent = \"{percent}\"\n{rest}")
        };
        let own = row("镇党委政府", 41) + &row("村民代表", 59);
        let (rules, faults) = AppraisalRules::shipped().with(&own, FILE);
        assert_eq!(rules, AppraisalRules::shipped());
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1], "{faults:?}");
        assert!(faults[0].message.contains("不能少于60%"), "{faults:?}");
        let own = row("镇党委政府", 30) + &row("村民代表", 70);
        let (rules, faults) = AppraisalRules::shipped().with(&own, FILE);
        assert_eq!((faults, rules.weights(Judged::VillageCadre)[1].percent), (vec![], 70));
    }

    #[test]
    fn a_group_that_would_count_nothing_is_refused_and_one_per_cent_is_not() {
        let row = |group: &str, percent: u16| {
            let rest = "source = \"本镇\"\ncertainty = \"待核\"\n";
            format!("[[weight]]\nform = \"镇干部\"\ngroup = \"{group}\"\npercent = \"{percent}\"\n{rest}")
        };
        let laid = |town, cadres| {
            let own = row("镇党委政府", town) + &row("村干部", cadres) + &row("村民代表", 60);
            AppraisalRules::shipped().with(&own, FILE)
        };
        for (town, cadres, line) in [(40, 0, 10), (0, 40, 4)] {
            let (rules, faults) = laid(town, cadres);
            assert_eq!(rules, AppraisalRules::shipped(), "{town}/{cadres}/60");
            let told = faults.iter().any(|fault| fault.line == line && fault.message.contains("1 到 100"));
            assert!(told, "{town}/{cadres}/60: {faults:?}");
        }
        let (rules, faults) = laid(39, 1);
        assert_eq!((faults, rules.weights(Judged::TownOfficer)), (vec![], weights(39, 1, 60).as_slice()));
    }
}
