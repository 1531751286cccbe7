//! Which papers a village may write: the list of those it must not, the list of those the law leaves to it, and the
//! rule for all others, that whoever asks for the paper shows where the law says so.
//!
//! It judges a paper by its name only. What stands in the paper is the officer's to see.

use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};
use crate::domain::text::squash;

/// The name of the table of certificates, as a town knows it.
pub const FILE: &str = "banned_certificates.toml";

const SHIPPED: &str = include_str!("../data/banned_certificates.toml");

/// A paper a village must not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banned {
    /// The paper, as the list names it.
    pub name: String,
    /// Words that give it away in what villagers say.
    pub words: Vec<String>,
    /// Words that say it is another paper after all.
    pub not: Vec<String>,
    /// Where the villager goes, or what serves, instead.
    pub instead: String,
    /// The list it stands on.
    pub source: String,
}

/// A paper the law leaves to the village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lawful {
    /// The paper.
    pub name: String,
    /// Words that give it away in what villagers say.
    pub words: Vec<String>,
    /// The law.
    pub basis: String,
    /// How sure that is: 法条, 公开, 常识, 待核.
    pub certainty: String,
    /// How it is written.
    pub hint: String,
}

/// What is to be said of a paper somebody wants from the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Not to be written.
    Banned(&'a Banned),
    /// May be written.
    Lawful(&'a Lawful),
    /// On neither list.
    Unknown,
}

impl Verdict<'_> {
    /// What the officer reads, with the next step.
    pub fn words(&self) -> String {
        match self {
            Verdict::Banned(banned) => {
                let Banned { name, instead, source, .. } = banned;
                format!("「{name}」村里不能开（{source}）。可以这样办：{instead}")
            }
            Verdict::Lawful(Lawful { name, basis, hint, .. }) => format!("「{name}」可以开，依据{basis}。{hint}"),
            Verdict::Unknown => "两张清单里都没有这种证明，请用证单位出示依据，有依据再开".to_owned(),
        }
    }
}

/// The two lists.
#[derive(Clone, Debug, Default)]
pub struct Certificates {
    banned: Vec<Banned>,
    lawful: Vec<Lawful>,
}

impl Certificates {
    /// The lists as shipped.
    pub fn shipped() -> Certificates {
        let mut certificates = Certificates::default();
        // A test holds that the shipped lists have no faults.
        certificates.lay_over(SHIPPED, FILE);
        certificates
    }

    /// Lays a town's rows over these: one of the same name is replaced, others are added.
    pub(super) fn lay_over(&mut self, text: &str, file: &str) -> Vec<TableFault> {
        let (rows, mut faults) = row::rows_of(file, text, &["banned", "lawful"]);
        let mut seen: Vec<String> = Vec::new();
        for mut row in rows {
            let (name, is_banned) = (row.required("name"), row.kind == "banned");
            if seen.contains(&name) && !name.is_empty() {
                row.fault("name", format!("「{name}」前面已经写过，这一条没有读入"));
            }
            let words = words(&mut row);
            let found = if is_banned {
                let banned = Banned {
                    name: name.clone(),
                    words,
                    not: row.texts("not"),
                    instead: row.required("instead"),
                    source: row.required("source"),
                };
                close(row, &["name", "words", "not", "instead", "source"]).map(|()| self.put_banned(banned))
            } else {
                let certainty = row.certainty();
                let lawful = Lawful {
                    name: name.clone(),
                    words,
                    basis: row.required("basis"),
                    certainty,
                    hint: row.text("hint"),
                };
                close(row, &["name", "words", "basis", "certainty", "hint"]).map(|()| self.put_lawful(lawful))
            };
            match found {
                Ok(()) => seen.push(name),
                Err(found) => faults.extend(found),
            }
        }
        faults
    }

    fn put_banned(&mut self, new: Banned) {
        match self.banned.iter_mut().find(|old| old.name == new.name) {
            Some(old) => *old = new,
            None => self.banned.push(new),
        }
    }

    fn put_lawful(&mut self, new: Lawful) {
        match self.lawful.iter_mut().find(|old| old.name == new.name) {
            Some(old) => *old = new,
            None => self.lawful.push(new),
        }
    }

    /// What is to be said of the paper that this text names. The ban goes first.
    pub fn judge(&self, text: &str) -> Verdict<'_> {
        if let Some(banned) = self.banned_certificate(text) {
            return Verdict::Banned(banned);
        }
        let said = said(text);
        let lawful = self.lawful.iter().find(|lawful| names(&said, &lawful.name, &lawful.words));
        lawful.map_or(Verdict::Unknown, Verdict::Lawful)
    }

    /// The paper on the ban list that this text names, by the list's name or by what villagers call it.
    pub fn banned_certificate(&self, text: &str) -> Option<&Banned> {
        let said = said(text);
        self.banned.iter().find(|banned| {
            names(&said, &banned.name, &banned.words) && !banned.not.iter().any(|word| said.contains(&squash(word)))
        })
    }

    /// What a village must not write, in the order of the list.
    pub fn banned(&self) -> &[Banned] {
        &self.banned
    }

    /// What the law leaves to the village: the list to choose from.
    pub fn lawful(&self) -> &[Lawful] {
        &self.lawful
    }
}

fn words(row: &mut Row<'_>) -> Vec<String> {
    let words = row.texts("words");
    if words.is_empty() {
        row.fault("words", "words 至少写一个群众的叫法");
    }
    words
}

fn close(row: Row<'_>, known: &[&str]) -> Result<(), Vec<TableFault>> {
    let faults = row.close(known);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// What was said, without what people put between the words: 健在的证明 is 健在证明.
fn said(text: &str) -> String {
    squash(text).chars().filter(|c| !matches!(c, '的' | '、' | '"' | '“' | '”' | '「' | '」' | '《' | '》')).collect()
}

fn names(said: &str, name: &str, words: &[String]) -> bool {
    said.contains(&self::said(name)) || words.iter().any(|word| said.contains(&self::said(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banned_name(text: &str) -> Option<String> {
        Certificates::shipped().banned_certificate(text).map(|banned| banned.name.clone())
    }

    #[test]
    fn the_twenty_of_the_list_are_banned_by_their_own_names_and_all_say_what_instead() {
        let lists = Certificates::shipped();
        assert_eq!(lists.banned().len(), 20);
        for (index, banned) in lists.banned().iter().enumerate() {
            assert_eq!(lists.banned_certificate(&banned.name), Some(banned));
            assert_eq!(banned.source, format!("民发（2020）20号第{}项", index + 1));
        }
    }

    #[test]
    fn nicknames_are_caught() {
        for (said, name) in [
            ("无犯罪证明", "无犯罪记录证明"),
            ("没有犯罪的证明", "无犯罪记录证明"),
            ("亲属关系证明", "亲属关系证明"),
            ("父子关系", "亲属关系证明"),
            ("母子关系证明书", "亲属关系证明"),
            ("健在证明", "健在证明"),
            ("活着证明", "健在证明"),
            ("人还活着的证明", "健在证明"),
            ("在世证明", "健在证明"),
            ("单身证明", "婚姻状况证明"),
            ("未婚 证明", "婚姻状况证明"),
            ("死亡证明", "死亡证明"),
            ("户口证明", "居民身份信息证明"),
            ("同一人证明", "居民身份信息证明"),
            ("养狗证明", "居民养犬证明"),
            ("无房证明", "居民财产证明"),
            ("存款证明", "居民财产证明"),
            ("唯一继承人证明", "遗产继承权证明"),
            ("开店场地证明", "市场主体住所证明"),
            ("身份证丢失证明", "证件遗失证明"),
            ("残疾证明", "残疾状况证明"),
            ("婚育证明", "婚育状况证明"),
            ("待业证明", "居民就业状况证明"),
            ("病情证明", "疾病状况证明"),
            ("人不见了的证明", "人员失踪证明"),
            ("改名字证明", "户口登记项目内容变更申请证明"),
            ("戒毒人员表现证明", "社区戒毒、社区康复人员情况证明"),
        ] {
            assert_eq!(banned_name(said).as_deref(), Some(name), "{said}");
        }
    }

    #[test]
    fn papers_that_only_sound_like_it_are_not_caught() {
        for said in [
            "出生医学证明",
            "死亡医学证明",
            "残疾人证",
            "低保证",
            "结婚证",
            "身份证复印件",
            "户口簿",
            "党员组织关系证明",
            "遗产管理人说明",
            "疾病诊断证明",
            "宅基地申请村级意见",
            "集体经济组织成员身份说明",
            "",
        ] {
            assert_eq!(banned_name(said), None, "{said}");
        }
    }

    #[test]
    fn a_lawful_paper_says_its_law_and_an_unknown_one_asks_for_it() {
        let lists = Certificates::shipped();
        let Verdict::Lawful(lawful) = lists.judge("宅基地建房意见") else { panic!("not lawful") };
        assert_eq!(lawful.name, "宅基地申请村级意见");
        assert!(lists.judge("宅基地建房意见").words().contains("依据《土地管理法实施条例》"));
        for unknown in ["贫困证明", "收入证明", "居住证明", ""] {
            assert_eq!(lists.judge(unknown), Verdict::Unknown, "{unknown}");
        }
        assert!(Verdict::Unknown.words().contains("请用证单位出示依据"));
        let words = lists.judge("健在证明").words();
        assert!(words.starts_with("「健在证明」村里不能开（民发（2020）20号第10项）"), "{words}");
    }

    #[test]
    fn every_lawful_paper_is_found_by_its_name_and_by_each_of_its_words() {
        let lists = Certificates::shipped();
        for lawful in lists.lawful() {
            for said in lawful.words.iter().chain([&lawful.name]) {
                assert!(matches!(lists.judge(said), Verdict::Lawful(_)), "{said}");
            }
            assert!(!lawful.basis.is_empty() && !lawful.hint.is_empty(), "{}", lawful.name);
        }
    }

    #[test]
    fn a_province_adds_to_the_ban_and_its_faults_are_told_by_line() {
        let mut lists = Certificates::shipped();
        assert_eq!(lists.lay_over("", "t"), []);
        let faults = lists.lay_over(
            "[[banned]]\nname = \"转学证明\"\nwords = [\"转学\"]\ninstead = \"由学校开\"\nsource = \"省清单\"\n\n\
             [[banned]]\nname = \"缴费票据遗失证明\"\nsource = \"省清单\"\nsuorce = \"\"\n",
            "镇里.toml",
        );
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(lists.banned_certificate("转学证明").map(|banned| banned.instead.as_str()), Some("由学校开"));
        assert_eq!(lists.banned().len(), 21);
        assert_eq!(
            told,
            [
                "镇里.toml 第7行：words 至少写一个群众的叫法",
                "镇里.toml 第7行：缺 instead",
                "镇里.toml 第10行：没有「suorce」这一项，可以写的有：name words not instead source",
            ]
        );
    }
}
