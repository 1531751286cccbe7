//! Why a blank form is not filled, and what to do about it.
//!
//! It speaks of the form only: where the filled one goes is the desk's.

use std::fmt;

use crate::exchange::register::refusal::Refused;

/// A form that is not filled; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillRefused {
    /// The file cannot be read at all, as a register could not.
    Unread(Refused),
    /// An old .xls.
    OldWorkbook,
    /// Protected by a password.
    Encrypted,
    /// Not whole, or not as a spreadsheet writes it.
    Damaged,
    /// No row of headings that are known.
    NoHeading,
    /// Several sheets could be meant.
    SeveralSheets(Vec<String>),
    /// No sheet of this name.
    NoSheet(String),
    /// Something stands where rows would go: the row's number.
    AlreadyFilled(u32),
    /// The title names this form, and the headings are not its own.
    UnlikeForm(String),
    /// The form has no column of this heading, of which something was said.
    NoColumn(String),
    /// There is no field of this name.
    NoContent(String),
    /// The headings do not say what the rows are about.
    UnknownRows,
    /// More rows than are put into one form.
    TooManyRows,
    /// Far more in it than a blank form holds.
    TooLarge,
}

impl fmt::Display for FillRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // It ends as all sentences of a refused register do.
            FillRefused::Unread(refused) => return write!(f, "{refused}表没有填。"),
            FillRefused::OldWorkbook => write!(
                f,
                "这是老格式的 .xls，填不了。请用 WPS 或 Excel 打开，点「文件」「另存为」，类型选 Excel 工作簿(.xlsx)，再填那一个"
            )?,
            FillRefused::Encrypted => {
                write!(f, "这张表加了打开密码，填不了。请用 WPS 或 Excel 打开，去掉密码，另存为xlsx再填")?;
            }
            FillRefused::Damaged => {
                write!(f, "这张表不完整或已损坏(可能没有拷完)。请重新拷一份；能用 WPS 打开的话，另存为xlsx再填")?;
            }
            FillRefused::NoHeading => write!(
                f,
                "没有找到表头。表里要有一行写着「姓名」「户主」「身份证号」「事项」这类栏名，请看是不是选错了表"
            )?,
            FillRefused::SeveralSheets(names) => {
                write!(f, "这个文件里有几张表都能填：{}。请在后面加 --sheet 表名，说明填哪一张", names.join("、"))?;
            }
            FillRefused::NoSheet(name) => write!(f, "这个文件里没有叫「{name}」的表，请看表名写对没有")?,
            FillRefused::AlreadyFilled(row) => write!(
                f,
                "表头下面第{row}行已经有内容，像是填过的表或者带了样例。请换一张空白表，或先删掉那些内容再填"
            )?,
            FillRefused::UnlikeForm(name) => write!(
                f,
                "这张表的表名像「{name}」，栏名却大半对不上，不能照那张表填。请在后面加 --rows 人口(或农户、代办件、走访、死亡人口)，说明一行填什么"
            )?,
            FillRefused::NoColumn(heading) => {
                write!(f, "这张表里没有「{heading}」这一栏，请照表上的栏名写；上面还有一行栏名的，写成「上面/下面」")?;
            }
            FillRefused::NoContent(content) => write!(
                f,
                "没有叫「{content}」的内容。能填的有 姓名、户主姓名、身份证号码、联系电话、社别、户编号、户类别、年龄、性别、民族、与户主关系、现住址、人员标签、家庭人口、事项名称、状态等，别的栏照常要的表(daiban forms)上写的"
            )?,
            FillRefused::UnknownRows => {
                write!(f, "看不出这张表要填什么。请在后面加 --rows 人口，或 --rows 农户、--rows 代办件、--rows 走访")?;
            }
            FillRefused::TooManyRows => write!(
                f,
                "要填的行太多，一张表放不下。请看表里一行填什么(--rows)写对没有；按时间填的表，用 --month 一个月一个月地填"
            )?,
            FillRefused::TooLarge => write!(
                f,
                "这个文件里的内容太多，不像一张空白表。请用 WPS 或 Excel 打开，只留这一张空白表，删掉下面多余的行，另存为xlsx再填"
            )?,
        }
        write!(f, "。表没有填，本村资料没有动。")
    }
}

impl std::error::Error for FillRefused {}

impl From<Refused> for FillRefused {
    fn from(refused: Refused) -> FillRefused {
        FillRefused::Unread(refused)
    }
}
