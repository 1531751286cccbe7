//! Where the refused rows are written to: beside the register, unless something else is typed.

use std::path::Path;

use super::file::any_path;
use crate::app::form::{Field, Form};
use crate::app::message::Effect;
use crate::app::screen::Reply;

/// The asking for a place.
#[derive(Debug)]
pub struct RejectsStep {
    /// The one field.
    pub form: Form<Target>,
}

/// The field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The file to write.
    Path,
}

impl RejectsStep {
    /// 原名-要改的行.xlsx beside this register.
    pub fn beside(register: &Path) -> RejectsStep {
        let stem = register.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let path = register.with_file_name(format!("{stem}-要改的行.xlsx"));
        let field = Field::text(Target::Path, "写到", &path.display().to_string(), 1000)
            .hint("里面有姓名和身份证号，只写到自己看管的地方，用完删掉");
        RejectsStep { form: Form::new(vec![field]) }
    }

    pub(super) fn save(&mut self) -> Reply {
        self.form.clear_faults();
        let text = self.form.text(Target::Path);
        let Some(path) = any_path(text) else {
            self.form.fault(Target::Path, "请写出放在哪里，如 D:\\要改的行.xlsx");
            return Reply::none();
        };
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !["xlsx", "csv"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
            self.form.fault(Target::Path, "文件名要以 .xlsx 或 .csv 结尾");
            return Reply::none();
        }
        Reply::effect(Effect::WriteRejects(path))
    }
}
