//! Whether words say of this liaison, or of a cadre of the village, what this program does not keep.
//!
//! It reads words and judges nothing: who is not named passes, and a sentence that names somebody by chance is written
//! otherwise. It is asked where somebody else's words are kept: intake of a complaint and its note, what came under
//! supervision and what was done about it, ratings. What the officer writes of his own work (记一笔, visits, steps) is his.

use crate::domain::refusal::Refusal;
use crate::domain::text::{PersonName, squash};
use crate::domain::village::Village;

/// The matters that are complaints: 投诉、意见、阳光热线转办, and 来信来访.
pub const COMPLAINT_CODES: [&str; 2] = ["D03", "P01"];

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// In a complaint: whom it names it may be about.
    InComplaint,
    /// In what the town asks, in what was done, in the words of a rating: names stand there every day, and only beside a
    /// word of complaint is one complained of.
    AtWork,
}

/// What the village's cadres are called.
const CADRES: [&str; 11] =
    ["代办员", "村干部", "村支书", "支书", "村主任", "副主任", "村书记", "会计", "文书", "社长", "组长"];
/// The roles of contacts that are cadres of the village or answer for it.
const CADRE_ROLES: [&str; 5] = ["社长", "村专干", "第一书记", "联系村领导", "联系片领导"];
/// What a desk's name ends with, which is written where a name stands.
const DESK_ENDINGS: [char; 6] = ['会', '办', '室', '站', '部', '所'];

/// Complaining, and what is complained of: what people say of an officer and not of a road.
const COMPLAINING: [&str; 23] = [
    "投诉",
    "举报",
    "告状",
    "不满",
    "态度",
    "吃拿卡要",
    "收钱",
    "索要",
    "好处费",
    "收礼",
    "红包",
    "刁难",
    "推诿",
    "不作为",
    "乱作为",
    "骂人",
    "打人",
    "贪污",
    "克扣",
    "截留",
    "挪用",
    "侵占",
    "优亲厚友",
];
/// To tell somebody of something: a complaint only about whoever is named after it.
const TELLING: &str = "反映";
/// What has such a word in it and is none.
const HARMLESS: [&str; 18] = [
    "合作社",
    "不收钱",
    "没收钱",
    "收钱要给收据",
    "态度很好",
    "态度非常好",
    "态度不错",
    "态度热情",
    "态度认真",
    "社长期",
    "组长期",
    "法律文书",
    "给文书",
    "下文书",
    "发文书",
    "送文书",
    "开文书",
    "领文书",
];
/// Praise, where nothing follows that turns it: 态度好差 says the contrary.
const PRAISE: &str = "态度好";
const BEHIND_PRAISE: [char; 4] = ['了', '的', '也', '得'];
/// A count may follow it: 公示不满15天.
const COUNTING: &str = "不满";
/// Where a clause ends. A colon and an enumeration go on with it.
const CLAUSE_ENDS: [char; 11] = ['，', ',', '。', '；', ';', '！', '!', '？', '?', '\n', '\r'];

/// Refuses words that complain of the liaison or a cadre, with the way to the slip of channels.
pub fn refuse(village: &Village, words: &str, said: Said) -> Result<(), Refusal> {
    match of(village, words, said) {
        Some(named) => Err(Refusal::NotKeptHere(named)),
        None => Ok(()),
    }
}

/// Whom the words complain of, by the name or the post they use.
fn of(village: &Village, words: &str, said: Said) -> Option<String> {
    let names = names(village);
    let harmless =
        |clause: &str| HARMLESS.iter().fold(without_praise(&squash(clause)), |it, word| it.replace(word, ""));
    let clauses: Vec<String> = words.split(CLAUSE_ENDS).map(harmless).collect();
    clauses.iter().enumerate().find_map(|(place, clause)| {
        let mut named = names.iter().filter(|name| clause.contains(name.as_str()));
        // 王敏这个人，办事要收钱: what follows is said of whoever was just named; and so is what a bare name follows.
        let next = clauses.get(place + 1).is_some_and(|next| accuses(next));
        let before = place.checked_sub(1).and_then(|place| clauses.get(place));
        let behind = |name: &str| clause == name && before.is_some_and(|before| accuses(before));
        named.find(|name| said == Said::InComplaint || complains(clause, name) || next || behind(name)).cloned()
    })
}

/// The clause without praise of somebody's ways.
fn without_praise(clause: &str) -> String {
    let Some((before, behind)) = clause.split_once(PRAISE) else { return clause.to_owned() };
    let turned = behind.chars().next().is_some_and(|next| !BEHIND_PRAISE.contains(&next));
    if turned { clause.to_owned() } else { format!("{before}{behind}") }
}

/// The liaison, the cadres among the contacts, used or not, and what cadres are called.
fn names(village: &Village) -> Vec<String> {
    let liaison = Some(squash(&village.info.liaison)).filter(|name| !name.is_empty());
    let cadres = village.contacts().filter(|contact| CADRE_ROLES.contains(&contact.role.trim()));
    let cadres = cadres.map(|contact| squash(&contact.name)).filter(|name| is_person(name));
    liaison.into_iter().chain(cadres).chain(CADRES.map(str::to_owned)).collect()
}

fn is_person(name: &str) -> bool {
    name.chars().count() > 1 && !name.ends_with(DESK_ENDINGS) && PersonName::parse(name).is_ok()
}

/// Whether a clause that names somebody complains of them.
fn complains(clause: &str, name: &str) -> bool {
    let told = clause.split_once(TELLING).is_some_and(|(_, after)| after.contains(name));
    accuses(clause) || told || clause.contains("被反映")
}

/// Whether a clause has a word of complaint in it, whomever it is about.
fn accuses(clause: &str) -> bool {
    let counts =
        |after: &str| after.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两半几".contains(c));
    COMPLAINING.iter().any(|word| {
        clause
            .match_indices(word)
            .any(|(at, _)| *word != COUNTING || !counts(clause.get(at + word.len()..).unwrap_or("")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;

    /// A village whose 3社 is headed by 周建国.
    fn village() -> Village {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.contact("周建国", "社长", "13800000001");
        fixture.contact("村委会", "村专干", "13800000002");
        fixture.contact("陈医生", "村医", "13800000003");
        fixture.village
    }

    #[test]
    fn a_complaint_of_the_liaison_or_a_cadre_is_known_in_whatever_words_it_comes() {
        let village = village();
        for words in [
            "有人反映王敏态度不好",
            "王 敏收钱才办",
            "群众举报周建国",
            "周建国对人吃拿卡要",
            "投诉：代办员不给回执",
            "社长被反映多占了地",
            "路灯修好了，对王敏不满",
            "向社长要说法，社长刁难人",
            "王敏收钱200元",
            "代办员王敏索要500元",
            "周建国：克扣300元",
            "王敏被投诉2次",
            "王敏这个人，办事要收钱",
            "态度不好，王敏",
            "王敏态度好差",
            "公示不满15天，群众对社长不满",
        ] {
            assert!(of(&village, words, Said::AtWork).is_some(), "{words}");
        }
    }

    #[test]
    fn what_is_set_under_supervision_and_done_every_day_is_no_complaint_of_whom_it_names() {
        let village = village();
        for words in [
            "请村主任到场验收",
            "12345投诉路灯不亮，请社长3日内修好",
            "王敏已向镇里反映，等答复",
            "社长反映水管漏水",
            "群众反映路灯不亮，已请周建国去看",
            "村支书说公示不满15天不能撤",
            "村支书说公示不满十五天不能撤",
            "王敏态度好，办得快",
            "王敏态度很好，办得快",
            "代办员不收钱",
            "合作社收钱没开票",
            "陈医生态度不好",
            "嫌中间没人说一声",
        ] {
            assert_eq!(of(&village, words, Said::AtWork), None, "{words}");
        }
    }

    #[test]
    fn whoever_a_complaint_names_it_may_be_about_and_a_desk_or_a_cooperative_is_nobody() {
        let village = village();
        for words in ["周建国占了集体的地", "村支书多占了地", "王敏没给回执"] {
            assert!(of(&village, words, Said::InComplaint).is_some(), "{words}");
        }
        for words in [
            "村委会门口路灯不亮",
            "3社长期停水没人管",
            "2组长期没路灯",
            "派出所没给文书",
            "合作社长期没分红",
            "陈医生不在",
            "窗口态度不好",
        ] {
            assert_eq!(of(&village, words, Said::InComplaint), None, "{words}");
        }
    }
}
