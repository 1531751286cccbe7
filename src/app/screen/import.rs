//! Taking in a register: which file, what its unknown headings mean, what it would change, what goes in.
//!
//! One step after the other, each with Esc to the one before. Reading and planning are done outside, beside the loop.

pub mod columns;
pub mod file;
pub mod preview;
pub mod rejects;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, ListCommand, MenuCommand, PageCommand, Scope};
use crate::app::form::FormEvent;
use crate::app::message::{Effect, Report};
use crate::app::notice::Notice;
use crate::app::numbered::MenuEvent;
use crate::app::register::{RegisterAsk, RegisterPreview};
use columns::ColumnsStep;
use file::FileStep;
use preview::PreviewStep;
use rejects::RejectsStep;

/// The taking in of one register.
#[derive(Debug)]
pub struct Import {
    /// Where it stands.
    pub step: ImportStep,
    /// What was asked for last.
    ask: Option<RegisterAsk>,
}

/// The steps.
#[derive(Debug)]
pub enum ImportStep {
    /// Which file.
    File(FileStep),
    /// It is being read.
    Reading(Reading),
    /// What the unknown headings mean; with the preview behind it.
    Columns(ColumnsStep, Box<PreviewStep>),
    /// What it would change, and what has been done.
    Preview(Box<PreviewStep>),
    /// Where the refused rows are written to; with the preview behind it.
    Rejects(RejectsStep, Box<PreviewStep>),
}

/// Why the file is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// For the first time.
    First,
    /// Again, after its headings were explained.
    Mapped,
    /// Again, because the village has changed since.
    Anew,
}

impl Import {
    /// The screen as it is opened: files are looked for first.
    pub fn new(_context: &Context<'_>) -> Import {
        Import { step: ImportStep::File(FileStep::default()), ask: None }
    }

    /// What is wanted when it is opened.
    pub fn opening() -> Reply {
        Reply::effect(Effect::ListRegisterFiles)
    }

    fn read(&mut self, ask: RegisterAsk, why: Reading) -> Reply {
        self.ask = Some(ask.clone());
        self.step = ImportStep::Reading(why);
        Reply::effect(Effect::ReadRegister(ask))
    }

    fn read_again(&mut self, why: Reading) -> Reply {
        match self.ask.clone() {
            Some(ask) => self.read(ask, why),
            None => self.start_over(),
        }
    }

    fn start_over(&mut self) -> Reply {
        self.step = ImportStep::File(FileStep::default());
        self.ask = None;
        Reply::effect(Effect::ForgetRegister).then(Import::opening())
    }

    /// A register was read: its unknown headings are asked about once, then it is shown.
    fn arrived(&mut self, preview: &Arc<RegisterPreview>) -> Reply {
        let ImportStep::Reading(why) = self.step else { return Reply::none() };
        let step = Box::new(PreviewStep::of(Arc::clone(preview)));
        if why == Reading::First && !preview.unknown.is_empty() {
            self.step = ImportStep::Columns(ColumnsStep::of(preview), step);
            return Reply::none();
        }
        self.step = ImportStep::Preview(step);
        match why {
            Reading::Anew => Reply::say(Notice::refused("村里的记录刚才有变化，已重新核对了一遍，请再看一眼")),
            Reading::First | Reading::Mapped => Reply::none(),
        }
    }

    /// Goes back to the preview that a step before was laid over.
    fn uncover(&mut self) {
        let step = std::mem::replace(&mut self.step, ImportStep::Reading(Reading::First));
        self.step = match step {
            ImportStep::Columns(_, preview) | ImportStep::Rejects(_, preview) => ImportStep::Preview(preview),
            ImportStep::File(_) | ImportStep::Reading(_) | ImportStep::Preview(_) => step,
        };
    }

    fn save_columns(&mut self) -> Reply {
        let ImportStep::Columns(columns, _) = &self.step else { return Reply::none() };
        let chosen = columns.chosen();
        if let Some(ask) = &mut self.ask {
            ask.chosen.retain(|(header, _)| !chosen.iter().any(|(known, _)| known == header));
            ask.chosen.extend(chosen);
        }
        self.read_again(Reading::Mapped)
    }
}

impl Behaviour for Import {
    fn scope(&self) -> Scope {
        match self.step {
            ImportStep::File(_) => Scope::List,
            ImportStep::Columns(..) | ImportStep::Rejects(..) => Scope::Form,
            ImportStep::Reading(_) | ImportStep::Preview(_) => Scope::Menu,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let back = Command::Global(GlobalCommand::Back);
        match &self.step {
            ImportStep::File(_) => vec![Command::List(ListCommand::Open).meaning("读这个文件"), back.into()],
            ImportStep::Reading(_) => vec![back.meaning("停下")],
            ImportStep::Columns(..) => vec![
                Command::Form(FormCommand::Enter).meaning("就是它，下一栏"),
                Command::Form(FormCommand::Save).meaning("都定了，看结果"),
                back.meaning("先不管"),
            ],
            ImportStep::Preview(_) => vec![
                Command::Menu(MenuCommand::Choose).into(),
                Command::Page(PageCommand::PageDown).meaning("往下看"),
                back.meaning("换文件"),
            ],
            ImportStep::Rejects(..) => vec![Command::Form(FormCommand::Save).meaning("写文件"), back.into()],
        }
    }

    fn unsaved(&self) -> bool {
        match &self.step {
            ImportStep::File(_) => false,
            ImportStep::Reading(_) | ImportStep::Columns(..) | ImportStep::Rejects(..) => true,
            ImportStep::Preview(preview) => !preview.is_done(),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ImportStep::File(file) => {
                if file.list.clear_filter() {
                    file.filter(context);
                    return Reply::none();
                }
                Reply::effect(Effect::ForgetRegister).then(Reply::close())
            }
            // While it is read Esc stops that and does not come here.
            ImportStep::Reading(_) => self.start_over(),
            ImportStep::Columns(..) | ImportStep::Rejects(..) => {
                self.uncover();
                Reply::none()
            }
            ImportStep::Preview(preview) if preview.is_done() => {
                Reply::effect(Effect::ForgetRegister).then(Reply::close())
            }
            ImportStep::Preview(_) => self.start_over().then(Reply::say(Notice::done("没有导入，名册放下了"))),
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        if let ImportStep::Preview(preview) = &mut self.step {
            preview.look(context.village);
        }
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        match (report, &mut self.step) {
            (Report::RegisterFiles(files), ImportStep::File(step)) => step.found(files.clone(), context),
            (Report::Register(preview), _) => return self.arrived(preview),
            (Report::Failed(_), ImportStep::Reading(Reading::First)) => {
                let typed = self.ask.as_ref().map(|ask| ask.path.display().to_string()).unwrap_or_default();
                self.step = ImportStep::File(FileStep::typed(&typed));
                return Import::opening();
            }
            (Report::Failed(_), ImportStep::Reading(_)) => return self.start_over(),
            (Report::RejectsWritten { path, rows }, ImportStep::Rejects(..)) => {
                self.uncover();
                if let ImportStep::Preview(preview) = &mut self.step {
                    preview.rejects_written(path.clone());
                }
                let words =
                    format!("有问题的{rows}行写在 {}。改好后导入那个文件；里面有个人信息，用完请删掉", path.display());
                return Reply::say(Notice::refused(words));
            }
            (
                Report::UndoRows { .. }
                | Report::Keys(_)
                | Report::Acts(_)
                | Report::Page { .. }
                | Report::PagesFound { .. }
                | Report::Erased(_)
                | Report::Places(_)
                | Report::RegisterFiles(_)
                | Report::RejectsWritten { .. }
                | Report::SheetWritten { .. }
                | Report::PackageNews(_)
                | Report::Replies(_)
                | Report::PackageReady(_)
                | Report::PackageDone { .. }
                | Report::BackupDone(_)
                | Report::Ejected(_)
                | Report::Failed(_),
                _,
            ) => {}
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ImportStep::File(file) => {
                file.list.type_text(text);
                file.filter(context);
            }
            ImportStep::Columns(columns, _) => {
                columns.form.type_text(text);
            }
            ImportStep::Rejects(rejects, _) => {
                rejects.form.type_text(text);
            }
            ImportStep::Reading(_) | ImportStep::Preview(_) => {}
        }
        Reply::none()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        let ImportStep::File(file) = &mut self.step else { return Reply::none() };
        match file.command(command, context) {
            Some(Ok(path)) => self.read(RegisterAsk { path, chosen: Vec::new() }, Reading::First),
            Some(Err(why)) => Reply::refuse(why),
            None => Reply::none(),
        }
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ImportStep::Columns(columns, _) => match columns.form.command(command, context.today) {
                FormEvent::SaveWanted => self.save_columns(),
                FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
            },
            ImportStep::Rejects(rejects, _) => match rejects.form.command(command, context.today) {
                FormEvent::SaveWanted => rejects.save(),
                FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
            },
            ImportStep::File(_) | ImportStep::Reading(_) | ImportStep::Preview(_) => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        let ImportStep::Preview(preview) = &mut self.step else { return Reply::none() };
        match preview.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(choice) => self.choose(choice, context),
        }
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        if let ImportStep::Preview(preview) = &mut self.step {
            preview.turn(command);
        }
        Reply::none()
    }
}

impl Import {
    fn choose(&mut self, choice: preview::Choice, context: &Context<'_>) -> Reply {
        let ImportStep::Preview(preview) = &mut self.step else { return Reply::none() };
        match choice {
            preview::Choice::TakeIn if preview.register.seq != context.village.seq => self.read_again(Reading::Anew),
            preview::Choice::TakeIn => preview.take_in(),
            preview::Choice::WriteRejects => {
                let rejects = RejectsStep::beside(&preview.register.path);
                self.lay_over(|preview| ImportStep::Rejects(rejects, preview))
            }
            preview::Choice::Columns => {
                let columns = ColumnsStep::of(&preview.register);
                self.lay_over(|preview| ImportStep::Columns(columns, preview))
            }
            preview::Choice::Changes => {
                preview.list_changes();
                Reply::none()
            }
            preview::Choice::Leave if preview.is_done() => Reply::effect(Effect::ForgetRegister).then(Reply::close()),
            preview::Choice::Leave => {
                let words = Notice::done("没有导入，什么都没有改");
                Reply::effect(Effect::ForgetRegister).then(Reply::close()).then(Reply::say(words))
            }
        }
    }

    fn lay_over(&mut self, step: impl FnOnce(Box<PreviewStep>) -> ImportStep) -> Reply {
        let below = std::mem::replace(&mut self.step, ImportStep::Reading(Reading::First));
        self.step = match below {
            ImportStep::Preview(preview) => step(preview),
            ImportStep::File(_) | ImportStep::Reading(_) | ImportStep::Columns(..) | ImportStep::Rejects(..) => below,
        };
        Reply::none()
    }
}
