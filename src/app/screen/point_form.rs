//! 设点: where the officer sits on which days, and that it was kept on one.
//!
//! Which days a rule means is `domain::service_point`'s; the form only says whether it is understood.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::{Context, Reply};
use crate::app::form::{Field, Form};
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::id::{Seq, ServicePointId};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;
use crate::domain::service_point::{PointDays, ServicePoint};

/// A service point being written, or that it was kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct PointForm {
    /// Its fields.
    pub form: Form<PointField>,
    /// What it is for.
    pub kind: PointFormKind,
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointFormKind {
    /// A new one.
    Add,
    /// Other days or another place.
    Edit(ServicePointId),
    /// It was kept.
    Held(ServicePointId),
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointField {
    /// 名称.
    Name,
    /// 哪些天.
    Days,
    /// 几点到几点.
    Hours,
    /// 地方.
    Place,
    /// 哪天.
    On,
    /// 来的人和事.
    Words,
}

impl PointFormKind {
    /// What the form is called.
    pub fn title(self) -> &'static str {
        match self {
            PointFormKind::Add => "设一个点",
            PointFormKind::Edit(_) => "改设点",
            PointFormKind::Held(_) => "设点到场",
        }
    }
}

impl PointForm {
    /// The form of this kind; what it is about fills it in.
    pub fn of(context: &Context<'_>, kind: PointFormKind) -> PointForm {
        let point = match kind {
            PointFormKind::Add => None,
            PointFormKind::Edit(id) | PointFormKind::Held(id) => context.village.service_point(id),
        };
        let text = |of: fn(&ServicePoint) -> String| point.map(of).unwrap_or_default();
        let fields = match kind {
            PointFormKind::Add | PointFormKind::Edit(_) => vec![
                Field::text(PointField::Name, "名称", &text(|it| it.name.clone()), NAME_CHARS_MAX).hint("如：慈云场"),
                Field::text(PointField::Days, "哪些天", &text(|it| it.days.words()), NAME_CHARS_MAX)
                    .hint("逢场1、4、7（农历）；公历逢5、10；每周三、五；每月5、20号"),
                Field::text(PointField::Hours, "几点到几点", &text(|it| it.hours.clone()), NAME_CHARS_MAX)
                    .hint("如：9:00-12:00；可以不填"),
                Field::text(PointField::Place, "地方", &text(|it| it.place.clone()), NAME_CHARS_MAX)
                    .hint("如：老茶馆门口；可以不填"),
            ],
            PointFormKind::Held(_) => vec![
                Field::date(PointField::On, "哪天", Some(context.today)),
                Field::note(PointField::Words, "来的人和事", "", NOTE_CHARS_MAX)
                    .hint("没人来也记，空着就行；接了件的另接件"),
            ],
        };
        PointForm { form: Form::new(fields), kind }
    }
}

impl Filling for PointForm {
    type Name = PointField;

    fn fields(&self) -> &Form<PointField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<PointField> {
        &mut self.form
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<PointField>> {
        let id = match self.kind {
            PointFormKind::Add => context.mint(ServicePointId::mint),
            PointFormKind::Edit(id) => id,
            PointFormKind::Held(id) => {
                let on = self.form.date(PointField::On, context.today).map_err(|why| (PointField::On, why))?;
                let words = self.form.text(PointField::Words).to_owned();
                return Ok(Intent::Point(PointIntent::Held(id, on.unwrap_or(context.today), words)));
            }
        };
        let days = PointDays::parse(self.form.text(PointField::Days)).ok_or_else(|| {
            (PointField::Days, "看不懂是哪些天。写成：逢场1、4、7，或 每周三，或 每月5、20号".to_owned())
        })?;
        let text = |name| self.form.text(name).to_owned();
        let point = Box::new(ServicePoint {
            id,
            touched: Seq::default(),
            name: text(PointField::Name),
            place: text(PointField::Place),
            days,
            hours: text(PointField::Hours),
            since: context.today,
            until: None,
            held: Vec::new(),
        });
        Ok(Intent::Point(match self.kind {
            PointFormKind::Add | PointFormKind::Held(_) => PointIntent::Add(point),
            PointFormKind::Edit(_) => PointIntent::Edit(point, context.mint(ServicePointId::mint)),
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<PointField> {
        match why {
            Refusal::Blank(..) => Some(PointField::Name),
            Refusal::BadDay(..) | Refusal::Already(_) => Some(PointField::On),
            _ => None,
        }
    }

    fn stored(&self, _intent: &Intent, changes: &[Change], _context: &Context<'_>) -> Reply {
        // With other days it goes on as another point: the card below is of the one that ended.
        let card = if changes.len() > 1 { Reply::close() } else { Reply::none() };
        Reply::close().then(card)
    }
}
