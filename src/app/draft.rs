//! What is typed and not stored, written down for as long as the data are locked.
//!
//! An open form is written as it stands, and comes back as it was. It seals nothing and writes no file: `desk` does. A
//! screen that takes secrets has no place here, and a `Secret` cannot be written down at all.

use serde::{Deserialize, Serialize};

use super::screen::affair_form::AffairForm;
use super::screen::class_form::ClassForm;
use super::screen::contact_form::ContactForm;
use super::screen::document_form::DocumentForm;
use super::screen::first_run::FirstRun;
use super::screen::follow_up_form::FollowUpForm;
use super::screen::household_form::HouseholdForm;
use super::screen::intake::Intake;
use super::screen::leave_form::LeaveForm;
use super::screen::note::Note;
use super::screen::pairing_entry::PairingEntry;
use super::screen::pairing_form::PairingForm;
use super::screen::point_form::PointForm;
use super::screen::stick_form::StickForm;
use super::screen::supervision_form::SupervisionForm;
use super::screen::task_form::TaskForm;
use super::screen::village_form::VillageForm;
use super::screen::visit_form::VisitForm;
use super::screen::{Behaviour, Screen};
use crate::seal::secret::Secret;

/// Forms that are not stored, written down. Wiped when it is let go, and never printed.
#[derive(Debug)]
pub struct Draft {
    text: Secret,
}

/// A screen that can be written down.
#[derive(Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "only a handful of forms are open at a time")]
enum Kept {
    Intake(Intake),
    Household(HouseholdForm),
    Task(TaskForm),
    Note(Note),
    FirstRun(FirstRun),
    Village(VillageForm),
    Visit(VisitForm),
    Affair(AffairForm),
    Point(PointForm),
    Leave(LeaveForm),
    Pairing(PairingForm),
    PairingEntry(PairingEntry),
    Class(ClassForm),
    FollowUp(FollowUpForm),
    Supervision(SupervisionForm),
    Contact(ContactForm),
    Document(DocumentForm),
    Stick(StickForm),
}

impl Draft {
    /// The forms among these screens that hold what is not stored; `None` where there is none.
    pub fn of(screens: Vec<Screen>) -> Option<Draft> {
        let kept: Vec<Kept> = screens.into_iter().filter(Screen::unsaved).filter_map(Kept::of).collect();
        if kept.is_empty() {
            return None;
        }
        // Names as keys: what another version of the program wrote is found to be so, and never misread.
        Some(Draft { text: Secret::from(serde_json::to_vec(&kept).ok()?) })
    }

    /// What was written down before; `None` for anything this program cannot make forms of.
    pub fn read(text: Secret) -> Option<Draft> {
        let draft = Draft { text };
        draft.forms().map(|_| draft)
    }

    /// As it is written.
    pub fn bytes(&self) -> &[u8] {
        self.text.bytes()
    }

    /// The forms, the lowest first.
    pub(super) fn forms(&self) -> Option<Vec<Screen>> {
        let kept: Vec<Kept> = serde_json::from_slice(self.text.bytes()).ok()?;
        Some(kept.into_iter().map(Kept::screen).collect())
    }
}

impl Kept {
    /// `None` for a screen that is made anew, or that nothing is kept of.
    fn of(screen: Screen) -> Option<Kept> {
        match screen {
            Screen::Intake(intake) => Some(Kept::Intake(intake)),
            Screen::HouseholdForm(form) => Some(Kept::Household(form)),
            Screen::TaskForm(form) => Some(Kept::Task(form)),
            Screen::Note(note) => Some(Kept::Note(note)),
            Screen::FirstRun(form) => Some(Kept::FirstRun(form)),
            Screen::VillageForm(form) => Some(Kept::Village(form)),
            Screen::VisitForm(form) => Some(Kept::Visit(form)),
            Screen::AffairForm(form) => Some(Kept::Affair(form)),
            Screen::PointForm(form) => Some(Kept::Point(form)),
            Screen::LeaveForm(form) => Some(Kept::Leave(form)),
            Screen::PairingForm(form) => Some(Kept::Pairing(form)),
            Screen::PairingEntry(form) => Some(Kept::PairingEntry(form)),
            Screen::ClassForm(form) => Some(Kept::Class(form)),
            Screen::FollowUpForm(form) => Some(Kept::FollowUp(form)),
            Screen::SupervisionForm(form) => Some(Kept::Supervision(form)),
            Screen::ContactForm(form) => Some(Kept::Contact(form)),
            Screen::DocumentForm(form) => Some(Kept::Document(form)),
            Screen::StickForm(form) => Some(Kept::Stick(form)),
            // A register can be read again, and a package not begun is begun again.
            Screen::Import(_)
            | Screen::Exchange(_)
            | Screen::Affairs(_)
            | Screen::ReturnedCard(_)
            | Screen::PostingCard(_)
            | Screen::Backup(_)
            | Screen::Retention(_)
            | Screen::Passphrase(_)
            | Screen::Unlock(_)
            | Screen::Today(_)
            | Screen::TripList(_)
            | Screen::Households(_)
            | Screen::HouseholdCard(_)
            | Screen::Tasks(_)
            | Screen::TaskCard(_)
            | Screen::TaskMenu(_)
            | Screen::Page(_)
            | Screen::Receipt(_)
            | Screen::NoteCard(_)
            | Screen::Visits(_)
            | Screen::VisitCard(_)
            | Screen::VisitVoid(_)
            | Screen::Handbook(_)
            | Screen::HandbookPage(_)
            | Screen::HandbookFound(_)
            | Screen::PointCard(_)
            | Screen::LeaveCard(_)
            | Screen::Flags(_)
            | Screen::SupervisionCard(_)
            | Screen::Sheets(_)
            | Screen::Pairings(_)
            | Screen::PairingCard(_)
            | Screen::Contacts(_)
            | Screen::Sticks(_)
            | Screen::FollowUps(_)
            | Screen::FollowUpCard(_)
            | Screen::Recent(_)
            | Screen::Find(_)
            | Screen::Help(_)
            | Screen::Menu(_)
            | Screen::VillageChoice(_)
            | Screen::Palette(_)
            | Screen::Confirm(_) => None,
        }
    }

    fn screen(self) -> Screen {
        match self {
            Kept::Intake(intake) => Screen::Intake(intake),
            Kept::Household(form) => Screen::HouseholdForm(form),
            Kept::Task(form) => Screen::TaskForm(form),
            Kept::Note(note) => Screen::Note(note),
            Kept::FirstRun(form) => Screen::FirstRun(form),
            Kept::Village(form) => Screen::VillageForm(form),
            Kept::Visit(form) => Screen::VisitForm(form),
            Kept::Affair(form) => Screen::AffairForm(form),
            Kept::Point(form) => Screen::PointForm(form),
            Kept::Leave(form) => Screen::LeaveForm(form),
            Kept::Pairing(form) => Screen::PairingForm(form),
            Kept::PairingEntry(form) => Screen::PairingEntry(form),
            Kept::Class(form) => Screen::ClassForm(form),
            Kept::FollowUp(form) => Screen::FollowUpForm(form),
            Kept::Supervision(form) => Screen::SupervisionForm(form),
            Kept::Contact(form) => Screen::ContactForm(form),
            Kept::Document(form) => Screen::DocumentForm(form),
            Kept::Stick(form) => Screen::StickForm(form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Msg;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;

    /// What was typed, found nowhere else.
    const MARKER: &str = "欧阳翠花";

    fn with_task() -> Drive {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.intake("S05", Some("户口簿"));
        Drive::sealed(fixture)
    }

    fn shown(drive: &Drive) -> String {
        // The undo of typing is not written down, and what a draw or a lookup left is not of the form.
        let forms = drive.app.screens().iter().skip(1).filter(|screen| screen.unsaved());
        let forms: Vec<Kept> = forms.filter_map(|screen| Kept::of(again(screen))).collect();
        serde_json::to_string(&forms).unwrap()
    }

    /// A screen a second time.
    fn again(screen: &Screen) -> Screen {
        fn twin<T: Serialize + for<'a> Deserialize<'a>>(form: &T) -> T {
            serde_json::from_slice(&serde_json::to_vec(form).unwrap()).unwrap()
        }
        match screen {
            Screen::Intake(form) => Screen::Intake(twin(form)),
            Screen::HouseholdForm(form) => Screen::HouseholdForm(twin(form)),
            Screen::TaskForm(form) => Screen::TaskForm(twin(form)),
            Screen::Note(form) => Screen::Note(twin(form)),
            Screen::FirstRun(form) => Screen::FirstRun(twin(form)),
            Screen::VillageForm(form) => Screen::VillageForm(twin(form)),
            Screen::VisitForm(form) => Screen::VisitForm(twin(form)),
            Screen::AffairForm(form) => Screen::AffairForm(twin(form)),
            Screen::PointForm(form) => Screen::PointForm(twin(form)),
            Screen::LeaveForm(form) => Screen::LeaveForm(twin(form)),
            Screen::PairingForm(form) => Screen::PairingForm(twin(form)),
            Screen::PairingEntry(form) => Screen::PairingEntry(twin(form)),
            Screen::ClassForm(form) => Screen::ClassForm(twin(form)),
            Screen::FollowUpForm(form) => Screen::FollowUpForm(twin(form)),
            Screen::SupervisionForm(form) => Screen::SupervisionForm(twin(form)),
            Screen::ContactForm(form) => Screen::ContactForm(twin(form)),
            other => panic!("{other:?} is no form"),
        }
    }

    #[test]
    fn every_form_comes_back_as_it_was_and_nothing_of_it_stays_in_the_locked_program() {
        let ways = [
            "<Ctrl+K>欧阳翠花问<Left*2><Tab>ldq",
            "<Ctrl+K>问事<Tab>欧阳翠花<Tab><Tab><Tab>明天<Tab>午饭后",
            "<Ctrl+N>欧阳翠花<Down*9><Enter><Tab>138<Left>",
            "<Ctrl+N>欧阳翠花<Down*9><Enter><Ctrl+S>临时救助申请<Enter><Enter>养老",
            "<Ctrl+N>欧阳翠花<Down*9><Enter><Ctrl+S>临时救助申请<Enter><Enter><Enter>",
            "<Ctrl+N>欧阳翠花<Down*9><Enter><Ctrl+S>临时救助申请<Enter><Enter><Enter>2",
            "<Ctrl+N>ldq<Enter>欧阳翠花<Up><Down*50><Enter><Enter>",
            "<F3><Enter>3欧阳翠花<Tab>长<Down>",
            "<Ctrl+P>改村<Enter><Tab><Ctrl+U>欧阳翠花",
            "<F4><Enter>9欧阳翠花<Home>",
            "<Ctrl+P>设个点<Enter>欧阳翠花场<Tab>逢场1",
            "<Ctrl+P>请假替岗<Enter><Tab>明天<Tab><Tab>欧阳翠花",
            "<Alt+J>山坪塘管护<Tab>公益<Tab>欧阳翠花",
            "<Ctrl+W>ldq<Enter><Ctrl+U>欧阳翠花<Tab*2>问事<Tab*3>明天",
            "<Alt+P>ldq<Enter><Tab*2>欧阳翠花<Tab*2>因病<Left>",
            "<Alt+P>ldq<Enter><Ctrl+S>2欧阳翠花<Tab>40<Tab>昨天",
            "<F3><Enter>9低保<Enter><Tab*2>欧阳翠花<Left>",
            "<Ctrl+P>记常用<Enter>欧阳翠花<Tab>1234<Left>",
            "<F3><Enter>6出生<Enter><Tab>李小满<Ctrl+S><Enter>2<Tab>欧阳翠花<Left>",
            "<Ctrl+P>记投诉<Enter><Tab>督办<Enter><Tab>镇督查室<Tab>欧阳翠花<Left>",
        ];
        for way in ways {
            let mut drive = with_task();
            drive.keys(way);
            let before = shown(&drive);
            assert!(before.contains(MARKER), "{way}: {:?}", drive.app.top());
            drive.send(Msg::Slept);
            let debug = format!("{:?}", drive.app);
            assert!(!debug.contains("翠花") && !debug.contains("ldq"), "{way}");
            drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
            assert_eq!(shown(&drive), before, "{way}");
        }
    }

    #[test]
    fn what_this_program_did_not_write_makes_no_forms() {
        for text in ["", "[]x", "[{\"Elsewhere\":{}}]", "[{\"Note\":{}}]", "欧阳"] {
            assert!(Draft::read(Secret::from(text.to_owned())).is_none(), "{text}");
        }
    }
}
