//! Asks the rules about an intent for a task, and says in one line what came of it.
//!
//! The line is made from the record the act leaves, so it never says more than what is kept.

use crate::app::notice::Notice;
use crate::app::screen::{Context, Reply};
use crate::domain::change::{Change, TaskChange};
use crate::domain::decide::{self, Intent};
use crate::domain::fee;
use crate::domain::flag::{self, FlagKind};
use crate::domain::material::HoldPlace;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;

/// Has an intent done, or says why not.
pub fn perform(context: &Context<'_>, intent: Intent) -> Reply {
    match decide::decide(context.village, &context.now(), intent.clone()) {
        Ok(changes) => Reply::decide(intent, said(&changes, context)),
        Err(refusal) => Reply::refuse(refusal.to_string()),
    }
}

/// Says what came of these changes, and how they are taken back.
pub fn said(changes: &[Change], context: &Context<'_>) -> Reply {
    let done = changes.iter().find_map(|change| {
        let Change::Task(change, task) = change else { return None };
        let words = match change {
            TaskChange::Urged if is_unanswered(task, context) => {
                let kind = FlagKind::Unexplained.label();
                format!("催问记下了。答复没写，自查里的「{kind}」还在；问到了再记一次催问，写上答复")
            }
            _ => change_words(*change, task),
        };
        Some((words, *change))
    });
    // What a villager signed for is not taken back by a key.
    let delivered = matches!(done, Some((_, TaskChange::Stepped(State::Delivered))));
    let back = if delivered { "记错了，选「冲正送达」".to_owned() } else { context.keymap.way_to_undo() };
    let words = done.map_or_else(|| "草稿已删掉".to_owned(), |(words, _)| words);
    Reply::say(Notice::done(format!("已存好：{words}。{back}")))
}

/// Whether the last asking brought no answer, and so does not say yet why the matter is late.
fn is_unanswered(task: &ProxyTask, context: &Context<'_>) -> bool {
    let answered = task.urges.last().is_some_and(|urge| !urge.answer.trim().is_empty());
    !answered && flag::is_unexplained(context.village, context.tables, context.today, task)
}

fn change_words(change: TaskChange, task: &ProxyTask) -> String {
    match change {
        TaskChange::Stepped(state) => step_words(state, task),
        TaskChange::Opened | TaskChange::Imported => format!("{} {}", task.no, task.matter.name),
        TaskChange::Materials => {
            let missing: Vec<&str> = task.missing().map(|material| &*material.name).collect();
            if missing.is_empty() { "材料齐了".to_owned() } else { format!("材料还差{}", missing.join("、")) }
        }
        TaskChange::HoldTaken(id) => {
            let hold = task.holds.iter().find(|hold| hold.id == id);
            hold.map_or_else(String::new, |hold| format!("收下{}，{}前要还", hold.doc, hold.return_by.month_day()))
        }
        TaskChange::HoldReturned(id) => {
            let hold = task.holds.iter().find(|hold| hold.id == id);
            hold.map_or_else(String::new, |hold| format!("{}已还", hold.doc))
        }
        TaskChange::Entrusted => match task.signature_due() {
            Some(by) => format!("委托记下了，{}前要补签", by.month_day()),
            None => "委托记下了".to_owned(),
        },
        TaskChange::Fee => "费用记下了".to_owned(),
        TaskChange::Money => match task.balance_fen() {
            0 => "代缴款结清了".to_owned(),
            open => format!("代缴款还有{}没结清", fee::yuan(open)),
        },
        TaskChange::Urged => "催问记下了".to_owned(),
        TaskChange::ExternalNo => "外部受理号记下了".to_owned(),
        TaskChange::Rated => "评价记下了".to_owned(),
        TaskChange::Edited => "备注记下了".to_owned(),
    }
}

fn step_words(state: State, task: &ProxyTask) -> String {
    let away = task.holds_out().filter(|hold| hold.place != HoldPlace::Here).count();
    let here = task.holds_out().count() - away;
    match (state, task.promised) {
        (State::Accepted, Some(promised)) if task.accepted_on == task.steps.last().map(|step| step.on) => {
            format!("已受理，回执上写 {promised} 前办好")
        }
        (State::Submitted, _) if away > 0 => format!("{}，{away}本证件跟着去了", task.state_label()),
        (State::Delivered, _) => {
            let holds = if task.holds.is_empty() { "" } else { "，证件都还了" };
            let unsigned = task.signature_due().map(|by| format!("，委托书还没补签，{}前要签", by.month_day()));
            format!("已送达{holds}{}", unsigned.unwrap_or_default())
        }
        (State::Granted | State::Denied | State::Returned, _) if !task.submissions.is_empty() && away + here > 0 => {
            let lie = [(here, "本证件在我处，等着还"), (away, "本证件还在窗口")];
            let lie = lie.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("，{count}{words}"));
            format!("{}{}", task.state_label(), lie.collect::<String>())
        }
        (State::Paused, _) => "暂停计时，恢复后重算到期日".to_owned(),
        _ => task.state_label().to_owned(),
    }
}
