//! The rules of the office: what a clerk may do now, as changes, or why not. Pure; nothing is written here.

mod copies;

use thiserror::Error;
use uuid::Uuid;

use super::change::OfficeChange;
use super::copies::OfficeCopyNote;
use super::{
    AnswerKind, Office, OfficeInfo, SentReply, TakenPackage, TownAnswer, TownContent, TownOriginal, TownRow, TownTask,
    TownVillage,
};
use crate::domain::correspondence::{KEY_BYTES, OwnSecret};
use crate::domain::day::{Day, Moment};
use crate::domain::id::Seq;

/// What a clerk wants.
#[derive(Clone, Debug)]
pub enum OfficeIntent {
    /// The office is founded; the randomness is the caller's.
    Found {
        /// 收件单位.
        name: String,
        /// 镇(街)名.
        township: String,
        /// From it the keys of the office follow.
        secret: OwnSecret,
    },
    /// A village's card is taken in.
    Enrol(Box<CardIntent>),
    /// A package that was opened is taken in.
    Take(Box<Taking>),
    /// Tasks are answered.
    Answer(Vec<AnswerIntent>),
    /// A reply for this village is written.
    Reply(Uuid),
    /// A copy of the book was written to another disk 盘外备份.
    Copied(OfficeCopyNote),
    /// The book was made again from a copy 恢复, which was made at that time.
    Restored(Moment),
}

/// A village's card.
#[derive(Clone, Debug)]
pub struct CardIntent {
    /// Identity, for a village that is new.
    pub id: Uuid,
    /// 村名.
    pub name: String,
    /// 镇(街)名.
    pub township: String,
    /// 代办员姓名.
    pub liaison: String,
    /// The key that shows what the village signed.
    pub signs: [u8; KEY_BYTES],
    /// The key that is sealed to.
    pub reads: [u8; KEY_BYTES],
    /// Whether it may take the place of another card of the village.
    pub replaces: bool,
}

/// A package that was opened: believed to be of this village, and not yet held against what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Taking {
    /// Which village sealed it.
    pub village: Uuid,
    /// What is kept of the package itself.
    pub package: TakenPackage,
    /// Where the village says its record stood after earlier packages: their numbers and links.
    pub passed: Vec<(u32, String)>,
    /// The numbers of the replies that the village has.
    pub heard: Vec<u32>,
    /// Its rows.
    pub rows: Vec<SentRow>,
    /// The originals that are out now.
    pub originals: Vec<TownOriginal>,
}

/// A row of a package.
#[derive(Clone, Debug, PartialEq)]
pub struct SentRow {
    /// The village's own identity of it.
    pub id: Uuid,
    /// The act of the village that last touched it.
    pub seq: u64,
    /// What it is.
    pub content: TownContent,
}

/// An answer to a task.
#[derive(Clone, Debug)]
pub struct AnswerIntent {
    /// Which task.
    pub task: Uuid,
    /// What came of it.
    pub what: AnswerKind,
    /// The day.
    pub on: Day,
    /// 外部受理号, or what is missing; may be empty.
    pub words: String,
}

/// A rule's no. Nothing has changed when one of these comes back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OfficeRefusal {
    /// There is no office yet.
    #[error("这里还没有建收件资料，什么都没有存。请先运行 daiban office init")]
    NotFounded,
    /// There is one.
    #[error("这里已经建好了「{0}」的收件资料。要另建一份，请用另一个数据文件夹(--data)")]
    Founded(String),
    /// Something must be written.
    #[error("{0}没有写，什么都没有存。请写全称")]
    Blank(&'static str),
    /// The same card again.
    #[error("「{0}」这张公开卡已经登记过了，没有变化")]
    SameCard(String),
    /// Another card of a village that is enrolled.
    #[error(
        "「{0}」登记过另一张公开卡，没有换。请打电话问清为什么换了(重装、换电脑要用备份恢复，卡不会变)；真要换，加 --replace 再运行"
    )]
    OtherCard(String),
    /// Nobody enrolled it.
    #[error("没有登记过这个村，什么都没有收。请先登记那个村的公开卡(daiban office enrol)")]
    UnknownVillage,
    /// Taken in before.
    #[error("「{village}」第{number}包 {on} 已经收过，这次不用再收")]
    Repeated {
        /// The village's name.
        village: String,
        /// The number.
        number: u32,
        /// When it was taken in.
        on: Day,
    },
    /// Two packages of one number, or a record that forked.
    #[error(
        "「{village}」第{number}包和收过的对不上：那个村像是有两份资料库都在写(旧电脑、旧备份又用起来了)。这一包一点都没有收。请打电话问清楚用哪一份"
    )]
    TwoRecords {
        /// The village's name.
        village: String,
        /// The number.
        number: u32,
    },
    /// A record that another village sent under the same identity.
    #[error("「{0}」的这一包里有别的村的记录，一点都没有收。请让村里用自己的资料重新交一包")]
    Foreign(String),
    /// A task that nobody sent.
    #[error("没有这一件，一件都没有存。请核对村名和编号")]
    UnknownTask,
    /// An answer that says too little.
    #[error("「{no}」退件没有写缺什么，一件都没有存。请补上再来")]
    NothingMissing {
        /// The task's number.
        no: String,
    },
    /// A day that cannot be.
    #[error("「{no}」的日期 {on} 还没有到，一件都没有存。请核对")]
    FutureDay {
        /// The task's number.
        no: String,
        /// The day.
        on: Day,
    },
    /// Nothing that the village has not heard.
    #[error("「{0}」没有新的要答复，没有写回执")]
    NothingToSay(String),
}

impl OfficeIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            OfficeIntent::Found { .. } => "office.found",
            OfficeIntent::Enrol(_) => "office.enrol",
            OfficeIntent::Take(_) => "office.take",
            OfficeIntent::Answer(_) => "office.answer",
            OfficeIntent::Reply(_) => "office.reply",
            OfficeIntent::Copied(_) => "office.copied",
            OfficeIntent::Restored(_) => "office.restored",
        }
    }
}

/// Decides it.
pub fn decide(office: &Office, today: Day, intent: OfficeIntent) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    if let OfficeIntent::Found { name, township, secret } = intent {
        return found(office, today, (&name, &township), secret);
    }
    if office.info().is_none() {
        return Err(OfficeRefusal::NotFounded);
    }
    match intent {
        OfficeIntent::Found { name, .. } => Err(OfficeRefusal::Founded(name)),
        OfficeIntent::Enrol(card) => enrol(office, today, *card),
        OfficeIntent::Take(taking) => take(office, *taking),
        OfficeIntent::Answer(answers) => answer(office, today, answers),
        OfficeIntent::Reply(village) => reply(office, today, village),
        OfficeIntent::Copied(note) => Ok(copies::copied(office, note)),
        OfficeIntent::Restored(made_at) => Ok(copies::restored(office, made_at, today)),
    }
}

fn found(
    office: &Office,
    today: Day,
    (name, township): (&str, &str),
    secret: OwnSecret,
) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    if let Some(info) = office.info() {
        return Err(OfficeRefusal::Founded(info.name.clone()));
    }
    let written = |text: &str, what| match text.trim() {
        "" => Err(OfficeRefusal::Blank(what)),
        text => Ok(text.to_owned()),
    };
    let (name, township) = (written(name, "收件单位")?, written(township, "镇名")?);
    let info = OfficeInfo { touched: Seq::default(), name, township, secret, on: today };
    Ok(vec![OfficeChange::Founded(Box::new(info))])
}

fn enrol(office: &Office, today: Day, card: CardIntent) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    let CardIntent { id, name, township, liaison, signs, reads, replaces } = card;
    let same_keys = office.villages().find(|it| it.signs == signs && it.reads == reads);
    if same_keys.is_some_and(|it| it.name == name && it.liaison == liaison) {
        return Err(OfficeRefusal::SameCard(name));
    }
    let known = same_keys.or_else(|| office.villages().find(|it| it.name == name && it.township == township));
    if known.is_some_and(|it| (it.signs, it.reads) != (signs, reads)) && !replaces {
        return Err(OfficeRefusal::OtherCard(name));
    }
    let village = match known {
        Some(known) => TownVillage { name, township, liaison, signs, reads, on: today, ..known.clone() },
        None => TownVillage {
            id,
            touched: Seq::default(),
            name,
            township,
            liaison,
            signs,
            reads,
            on: today,
            packages: Vec::new(),
            replies: Vec::new(),
            heard: Vec::new(),
            originals: Vec::new(),
        },
    };
    Ok(vec![OfficeChange::Enrolled(Box::new(village))])
}

fn take(office: &Office, taking: Taking) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    let Taking { village, package, passed, heard, rows, originals } = taking;
    let mut village = office.village(village).ok_or(OfficeRefusal::UnknownVillage)?.clone();
    check_chain(&village, &package, &passed)?;
    let mut changes = Vec::new();
    for SentRow { id, seq, content } in rows {
        let known = office.row(id);
        if known.is_some_and(|known| known.village != village.id) {
            return Err(OfficeRefusal::Foreign(village.name));
        }
        if known.is_some_and(|known| known.seq >= seq) {
            continue;
        }
        let content = with_answers(content, known);
        let row = TownRow { id, touched: Seq::default(), village: village.id, seq, content };
        changes.push(OfficeChange::Sent(Box::new(row)));
    }
    // What an older package says is out may be back by now.
    if village.packages.iter().all(|known| known.number < package.number) {
        (village.originals, village.heard) = (originals, heard);
    }
    village.packages.push(package);
    village.packages.sort_by_key(|package| package.number);
    changes.insert(0, OfficeChange::Taken(Box::new(village)));
    Ok(changes)
}

/// Whether the package goes on from what was taken in: the same number twice must be the same package, and the record of
/// the village must have passed where the office saw it.
fn check_chain(village: &TownVillage, package: &TakenPackage, passed: &[(u32, String)]) -> Result<(), OfficeRefusal> {
    let two = || OfficeRefusal::TwoRecords { village: village.name.clone(), number: package.number };
    if let Some(known) = village.packages.iter().find(|known| known.number == package.number) {
        if known.sha256 != package.sha256 {
            return Err(two());
        }
        let (village, number, on) = (village.name.clone(), known.number, known.taken_on);
        return Err(OfficeRefusal::Repeated { village, number, on });
    }
    let differs = |(number, link): &(u32, String)| {
        village.packages.iter().any(|known| known.number == *number && known.link != *link)
    };
    if passed.iter().any(differs) { Err(two()) } else { Ok(()) }
}

/// What the office answered stays with the task.
fn with_answers(content: TownContent, known: Option<&TownRow>) -> TownContent {
    match (content, known.map(|known| &known.content)) {
        (TownContent::Task(task), Some(TownContent::Task(before))) => {
            TownContent::Task(Box::new(TownTask { answers: before.answers.clone(), ..*task }))
        }
        (content, _) => content,
    }
}

fn answer(office: &Office, today: Day, answers: Vec<AnswerIntent>) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    let mut rows: Vec<TownRow> = Vec::new();
    for AnswerIntent { task: id, what, on, words } in answers {
        let place = match rows.iter().position(|row| row.id == id) {
            Some(place) => place,
            None => {
                rows.push(office.row(id).ok_or(OfficeRefusal::UnknownTask)?.clone());
                rows.len() - 1
            }
        };
        let Some(TownContent::Task(task)) = rows.get_mut(place).map(|row| &mut row.content) else {
            return Err(OfficeRefusal::UnknownTask);
        };
        if on > today {
            return Err(OfficeRefusal::FutureDay { no: task.no.clone(), on });
        }
        let words = words.trim().to_owned();
        if what == AnswerKind::SentBack && words.is_empty() {
            return Err(OfficeRefusal::NothingMissing { no: task.no.clone() });
        }
        let is_known = task.answers.iter().any(|known| (known.what, known.on, &known.words) == (what, on, &words));
        if !is_known {
            task.answers.push(TownAnswer { what, on, words, sent: None });
        }
    }
    let is_new = |row: &TownRow| office.row(row.id) != Some(row);
    Ok(rows.into_iter().filter(is_new).map(|row| OfficeChange::Answered(Box::new(row))).collect())
}

/// The highest number of a reply to this village: that was given, or that it says it has. An office that was made again
/// from an older copy does not know of every number it gave.
fn last_reply(village: &TownVillage) -> u32 {
    let sent = village.replies.iter().map(|reply| reply.number);
    sent.chain(village.heard.iter().copied()).max().unwrap_or(0)
}

fn reply(office: &Office, today: Day, village: Uuid) -> Result<Vec<OfficeChange>, OfficeRefusal> {
    let mut village = office.village(village).ok_or(OfficeRefusal::UnknownVillage)?.clone();
    let passed_over = office.copies().map_or(0, |copies| copies.replies_after);
    let number = last_reply(&village).max(passed_over) + 1;
    let (mut rows, mut answers_count) = (Vec::new(), 0);
    for (row, task) in office.tasks_of(village.id) {
        let unheard = task.answers.iter().filter(|answer| !village.has_heard(answer)).count();
        answers_count += unheard;
        if task.answers.iter().any(|answer| answer.sent.is_none()) {
            let mut task = task.clone();
            for answer in &mut task.answers {
                answer.sent = answer.sent.or(Some(number));
            }
            rows.push(TownRow { content: TownContent::Task(Box::new(task)), ..row.clone() });
        }
    }
    if answers_count == 0 && !village.has_unsaid_packages() {
        return Err(OfficeRefusal::NothingToSay(village.name));
    }
    let answers_count = u32::try_from(answers_count).unwrap_or(u32::MAX);
    let packages_count = u32::try_from(village.packages.len()).unwrap_or(u32::MAX);
    village.replies.push(SentReply { number, on: today, answers_count, packages_count });
    let answered = rows.into_iter().map(|row| OfficeChange::Answered(Box::new(row)));
    Ok([OfficeChange::Replied(Box::new(village))].into_iter().chain(answered).collect())
}

#[cfg(test)]
mod tests;
