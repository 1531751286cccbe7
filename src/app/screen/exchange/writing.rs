//! From the place that was chosen to a package that is written: each step is recorded before the next one is taken.

use std::path::PathBuf;

use super::folder::{FolderStep, Terms};
use super::{Exchange, ExchangeStep};
use crate::app::message::{Effect, Place};
use crate::app::notice::Notice;
use crate::app::outgoing::PackageOrder;
use crate::app::screen::Reply;
use crate::app::screen::import::file::any_path;
use crate::domain::decide::Intent;
use crate::domain::stick::PluggedStick;

impl Exchange {
    /// Wants the package on a drive that was chosen.
    pub(super) fn order_to(&mut self, place: &Place) -> Reply {
        self.typed = None;
        let stick = place.removable.then(|| PluggedStick {
            serial: place.serial.clone(),
            label: place.label.clone(),
            // Another stick has another reason.
            reason: std::mem::take(&mut self.start.reason),
        });
        self.order(place.path.clone(), place.device, stick)
    }

    fn order(&mut self, to: PathBuf, device: Option<u64>, stick: Option<PluggedStick>) -> Reply {
        self.step = ExchangeStep::Writing(None);
        Reply::effect(Effect::PreparePackage(Box::new(PackageOrder {
            to,
            device,
            stick,
            reason: self.start.reason.clone(),
            everything: self.start.everything,
            manner: self.start.manner,
            receiver: self.start.receiver.clone(),
            purpose: self.start.purpose.clone(),
        })))
    }

    /// Nothing is written before it is recorded that it will be.
    pub(super) fn begin(before: &[Intent]) -> Reply {
        let write =
            Reply::effect(Effect::WritePackage).then(Reply::say(Notice::done("已记下这一包，正在写，先别拔U盘")));
        before.iter().rev().fold(write, |then, intent| Reply::decide(intent.clone(), then))
    }

    pub(super) fn done(&mut self, settle: &Intent, outcome: &Result<PathBuf, String>) -> Reply {
        let again = self.count();
        let told = match outcome {
            Ok(path) => {
                self.step = ExchangeStep::Writing(Some(path.clone()));
                Notice::done("这一包已记下：已写盘")
            }
            Err(why) => {
                self.step = ExchangeStep::Start;
                Notice::refused(format!("{why} 这一包作废，内容留到下一包"))
            }
        };
        Reply::decide(settle.clone(), again.then(Reply::say(told)))
    }

    pub(super) fn save_folder(&mut self) -> Reply {
        let ExchangeStep::Folder(step) = &mut self.step else { return Reply::none() };
        match any_path(step.text()) {
            Some(to) => {
                self.typed = Some(step.text().to_owned());
                self.order(to, None, None)
            }
            None => {
                step.fault("请写出文件夹在哪里，如 D:\\交表 或 /home/wang/交表");
                Reply::none()
            }
        }
    }

    /// Where a package that was not even begun leads: back to the folder that was typed, with what is wrong with it.
    pub(super) fn unwritten(&mut self, why: &str) -> ExchangeStep {
        match self.typed.take() {
            Some(typed) => ExchangeStep::Folder(FolderStep::refused(&typed, why)),
            None => ExchangeStep::Start,
        }
    }

    pub(super) fn save_terms(&mut self) -> Reply {
        let ExchangeStep::Terms(step) = &mut self.step else { return Reply::none() };
        let writes_to = step.writes_to.clone();
        let Some(Terms { manner, receiver, purpose, reason }) = step.checked() else {
            return Reply::refuse("还有没填的，填好再存");
        };
        (self.start.receiver, self.start.purpose, self.start.reason) = (receiver, purpose, reason);
        self.step = ExchangeStep::Start;
        if let Some(place) = writes_to {
            return self.order_to(&place);
        }
        if self.start.manner == manner {
            return Reply::none();
        }
        self.start.manner = manner;
        self.start.news = None;
        self.start.renew();
        self.count()
    }
}
