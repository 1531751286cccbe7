//! Steps that are lawful up to a day: that day and the day after it.

use super::{by_phone, deliver, due, submit, task};
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::papers::{Mark, PapersIntent};
use crate::domain::decide::step::StepIntent;
use crate::domain::fixture::Fixture;
use crate::domain::material::Signed;
use crate::domain::refusal::Refusal;
use crate::domain::task::clock;
use crate::domain::task::parts::EntrustedHow;
use crate::domain::task::state::{ResultPlace, State, Window};

#[test]
fn a_closed_matter_is_reopened_within_ninety_days_and_not_on_the_day_after() {
    let mut fixture = Fixture::on("2026-03-02");
    let id = fixture.intake("S05", None);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    let delivery = deliver(&fixture, id);
    fixture.step(id, delivery);
    fixture.wait_days(10);
    // The days run from the archive, not from the delivery.
    fixture.step(id, StepIntent::close());
    let reopen = || Intent::Step(id, StepIntent::Reopen { reason: "发证信息有误".to_owned() });
    fixture.wait_days(91);
    assert_eq!(fixture.try_act(reopen()), Err(Refusal::TooLate(91)));
    assert_eq!(task(&fixture, id).state, State::Closed);
    fixture.wait_days(-1);
    fixture.act(reopen());
    let reopened = task(&fixture, id);
    assert_eq!((reopened.state, reopened.round, reopened.accepted_on), (State::Working, 2, Some(fixture.today())));
}

#[test]
fn papers_are_carried_on_a_spoken_word_to_its_day_and_not_on_the_day_after_until_it_is_signed() {
    for sign_by in [None, Some(3)] {
        let mut fixture = Fixture::on("2026-11-02");
        let id = by_phone(&mut fixture);
        let entrust = |signed, sign_by| PapersIntent::Entrust {
            how: EntrustedHow::Phone,
            signed,
            sign_by,
            ids_seen: signed.is_some(),
            witness: String::new(),
        };
        if let Some(days) = sign_by {
            let by = fixture.today().plus_days(days);
            fixture.act(Intent::Papers(id, entrust(None, Some(by))));
        }
        let last = sign_by.unwrap_or(7);
        assert_eq!(task(&fixture, id).signature_due(), Some(fixture.today().plus_days(last)));
        let tried = |fixture: &Fixture| {
            let hand_in = Intent::Step(id, submit(Window::Town, fixture.today()));
            [hand_in, Intent::Step(id, StepIntent::StartWork)].map(|intent| fixture.decide(intent).map(|_| ()))
        };
        fixture.wait_days(last);
        assert_eq!(tried(&fixture), [Ok(()), Ok(())], "{last}");
        fixture.wait_days(1);
        let unsigned = || Err(Refusal::EntrustmentUnsigned);
        assert_eq!(tried(&fixture), [unsigned(), unsigned()], "{last}");
        fixture.act(Intent::Papers(id, entrust(Some(Signed::Name), None)));
        assert_eq!(tried(&fixture), [Ok(()), Ok(())], "{last}");
    }
}

#[test]
fn what_lies_unaccepted_counts_as_accepted_after_five_working_days_over_holidays_and_make_up_days() {
    for (registered, last, due_on) in [
        // A plain week.
        ("2026-11-02", "2026-11-09", "2026-11-09"),
        // 06-19 to 06-21 are off.
        ("2026-06-16", "2026-06-24", "2026-06-23"),
        // Saturday 10-10 is worked.
        ("2026-10-08", "2026-10-14", "2026-10-15"),
        // 02-15 to 02-23 are off, and Saturday 02-14 is worked.
        ("2026-02-12", "2026-02-26", "2026-02-24"),
        // Two holidays, and a working day after the second.
        ("2026-09-24", "2026-10-09", "2026-10-08"),
    ] {
        let mut fixture = Fixture::on(registered);
        let id = fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
        let (last, due_on) = (Day::parse_iso(last).unwrap(), Day::parse_iso(due_on).unwrap());
        let notice = || Intent::Step(id, StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() });
        let deemed = |fixture: &Fixture| {
            clock::read(&task(fixture, id), fixture.today(), &fixture.tables.calendar).deemed_accepted
        };
        fixture.wait_days(last.days_since(fixture.today()));
        assert_eq!((deemed(&fixture), due(&fixture, id)), (false, None), "{registered}");
        assert!(fixture.decide(notice()).is_ok(), "{registered}");
        fixture.wait_days(1);
        assert_eq!((deemed(&fixture), due(&fixture, id)), (true, Some(due_on)), "{registered}");
        assert_eq!(fixture.decide(notice()), Err(Refusal::DeemedAccepted(5)), "{registered}");
    }
}
