//! 收回执: which replies of the office there are to take in, and the page that says what came of one.
//!
//! What an answer does to its task is the rules' to say; here it is only told.

use std::path::PathBuf;

use super::folder::FolderStep;
use super::{Exchange, ExchangeStep};
use crate::app::message::{Effect, RepliesReport};
use crate::app::notice::Notice;
use crate::app::numbered::Numbered;
use crate::app::pager::Paragraph;
use crate::app::replies::{Answered, FoundReplies, FoundReply, TakenReply};
use crate::app::screen::import::file::any_path;
use crate::app::screen::page::Page;
use crate::app::screen::{Reply, Screen};
use crate::domain::office::AnswerKind;

/// Replies that get a line.
const REPLIES_MAX: usize = 7;

/// The replies that can be taken in.
#[derive(Debug)]
pub struct ReplyList {
    /// What can be done.
    pub lines: Numbered<ReplyChoice>,
    /// What was found; `None` while it is looked for.
    pub found: Option<FoundReplies>,
    /// Why nothing is taken in any more.
    closed: Option<String>,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyChoice {
    /// Take this one in.
    Take(usize),
    /// Look in a folder, or at a file, that is typed.
    From,
    /// Look at the sticks once more.
    LookAgain,
    /// Back.
    Leave,
}

impl ReplyList {
    pub(super) fn of(found: Option<FoundReplies>, closed: Option<String>) -> ReplyList {
        let mut list = ReplyList { lines: Numbered::default(), found: None, closed };
        list.show(found);
        list
    }

    /// Makes the lines anew.
    pub(super) fn show(&mut self, found: Option<FoundReplies>) {
        self.found = found;
        let mut lines = Numbered::default();
        let replies = self.found.iter().flat_map(|found| &found.replies);
        for (nth, reply) in replies.take(REPLIES_MAX).enumerate() {
            lines = match &reply.head {
                Ok(_) => lines.item(label(reply), ReplyChoice::Take(nth)),
                Err(why) => lines.blocked(label(reply), ReplyChoice::Take(nth), why.as_str()),
            };
        }
        let lines = lines.item("从文件夹或文件收", ReplyChoice::From).item("再找一次U盘", ReplyChoice::LookAgain);
        let lines = lines.close(self.closed.as_deref(), |choice| *choice != ReplyChoice::Leave);
        self.lines = lines.zero("返回", ReplyChoice::Leave);
    }

    /// Asks for this one to be taken in.
    pub(super) fn take(&self, nth: usize) -> Reply {
        let path = self.found.as_ref().and_then(|found| found.replies.get(nth)).map(|reply| reply.path.clone());
        let path = path
            .map(|path| Reply::say(Notice::done("正在收回执，先别拔U盘")).then(Reply::effect(Effect::TakeReply(path))));
        path.unwrap_or_else(Reply::none)
    }

    /// Where was looked last.
    pub(super) fn from(&self) -> Option<PathBuf> {
        self.found.as_ref().and_then(|found| found.from.clone())
    }

    /// What was found, in words.
    pub fn words(&self) -> String {
        let Some(found) = &self.found else { return "正在找镇里的回执。".to_owned() };
        let place = found.from.as_ref().map_or_else(|| "U盘上".to_owned(), |from| format!("{} 里", from.display()));
        let mut words = match (found.new_count(), found.replies.is_empty()) {
            (0, true) => format!("{place}没有要收的回执。"),
            (0, false) => format!("{place}的回执收不了，原因写在后面，什么都没有改。"),
            (count, _) => format!("{place}有{count}份回执还没有收，从前往后一份一份收。"),
        };
        if found.known_count > 0 {
            words.push_str(&format!("另有{}份以前收过了。", found.known_count));
        }
        if found.others_count > 0 {
            words.push_str(&format!("另有{}份是给别的村的，不用管。", found.others_count));
        }
        words
    }
}

fn label(reply: &FoundReply) -> String {
    let Ok(head) = &reply.head else {
        return reply.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    };
    let holds = match (head.packages_count, head.answers_count) {
        (0, 0) => "没有内容".to_owned(),
        (packages, 0) => format!("签收{packages}包"),
        (0, answers) => format!("答复{answers}条"),
        (packages, answers) => format!("签收{packages}包、答复{answers}条"),
    };
    format!("收第{}份：{}，{holds}（{}）", head.number, head.on, reply.place)
}

/// What came of a reply, to be read and printed.
pub(super) fn page(taken: &TakenReply) -> Page {
    let TakenReply { number, on, confirmed, applied, known, conflicts } = taken;
    let mut words = vec![Paragraph::Text(format!("镇里 {on} 写的，已收下，不用再收。"))];
    if !conflicts.is_empty() {
        words.push(Paragraph::Heading("和本机对不上的（本机没有改，请逐条核对）".to_owned()));
        for conflict in conflicts {
            let text = format!("{}镇里说 {}；{}", spaced(&conflict.who), conflict.said, conflict.why);
            words.push(Paragraph::Entry(conflict.no.clone(), text));
        }
        words.push(Paragraph::Text("这些也在那一件上记了一笔。弄不清的打电话问镇里。".to_owned()));
    }
    if !confirmed.is_empty() {
        let numbers: Vec<String> = confirmed.iter().map(u32::to_string).collect();
        words.push(Paragraph::Heading("镇里签收了".to_owned()));
        words.push(Paragraph::Text(format!("第{}包，以后从这里往后交。", numbers.join("、"))));
    }
    for what in [AnswerKind::SentBack, AnswerKind::Ready, AnswerKind::Received, AnswerKind::Collected] {
        let told: Vec<&Answered> = applied.iter().filter(|told| told.what == what).collect();
        entries(heading(what), &told, &mut words);
    }
    entries("本来就知道的", &known.iter().collect::<Vec<_>>(), &mut words);
    if confirmed.is_empty() && applied.is_empty() && known.is_empty() && conflicts.is_empty() {
        words.push(Paragraph::Text("里面没有新的内容。".to_owned()));
    }
    Page::of(format!("第{number}份回执"), words).numbered(number.to_string())
}

fn heading(what: AnswerKind) -> &'static str {
    match what {
        AnswerKind::Received => "镇里收件了",
        AnswerKind::SentBack => "退回来的（已记退件）",
        AnswerKind::Ready => "结果可以取了（已记办结）",
        AnswerKind::Collected => "已取走的",
    }
}

fn entries(heading: &str, told: &[&Answered], words: &mut Vec<Paragraph>) {
    if told.is_empty() {
        return;
    }
    words.push(Paragraph::Heading(heading.to_owned()));
    words.extend(
        told.iter().map(|told| Paragraph::Entry(told.no.clone(), format!("{}{}", spaced(&told.who), told.said))),
    );
}

fn spaced(who: &str) -> String {
    if who.is_empty() { String::new() } else { format!("{who}：") }
}

impl Exchange {
    pub(super) fn choose_reply(&mut self, choice: ReplyChoice) -> Reply {
        let ExchangeStep::Replies(list) = &mut self.step else { return Reply::none() };
        match choice {
            ReplyChoice::Take(nth) => return list.take(nth),
            ReplyChoice::From => {
                let list = std::mem::replace(list, ReplyList::of(None, None));
                self.step = ExchangeStep::ReplyFrom(FolderStep::of_replies(), list);
            }
            ReplyChoice::LookAgain => {
                list.show(None);
                return Reply::effect(Effect::FindReplies(None));
            }
            ReplyChoice::Leave => self.step = ExchangeStep::Start,
        }
        Reply::none()
    }

    pub(super) fn hear_replies(&mut self, told: &RepliesReport) -> Reply {
        match (told, &mut self.step) {
            (RepliesReport::Taken(taken), step) => {
                let mut from = None;
                if let ExchangeStep::Replies(list) = step {
                    from = list.from();
                    list.show(None);
                }
                let page = Reply::open(Screen::Page(page(taken)));
                let said = Notice::done(format!("第{}份回执收下了", taken.number));
                return Reply::effect(Effect::FindReplies(from)).then(page).then(Reply::say(said));
            }
            (RepliesReport::Found(found), step) => {
                if found.from.is_none() {
                    self.start.replies = Some(found.clone());
                    self.start.renew();
                }
                match step {
                    ExchangeStep::ReplyFrom(_, list) if found.from.is_some() => {
                        list.show(Some(found.clone()));
                        self.close_reply_from();
                    }
                    // What was looked for before another place was named comes too late.
                    ExchangeStep::Replies(list) if list.found.is_none() || list.from() == found.from => {
                        list.show(Some(found.clone()));
                    }
                    _ => {}
                }
            }
        }
        Reply::none()
    }

    pub(super) fn save_reply_from(&mut self) -> Reply {
        let ExchangeStep::ReplyFrom(step, _) = &mut self.step else { return Reply::none() };
        match any_path(step.text()) {
            Some(path) => Reply::effect(Effect::FindReplies(Some(path))),
            None => {
                step.fault("请写出回执在哪里，如 E:\\回执 或 /media/U盘");
                Reply::none()
            }
        }
    }

    /// The place that was typed is not there: it is asked for again, with what is wrong with it.
    pub(super) fn fault_reply_from(&mut self, why: &str) {
        if let ExchangeStep::ReplyFrom(step, _) = &mut self.step {
            step.fault(why);
        }
    }

    /// Goes back to the list that the asking lies over.
    pub(super) fn close_reply_from(&mut self) {
        if let ExchangeStep::ReplyFrom(_, list) = &mut self.step {
            let list = std::mem::replace(list, ReplyList::of(None, None));
            self.step = ExchangeStep::Replies(list);
        }
    }
}
