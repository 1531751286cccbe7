//! What the printed papers say in whole sentences, as data a town edits: promises, what is entrusted and what is not, how a
//! ballot is filled.
//!
//! What is counted, dated or looked up is not among it: that comes from the records, whatever a town writes. It reads text
//! that somebody else took from the disk.

use super::table::TableFault;
use super::table::row::{self, Row};
use super::task::ProxyTask;
use super::village::Village;

/// The name of the table, as a town knows it.
pub const FILE: &str = "papers.toml";

const SHIPPED: &str = include_str!("data/papers.toml");
/// The most lines of one passage, and characters of one line: more is no sheet any more.
const LINES_MAX: usize = 12;
const LINE_CHARS_MAX: usize = 200;

macro_rules! passages {
    ($($(#[$doc:meta])* $name:ident = $paper:literal, $part:literal;)*) => {
        /// A place on a paper where a town may say it in its own words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Passage {
            $($(#[$doc])* $name,)*
        }

        impl Passage {
            /// All of them, in the order of the table.
            const ALL: &[Passage] = &[$(Passage::$name,)*];

            /// Of which paper.
            fn paper(self) -> &'static str {
                match self { $(Passage::$name => $paper,)* }
            }

            /// Which place of it.
            fn part(self) -> &'static str {
                match self { $(Passage::$name => $part,)* }
            }
        }
    };
}

passages! {
    /// Why the liaison does not write it down.
    ChannelsBegin = "投诉渠道告知单", "开头";
    /// How, and that it harms nobody.
    ChannelsEnd = "投诉渠道告知单", "结尾";
    /// What the liaison does.
    Duties = "岗位职责公示牌", "岗位职责";
    /// What the liaison promises.
    Promise = "公开承诺", "承诺";
    /// What the liaison carries.
    Card = "便民联系卡", "办什么";
    /// What the liaison may do.
    Entrusted = "委托书", "委托什么";
    /// What the liaison may not.
    NotEntrusted = "委托书", "不委托什么";
    /// What is ticked before both sign.
    EntrustedSeen = "委托书", "签字前";
    /// Of what may be carried.
    NoticeAllowed = "一次性告知单", "可代办的";
    /// Of what is entrusted first.
    NoticeEntrusted = "一次性告知单", "要先委托的";
    /// Of what the villager must do.
    NoticeInPerson = "一次性告知单", "要本人到场的";
    /// How the family reads it.
    CheckBegin = "户信息核对表", "开头";
    /// What becomes of it.
    CheckEnd = "户信息核对表", "结尾";
    /// The last line on the wall.
    WeekEnd = "便民代办公示", "结尾";
    /// What the liaison signs.
    Approval = "使用审批表", "承诺";
    /// How many, and for whom.
    ApprovalEnd = "使用审批表", "结尾";
    /// How a ballot is filled.
    Ballot = "测评票", "怎么填";
    /// Who fills the tally.
    Tally = "计票表", "怎么填";
    /// Where the facts are from.
    Facts = "全年工作情况", "说明";
    /// How it is handed on.
    UrgeUpEnd = "催办单", "结尾";
}

/// What may stand in braces for what is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Village,
    Township,
    Liaison,
    Phone,
    Matter,
    No,
}

impl Blank {
    const ALL: [Blank; 6] = [Blank::Village, Blank::Township, Blank::Liaison, Blank::Phone, Blank::Matter, Blank::No];

    fn label(self) -> &'static str {
        match self {
            Blank::Village => "村",
            Blank::Township => "镇",
            Blank::Liaison => "代办员",
            Blank::Phone => "电话",
            Blank::Matter => "事项",
            Blank::No => "编号",
        }
    }

    /// Whether there is one on this paper: a matter only where the paper is about one.
    fn is_on(self, passage: Passage) -> bool {
        match self {
            Blank::Village | Blank::Township | Blank::Liaison | Blank::Phone => true,
            Blank::Matter | Blank::No => ["委托书", "一次性告知单", "催办单"].contains(&passage.paper()),
        }
    }

    fn of(self, village: &Village, task: Option<&ProxyTask>) -> String {
        let info = &village.info;
        match self {
            Blank::Village => info.name.clone(),
            Blank::Township => info.township.clone(),
            Blank::Liaison => info.liaison.clone(),
            Blank::Phone => info.phone.clone(),
            Blank::Matter => task.map_or_else(String::new, |task| task.matter.name.clone()),
            Blank::No => task.map_or_else(String::new, |task| task.no.to_string()),
        }
    }
}

/// The words of all papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// One for each of [`Passage::ALL`], in its order.
    passages: Vec<Vec<String>>,
}

impl Wording {
    /// Those the program ships with; a test holds that they have no faults and leave out nothing.
    pub fn shipped() -> Wording {
        Wording::bare().with(SHIPPED, FILE).0
    }

    fn bare() -> Wording {
        Wording { passages: vec![Vec::new(); Passage::ALL.len()] }
    }

    /// Lays a town's words over these. Every passage with a fault stays as it was.
    pub fn with(mut self, text: &str, file: &str) -> (Wording, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["words"]);
        for row in rows {
            match read(row) {
                Ok((passage, lines)) => {
                    if let Some(place) = self.passages.get_mut(passage as usize) {
                        *place = lines;
                    }
                }
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    /// The lines of a passage, filled in for this village, and this task where the paper is about one.
    pub fn lines(&self, passage: Passage, village: &Village, task: Option<&ProxyTask>) -> Vec<String> {
        let lines = self.passages.get(passage as usize).into_iter().flatten();
        lines.map(|line| filled_in(line, |blank| blank.of(village, task))).collect()
    }
}

/// The line with what its braces stand for; once through, so that braces in a record are no blank.
fn filled_in(line: &str, of: impl Fn(Blank) -> String) -> String {
    let mut pieces = line.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let named = piece.split_once('}');
        let found = named.and_then(|(name, rest)| Some((Blank::ALL.into_iter().find(|it| it.label() == name)?, rest)));
        match found {
            Some((blank, rest)) => filled.extend([&of(blank), rest]),
            None => filled.extend(["{", piece]),
        }
    }
    filled
}

fn read(mut row: Row<'_>) -> Result<(Passage, Vec<String>), Vec<TableFault>> {
    let (paper, part) = (row.required("paper"), row.required("part"));
    let lines = row.texts("lines");
    let passage = Passage::ALL.iter().find(|it| it.paper() == paper && it.part() == part).copied();
    match passage {
        Some(passage) => {
            if let Some(wrong) = wrong(passage, &lines) {
                row.fault("lines", wrong);
            }
        }
        None if paper.is_empty() || part.is_empty() => {}
        None => row.fault("part", unknown(&paper)),
    }
    let faults = row.close(&["paper", "part", "lines"]);
    match passage {
        Some(passage) if faults.is_empty() => Ok((passage, lines)),
        _ => Err(faults),
    }
}

/// Which places there are, where one was written that there is not.
fn unknown(paper: &str) -> String {
    let parts: Vec<&str> = Passage::ALL.iter().filter(|it| it.paper() == paper).map(|it| it.part()).collect();
    if !parts.is_empty() {
        return format!("「{paper}」上没有这一处，能改的是：{}", parts.join("、"));
    }
    let mut papers: Vec<&str> = Passage::ALL.iter().map(|it| it.paper()).collect();
    papers.dedup();
    format!("没有「{paper}」这张单子，能改的是：{}", papers.join("、"))
}

/// What is wrong with the lines of a passage.
fn wrong(passage: Passage, lines: &[String]) -> Option<String> {
    if lines.is_empty() || lines.len() > LINES_MAX {
        return Some(format!("要写 1 到 {LINES_MAX} 行"));
    }
    for line in lines {
        if line.chars().count() > LINE_CHARS_MAX {
            return Some(format!("一行最多 {LINE_CHARS_MAX} 个字，分成几行写"));
        }
        for braced in line.split('{').skip(1) {
            let name = braced.split_once('}').map(|(name, _)| name);
            let known = Blank::ALL.iter().filter(|blank| blank.is_on(passage));
            if !known.clone().any(|blank| Some(blank.label()) == name) {
                let known: Vec<String> = known.map(|blank| format!("{{{}}}", blank.label())).collect();
                return Some(format!("大括号里只能是：{}", known.join("、")));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;

    fn own(paper: &str, part: &str, lines: &str) -> String {
        format!("# 本镇的\n[[words]]\npaper = \"{paper}\"\npart = \"{part}\"\nlines = [{lines}]\n")
    }

    fn faults(paper: &str, part: &str, lines: &str) -> Vec<String> {
        let (wording, faults) = Wording::shipped().with(&own(paper, part, lines), FILE);
        assert_eq!(wording, Wording::shipped(), "what has a fault changes nothing");
        faults.iter().map(TableFault::to_string).collect()
    }

    #[test]
    fn the_shipped_words_have_no_faults_and_leave_out_no_place() {
        let (wording, faults) = Wording::bare().with(SHIPPED, FILE);
        assert_eq!(faults, []);
        let missing: Vec<_> = Passage::ALL.iter().filter(|it| wording.passages[**it as usize].is_empty()).collect();
        assert_eq!(missing, [] as [&Passage; 0]);
    }

    #[test]
    fn a_town_s_words_are_laid_over_and_filled_in() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S01", None);
        let task = fixture.village.task(id).unwrap();
        let text = own("委托书", "委托什么", "\"{镇}{村}的{代办员}替我办{事项}，{编号}。\"");
        let (wording, faults) = Wording::shipped().with(&text, FILE);
        assert_eq!(faults, []);
        let lines = wording.lines(Passage::Entrusted, &fixture.village, Some(task));
        assert_eq!(lines, ["慈云镇大坪村的王敏替我办最低生活保障申请，2026-0001。"]);
        let others = wording.lines(Passage::Promise, &fixture.village, None);
        assert_eq!(others, Wording::shipped().lines(Passage::Promise, &fixture.village, None));
    }

    #[test]
    fn a_name_in_braces_inside_a_matter_is_not_filled_in_a_second_time() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S01", None);
        let mut task = fixture.village.task(id).unwrap().clone();
        std::sync::Arc::make_mut(&mut task.matter).name = "{编号}".to_owned();
        let wording = Wording::shipped().with(&own("委托书", "委托什么", "\"办{事项}\""), FILE).0;
        assert_eq!(wording.lines(Passage::Entrusted, &fixture.village, Some(&task)), ["办{编号}"]);
    }

    #[test]
    fn a_fault_names_its_line_and_what_there_is() {
        assert_eq!(
            faults("公开承诺", "誓言", "\"好\""),
            ["papers.toml 第4行：「公开承诺」上没有这一处，能改的是：承诺"]
        );
        assert!(faults("承诺书", "承诺", "\"好\"")[0].contains("没有「承诺书」这张单子，能改的是：投诉渠道告知单、"));
        assert_eq!(faults("公开承诺", "承诺", ""), ["papers.toml 第5行：要写 1 到 12 行"]);
        assert_eq!(faults("公开承诺", "承诺", &["\"好\""; 13].join(",")).len(), 1);
        assert_eq!(
            faults("公开承诺", "承诺", "\"好\", \" \""),
            ["papers.toml 第5行：lines 里每一样都要写成引号里的文字，不能空着"]
        );
        let long = |chars: usize| format!("\"{}\"", "好".repeat(chars));
        assert_eq!(faults("公开承诺", "承诺", &long(201)).len(), 1);
        assert_eq!(Wording::shipped().with(&own("公开承诺", "承诺", &long(200)), FILE).1, []);
        for unknown in ["\"{事项}\"", "\"{身份证}\"", "\"{\""] {
            let told = faults("公开承诺", "承诺", unknown);
            assert_eq!(told, ["papers.toml 第5行：大括号里只能是：{村}、{镇}、{代办员}、{电话}"], "{unknown}");
        }
    }
}
