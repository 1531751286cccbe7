//! 与户主关系 in canonical words: 之妻、妻、配偶 are one, and so are 本人 and 户主.
//!
//! What a word tells of sex and age is here too. It judges no contradiction with an ID number, and keeps words it does not know.

use crate::domain::resident_id::Sex;
use crate::domain::text::squash;

/// The head's own relation.
pub const HEAD: &str = "户主";

/// Words met, and the canonical word. What is not here is kept as written.
const WORDS: &[(&str, &[&str])] = &[
    (HEAD, &["户主", "本人", "本户户主", "户主本人", "户代表", "承包方代表", "家长", "小集体户户主"]),
    ("配偶", &["配偶", "妻", "妻子", "夫", "丈夫", "爱人", "媳妇", "老婆", "夫妻", "夫妇", "老伴"]),
    ("长子", &["长子", "大儿子", "大子"]),
    ("次子", &["次子", "二子", "二儿子"]),
    ("三子", &["三子", "三儿子"]),
    ("四子", &["四子", "四儿子"]),
    ("子", &["子", "儿子", "儿", "独生子", "独子", "养子", "继子", "男孩"]),
    ("长女", &["长女", "大女", "大女儿"]),
    ("次女", &["次女", "二女", "二女儿"]),
    ("三女", &["三女", "三女儿"]),
    ("四女", &["四女", "四女儿"]),
    ("女", &["女", "女儿", "独生女", "独女", "养女", "继女", "女孩"]),
    ("儿媳", &["儿媳", "媳", "儿媳妇", "长媳", "次媳", "子媳", "长子媳", "次子媳"]),
    ("女婿", &["女婿", "婿", "上门女婿"]),
    ("父亲", &["父亲", "父", "爸爸", "养父", "继父"]),
    ("母亲", &["母亲", "母", "妈妈", "养母", "继母"]),
    ("公公", &["公公", "家公", "配偶之父"]),
    ("婆婆", &["婆婆", "家婆", "配偶之母"]),
    ("岳父", &["岳父", "丈人"]),
    ("岳母", &["岳母", "丈母", "丈母娘"]),
    ("祖父", &["祖父", "爷爷"]),
    ("祖母", &["祖母", "奶奶"]),
    ("外祖父", &["外祖父", "外公"]),
    ("外祖母", &["外祖母", "外婆"]),
    ("孙子", &["孙子", "孙", "长孙", "次孙", "孙儿", "长孙子", "次孙子"]),
    ("孙女", &["孙女", "长孙女", "次孙女", "孙女儿"]),
    ("外孙子", &["外孙子", "外孙", "外甥孙"]),
    ("外孙女", &["外孙女"]),
    ("孙媳", &["孙媳", "孙媳妇", "孙儿媳"]),
    ("曾孙子", &["曾孙子", "曾孙", "重孙", "重孙子"]),
    ("曾孙女", &["曾孙女", "重孙女"]),
    ("兄", &["兄", "哥", "哥哥", "兄长", "大哥"]),
    ("弟", &["弟", "弟弟", "兄弟"]),
    ("姐", &["姐", "姐姐", "大姐"]),
    ("妹", &["妹", "妹妹", "姐妹"]),
    ("嫂", &["嫂", "嫂子"]),
    ("弟媳", &["弟媳", "弟媳妇", "弟妇"]),
    ("侄子", &["侄子", "侄", "侄儿"]),
    ("侄女", &["侄女"]),
    ("其他", &["其他", "其它", "其他亲属", "其他关系", "非亲属", "寄居", "其他家庭成员"]),
];

/// The canonical word; the word as written where it is not known, empty where nothing was written.
pub fn canonical(written: &str) -> String {
    let folded = squash(written);
    // 王建国之妻, 户主之子, 户主的妻子, 之子
    let own = folded.rsplit_once(['之', '的']).map_or(folded.as_str(), |(_, own)| own);
    let known = |word: &str| WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(canonical, _)| *canonical);
    match known(&folded).or_else(|| known(own)).or_else(|| known(own.trim_end_matches(|c: char| c.is_ascii_digit()))) {
        Some(canonical) => canonical.to_owned(),
        None => folded,
    }
}

/// Whether the word says that this is the head.
pub fn is_head(written: &str) -> bool {
    canonical(written) == HEAD
}

/// The sex a canonical word implies; `None` where it tells nothing (户主, 配偶, 其他).
pub fn sex_of(canonical: &str) -> Option<Sex> {
    const MALE: &[&str] = &[
        "长子",
        "次子",
        "三子",
        "四子",
        "子",
        "女婿",
        "父亲",
        "公公",
        "岳父",
        "祖父",
        "外祖父",
        "孙子",
        "外孙子",
        "曾孙子",
        "兄",
        "弟",
        "侄子",
    ];
    const FEMALE: &[&str] = &[
        "长女",
        "次女",
        "三女",
        "四女",
        "女",
        "儿媳",
        "母亲",
        "婆婆",
        "岳母",
        "祖母",
        "外祖母",
        "孙女",
        "外孙女",
        "孙媳",
        "曾孙女",
        "姐",
        "妹",
        "嫂",
        "弟媳",
        "侄女",
    ];
    if MALE.contains(&canonical) {
        Some(Sex::Male)
    } else if FEMALE.contains(&canonical) {
        Some(Sex::Female)
    } else {
        None
    }
}

/// How a relation stands to the head in age and sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// Children and theirs.
    Below,
    /// Parents and theirs.
    Above,
    /// 配偶.
    Spouse,
    /// Nothing follows.
    Other,
}

/// What a canonical word says of age: children by blood are younger than the head, parents are older.
pub fn generation(canonical: &str) -> Generation {
    match canonical {
        "配偶" => Generation::Spouse,
        "长子" | "次子" | "三子" | "四子" | "子" | "长女" | "次女" | "三女" | "四女" | "女" | "孙子" | "孙女"
        | "外孙子" | "外孙女" | "曾孙子" | "曾孙女" => Generation::Below,
        "父亲" | "母亲" | "祖父" | "祖母" | "外祖父" | "外祖母" => Generation::Above,
        _ => Generation::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_saying_a_relation_is_one_word() {
        for (written, word) in [
            ("之妻", "配偶"),
            ("妻", "配偶"),
            ("王建国之妻", "配偶"),
            ("户主的妻子", "配偶"),
            ("本人", "户主"),
            ("之子", "子"),
            ("长 子", "长子"),
            ("媳", "儿媳"),
            ("女婿", "女婿"),
            ("孙", "孙子"),
            ("表叔", "表叔"),
            ("", ""),
        ] {
            assert_eq!(canonical(written), word, "{written}");
        }
        assert!(is_head(" 户 主 ") && !is_head("配偶"));
    }

    #[test]
    fn a_relation_tells_the_sex_where_it_does() {
        let told = |written: &str| sex_of(&canonical(written));
        for written in ["长女", "女", "孙女", "养女", "儿媳", "姐妹", "之母"] {
            assert_eq!(told(written), Some(Sex::Female), "{written}");
        }
        for written in ["长子", "孙子", "女婿", "兄弟"] {
            assert_eq!(told(written), Some(Sex::Male), "{written}");
        }
        for written in ["户主", "配偶", "其他", "表叔", ""] {
            assert_eq!(told(written), None, "{written}");
        }
    }

    #[test]
    fn no_word_has_two_meanings_and_canonical_words_stay() {
        let mut seen = std::collections::BTreeSet::new();
        for (canonical_word, words) in WORDS {
            assert_eq!(canonical(canonical_word), *canonical_word);
            assert!(words.iter().all(|word| seen.insert(*word)), "{words:?}");
        }
    }
}
