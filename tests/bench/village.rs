//! A large village for measuring: made in code, with nobody real in it, the same for the same sizes.
//!
//! Households and people come as one import; its tasks are those of the sample village, which the rules made, given to
//! other people over and over. Nobody has half of 15,000 tasks in hand: one in twenty is open.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use daiban::desk::Desk;
use daiban::domain::change::{Change, VillageAct};
use daiban::domain::day::{Day, Moment};
use daiban::domain::decide::import::ImportIntent;
use daiban::domain::decide::village::VillageIntent;
use daiban::domain::decide::{Intent, Now, decide};
use daiban::domain::household::Household;
use daiban::domain::id::{HouseholdId, IdMint, IntakeId, PersonId, TaskId};
use daiban::domain::intake::Intake;
use daiban::domain::person::{Person, Residence};
use daiban::domain::resident_id::{IdNumber, ResidentId};
use daiban::domain::sample;
use daiban::domain::sample::people::{self, Draw, Member};
use daiban::domain::stage::stage;
use daiban::domain::tables::Tables;
use daiban::domain::task::ProxyTask;
use daiban::domain::text::PersonName;
use daiban::domain::text::phone::Phone;
use daiban::domain::village::Village;
use daiban::store::unlock::Unlock;

/// One task in so many is open.
const OPEN_ONE_IN: usize = 20;
const PEOPLE_OF_HOUSEHOLD: usize = 4;
const SEED: u64 = 2026;

/// How large; every household has four people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) households: usize,
    pub(crate) tasks: usize,
}

/// The size the promises are made for: 3,000 households, 12,000 people, 15,000 tasks.
pub(crate) const LARGE: Size = Size { households: 3_000, tasks: 15_000 };

/// The day of all benches.
pub(crate) fn today() -> Day {
    Day::parse_iso("2026-11-24").unwrap()
}

/// Makes a data folder that holds such a village, brought to rest as leaving the program does.
pub(crate) fn make(dir: &Path, size: Size) -> Village {
    let acts = acts(size);
    let (desk, village) = Desk::create_of(dir, &acts).unwrap();
    desk.close().unwrap();
    // A person's store has been opened and left before.
    Desk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap().desk.close().unwrap();
    village
}

/// The village alone, without a folder.
pub(crate) fn in_memory(size: Size) -> Village {
    let mut village = Village::default();
    for act in acts(size) {
        let staged = stage(&village, act.seq, &act.changes);
        village.install(act.seq, staged);
    }
    village
}

/// The acts that make it: the founding, the register with its tasks, the intakes.
pub(crate) fn acts(size: Size) -> Vec<VillageAct> {
    let at = Moment::at(today().plus_days(-250), 9, 0);
    let (mint, draw, ids) = (IdMint::new(SEED), Draw::new(SEED), BTreeSet::new());
    let mut making = Making { at, mint, draw, ids, village: Village::default(), acts: Vec::new() };
    making.act(Intent::Village(VillageIntent::Found {
        name: "大坪村".to_owned(),
        township: "慈云镇".to_owned(),
        liaison: "王敏".to_owned(),
        phone: people::phone(0),
        groups: people::GROUPS.iter().map(|name| (*name).to_owned()).collect(),
    }));
    let mut import = ImportIntent::default();
    for nth in 0..size.households {
        making.household(nth, &mut import);
    }
    let intakes = making.tasks(size.tasks, &mut import);
    if size.households > 0 {
        making.act(Intent::Import(Box::new(import)));
        making.keep("intake.take", intakes.into_iter().map(|intake| Change::Intake(Box::new(intake))).collect());
    }
    making.acts
}

struct Making {
    at: Moment,
    mint: IdMint,
    draw: Draw,
    ids: BTreeSet<ResidentId>,
    village: Village,
    acts: Vec<VillageAct>,
}

impl Making {
    fn act(&mut self, intent: Intent) {
        let tables = Tables::shipped();
        let now = Now { at: self.at, today: today(), actor: "王敏", tables: &tables };
        let command = intent.command();
        let changes = decide(&self.village, &now, intent).unwrap();
        self.keep(command, changes);
    }

    fn keep(&mut self, command: &str, changes: Vec<Change>) {
        let seq = self.village.seq.next();
        self.village.install(seq, stage(&self.village, seq, &changes));
        self.acts.push(VillageAct {
            seq,
            at: self.at,
            actor: "王敏".to_owned(),
            command: command.to_owned(),
            changes,
            erased: 0,
        });
    }

    fn household(&mut self, nth: usize, import: &mut ImportIntent) {
        let group = nth * people::GROUPS.len() / 3_000.max(nth + 1);
        let name = people::GROUPS[group];
        let group = self.village.info.group_named(name).unwrap();
        let mut household = Household::new(HouseholdId::mint(&mut self.mint, self.at), group);
        household.no = format!("{nth:05}");
        household.address = format!("{name}{}{}号", self.draw.pick(&people::PLACES), self.draw.between(1, 60));
        let mut family: Vec<Member> = people::family(&mut self.draw, today());
        while family.len() < PEOPLE_OF_HOUSEHOLD {
            family.extend(people::family(&mut self.draw, today()).into_iter().skip(1));
        }
        for member in family.into_iter().take(PEOPLE_OF_HOUSEHOLD) {
            let person = self.person(&member, household.id, import.people.len());
            household.head = household.head.or(Some(person.id));
            import.people.push(person);
        }
        import.households.push(household);
    }

    fn person(&mut self, member: &Member, household: HouseholdId, nth: usize) -> Person {
        let n = u32::try_from(nth).unwrap();
        let name = PersonName::parse(&member.name).unwrap();
        let mut person = Person::new(PersonId::mint(&mut self.mint, self.at), name);
        person.household = Some(household);
        member.relation.clone_into(&mut person.relation);
        // Two people of one birthday and sex may draw the same number; the second takes another.
        let free = (n..n + 400).find_map(|n| {
            people::resident_id(n, member.birth, member.sex, today()).filter(|id_no| self.ids.insert(*id_no))
        });
        person.id_no = free.map_or(IdNumber::Missing { reason: "未登记".to_owned() }, IdNumber::Known);
        if person.id_no.known().is_none() {
            (person.sex_written, person.birth_written) = (Some(member.sex), Some(member.birth));
        }
        if !self.draw.one_in(4) {
            person.phones.push(Phone::parse(&people::phone(n)).unwrap());
        }
        let particulars = Arc::make_mut(&mut person.particulars);
        "汉族".clone_into(&mut particulars.ethnic);
        "农业".clone_into(&mut particulars.hukou);
        person.residence = if self.draw.one_in(3) { Residence::Away } else { Residence::Home };
        if person.residence == Residence::Away {
            "广东东莞".clone_into(&mut person.place);
        }
        person
    }

    /// Copies of the sample's tasks, and the intakes they came with.
    fn tasks(&mut self, count: usize, import: &mut ImportIntent) -> Vec<Intake> {
        let sample = sample::village(today(), SEED).village;
        let (open, over): (Vec<&ProxyTask>, Vec<&ProxyTask>) = sample.tasks().partition(|task| task.state.is_open());
        let mut intakes = Vec::new();
        for nth in 0..count {
            let is_open = nth % OPEN_ONE_IN == 0;
            let mut task = if is_open { open[nth / OPEN_ONE_IN % open.len()] } else { over[nth % over.len()] }.clone();
            let applicant = &import.people[nth * 7 % import.people.len()];
            task.id = TaskId::mint(&mut self.mint, self.at);
            (task.applicant, task.household) = (applicant.id, applicant.household);
            if let Some(mut intake) = task.intake.and_then(|id| sample.intake(id)).cloned() {
                intake.id = IntakeId::mint(&mut self.mint, self.at);
                intake.applicant = applicant.id;
                for line in &mut intake.lines {
                    line.task = line.task.and(Some(task.id));
                }
                task.intake = Some(intake.id);
                intakes.push(intake);
            }
            import.tasks.push(task);
        }
        intakes
    }
}
