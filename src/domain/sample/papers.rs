//! What the liaison of the sample village wrote down of papers and of the own post: a card that soon runs out, some that are
//! good for long, since when the post is held.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::document::DocumentIntent;
use crate::domain::decide::village::{PostTyped, PostWish, VillageIntent};
use crate::domain::document::{Document, ID_CARD};
use crate::domain::id::{DocumentId, IdMint, Seq};
use crate::domain::post::PostKind;
use crate::domain::village::Village;

use super::days::Days;

/// The days ago on which they were seen.
const SEEN_DAYS_AGO: i32 = 60;
/// Whose, by the place of the household, and the months from today on for which the paper is good; `None` for ever.
const PAPERS: [(usize, &str, Option<i32>); 4] =
    [(4, ID_CARD, Some(1)), (9, ID_CARD, Some(40)), (15, ID_CARD, None), (21, "残疾人证", Some(70))];
/// The months for which the post is held.
const POST_MONTHS: i32 = 43;

/// They were written down on one day, the post in the first week.
pub(super) fn intents(village: &Village, days: Days<'_>, (first, mint): (Day, &mut IdMint)) -> Vec<(Day, Intent)> {
    let seen_on = days.worked_ago(SEEN_DAYS_AGO);
    let info = &village.info;
    let post = PostTyped {
        title: "农业服务站干部".to_owned(),
        kind: PostKind::Staff,
        since: days.today.plus_months(-POST_MONTHS),
    };
    let post = Intent::Village(VillageIntent::Edit {
        name: info.name.clone(),
        township: info.township.clone(),
        liaison: info.liaison.clone(),
        phone: info.phone.clone(),
        post: PostWish::Written(post),
    });
    let paper = |(place, kind, months): (usize, &str, Option<i32>)| {
        let person = village.households().nth(place)?.head?;
        let document = Document {
            id: DocumentId::mint(mint, Moment::at(seen_on, 12, 0)),
            touched: Seq::default(),
            person,
            kind: kind.to_owned(),
            valid_until: months.map(|months| days.today.plus_months(months)),
            noted_on: seen_on,
        };
        Some((seen_on, Intent::Document(DocumentIntent::Note(Box::new(document)))))
    };
    PAPERS.into_iter().filter_map(paper).chain([(first, post)]).collect()
}
