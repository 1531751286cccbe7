//! Decides about sticks 登记U盘: registering one that is plugged in, correcting, that one is not used any more, and that a
//! package goes to one.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::SticksChange;
use crate::domain::id::PackageId;
use crate::domain::limits;
use crate::domain::refusal::Refusal;
use crate::domain::stick::{Carried, PluggedStick, Stick, Sticks, needs_reason};
use crate::domain::village::Village;

use super::{Now, required};

/// What a person wants of a stick.
#[derive(Clone, Debug)]
pub enum StickIntent {
    /// 登记, for the first time or again.
    Register(Box<StickTyped>),
    /// 改.
    Correct(Box<StickTyped>),
    /// 不用了, and why.
    Retire {
        /// 卷序列号.
        serial: String,
        /// Why.
        why: String,
    },
}

/// What is typed of a stick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StickTyped {
    /// 卷序列号, as the system tells it.
    pub serial: String,
    /// What it is called.
    pub label: String,
    /// 编号.
    pub number: String,
    /// 保管人.
    pub keeper: String,
}

impl StickIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            StickIntent::Register(_) => "stick.register",
            StickIntent::Correct(_) => "stick.correct",
            StickIntent::Retire { .. } => "stick.retire",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: StickIntent) -> Result<Vec<Change>, Refusal> {
    let mut sticks = village.sticks().cloned().unwrap_or_default();
    let what = match intent {
        StickIntent::Register(typed) => {
            let typed = checked(&sticks, *typed)?;
            let stick = known(&sticks, (&typed.serial, &typed.label));
            if stick.is_registered() {
                return Err(Refusal::Already("这个U盘已经登记了，要改请打开它"));
            }
            let stick = Stick { registered_on: Some(now.today), retired: None, ..typed.written_on(stick) };
            SticksChange::Registered(put(&mut sticks, stick))
        }
        StickIntent::Correct(typed) => {
            let typed = checked(&sticks, *typed)?;
            let stick = known(&sticks, (&typed.serial, &typed.label));
            if !stick.is_registered() {
                return Err(Refusal::Already("这个U盘没有登记，或者已经不用了，请先登记"));
            }
            if (&stick.number, &stick.keeper) == (&typed.number, &typed.keeper) {
                return Err(Refusal::Already("没有改动，不用保存"));
            }
            SticksChange::Corrected(put(&mut sticks, typed.written_on(stick)))
        }
        StickIntent::Retire { serial, why } => {
            let why = required(&why, "为什么不用了", "请写上，如丢失、坏了、交回镇里")?;
            let stick = known(&sticks, (&serial, ""));
            if !stick.is_registered() {
                return Err(Refusal::Already("这个U盘已经不用了"));
            }
            SticksChange::Retired(put(&mut sticks, Stick { retired: Some((now.today, why)), ..stick }))
        }
    };
    Ok(vec![Change::Sticks(what, Box::new(sticks))])
}

/// That a package goes to this stick; refused without a reason where it needs one.
pub(super) fn carried(village: &Village, on: PluggedStick, package: PackageId) -> Result<Change, Refusal> {
    let PluggedStick { serial, label, reason } = on;
    let reason = match needs_reason(village, &serial) {
        true => required(&reason, "为什么用这个U盘", "这个U盘没有登记：请写原因，或者先登记它，或者换登记过的")?,
        false => String::new(),
    };
    let mut sticks = village.sticks().cloned().unwrap_or_default();
    let mut stick = Stick { label: label.clone(), ..known(&sticks, (&serial, &label)) };
    stick.carried.push(Carried { package, reason });
    Ok(Change::Sticks(SticksChange::Carried(put(&mut sticks, stick)), Box::new(sticks)))
}

/// This one, as far as it is known.
fn known(sticks: &Sticks, (serial, label): (&str, &str)) -> Stick {
    let new = || Stick { serial: serial.to_owned(), label: label.to_owned(), ..Stick::default() };
    sticks.known(serial, label).cloned().unwrap_or_else(new)
}

/// Puts it in its place, and tells which it is.
fn put(sticks: &mut Sticks, stick: Stick) -> String {
    let serial = stick.serial.clone();
    match sticks.known.iter_mut().find(|known| known.is(&serial, &stick.label)) {
        Some(known) => *known = stick,
        None => sticks.known.push(stick),
    }
    serial
}

fn checked(sticks: &Sticks, typed: StickTyped) -> Result<StickTyped, Refusal> {
    let number = required(&typed.number, "编号", "请写U盘上贴的编号，如 2号")?;
    if number.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Refusal::TooLong { what: "编号", max: limits::NAME_CHARS_MAX });
    }
    let keeper = required(&typed.keeper, "保管人", "请写谁保管")?;
    if typed.serial.is_empty() {
        let why = "没有卷序列号，认不出是哪一个，登记不了，请换一个".to_owned();
        return Err(Refusal::NoName("这个U盘", why));
    }
    if sticks.registered().any(|other| other.number == number && other.serial != typed.serial) {
        return Err(Refusal::Duplicate("这个编号已经是另一个U盘的，请换一个编号".to_owned()));
    }
    Ok(StickTyped { number, keeper, ..typed })
}

impl StickTyped {
    fn written_on(self, stick: Stick) -> Stick {
        let StickTyped { label, number, keeper, .. } = self;
        Stick { label, number, keeper, ..stick }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;
    use crate::domain::lost_stick;
    use crate::domain::package::ExportPackage;
    use crate::domain::stick;

    const OURS: &str = "A1B2-C3D4";
    const STRANGE: &str = "0000-00FF";

    fn typed(serial: &str, number: &str) -> Box<StickTyped> {
        let (serial, number, keeper) = (serial.to_owned(), number.to_owned(), "王敏".to_owned());
        Box::new(StickTyped { serial, label: "KINGSTON".to_owned(), number, keeper })
    }

    fn register(serial: &str, number: &str) -> Intent {
        Intent::Stick(StickIntent::Register(typed(serial, number)))
    }

    fn begin(fixture: &mut Fixture, serial: &str, reason: &str) -> Result<PackageId, Refusal> {
        let (serial, label, reason) = (serial.to_owned(), "KINGSTON".to_owned(), reason.to_owned());
        begin_on(fixture, PluggedStick { serial, label, reason })
    }

    fn begin_on(fixture: &mut Fixture, stick: PluggedStick) -> Result<PackageId, Refusal> {
        let seq = fixture.village.seq;
        let written = fixture.package("/media/KINGSTON", "x", seq);
        let package = fixture.village.package(written).unwrap().clone();
        let id = PackageId::mint(&mut fixture.mint, fixture.at);
        let package = ExportPackage { id, ..package };
        let intent = crate::domain::decide::package::PackageIntent::Begin(Box::new(package), Some(stick));
        fixture.try_act(Intent::Package(intent)).map(|()| id)
    }

    #[test]
    fn a_stick_is_registered_corrected_and_given_up_and_its_number_is_its_own() {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.act(register(OURS, " 1号 "));
        assert!(fixture.decide(register(OURS, "2号")).is_err(), "registered already");
        assert!(matches!(fixture.decide(register(STRANGE, "1号")), Err(Refusal::Duplicate(_))));
        assert!(fixture.decide(register("", "3号")).is_err(), "nothing to know it again by");
        assert!(matches!(fixture.decide(register(STRANGE, " ")), Err(Refusal::Blank("编号", _))));
        let same = Intent::Stick(StickIntent::Correct(typed(OURS, "1号")));
        assert!(fixture.decide(same).is_err(), "nothing was changed");
        fixture.act(Intent::Stick(StickIntent::Correct(typed(OURS, "2号"))));
        let seen = |fixture: &Fixture| fixture.village.sticks().unwrap().known[0].clone();
        assert_eq!(
            (seen(&fixture).title().as_str(), seen(&fixture).standing().as_str()),
            ("2号（KINGSTON）", "王敏保管")
        );
        let retire = |why: &str| StickIntent::Retire { serial: OURS.to_owned(), why: why.to_owned() };
        assert!(fixture.decide(Intent::Stick(retire(" "))).is_err(), "why");
        fixture.act(Intent::Stick(retire("丢失")));
        assert_eq!(seen(&fixture).standing(), "2026-11-24 起不用了：丢失");
        assert!(fixture.decide(Intent::Stick(retire("丢失"))).is_err());
        fixture.act(register(STRANGE, "2号"));
        fixture.act(register(OURS, "1号"));
        assert!(seen(&fixture).is_registered(), "found again");
    }

    #[test]
    fn a_package_goes_to_a_strange_stick_only_with_a_reason_where_others_are_registered() {
        let mut fixture = Fixture::on("2026-11-24");
        let first = begin(&mut fixture, STRANGE, "").unwrap();
        let (stick, carried) = stick::of_package(&fixture.village, first).unwrap();
        assert_eq!(
            (stick.serial.as_str(), carried.reason.as_str(), stick.standing().as_str()),
            (STRANGE, "", "没登记")
        );
        fixture.act(register(OURS, "1号"));
        let seq = fixture.village.seq;
        for serial in [STRANGE, ""] {
            let refused = begin(&mut fixture, serial, "  ").unwrap_err();
            assert!(refused.to_string().contains("没有登记"), "{refused}");
        }
        assert_eq!(fixture.village.seq.0, seq.0 + 4, "only the two packages that were written before");
        let told = begin(&mut fixture, STRANGE, "1号忘在镇里").unwrap();
        assert_eq!(stick::of_package(&fixture.village, told).unwrap().1.reason, "1号忘在镇里");
        let ours = begin(&mut fixture, OURS, "随便写的").unwrap();
        assert_eq!(stick::of_package(&fixture.village, ours).unwrap().1.reason, "", "nobody asked for one");
        let unknown = begin(&mut fixture, "", "换了读卡器").unwrap();
        assert_eq!(stick::of_package(&fixture.village, unknown).unwrap().0.serial, "");
        let (label, reason) = ("另一个盘".to_owned(), "急".to_owned());
        let other = begin_on(&mut fixture, PluggedStick { serial: String::new(), label, reason }).unwrap();
        let label = |id| stick::of_package(&fixture.village, id).unwrap().0.label.as_str();
        assert_eq!(
            (label(unknown), label(other)),
            ("KINGSTON", "另一个盘"),
            "without a serial the name tells them apart"
        );
        fixture.act(register(STRANGE, "2号"));
        let told = format!("{:?}", lost_stick::sheet(&fixture.village, "/media/KINGSTON", None, true, fixture.today()));
        for words in ["1号（KINGSTON），王敏保管，卷序列号 A1B2-C3D4", "用它是因为：1号忘在镇里", "2号（KINGSTON）"]
        {
            assert!(told.contains(words), "{words} in {told}");
        }
    }

    #[test]
    fn the_registering_can_be_undone_until_more_is_kept_of_sticks() {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.act(register(OURS, "1号"));
        let undo = |fixture: &Fixture| {
            let act = fixture.acts.iter().rfind(|act| act.command == "stick.register").unwrap();
            crate::domain::decide::undo::check(&fixture.village, act)
        };
        assert_eq!(undo(&fixture).err().map(|why| why.to_string()), None);
        begin(&mut fixture, OURS, "").unwrap();
        assert!(undo(&fixture).is_err(), "what was written to it is kept");
    }
}
