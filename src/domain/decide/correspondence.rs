//! Decides about the exchange with the office: keys are made once, a card is accepted, a reply is taken in once.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::CorrespondenceChange;
use crate::domain::correspondence::{Correspondence, OfficeCard, OwnSecret};
use crate::domain::id::Seq;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, required};

/// What a person wants of the exchange with the office.
#[derive(Clone, Debug)]
pub enum CorrespondenceIntent {
    /// The village gets keys of its own; the randomness is the caller's.
    MakeKeys(OwnSecret),
    /// 收下镇的公开卡: packages are sealed to it from now on.
    AcceptOffice(Box<OfficeCard>),
    /// 收下回执: its number, and those of the lost ones whose answers it said again.
    TakeReply(Vec<u32>),
}

impl CorrespondenceIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            CorrespondenceIntent::MakeKeys(_) => "correspondence.keys",
            CorrespondenceIntent::AcceptOffice(_) => "correspondence.office",
            CorrespondenceIntent::TakeReply(_) => "correspondence.reply",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: CorrespondenceIntent) -> Result<Vec<Change>, Refusal> {
    let kept = village.correspondence();
    let (what, record) = match intent {
        CorrespondenceIntent::MakeKeys(secret) => {
            if kept.is_some() {
                // Other keys would make the village a stranger to its office.
                return Err(Refusal::Already("本村的密钥早就有了，没有换"));
            }
            let record = Correspondence { touched: Seq::default(), secret, office: None, replies: Vec::new() };
            (CorrespondenceChange::KeysMade, record)
        }
        CorrespondenceIntent::AcceptOffice(card) => {
            let kept = kept.ok_or(Refusal::Already("本村还没有密钥，请先做本村的公开卡"))?;
            let name = required(&card.name, "镇里收件单位", "公开卡里没有名字，请镇里重新给一张")?;
            let office = OfficeCard { name, accepted_on: now.today, ..*card };
            let same = |it: &OfficeCard| (it.signs, it.reads) == (office.signs, office.reads) && it.name == office.name;
            if kept.office.as_ref().is_some_and(same) {
                return Err(Refusal::Already("这张公开卡已经收过了，没有变化"));
            }
            (CorrespondenceChange::OfficeAccepted, Correspondence { office: Some(office), ..kept.clone() })
        }
        CorrespondenceIntent::TakeReply(numbers) => {
            let mut kept = kept.ok_or(Refusal::Gone)?.clone();
            let new: Vec<u32> = numbers.into_iter().filter(|number| !kept.replies.contains(number)).collect();
            if new.is_empty() {
                return Err(Refusal::Already("这份回执已经收过了"));
            }
            kept.replies.extend(new);
            kept.replies.sort_unstable();
            (CorrespondenceChange::ReplyTaken, kept)
        }
    };
    Ok(vec![Change::Correspondence(what, Box::new(record))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::correspondence::{self, KEY_BYTES};
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;

    fn card(key: u8) -> Intent {
        let (signs, reads) = ([key; KEY_BYTES], [key + 1; KEY_BYTES]);
        let accepted_on = crate::domain::day::Day::from_number(0);
        let card = OfficeCard { name: "慈云镇便民服务中心".to_owned(), signs, reads, accepted_on };
        Intent::Correspondence(CorrespondenceIntent::AcceptOffice(Box::new(card)))
    }

    fn keys(key: u8) -> Intent {
        Intent::Correspondence(CorrespondenceIntent::MakeKeys(OwnSecret([key; KEY_BYTES])))
    }

    #[test]
    fn keys_are_made_once_and_a_card_is_accepted_on_the_day() {
        let mut fixture = Fixture::on("2026-11-24");
        assert!(fixture.decide(card(1)).is_err(), "nothing to answer with");
        fixture.act(keys(7));
        assert!(fixture.decide(keys(8)).is_err());
        assert_eq!(correspondence::office(&fixture.village), None);
        fixture.act(card(1));
        assert!(fixture.decide(card(1)).is_err(), "the same card says nothing new");
        let office = correspondence::office(&fixture.village).unwrap();
        assert_eq!((office.signs, office.accepted_on), ([1; KEY_BYTES], fixture.today()));
        fixture.act(card(3));
        let kept = fixture.village.correspondence().unwrap();
        assert_eq!(kept.secret, OwnSecret([7; KEY_BYTES]), "another office, the same village");
        assert_eq!(kept.office.as_ref().unwrap().signs, [3; KEY_BYTES]);
    }
}
