//! Decides about packages: begun before a byte is written, written once read back, else void.

use std::iter;

use crate::domain::change::Change;
use crate::domain::id::PackageId;
use crate::domain::package::{ExportPackage, PackageState};
use crate::domain::refusal::Refusal;
use crate::domain::stick::PluggedStick;
use crate::domain::village::Village;

use super::{Now, required, stick};

/// What a person wants of a package.
#[derive(Clone, Debug)]
pub enum PackageIntent {
    /// Before a byte is written; to which stick, where it is one.
    Begin(Box<ExportPackage>, Option<PluggedStick>),
    /// Read back and compared.
    Written {
        /// Which.
        id: PackageId,
        /// The name of the folder or file.
        name: String,
        /// SHA-256 of its manifest, lower-case hex.
        sha256: String,
    },
    /// Writing failed or was stopped.
    Void(PackageId),
    /// 镇已签收, keyed in from paper.
    Confirm(PackageId),
}

impl PackageIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PackageIntent::Begin(..) => "package.begin",
            PackageIntent::Written { .. } => "package.written",
            PackageIntent::Void(_) => "package.void",
            PackageIntent::Confirm(_) => "package.confirm",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: PackageIntent) -> Result<Vec<Change>, Refusal> {
    let mut on_stick = None;
    let package = match intent {
        PackageIntent::Begin(mut package, stick) => {
            on_stick = stick;
            package.receiver = required(&package.receiver, "接收单位", "请写上，如镇便民服务中心")?;
            package.purpose = required(&package.purpose, "用途", "请写上，如月报")?;
            package.no = if package.is_form() { 0 } else { village.next_package_no() };
            package.at = now.at;
            package.state = PackageState::Begun;
            *package
        }
        PackageIntent::Written { id, name, sha256 } => {
            let mut package = begun(village, id)?;
            package.name = name;
            package.sha256 = sha256;
            package.state = PackageState::Written;
            package
        }
        PackageIntent::Void(id) => {
            let mut package = begun(village, id)?;
            package.state = PackageState::Voided;
            package
        }
        PackageIntent::Confirm(id) => {
            let mut package = village.package(id).ok_or(Refusal::Gone)?.clone();
            match package.state {
                PackageState::Written => package.state = PackageState::Confirmed,
                PackageState::Confirmed => return Err(Refusal::Already("这一包镇里已经签收过了")),
                PackageState::Begun | PackageState::Voided => {
                    return Err(Refusal::Already("这一包没有写成，镇里不可能签收，请核对序号"));
                }
            }
            package
        }
    };
    let carried = on_stick.map(|stick| stick::carried(village, stick, package.id)).transpose()?;
    Ok(iter::once(Change::Package(Box::new(package))).chain(carried).collect())
}

fn begun(village: &Village, id: PackageId) -> Result<ExportPackage, Refusal> {
    let package = village.package(id).ok_or(Refusal::Gone)?;
    match package.state {
        PackageState::Begun => Ok(package.clone()),
        PackageState::Written | PackageState::Voided | PackageState::Confirmed => {
            Err(Refusal::Already("这一包已经有了结果"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::RecordKey;
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;
    use crate::domain::retention::served;

    fn begun(fixture: &mut Fixture, to: Seq) -> ExportPackage {
        let id = PackageId::mint(&mut fixture.mint, fixture.at);
        fixture.act(Intent::Package(PackageIntent::Begin(
            Box::new(ExportPackage {
                id,
                touched: Seq::default(),
                no: 7,
                at: fixture.at,
                from: Seq(0),
                to,
                name: String::new(),
                place: "U盘".to_owned(),
                receiver: "慈云镇便民服务中心".to_owned(),
                purpose: "月报".to_owned(),
                people: vec![fixture.person("李德全")],
                tasks_count: 0,
                fields: Vec::new(),
                sha256: String::new(),
                state: PackageState::Begun,
            }),
            None,
        )));
        fixture.village.package(id).unwrap().clone()
    }

    #[test]
    fn a_filled_form_takes_no_number_of_the_packages_and_waits_for_none() {
        let mut fixture = Fixture::on("2026-11-24");
        let form = begun(&mut fixture, Seq(0));
        let seq = fixture.village.seq;
        let package = begun(&mut fixture, seq);
        assert_eq!((form.no, form.title().as_str()), (0, "2026-11-24 填表"));
        assert_eq!((package.no, package.title().as_str()), (1, "第1包"));
        let block = |package: &ExportPackage| served::block(&fixture.village, RecordKey::Package(package.id));
        assert_eq!(block(&form), None, "no next package depends on it");
        assert!(block(&package).is_some());
        assert_eq!(fixture.village.next_package_no(), 2);
    }
}
