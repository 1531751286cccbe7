//! Finding by what is typed: Hanzi, full pinyin, initials, a mixture, or digits.
//!
//! The only file that names the pinyin crate. It ranks nothing and keeps no index: twelve thousand names are read
//! through faster than a frame is drawn.

use std::borrow::Cow;
use std::fmt;

use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;

use super::text::{NAME_DOT, fold, is_hanzi, squash};

/// Readings that the pinyin tables lack, mostly of surnames: each character beside one that is read so.
const OTHER_READINGS: [(char, char); 10] = [
    ('吕', '卢'), // lü is typed lu by many
    ('谌', '沈'),
    ('郗', '迟'),
    ('费', '毕'),
    ('黑', '贺'),
    ('能', '奈'),
    ('贠', '云'),
    ('咎', '高'),
    ('那', '挪'),
    ('𠮷', '吉'),
];

/// What somebody typed to find something, made ready once and asked of many texts.
pub struct Query {
    terms: Vec<Term>,
}

impl Query {
    /// Makes a query ready. Words parted by spaces must all be found, in any order.
    pub fn new(typed: &str) -> Query {
        let folded = fold(typed);
        Query { terms: folded.split(' ').map(key_of).filter(|word| !word.is_empty()).map(Term::new).collect() }
    }

    /// Whether nothing was typed, so that everything matches.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The digits typed, when nothing else was: a tail of a phone, an ID or a task's number.
    pub fn digits(&self) -> Option<&str> {
        match self.terms.as_slice() {
            [Term { text, kind: TermKind::Plain }] if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text),
            _ => None,
        }
    }

    /// Whether this text is one that was looked for.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_fields(&[text])
    }

    /// Whether every word typed is found in one or other of these texts: a name, a group, a matter.
    pub fn matches_fields(&self, texts: &[&str]) -> bool {
        self.terms.iter().all(|term| texts.iter().any(|text| term.is_in(text)))
    }
}

/// Says how much was typed, and not what: names are typed here.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query({} words)", self.terms.len())
    }
}

struct Term {
    text: String,
    kind: TermKind,
}

enum TermKind {
    /// Found as it stands: digits, other scripts.
    Plain,
    /// Holds Hanzi or letters that may stand for Hanzi; any of the readings will do.
    Sounded(Vec<IbMatcher<'static>>),
}

impl Term {
    fn new(text: String) -> Term {
        // The pinyin crate takes its pattern apart by byte offsets that hold only where case folding keeps them.
        let sounded =
            text.chars().any(|c| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii() || is_hanzi(c));
        let kind = if sounded {
            let initials = single_initials(&text);
            let spellings = std::iter::once(text.as_str()).chain(initials.as_deref());
            TermKind::Sounded(spellings.map(matcher).collect())
        } else {
            TermKind::Plain
        };
        Term { text, kind }
    }

    fn is_in(&self, text: &str) -> bool {
        // Numbers of authorities and phones stand on every record: compared as they are, without a copy.
        if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\'') {
            let (text, wanted) = (text.as_bytes(), self.text.as_bytes());
            return text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
        }
        let key = searched(text);
        match &self.kind {
            TermKind::Plain => key.contains(&self.text),
            TermKind::Sounded(_) if key.is_ascii() => key.contains(&self.text),
            TermKind::Sounded(spellings) => {
                let found = |text: &str| spellings.iter().any(|spelling| spelling.is_match(text));
                found(&key) || other_reading(&key).is_some_and(|other| found(&other))
            }
        }
    }
}

fn matcher(spelling: &str) -> IbMatcher<'static> {
    let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
    IbMatcher::builder(spelling)
        .is_pattern_partial(true)
        .pinyin(PinyinMatchConfig::builder(notations).case_insensitive(true).build())
        .build()
}

/// What is compared: folded, small letters, without spaces and without the signs that nobody types.
fn key_of(text: &str) -> String {
    squash(text).chars().filter(|c| !is_unsaid(*c)).collect()
}

/// [`key_of`] for the text searched in, which mostly is a key already.
fn searched(text: &str) -> Cow<'_, str> {
    let is_key = |c: char| is_hanzi(c) || c.is_ascii_digit() || c.is_ascii_lowercase();
    if text.chars().all(is_key) { Cow::Borrowed(text) } else { Cow::Owned(key_of(text)) }
}

fn is_unsaid(c: char) -> bool {
    c == NAME_DOT || c == '\''
}

/// `zhj` as `zj`: people type the initials of 张建国 either way, and the pinyin crate knows only one letter each.
fn single_initials(typed: &str) -> Option<String> {
    let chars: Vec<char> = typed.chars().collect();
    let is_vowel = |c: &char| "aeiouv".contains(*c);
    let mut single = String::with_capacity(typed.len());
    for (at, c) in chars.iter().enumerate() {
        let after_initial = at > 0 && chars.get(at - 1).is_some_and(|before| "zcs".contains(*before));
        let syllable_follows = chars.get(at + 1).is_some_and(is_vowel);
        if !(*c == 'h' && after_initial && !syllable_follows) {
            single.push(*c);
        }
    }
    (single != typed).then_some(single)
}

/// The text with each character of the table replaced by one of its other reading.
fn other_reading(text: &str) -> Option<String> {
    let other = |c: char| OTHER_READINGS.iter().find(|(written, _)| *written == c).map(|(_, read)| *read);
    text.chars().any(|c| other(c).is_some()).then(|| text.chars().map(|c| other(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use proptest::prelude::*;

    use super::*;

    fn finds(typed: &str, text: &str) -> bool {
        Query::new(typed).matches(text)
    }

    #[test]
    fn a_name_is_found_by_hanzi_pinyin_initials_and_their_mixture() {
        for typed in [
            "张建国",
            "建国",
            "zhangjianguo",
            "zhang jian guo",
            "zha",
            "zjg",
            "jg",
            "zhangjg",
            "张jg",
            "zhjg",
            "zhj",
            "ZJG",
            "ＺＪＧ",
            "zhang'jian'guo",
            "z",
            "",
        ] {
            assert!(finds(typed, "张建国"), "{typed}");
        }
        for typed in ["李", "zjw", "zhangw", "gjz", "zang", "建张", "张 李", "1"] {
            assert!(!finds(typed, "张建国"), "{typed}");
        }
    }

    #[test]
    fn a_surname_is_found_by_its_own_reading() {
        let surnames = "单shan 区ou 查zha 曾zeng 解xie 盖ge 仇qiu 任ren 华hua 朴piao 冼xian 覃qin 覃tan 乜nie 种chong \
             繁po 瞿qu 缪miao 折she 员yun 黑he 召shao 燕yan 盛sheng 洗xian 秘bi 句gou 牟mu 牟mou 谌chen 谌shen 翟zhai \
             翟di 祭zhai 能nai 阙que 郇xun 郇huan 隗wei 隗kui 过guo 应ying 呙guo 郗xi 郗chi 柏bai 柏bo 贾jia 葛ge \
             宁ning 石shi 乐yue 乐le 曲qu 吕lv 吕lu 余yu 俞yu 薛xue 重chong 晟sheng 冯feng 纪ji 臧zang 那na 费fei 费bi \
             贠yun 炅gui 尉yu 长zhang 万mo 𬱖di 〇ling 𠮷ji 尹yin 邵shao";
        for surname in surnames.split(' ') {
            let written = surname.chars().next().unwrap();
            let read = surname.trim_start_matches(written);
            assert!(finds(&format!("{read}xm"), &format!("{written}小明")), "{surname}");
        }
        assert!(finds("yuchigong", "尉迟恭") && finds("ycg", "尉迟恭") && finds("yuchi", "尉迟恭"));
        assert!(!finds("shen", "陈小明"));
    }

    #[test]
    fn signs_that_nobody_types_are_passed_over() {
        assert!(finds("mmttex", "买买提·吐尔逊"));
        assert!(finds("买买提吐", "买买提·吐尔逊"));
        assert!(finds("买买提·吐", "买买提·吐尔逊"));
        assert!(finds("nguyen t", "NGUYEN THI HOA"));
    }

    #[test]
    fn words_may_stand_in_different_fields() {
        let query = Query::new("３社 zjg");
        assert!(query.matches_fields(&["张建国", "3社"]));
        assert!(!query.matches_fields(&["张建国", "4社"]));
        assert!(!query.matches_fields(&["李建国", "3社"]));
        assert!(!query.matches("张建国"));
    }

    #[test]
    fn digits_are_told_apart() {
        assert_eq!(Query::new(" ３３１９ ").digits(), Some("3319"));
        assert!(finds("3319", "13800003319") && !finds("3319", "13800003318"));
        for typed in ["33 19", "3社", "x", ""] {
            assert_eq!(Query::new(typed).digits(), None, "{typed}");
        }
        assert!(Query::new(" \u{3000}·").is_empty());
    }

    /// Prints, and asserts nothing about time: a frame is 16 ms.
    #[test]
    #[allow(clippy::print_stdout, reason = "the time is for whoever reads the output")]
    fn twelve_thousand_names_are_read_through() {
        let surnames: Vec<char> = "张王李赵陈杨吴刘黄周单区曾解仇任".chars().collect();
        let given: Vec<char> = "建国秀英明华丽军芳敏强平霞伟勇桂兰珍玉梅".chars().collect();
        let pick = |chars: &[char], n: usize| chars[n % chars.len()];
        let names: Vec<String> = (0..12_000)
            .map(|n| [pick(&surnames, n), pick(&given, n / 7), pick(&given, n / 131)].iter().collect())
            .collect();
        for typed in ["z", "zjg", "zhangjianguo", "zhj", "张", "3319", "qqqq"] {
            let start = Instant::now();
            let query = Query::new(typed);
            let ready = start.elapsed();
            let fields = |name| [name, "3社", "13800003319", "510225195503089010"];
            let found = names.iter().filter(|name| query.matches_fields(&fields(name.as_str()))).count();
            println!("{typed}: made in {ready:?}, {found} of {} names found in {:?}", names.len(), start.elapsed());
            assert_eq!(found == 0, typed == "qqqq");
        }
    }

    proptest! {
        #[test]
        fn any_query_and_any_text_are_answered(typed in "\\PC{0,12}", text in "\\PC{0,12}") {
            let _ = finds(&typed, &text);
        }

        #[test]
        fn letters_and_hanzi_in_any_order_are_answered(typed in "[a-zA-Z张建国ſKİ'·0-9 ]{0,12}", text in "[张建国单区买提a-zſKİß·]{0,8}") {
            let _ = finds(&typed, &text);
        }

        #[test]
        fn a_text_is_found_by_any_part_of_itself(text in "[张建国单区曾买提a-z0-9]{1,8}", from in 0usize..8, count in 1usize..8) {
            let part: String = text.chars().skip(from).take(count).collect();
            prop_assert!(finds(&part, &text), "{part} in {text}");
        }
    }
}
