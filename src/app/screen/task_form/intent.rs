//! What a filled-in form of a task asks of the rules. It holds no rule: only what cannot be read at all is refused here.

use super::fields::{METHODS, PLACES, WINDOWS, signature};
use super::{FormKind, Name};
use crate::app::form::Form;
use crate::app::screen::Context;
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::papers::{HoldIntent, Mark, PapersIntent};
use crate::domain::decide::step::{Signature, StepIntent};
use crate::domain::fee;
use crate::domain::id::HoldId;
use crate::domain::material::{Material, Signed};
use crate::domain::matter::MaterialKind;
use crate::domain::task::ProxyTask;
use crate::domain::task::lifecycle::StepKind;
use crate::domain::task::parts::{EntrustedHow, RatingLevel};

/// What cannot be read, and where.
pub(super) type Unread = (Name, String);

/// A filled-in form with what it is read against.
struct Filled<'a> {
    form: &'a Form<Name>,
    task: &'a ProxyTask,
    today: Day,
}

/// The intent of a form.
pub(super) fn of(kind: FormKind, form: &Form<Name>, task: &ProxyTask, context: &Context<'_>) -> Result<Intent, Unread> {
    let filled = Filled { form, task, today: context.today };
    let papers = |intent| Intent::Papers(task.id, intent);
    Ok(match kind {
        FormKind::Step(step) => Intent::Step(task.id, filled.step(step)?),
        FormKind::Materials => papers(PapersIntent::Materials(filled.marks())),
        FormKind::AddMaterial => papers(PapersIntent::AddMaterial(Box::new(filled.material()))),
        FormKind::TakeHold => papers(PapersIntent::TakeHold(Box::new(HoldIntent {
            id: context.mint(HoldId::mint),
            doc: filled.text(Name::What),
            owner: filled.text(Name::Owner),
            reason: filled.text(Name::Reason),
            return_by: form.date(Name::Until, context.today).map_err(|why| (Name::Until, why))?,
        }))),
        FormKind::ReturnHold(id) => papers(PapersIntent::ReturnHold {
            id,
            to: filled.text(Name::Whom),
            signed: filled.signed(0)?,
            on: filled.day(Name::On)?,
        }),
        FormKind::Entrust => papers(filled.entrust()?),
        FormKind::Fee => papers(PapersIntent::Fee {
            name: filled.text(Name::What),
            amount_fen: filled.fen(Name::Amount)?,
            basis: filled.text(Name::Basis),
            payee: filled.text(Name::Owner),
            receipt_no: filled.text(Name::Receipt),
        }),
        FormKind::TakeMoney => papers(PapersIntent::TakeMoney {
            purpose: filled.text(Name::What),
            received_fen: filled.fen(Name::Amount)?,
            receipt_no: filled.text(Name::Receipt),
        }),
        FormKind::SettleMoney(index) => papers(PapersIntent::SettleMoney {
            index,
            paid_fen: filled.fen(Name::Amount)?,
            voucher: filled.text(Name::Receipt),
            refunded_fen: filled.fen(Name::Refunded)?,
        }),
        FormKind::Urge => {
            papers(PapersIntent::Urge { whom: filled.text(Name::Whom), answer: filled.text(Name::Words) })
        }
        FormKind::ExternalNo => papers(PapersIntent::ExternalNo(filled.text(Name::ExternalNo))),
        FormKind::Rate => papers(PapersIntent::Rate { level: filled.rating()?, words: filled.text(Name::Words) }),
        FormKind::Note => papers(PapersIntent::Note(filled.text(Name::Words))),
    })
}

impl Filled<'_> {
    fn step(&self, step: StepKind) -> Result<StepIntent, Unread> {
        Ok(match step {
            StepKind::GiveNotice => StepIntent::GiveNotice {
                items: self.items(),
                method: METHODS.get(self.place(Name::Method)?).copied().unwrap_or_default().to_owned(),
            },
            StepKind::NotTake => {
                StepIntent::NotTake { reason: self.text(Name::Reason), whereto: self.text(Name::Whereto) }
            }
            StepKind::Submit => StepIntent::Submit {
                to: *self.one_of(Name::Window, &WINDOWS)?,
                on: self.day(Name::On)?,
                receipt: self.text(Name::Receipt),
                external_no: self.text(Name::ExternalNo),
                with_originals: self.form.yes(Name::Originals),
            },
            StepKind::TakeBack => StepIntent::TakeBack {
                on: self.day(Name::On)?,
                missing: self.text(Name::Words),
                with_originals: self.form.yes(Name::Originals),
            },
            StepKind::Pause => StepIntent::Pause {
                from: self.day(Name::On)?,
                reason: self.text(Name::Reason),
                paper: self.text(Name::Paper),
            },
            StepKind::Resume => StepIntent::Resume { on: self.day(Name::On)? },
            StepKind::Grant => StepIntent::Grant {
                on: self.day(Name::On)?,
                place: *self.one_of(Name::Place, &PLACES)?,
                paper: self.text(Name::Paper),
                with_originals: self.form.yes(Name::Originals),
            },
            StepKind::Fetch => {
                StepIntent::Fetch { on: self.day(Name::On)?, with_originals: self.form.yes(Name::Originals) }
            }
            StepKind::Deny => StepIntent::Deny {
                on: self.day(Name::On)?,
                reason: self.text(Name::Reason),
                remedy: self.text(Name::Remedy),
                paper: self.text(Name::Paper),
                with_originals: self.form.yes(Name::Originals),
            },
            StepKind::Deliver => self.deliver()?,
            StepKind::Withdraw => StepIntent::Withdraw { reason: self.text(Name::Reason) },
            StepKind::Reopen => StepIntent::Reopen { reason: self.text(Name::Reason) },
            StepKind::Reverse => StepIntent::Reverse { reason: self.text(Name::Reason) },
            StepKind::Register => StepIntent::Register,
            StepKind::Accept => StepIntent::Accept,
            StepKind::StartWork => StepIntent::StartWork,
            StepKind::Close => StepIntent::Close { unsigned: self.text(Name::Reason) },
            StepKind::DropDraft => StepIntent::DropDraft,
        })
    }

    fn deliver(&self) -> Result<StepIntent, Unread> {
        let out = self.task.holds_out().enumerate();
        let returned = out.filter(|(place, _)| self.form.yes(Name::Hold(*place))).map(|(_, hold)| hold.id);
        Ok(StepIntent::Deliver {
            on: self.day(Name::On)?,
            to: self.text(Name::Whom),
            signed: self.signed(0)?,
            holds_returned: returned.collect(),
            rating: self.rating()?,
            entrusted: signature(self.form, Name::Entrusted).map(|signed| Signature {
                signed,
                witness: self.text(Name::Witness),
                ids_seen: self.form.yes(Name::IdsSeen),
            }),
        })
    }

    fn entrust(&self) -> Result<PapersIntent, Unread> {
        let signed = if self.place(Name::Signed)? == 0 { None } else { Some(self.signed(1)?) };
        let sign_by = match signed {
            Some(_) => None,
            None => self.form.date(Name::Until, self.today).map_err(|why| (Name::Until, why))?,
        };
        Ok(PapersIntent::Entrust {
            how: *self.one_of(Name::Method, &EntrustedHow::ALL)?,
            signed,
            sign_by,
            ids_seen: self.form.yes(Name::IdsSeen),
            witness: self.text(Name::Witness),
        })
    }

    /// A mark for each line of the checklist; one that stands is kept as it is.
    fn marks(&self) -> Vec<Mark> {
        let waived = self.form.chosen(Name::Waive).and_then(|place| place.checked_sub(1));
        let waived = waived.and_then(|place| self.task.missing().nth(place));
        let mark = |(place, material): (usize, &Material)| match (&material.waived, waived) {
            _ if self.form.yes(Name::Material(place)) => Mark::Got,
            (_, Some(waived)) if *waived == *material => Mark::Waived(self.text(Name::Reason)),
            (Some(reason), _) => Mark::Waived(reason.to_string()),
            (None, _) => Mark::Missing,
        };
        self.task.materials.iter().enumerate().map(mark).collect()
    }

    fn material(&self) -> Material {
        Material {
            name: self.text(Name::What).into(),
            kind: MaterialKind::Copy,
            comes_back: false,
            optional: false,
            got_on: self.form.yes(Name::Originals).then_some(self.today),
            waived: None,
        }
    }

    fn items(&self) -> Vec<String> {
        let words = self.text(Name::Words);
        words.split(['、', '，', ',', '；', ';', '\n']).map(|item| item.trim().to_owned()).collect()
    }

    fn text(&self, name: Name) -> String {
        self.form.text(name).to_owned()
    }

    fn day(&self, name: Name) -> Result<Day, Unread> {
        match self.form.date(name, self.today) {
            Ok(Some(day)) => Ok(day),
            Ok(None) => Err((name, "请写日期，如今天、昨天、11-24".to_owned())),
            Err(why) => Err((name, why)),
        }
    }

    /// The place of what was chosen.
    fn place(&self, name: Name) -> Result<usize, Unread> {
        self.form.chosen(name).ok_or_else(|| (name, "还没选定，用上下键选一个，按 Enter".to_owned()))
    }

    fn one_of<'t, T>(&self, name: Name, all: &'t [T]) -> Result<&'t T, Unread> {
        let place = self.place(name)?;
        all.get(place).ok_or_else(|| (name, "还没选定，用上下键选一个，按 Enter".to_owned()))
    }

    /// How it was signed for; `before` options stand before those of signing.
    fn signed(&self, before: usize) -> Result<Signed, Unread> {
        let place = self.place(Name::Signed)?.checked_sub(before);
        let signed = place.and_then(|place| Signed::ALL.get(place).copied());
        signed.ok_or_else(|| (Name::Signed, "请选怎么签收的".to_owned()))
    }

    fn rating(&self) -> Result<Option<RatingLevel>, Unread> {
        let place = self.place(Name::Rating)?;
        Ok(place.checked_sub(1).and_then(|place| RatingLevel::ALL.get(place).copied()))
    }

    fn fen(&self, name: Name) -> Result<u32, Unread> {
        match self.form.text(name) {
            "" => Ok(0),
            text => fee::parse_yuan(text).ok_or_else(|| (name, "看不懂这个金额，写成 20 或 20.50".to_owned())),
        }
    }
}
