//! Why a file cannot be read as a register, and what to do about it.
//!
//! It speaks of whole files only: what is wrong with one row is a problem of the plan.

use std::fmt;

/// A file that is not read; nothing of the village was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The file is not there, or the system does not let it be read; with the system's words.
    Unopened(String),
    /// No bytes, or no filled cell.
    Empty,
    /// Larger than what an import reads, in megabytes.
    TooLarge {
        /// The bound that was passed, in megabytes.
        megabytes_max: u64,
    },
    /// Unpacks to far more than a register holds, or claims to.
    Bomb,
    /// More rows or cells than a village has.
    TooManyRows,
    /// Protected by a password.
    Encrypted,
    /// WPS's own format.
    Et,
    /// A spreadsheet format that is not read: XML-2003, ods, xlsb, Excel 95 and older, a web archive.
    OtherSheet(&'static str),
    /// A web page named .xls, without a table.
    NoTable,
    /// Not a spreadsheet at all; with what it is.
    NotASheet(&'static str),
    /// Cut off, or damaged.
    Damaged,
    /// Text in no encoding that registers come in.
    Encoding,
    /// No row with headings like 姓名 or 户主.
    NoHeading,
    /// One page a household, filled in like a card.
    CardForm,
    /// A heading, and no row under it.
    NoRows,
    /// The person at the screen stopped it.
    Cancelled,
}

const AS_XLSX: &str = "请用 WPS 或 Excel 打开它，点「文件」「另存为」，类型选 Excel 工作簿(.xlsx)，再导入那一个";

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Unopened(why) => {
                write!(f, "打不开这个文件({why})。请看文件名和所在文件夹对不对，U盘插好了没有")?;
            }
            Refused::Empty => {
                write!(f, "这个文件是空的，里面没有内容。请换一份有内容的花名册")?;
            }
            Refused::TooLarge { megabytes_max } => {
                write!(
                    f,
                    "这个文件太大(超过{megabytes_max}MB)，不像一个村的花名册。请删掉图片和多余的工作表，或按社拆开再导入"
                )?;
            }
            Refused::Bomb => {
                write!(f, "这个文件解开后大得不正常，不敢打开。请把花名册的内容复制到一张新表，另存为xlsx再导入")?;
            }
            Refused::TooManyRows => {
                write!(f, "表里的行太多，超过一个村能有的人数。请按社拆开，分几次导入")?;
            }
            Refused::Encrypted => {
                write!(f, "这个文件加了打开密码，读不了。请用 WPS 或 Excel 打开，去掉密码，另存为xlsx再导入")?;
            }
            Refused::Et => {
                write!(f, "这是WPS自己的 .et 格式，读不了。{AS_XLSX}")?;
            }
            Refused::OtherSheet(what) => {
                write!(f, "这是{what}，读不了。{AS_XLSX}")?;
            }
            Refused::NoTable => {
                write!(f, "这是一个改名叫表格的网页，里面没有表。请重新下载，或换一份花名册")?;
            }
            Refused::NotASheet(what) => {
                write!(f, "这是{what}，不是表格。请选 .xlsx、.xls 或 .csv 文件")?;
            }
            Refused::Damaged => {
                write!(f, "这个文件不完整或已损坏(可能没有拷完)。请重新拷一份；能用 WPS 打开的话，另存为xlsx再导入")?;
            }
            Refused::Encoding => {
                write!(f, "看不懂这个文件的文字编码。{AS_XLSX}")?;
            }
            Refused::NoHeading => {
                write!(
                    f,
                    "没有找到表头。表里要有一行写着「姓名」或「户主」，再加「身份证号码」「社别」这类栏名，请补上表头再导入"
                )?;
            }
            Refused::CardForm => {
                write!(f, "这是一户一页的登记卡，不是花名册。请把各户的人抄到一张表，一人一行，再导入")?;
            }
            Refused::NoRows => {
                write!(f, "只有表头，下面没有一行内容。请看是不是选错了文件")?;
            }
            Refused::Cancelled => {
                write!(f, "已停下，没有导入")?;
            }
        }
        write!(f, "。本村资料没有动。")
    }
}

impl std::error::Error for Refused {}
