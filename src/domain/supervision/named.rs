//! Whether words say of this liaison, or of a cadre of the village, what this program does not keep.
//!
//! It reads words and judges nothing: who is not named passes, and a sentence that names somebody by chance is written
//! otherwise. What the officer notes down (记一笔) are his own words, and nobody asks here about them.

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
const HARMLESS: [&str; 9] =
    ["合作社", "不收钱", "没收钱", "态度好", "态度很好", "态度非常好", "态度不错", "态度热情", "态度认真"];
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
    let clauses =
        words.split(CLAUSE_ENDS).map(|clause| HARMLESS.iter().fold(squash(clause), |it, word| it.replace(word, "")));
    clauses.into_iter().find_map(|clause| {
        let mut named = names.iter().filter(|name| clause.contains(name.as_str()));
        named.find(|name| said == Said::InComplaint || complains(&clause, name)).cloned()
    })
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
    let after = |word: &str| clause.split_once(word).map(|(_, after)| after);
    // 「公示不满15天」 is a count.
    let counts = |after: &str| after.starts_with(|c: char| c.is_ascii_digit());
    let said = COMPLAINING.iter().any(|word| after(word).is_some_and(|after| !counts(after)));
    said || after(TELLING).is_some_and(|after| after.contains(name)) || clause.contains("被反映")
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
        for words in ["村委会门口路灯不亮", "合作社长期没分红", "陈医生不在", "窗口态度不好"]
        {
            assert_eq!(of(&village, words, Said::InComplaint), None, "{words}");
        }
    }
}
