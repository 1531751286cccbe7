//! An act in Chinese: what was done, and to whom. For the list of recent acts, the handbook and the command line.
//!
//! It judges nothing. Who is named is named as the act left the record, so that old acts read as they were.

use super::change::fieldwork::{PostChange, ReturnedChange, SticksChange};
use super::change::{Change, HouseholdChange, PersonChange, RECONCILED, Record, RecordKey, VillageAct};
use super::destruction::is_content_destroyed;
use super::household::Household;
use super::household_event::HouseholdEventKind;
use super::id::{PersonId, TaskId};
use super::pairing::{Pairing, outlook};
use super::retention::words::DESTROYED;
use super::roll::household_name;
use super::stick::Stick;
use super::supervision::{Supervision, SupervisionKind};
use super::task::ProxyTask;
use super::village::Village;
use super::visit::Visit;

/// The longest beginning of a note that is told, in characters.
const NOTE_CHARS_MAX: usize = 24;

/// What the acts of each command are called.
const COMMANDS: [(&str, &str); 101] = [
    ("village.found", "建村"),
    ("village.add_group", "加一个社"),
    ("village.edit", "改村和代办员"),
    ("household.add", "新增农户"),
    ("household.edit", "更正农户"),
    ("household.event", "户变动"),
    ("person.add", "添人"),
    ("person.edit", "更正人口"),
    ("person.merge", "合并重复的人"),
    ("intake.take", "接件"),
    ("task.register", "登记"),
    ("task.accept", "受理"),
    ("task.give_notice", "一次性告知"),
    ("task.not_take", "不属代办"),
    ("task.start_work", "开始办理"),
    ("task.submit", "交件"),
    ("task.take_back", "退件收回"),
    ("task.pause", "暂停计时"),
    ("task.resume", "恢复计时"),
    ("task.grant", "办结"),
    ("task.fetch", "取回结果"),
    ("task.deny", "未获批准"),
    ("task.deliver", "送达"),
    ("task.withdraw", "本人撤回"),
    ("task.close", "归档"),
    ("task.reopen", "重开"),
    ("task.drop_draft", "删草稿"),
    ("task.reverse", "冲正送达"),
    ("task.materials", "收材料"),
    ("task.take_hold", "代收证件"),
    ("task.return_hold", "还证"),
    ("task.entrust", "登记委托"),
    ("task.fee", "登记费用"),
    ("task.money", "代缴款"),
    ("task.urge", "催问"),
    ("task.external_no", "登记受理号"),
    ("task.rate", "记评价"),
    ("task.note", "改备注"),
    ("note.write", "记一笔"),
    ("note.called_back", "已回电"),
    ("visit.make", "记走访"),
    ("visit.called_back", "走访已回电"),
    ("visit.void", "走访作废"),
    ("leave.record", "请假"),
    ("leave.back", "销假"),
    ("point.add", "设点"),
    ("point.edit", "改设点"),
    ("point.held", "设点到场"),
    ("point.end", "撤点"),
    ("posting.put_up", "张贴公示"),
    ("posting.object", "记异议"),
    ("posting.answer", "答复异议"),
    ("posting.take_down", "撤下公示"),
    ("returned.propose", "拟交还村务"),
    ("returned.screen", "三筛"),
    ("returned.step", "村务走一步"),
    ("returned.override", "村务硬走一步"),
    ("returned.file", "报镇备案"),
    ("returned.correct", "更正村务"),
    ("pairing.begin", "结对"),
    ("pairing.plan", "写帮扶方案"),
    ("pairing.measure", "记帮扶措施"),
    ("pairing.measure_done", "帮扶措施落实"),
    ("pairing.income", "记人均收入"),
    ("pairing.contact", "记帮扶联系"),
    ("pairing.next_step", "定帮扶下一步"),
    ("pairing.step_done", "帮扶下一步办了"),
    ("pairing.end", "解除结对"),
    ("follow_up.settle", "了结到点的事"),
    ("supervision.receive", "记投诉督办"),
    ("supervision.channels", "已告知投诉渠道"),
    ("supervision.call_back", "差评回访"),
    ("supervision.deed", "记督办进展"),
    ("supervision.settle", "督办办结"),
    ("contact.add", "记常用电话"),
    ("contact.edit", "改常用电话"),
    ("contact.retire", "常用电话不用了"),
    ("document.note", "记证件有效期"),
    ("household.class_grant", "认定类别"),
    ("household.class_end", "取消类别"),
    ("package.begin", "开始写包"),
    ("package.written", "包已写好"),
    ("package.void", "包作废"),
    ("package.confirm", "镇已签收"),
    ("correspondence.keys", "做本村的密钥"),
    ("correspondence.office", "收下镇的公开卡"),
    ("correspondence.reply", "收下回执"),
    ("form.columns", "记住表里的栏"),
    ("stick.register", "登记U盘"),
    ("stick.correct", "改U盘登记"),
    ("stick.retire", "U盘不用了"),
    ("backup.written", "备份"),
    ("backup.restored", "用备份恢复"),
    ("handover.give", "交接"),
    ("handover.revoke", "收回交接"),
    ("handover.take_over", "接任"),
    ("retention.destroy", "销毁"),
    ("register.import", "导入名册"),
    ("act.undo", "撤销"),
    ("record.reveal", "看号码"),
    (RECONCILED, "照数据表补回"),
];

/// An act in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActWords {
    /// What was done: 送达.
    pub what: String,
    /// To whom or what: 2026-0231 李国珍 危房改造. Empty where there is nothing to name.
    pub subject: String,
}

impl ActWords {
    /// Says an act. `village` names those whom the act itself does not.
    pub fn of(act: &VillageAct, village: &Village) -> ActWords {
        let what = command_words(&act.command).unwrap_or(act.command.as_str()).to_owned();
        let telling = Telling { act, village };
        let what = telling.event().map_or(what, |kind| kind.label().to_owned());
        ActWords { what, subject: telling.subject() }
    }
}

/// What the acts of this command are called; `None` for an id that no rule gives.
pub fn command_words(command: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(id, _)| *id == command).map(|(_, words)| *words)
}

struct Telling<'a> {
    act: &'a VillageAct,
    village: &'a Village,
}

impl Telling<'_> {
    fn event(&self) -> Option<HouseholdEventKind> {
        self.act.changes.iter().filter(|change| !self.is_destroyed(change)).find_map(|change| {
            let Change::Household(HouseholdChange::Event(kind), _) = change else { return None };
            Some(*kind)
        })
    }

    fn is_destroyed(&self, change: &Change) -> bool {
        is_content_destroyed(self.village, self.act.seq, change)
    }

    /// Whom it concerns: the change that says most is told, the others are counted.
    fn subject(&self) -> String {
        // An act is never without changes: those of this one were taken out of the journal.
        if self.act.changes.is_empty() {
            return DESTROYED.to_owned();
        }
        if self.act.command == "register.import" {
            return self.counts();
        }
        let told = self.act.changes.iter().filter_map(|change| self.words(change)).min_by_key(|(rank, _)| *rank);
        let told = told.map(|(_, words)| words).filter(|words| !words.is_empty());
        told.unwrap_or_else(|| if self.act.erased > 0 { DESTROYED.to_owned() } else { String::new() })
    }

    fn words(&self, change: &Change) -> Option<(u8, String)> {
        if self.is_destroyed(change) {
            return Some((u8::MAX, DESTROYED.to_owned()));
        }
        Some(match change {
            Change::Undone(undone) => (0, format!("第{}笔", undone.of.0)),
            Change::Intake(intake) => (0, format!("{} {}件", self.name(intake.applicant), intake.lines.len())),
            Change::Household(HouseholdChange::Event(_), household) => (1, self.event_words(household)),
            Change::Person(PersonChange::Event(_), _) => return None,
            Change::Household(_, household) => (1, self.household(household)),
            Change::Person(PersonChange::Added | PersonChange::Edited | PersonChange::Imported, person) => {
                (2, person.name.as_str().to_owned())
            }
            Change::Person(PersonChange::Merged, person) => (0, person.name.as_str().to_owned()),
            Change::Task(_, task) => (2, self.task(task)),
            Change::DraftDropped(id) => (2, self.task_by_id(*id)),
            Change::Note(_, note) => (1, beginning(&note.text)),
            Change::Package(package) => (1, package.title()),
            Change::Holidays(table) => (1, format!("{}年", table.year)),
            Change::Village(_, info) => (3, info.name.clone()),
            Change::Mapping(_) => return None,
            Change::Revealed(key) => (1, self.record(*key)),
            Change::Reconciled(it) if it.rows.is_empty() && self.act.seq <= it.upto => {
                (0, format!("原来的这一笔查不到了，内容在第{}笔", it.upto.next().0))
            }
            Change::Reconciled(it) => (0, format!("到原来的第{}笔 {}条", it.upto.0, it.rows.len())),
            Change::Handover(_, handover) => (0, format!("{} 交 {}", handover.from, handover.to)),
            Change::Destroyed(destruction) => {
                (0, format!("第{}号销毁记录 {}", destruction.no, destruction.counts_words()))
            }
            Change::Visit(_, visit) => (1, self.visited(visit)),
            Change::Posting(_, posting) => (2, posting.subject.clone()),
            Change::Returned(ReturnedChange::Stepped(to), matter) => (1, format!("{} {}", matter.title, to.label())),
            Change::Returned(ReturnedChange::Corrected(what), matter) => (1, format!("{} {what}", matter.title)),
            Change::Returned(_, matter) => (1, matter.title.clone()),
            Change::Leave(_, leave) => (1, format!("{} 到 {} {}", leave.from, leave.to, leave.kind.label())),
            Change::Point(_, point) => (1, point.name.clone()),
            Change::Pairing(_, pairing) => (1, self.paired(pairing)),
            Change::FollowUp(_, done) => {
                (1, format!("{} {} {}", self.name(done.person), done.name, done.outcome.label()))
            }
            Change::Supervision(_, item) => (1, self.supervised(item)),
            Change::Contact(_, contact) => (1, format!("{} {}", contact.name, contact.office)),
            Change::Document(_, document) => {
                (1, format!("{} {} {}", self.name(document.person), document.kind, document.until_words()))
            }
            Change::Correspondence(_, kept) => {
                (1, kept.office.as_ref().map(|office| office.name.clone()).unwrap_or_default())
            }
            Change::Sticks(SticksChange::Carried(_), _) => return None,
            Change::Sticks(
                SticksChange::Registered(serial) | SticksChange::Corrected(serial) | SticksChange::Retired(serial),
                sticks,
            ) => (1, sticks.with_serial(serial).map(Stick::title).unwrap_or_default()),
            Change::Post(PostChange::Written, post) => (4, format!("{} {}", post.holder, post.kind.label())),
            Change::Post(PostChange::Cleared, _) => (2, "清掉任职".to_owned()),
            Change::Backup(copy) => (1, format!("到第{}笔 {}", copy.upto.0, copy.place)),
        })
    }

    fn counts(&self) -> String {
        let count = |is: fn(&Change) -> bool| self.act.changes.iter().filter(|change| is(change)).count();
        let counts = [
            (count(|change| matches!(change, Change::Household(..))), "户"),
            (count(|change| matches!(change, Change::Person(..))), "人"),
            (count(|change| matches!(change, Change::Task(..))), "件"),
        ];
        let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}"));
        told.collect::<Vec<_>>().join(" ")
    }

    fn event_words(&self, household: &Household) -> String {
        let whom = household.events.last().and_then(|event| event.person).map(|id| self.name(id)).unwrap_or_default();
        let household = self.household(household);
        if whom.is_empty() || household.contains(&whom) { household } else { format!("{whom} {household}") }
    }

    fn household(&self, household: &Household) -> String {
        let head = household.head.map(|id| self.name(id)).filter(|name| !name.is_empty());
        let name = head.unwrap_or_else(|| household_name(self.village, household).to_owned());
        let name = if name.is_empty() { format!(" {} ", household.no) } else { name };
        format!("{}{name}户", self.village.info.group_name(household.group))
    }

    fn visited(&self, visit: &Visit) -> String {
        self.village.household(visit.household).map(|household| self.household(household)).unwrap_or_default()
    }

    fn paired(&self, pairing: &Pairing) -> String {
        let whom = outlook::whom(self.village, pairing);
        format!("{} {whom}", pairing.target.label())
    }

    fn supervised(&self, item: &Supervision) -> String {
        match item.kind {
            // Nothing is kept of it but that the ways were told.
            SupervisionKind::ChannelsTold => item.on.to_string(),
            SupervisionKind::PoorRating => item.task.map(|id| self.task_by_id(id)).unwrap_or_default(),
            SupervisionKind::Complaint | SupervisionKind::Hotline | SupervisionKind::Order => {
                format!("{} {}", item.kind.label(), beginning(&item.text))
            }
        }
    }

    /// The person's name as this act left it, else as it is now.
    fn name(&self, id: PersonId) -> String {
        let changed = self.act.changes.iter().find_map(|change| {
            let Change::Person(_, person) = change else { return None };
            (person.id == id && !self.is_destroyed(change)).then(|| person.name.as_str())
        });
        let now = || self.village.person(id).map(|person| person.name.as_str());
        changed.or_else(now).unwrap_or_default().to_owned()
    }

    fn task(&self, task: &ProxyTask) -> String {
        format!("{} {} {}", task.no, self.name(task.applicant), task.matter.name)
    }

    fn task_by_id(&self, id: TaskId) -> String {
        self.village.task(id).map(|task| self.task(task)).unwrap_or_default()
    }

    fn record(&self, key: RecordKey) -> String {
        match self.village.record(key) {
            Some(Record::Household(household)) => self.household(&household),
            Some(Record::Person(person)) => person.name.as_str().to_owned(),
            Some(Record::Task(task)) => self.task(&task),
            Some(
                Record::Village(_)
                | Record::Intake(_)
                | Record::Note(_)
                | Record::Package(_)
                | Record::Holidays(_)
                | Record::Mapping(_)
                | Record::Numbers(_)
                | Record::Backup(_)
                | Record::Handover(_)
                | Record::Destruction(_)
                | Record::Visit(_)
                | Record::Posting(_)
                | Record::Returned(_)
                | Record::Leave(_)
                | Record::Point(_)
                | Record::Pairing(_)
                | Record::FollowUp(_)
                | Record::Supervision(_)
                | Record::Contact(_)
                | Record::Document(_)
                | Record::Post(_)
                | Record::Correspondence(_)
                | Record::Sticks(_),
            )
            | None => String::new(),
        }
    }
}

fn beginning(text: &str) -> String {
    let mut start: String = text.chars().take(NOTE_CHARS_MAX).collect();
    if text.chars().count() > NOTE_CHARS_MAX {
        start.push_str("..");
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::{EventIntent, HouseholdIntent};
    use crate::domain::decide::undo::UndoIntent;
    use crate::domain::fixture::Fixture;

    /// Where the ids of commands are given.
    const DECIDE: [&str; 26] = [
        include_str!("decide.rs"),
        include_str!("decide/backup.rs"),
        include_str!("decide/handover.rs"),
        include_str!("decide/household.rs"),
        include_str!("decide/import.rs"),
        include_str!("decide/intake.rs"),
        include_str!("decide/note.rs"),
        include_str!("decide/package.rs"),
        include_str!("decide/papers.rs"),
        include_str!("decide/person.rs"),
        include_str!("decide/posting.rs"),
        include_str!("decide/retention.rs"),
        include_str!("decide/returned.rs"),
        include_str!("decide/reveal.rs"),
        include_str!("decide/step.rs"),
        include_str!("decide/village.rs"),
        include_str!("decide/visit.rs"),
        include_str!("decide/leave.rs"),
        include_str!("decide/service_point.rs"),
        include_str!("decide/pairing.rs"),
        include_str!("decide/follow_up.rs"),
        include_str!("decide/supervision.rs"),
        include_str!("decide/contact.rs"),
        include_str!("decide/document.rs"),
        include_str!("decide/correspondence.rs"),
        include_str!("decide/stick.rs"),
    ];

    fn is_command_id(text: &&str) -> bool {
        let letters =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        text.split_once('.').is_some_and(|(subject, what)| letters(subject) && letters(what))
    }

    #[test]
    fn every_command_has_its_words_and_no_word_is_for_nothing() {
        let rules = DECIDE.map(|source| source.split("#[cfg(test)]\nmod tests {").next().unwrap()).concat();
        let ids: Vec<&str> = rules.split('"').skip(1).step_by(2).filter(is_command_id).collect();
        assert!(ids.len() > 40);
        for id in &ids {
            assert!(command_words(id).is_some(), "{id} has no words");
        }
        for (id, _) in COMMANDS {
            // No rule but a repair keeps that one.
            assert!(ids.contains(&id) || id == RECONCILED, "nothing is done under {id}");
        }
    }

    fn told(fixture: &Fixture) -> String {
        let words = ActWords::of(fixture.acts.last().unwrap(), &fixture.village);
        format!("{}：{}", words.what, words.subject)
    }

    #[test]
    fn an_act_names_whom_it_concerns() {
        let mut fixture = Fixture::on("2026-11-24");
        assert_eq!(told(&fixture), "新增农户：3社李德全户");
        fixture.intake("S05", None);
        assert_eq!(told(&fixture), "接件：李德全 1件");
        let (of, command) = (fixture.village.seq, "intake.take".to_owned());
        let rows = fixture.rows.last().cloned();
        fixture.act(Intent::Undo(UndoIntent { of, command, rows }));
        assert_eq!(told(&fixture), format!("撤销：第{}笔", of.0));
    }

    #[test]
    fn an_event_says_its_kind_and_the_person() {
        let mut fixture = Fixture::on("2026-11-24");
        let event = EventIntent {
            household: fixture.village.households().next().unwrap().id,
            kind: HouseholdEventKind::Death,
            on: fixture.today(),
            person: Some(fixture.person("李德全")),
            newcomer: None,
            detail: String::new(),
            evidence: String::new(),
        };
        fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(event))));
        assert_eq!(told(&fixture), "死亡：3社李德全户");
    }
}
