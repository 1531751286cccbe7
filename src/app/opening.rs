//! What opening the data brought, and what the person should know first of it.
//!
//! It opens nothing: `desk` does, and words what it found.

use super::draft::Draft;
use super::notice::Notice;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::domain::table::TableFault;
use crate::domain::tables::Tables;
use crate::domain::village::Village;

/// Faults of the town's tables that are shown at once; the rest is counted.
const FAULTS_MAX: usize = 2;

/// What keeps the data from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// There are no data yet: the first run makes them.
    ToBeMade,
    /// Nothing: the sample village, and what an early version made without a terminal.
    Unsealed,
    /// A passphrase, and they are open.
    Sealed,
    /// A passphrase, and they are closed.
    Locked,
}

/// What was in the data folder.
#[derive(Debug)]
pub struct Opening {
    /// The village.
    pub village: Village,
    /// Its tables.
    pub tables: Tables,
    /// The act with which the data files were last made anew; 0 where they never were.
    pub erased: Seq,
    /// When the last act was kept; `None` before the first one.
    pub last_act_at: Option<Moment>,
    /// What was typed before it was locked, and not stored.
    pub draft: Option<Draft>,
    /// What the person should know first.
    pub news: News,
}

/// What the person should know first.
#[derive(Debug, Default)]
pub struct News {
    /// Sentences, the weightiest first.
    pub sentences: Vec<String>,
    /// Faults of the town's tables; `daiban doctor` lists them all.
    pub table_faults: Vec<TableFault>,
    /// Whether one of them is not good news, and has to be seen.
    pub asks: bool,
}

impl News {
    /// One good sentence.
    pub fn good(sentence: String) -> News {
        News { sentences: vec![sentence], ..News::default() }
    }

    /// Something that is not good news.
    pub fn wrong(&mut self, sentence: String) {
        self.sentences.push(sentence);
        self.asks = true;
    }

    /// Good news goes by itself; anything else is to be seen until it is answered.
    pub fn into_notice(self) -> Option<Notice> {
        let faults = self.table_faults.iter().take(FAULTS_MAX).map(|fault| format!("{fault}。"));
        let mut words = self.sentences.iter().cloned().chain(faults).collect::<Vec<_>>().join(" ");
        let more = self.table_faults.len().saturating_sub(FAULTS_MAX);
        if more > 0 {
            words.push_str(&format!(" 还有{more}处，运行 daiban doctor 看全部。"));
        }
        let notice = if self.asks || !self.table_faults.is_empty() { Notice::refused } else { Notice::done };
        (!words.is_empty()).then(|| notice(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::notice::NoticeKind;

    #[test]
    fn good_news_goes_by_itself_and_what_is_wrong_stays_to_be_seen() {
        assert_eq!(News::default().into_notice(), None);
        let mended = || News::good("首页已修好。".to_owned());
        assert_eq!(mended().into_notice().unwrap().kind, NoticeKind::Done);
        let mut news = mended();
        news.table_faults = (1..=4).map(|line| TableFault::new("matters.toml", line, "写错了")).collect();
        let notice = news.into_notice().unwrap();
        assert_eq!(notice.kind, NoticeKind::Refused);
        assert!(notice.text.contains("第2行") && notice.text.contains("还有2处") && !notice.text.contains("第3行"));
    }
}
