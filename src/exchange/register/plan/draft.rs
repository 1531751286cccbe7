//! One row of a register as a person: every value parsed, every fault named.
//!
//! It knows no other row and no village.

use crate::domain::day::Day;
use crate::domain::person::{Particulars, Residence};
use crate::domain::relation;
use crate::domain::resident_id::{ArchiveId, IdNumber, ResidentId, ResidentIdError, Sex};
use crate::domain::text::phone::Phone;
use crate::domain::text::{NameError, PersonName, fold, squash};
use crate::domain::typed_date::{TypedDate, parse_register_date};
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterKind, RegisterRow};
use crate::exchange::register::sheet::Cell;

use super::papers;
use super::problem::Findings;
use super::words::{self, add_note};

/// A row as a person, whatever the village knows of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Index of the row in the register.
    pub at: usize,
    /// Which household of the register.
    pub block: u32,
    /// 姓名.
    pub name: PersonName,
    /// The ID number, or why there is none.
    pub id_no: IdNumber,
    /// 与户主关系, canonical; may be empty.
    pub relation: String,
    /// 性别 as written.
    pub sex: Option<Sex>,
    /// 出生日期 as written.
    pub birth: Option<Day>,
    /// 电话.
    pub phones: Vec<Phone>,
    /// The rest of the register's words.
    pub particulars: Particulars,
    /// 人员标签.
    pub tags: Vec<String>,
    /// 居住, where the register says it.
    pub residence: Option<Residence>,
    /// 去向.
    pub place: String,
    /// 备注, with what stood beside phone and name.
    pub note: String,
    /// 住址.
    pub address: String,
    /// 户类别: `None` where the register does not say; an empty list for 一般户.
    pub classes: Option<Vec<String>>,
    /// 认定时间.
    pub class_from: Option<Day>,
    /// Papers, and the last day on which each is good; `None` for one that is good for ever.
    pub papers: Vec<(&'static str, Option<Day>)>,
}

impl Draft {
    /// Whether another row says the same of the same person, 备注 aside.
    pub fn agrees_with(&self, other: &Draft) -> bool {
        let bare = |draft: &Draft| Draft { at: 0, note: String::new(), ..draft.clone() };
        bare(self) == bare(other)
    }
}

/// Reads one row; `None` where it must be refused, and then `findings` says why.
pub fn read(register: &ReadRegister, at: usize, today: Day, findings: &mut Findings<'_>) -> Option<Draft> {
    read_named(register, at, Field::Name, today, findings)
}

/// Reads one row whose person stands in the column of `name_field`.
pub fn read_named(
    register: &ReadRegister,
    at: usize,
    name_field: Field,
    today: Day,
    findings: &mut Findings<'_>,
) -> Option<Draft> {
    let row = register.rows.get(at)?;
    let mut reader = RowReader { register, row, at, name_field, today, findings };
    let mut note = reader.words(Field::Note);
    let name = reader.name(&mut note);
    let id_no = reader.id_no(&note);
    let (name, id_no) = (name?, id_no?);
    let known = id_no.known().copied();
    let relation = reader.relation(known.as_ref());
    let sex = reader.sex(known.as_ref());
    let birth = reader.birth(known.as_ref());
    let phones = reader.phones(&mut note);
    reader.changes(&mut note);
    let class_from = reader.date(Field::ClassFrom);
    let papers = papers::read(register, at, today, reader.findings);
    Some(Draft {
        at,
        block: row.block,
        name,
        id_no,
        relation,
        sex,
        birth,
        phones,
        particulars: words::particulars(register, row),
        tags: words::split(&reader.words(Field::Tags)),
        residence: words::residence(register, row),
        place: reader.words(Field::LivesAt),
        note,
        address: reader.words(Field::Address),
        classes: words::classes(register, row),
        class_from,
        papers,
    })
}

struct RowReader<'a, 'f, 'r> {
    register: &'a ReadRegister,
    row: &'a RegisterRow,
    at: usize,
    name_field: Field,
    today: Day,
    findings: &'f mut Findings<'r>,
}

impl RowReader<'_, '_, '_> {
    fn words(&self, field: Field) -> String {
        words::of(self.register, self.row, field)
    }

    fn name(&mut self, note: &mut String) -> Option<PersonName> {
        let written = self.words(self.name_field);
        match PersonName::parse(&written) {
            Ok(name) => Some(name),
            // 王一(已故): the words are not part of the name.
            Err(NameError::Symbol('(')) => {
                let (name, words) = written.split_once('(')?;
                let words = words.trim_end_matches(')');
                match PersonName::parse(name) {
                    Ok(name) => {
                        add_note(note, words);
                        let message = format!("姓名后面写着「{words}」，已移到备注，请核对");
                        self.findings.remind(self.at, self.name_field, message);
                        Some(name)
                    }
                    Err(why) => self.reject(self.name_field, why.to_string()),
                }
            }
            Err(NameError::Empty) => self.reject(self.name_field, "没有姓名，请补上再导入".to_owned()),
            Err(why) => self.reject(self.name_field, why.to_string()),
        }
    }

    fn reject<T>(&mut self, field: Field, message: String) -> Option<T> {
        self.findings.reject(self.at, field, message);
        None
    }

    fn id_no(&mut self, note: &str) -> Option<IdNumber> {
        let cell = self.register.cell(self.row, Field::IdNo);
        if let Some(Cell::Number(_) | Cell::Date(_)) = cell {
            return self.reject(Field::IdNo, ResidentIdError::Rounded.to_string());
        }
        let written = self.words(Field::IdNo);
        // Words instead of a number are the reason why there is none.
        if written.is_empty() || !written.chars().any(|c| c.is_ascii_digit()) {
            return Some(self.no_id(&written, note));
        }
        match ResidentId::parse(&written, self.today) {
            Ok(id_no) => Some(IdNumber::Known(id_no)),
            Err(ResidentIdError::FifteenDigits) => match ArchiveId::parse(&written) {
                Ok(archived) => {
                    let message = "这是15位的旧证号，只作存档；请补上现在证件上的18位";
                    self.findings.remind(self.at, Field::IdNo, message.to_owned());
                    Some(IdNumber::Archive15(archived))
                }
                Err(why) => self.reject(Field::IdNo, why.to_string()),
            },
            Err(why) => {
                self.findings.rounded_texts += usize::from(written.ends_with("000"));
                self.reject(Field::IdNo, why.to_string())
            }
        }
    }

    fn no_id(&mut self, written: &str, note: &str) -> IdNumber {
        let says_why = ["证", "户口", "新生", "未办", "未上", "出生"].iter().any(|word| note.contains(word));
        let reason = match (written, says_why) {
            ("", true) => note.to_owned(),
            ("", false) => String::new(),
            (words, _) => words.to_owned(),
        };
        if self.register.asks(self.row, Field::IdNo) && !self.row.implied_head {
            let message = if reason.is_empty() {
                "没有身份证号，已按无证收下；请补上号码或写明原因".to_owned()
            } else {
                format!("没有身份证号，原因「{reason}」，已收下；有了号码请补上")
            };
            self.findings.remind(self.at, Field::IdNo, message);
        }
        IdNumber::Missing { reason }
    }

    fn relation(&mut self, id_no: Option<&ResidentId>) -> String {
        let relation = relation::canonical(&self.words(Field::Relation));
        let says = relation::sex_of(&relation);
        if let Some(sex) = id_no.map(ResidentId::sex).filter(|sex| says.is_some_and(|says| says != *sex)) {
            let message = format!("写的是「{relation}」，身份证号却是{}，请核对", sex.label());
            self.findings.remind(self.at, Field::Relation, message);
        }
        relation
    }

    fn sex(&mut self, id_no: Option<&ResidentId>) -> Option<Sex> {
        let written = self.words(Field::Sex);
        let sex = match squash(&written).as_str() {
            "" => return None,
            "男" | "男性" | "m" | "1" => Sex::Male,
            "女" | "女性" | "f" | "2" => Sex::Female,
            _ => {
                self.findings.remind(self.at, Field::Sex, "看不出是男是女，没有采用；请核对".to_owned());
                return None;
            }
        };
        if let Some(id_no) = id_no.filter(|id_no| id_no.sex() != sex) {
            let message = format!("性别与身份证号不一致，以身份证号的{}为准，请核对", id_no.sex().label());
            self.findings.remind(self.at, Field::Sex, message);
        }
        Some(sex)
    }

    fn birth(&mut self, id_no: Option<&ResidentId>) -> Option<Day> {
        let written = self.dated(Field::Birth)?;
        let day = written.day;
        match id_no.map(ResidentId::birth) {
            Some(birth) => {
                let month = |day: Day| (day.ymd().0, day.ymd().1);
                let same = if written.partial { month(birth) == month(day) } else { birth == day };
                let what = match (same, written.odd || written.partial) {
                    (false, _) => "出生日期与身份证号不一致",
                    (true, true) => "出生日期写得不全或容易认错",
                    (true, false) => return Some(day),
                };
                let message = format!("{what}，以身份证号的{birth}为准，请核对");
                self.findings.remind(self.at, Field::Birth, message);
                Some(birth).filter(|_| same)
            }
            None if day > self.today => {
                self.findings.remind(self.at, Field::Birth, "出生日期还没有到，没有采用；请核对".to_owned());
                None
            }
            None => {
                self.warn_of_date(Field::Birth, written);
                Some(day)
            }
        }
    }

    fn date(&mut self, field: Field) -> Option<Day> {
        let written = self.dated(field)?;
        self.warn_of_date(field, written);
        Some(written.day)
    }

    fn warn_of_date(&mut self, field: Field, written: TypedDate) {
        if written.odd || written.partial {
            let what = if written.odd { "日期写法容易认错" } else { "日期不完整" };
            self.findings.remind(self.at, field, format!("{what}，按{}收下，请核对", written.day));
        }
    }

    fn dated(&mut self, field: Field) -> Option<TypedDate> {
        let read = date(self.register, self.row, field)?;
        if read.is_none() {
            self.findings.remind(self.at, field, "看不懂这个日期，没有采用；请写成 1984-03-05 这样".to_owned());
        }
        read
    }

    fn phones(&mut self, note: &mut String) -> Vec<Phone> {
        let cell = Phone::find_all(&self.words(Field::Phone));
        if cell.odd {
            self.findings.remind(self.at, Field::Phone, "电话里有认不出的号码，请核对".to_owned());
        }
        if !cell.note.is_empty() {
            add_note(note, &format!("电话:{}", cell.note));
        }
        cell.phones
    }

    /// 增减 columns, and words in 备注, say that somebody may have gone: to be looked at, never done silently.
    fn changes(&mut self, note: &mut String) {
        let (reason, on) = (self.words(Field::ChangeReason), self.words(Field::ChangedOn));
        if !reason.is_empty() {
            add_note(note, format!("变动:{reason} {on}").trim_end());
        }
        const GONE: [&str; 14] = [
            "已故",
            "死亡",
            "去世",
            "病故",
            "注销",
            "嫁出",
            "外嫁",
            "迁出",
            "空挂",
            "随父户",
            "随母户",
            "失踪",
            "服刑",
            "转走",
        ];
        if let Some(word) = GONE.iter().find(|word| note.contains(**word)) {
            let message = format!("备注里写着「{word}」，先按在册收下；若已不在册，请在农户卡上办户变动");
            self.findings.remind(self.at, Field::Note, message);
        }
    }
}

impl Draft {
    /// The number of today that the person has, a first-generation one carried over.
    pub fn number(&self) -> Option<ResidentId> {
        match &self.id_no {
            IdNumber::Known(id_no) => Some(*id_no),
            IdNumber::Archive15(archived) => archived.as_eighteen(),
            IdNumber::Missing { .. } => None,
        }
    }
}

/// What a register of heads says beside the head belongs to the household.
pub fn note_is_of_household(kind: RegisterKind) -> bool {
    kind == RegisterKind::Heads
}

/// A date of a row: `None` where nothing is written, `Some(None)` where it cannot be read.
pub fn date(register: &ReadRegister, row: &RegisterRow, field: Field) -> Option<Option<TypedDate>> {
    if let Some(Cell::Date(serial)) = register.cell(row, field) {
        // The sheet keeps days since 1899-12-30, a fraction for the time of day; `as` saturates.
        let day = Day::from_number((serial.floor() as i32).saturating_sub(25_569));
        return Some(Some(TypedDate { day, partial: false, odd: false }));
    }
    let text = register.text(row, field);
    let written = fold(&text);
    if matches!(written.as_ref(), "" | "-" | "/" | "无") {
        return None;
    }
    Some(parse_register_date(&written))
}
