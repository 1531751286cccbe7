//! A small village for tests, brought about by the rules themselves: every record came through `decide`.

use super::act::Act;
use super::change::{Change, VillageAct};
use super::contact::Contact;
use super::correspondence::{OfficeCard, OwnSecret};
use super::day::{Day, Moment};
use super::decide::contact::ContactIntent;
use super::decide::correspondence::CorrespondenceIntent;
use super::decide::document::DocumentIntent;
use super::decide::household::HouseholdIntent;
use super::decide::intake::{Applicant, IntakeIntent, LineIntent};
use super::decide::package::PackageIntent;
use super::decide::papers::{HoldIntent, Mark};
use super::decide::step::StepIntent;
use super::decide::village::{PostTyped, PostWish, VillageIntent};
use super::decide::{Intent, Now, decide};
use super::document::Document;
use super::handover::{Counts, Handover, HandoverHow};
use super::household::Household;
use super::id::{
    ContactId, DocumentId, HandoverId, HoldId, HouseholdId, IdMint, IntakeId, PackageId, PersonId, Seq, TaskId,
};
use super::intake::IntakeOutcome;
use super::package::{ExportPackage, PackageState};
use super::person::Person;
use super::post::PostKind;
use super::refusal::Refusal;
use super::stage::stage;
use super::tables::Tables;
use super::task::parts::{EntrustedHow, Entrustment};
use super::task::state::Source;
use super::text::PersonName;
use super::village::Village;

/// A village, its clock and its journal.
pub struct Fixture {
    /// The village as it stands.
    pub village: Village,
    /// The tables.
    pub tables: Tables,
    /// Mints identities.
    pub mint: IdMint,
    /// Now.
    pub at: Moment,
    /// Every act, oldest first.
    pub acts: Vec<VillageAct>,
    /// The rows of each act.
    pub rows: Vec<Vec<super::change::VillageEdit>>,
}

impl Fixture {
    /// 大坪村 with one household of 李德全, founded on this day.
    pub fn on(day: &str) -> Fixture {
        let at = Moment::at(Day::parse_iso(day).unwrap(), 9, 0);
        let village = Village::default();
        let (tables, mint) = (Tables::shipped(), IdMint::new(1));
        let mut fixture = Fixture { village, tables, mint, at, acts: Vec::new(), rows: Vec::new() };
        fixture.act(Intent::Village(VillageIntent::Found {
            name: "大坪村".to_owned(),
            township: "慈云镇".to_owned(),
            liaison: "王敏".to_owned(),
            phone: String::new(),
            groups: vec!["1社".to_owned(), "3社".to_owned()],
        }));
        fixture.household("李德全", "3社");
        fixture
    }

    /// The day it is.
    pub fn today(&self) -> Day {
        self.at.day()
    }

    /// Lets days pass.
    pub fn wait_days(&mut self, days: i32) {
        self.at = Moment::at(self.today().plus_days(days), 9, 0);
    }

    /// What the rules say of an intent, without taking it in.
    pub fn decide(&self, intent: Intent) -> Result<Vec<Change>, Refusal> {
        let now = Now { at: self.at, today: self.today(), actor: "王敏", tables: &self.tables };
        decide(&self.village, &now, intent)
    }

    /// Decides an intent and takes it in, as committing would.
    pub fn try_act(&mut self, intent: Intent) -> Result<(), Refusal> {
        let command = intent.command().to_owned();
        let changes = self.decide(intent)?;
        let seq = self.village.seq.next();
        let staged = stage(&self.village, seq, &changes);
        self.rows.push(staged.rows.clone());
        self.village.install(seq, staged);
        self.acts.push(Act { seq, at: self.at, actor: "王敏".to_owned(), command, changes, erased: 0 });
        Ok(())
    }

    /// Decides an intent that must be lawful.
    pub fn act(&mut self, intent: Intent) {
        self.try_act(intent).unwrap();
    }

    /// What a pack of the village as it stands would say of itself.
    pub fn pack(&mut self, to: &str) -> Box<Handover> {
        Box::new(Handover {
            id: HandoverId::mint(&mut self.mint, self.at),
            touched: Seq::default(),
            how: HandoverHow::Given,
            at: self.at,
            settled_at: None,
            term: self.village.term(),
            from: self.village.info.liaison.clone(),
            to: to.to_owned(),
            upto: self.village.seq,
            head: [7; 32],
            counts: Counts::of(&self.village),
            name: String::new(),
            place: String::new(),
            sha256: String::new(),
        })
    }

    /// A household of one person.
    pub fn household(&mut self, name: &str, group: &str) -> HouseholdId {
        let id = HouseholdId::mint(&mut self.mint, self.at);
        let group = self.village.info.group_named(group).unwrap();
        let head = Person::new(PersonId::mint(&mut self.mint, self.at), PersonName::parse(name).unwrap());
        let household = Box::new(Household::new(id, group));
        self.act(Intent::Household(HouseholdIntent::Add { household, head: Box::new(head) }));
        id
    }

    /// Somebody to call, in this role.
    pub fn contact(&mut self, name: &str, role: &str, phone: &str) -> ContactId {
        let contact = Contact {
            id: ContactId::mint(&mut self.mint, self.at),
            touched: Seq::default(),
            name: name.to_owned(),
            office: String::new(),
            role: role.to_owned(),
            phone: phone.to_owned(),
            note: String::new(),
            gone_on: None,
        };
        let id = contact.id;
        self.act(Intent::Contact(ContactIntent::Add(Box::new(contact))));
        id
    }

    /// The liaison's post, written down beside what is said of the village.
    pub fn post(&mut self, kind: PostKind, since: Day) {
        let (info, post) = (self.village.info.clone(), PostTyped { title: String::new(), kind, since });
        self.act(Intent::Village(VillageIntent::Edit {
            name: info.name,
            township: info.township,
            liaison: info.liaison,
            phone: info.phone,
            post: PostWish::Written(post),
        }));
    }

    /// What was seen of a paper: the last day on which it is good, or that it is good for ever.
    pub fn document(&mut self, person: PersonId, kind: &str, valid_until: Option<Day>) -> Result<(), Refusal> {
        let id = DocumentId::mint(&mut self.mint, self.at);
        let (kind, noted_on) = (kind.to_owned(), self.today());
        let document = Document { id, touched: Seq::default(), person, kind, valid_until, noted_on };
        self.try_act(Intent::Document(DocumentIntent::Note(Box::new(document))))
    }

    /// The first person of this name.
    pub fn person(&self, name: &str) -> PersonId {
        self.village.people().find(|person| person.name.as_str() == name).unwrap().id
    }

    /// One matter of 李德全, every paper handed in, entrusted on paper; `hold` is an original taken with it.
    pub fn intake(&mut self, code: &str, hold: Option<&str>) -> TaskId {
        let marks = vec![Mark::Got; 20];
        self.intake_with(code, marks, hold).unwrap()
    }

    /// The same with these marks.
    pub fn intake_with(&mut self, code: &str, marks: Vec<Mark>, hold: Option<&str>) -> Result<TaskId, Refusal> {
        let at = self.at;
        let holds = hold.into_iter().map(|doc| HoldIntent {
            id: HoldId::mint(&mut self.mint, at),
            doc: doc.to_owned(),
            owner: "李德全".to_owned(),
            reason: "窗口要看原件".to_owned(),
            return_by: None,
        });
        let line = LineIntent {
            outcome: IntakeOutcome::TakenIn,
            code: code.to_owned(),
            variant: None,
            words: String::new(),
            marks,
            holds: holds.collect(),
        };
        let id = IntakeId::mint(&mut self.mint, self.at);
        let intent = IntakeIntent {
            id,
            mint: IdMint::new(u64::from(id.0.as_fields().0) ^ self.village.seq.0),
            applicant: Applicant::Known(self.person("李德全")),
            agent: None,
            source: Source::Office,
            on: self.today(),
            lines: vec![line],
            entrustment: Some(Entrustment {
                how: EntrustedHow::Paper,
                on: self.today(),
                sign_by: None,
                signed: Some(super::material::Signed::Name),
                ids_seen: true,
                witness: String::new(),
            }),
        };
        // Of several taken in within one minute the newest is not the one with the last identity.
        let before: Vec<TaskId> = self.village.tasks().map(|task| task.id).collect();
        self.try_act(Intent::Intake(Box::new(intent)))?;
        Ok(self.village.tasks().map(|task| task.id).filter(|id| !before.contains(id)).last().unwrap())
    }

    /// The office's card, accepted today.
    pub fn office(&mut self) {
        let accepted_on = self.today();
        let card = OfficeCard { name: "慈云镇收件处".to_owned(), signs: [1; 32], reads: [2; 32], accepted_on };
        self.act(Intent::Correspondence(CorrespondenceIntent::MakeKeys(OwnSecret([3; 32]))));
        self.act(Intent::Correspondence(CorrespondenceIntent::AcceptOffice(Box::new(card))));
    }

    /// A package of this name with 李德全 in it, written to this place today; a form where `to` is 0.
    pub fn package(&mut self, place: &str, name: &str, to: Seq) -> PackageId {
        let id = PackageId::mint(&mut self.mint, self.at);
        self.act(Intent::Package(PackageIntent::Begin(
            Box::new(ExportPackage {
                id,
                touched: Seq::default(),
                no: 0,
                at: self.at,
                from: Seq(0),
                to,
                name: String::new(),
                place: place.to_owned(),
                receiver: "慈云镇收件处".to_owned(),
                purpose: "代办月报".to_owned(),
                people: vec![self.person("李德全")],
                tasks_count: 2,
                fields: vec!["姓名".to_owned(), "身份证号（前3后4）".to_owned()],
                sha256: String::new(),
                state: PackageState::Begun,
            }),
            None,
        )));
        let (name, sha256) = (name.to_owned(), "ab".repeat(32));
        self.act(Intent::Package(PackageIntent::Written { id, name, sha256 }));
        id
    }

    /// A step that must be lawful.
    pub fn step(&mut self, task: TaskId, step: StepIntent) {
        self.act(Intent::Step(task, step));
    }
}
