//! From stage to stage of 接件: what each shows to choose from, and what a choice does.

use super::asking::Asking;
use super::draft::{Draft, Entrusted, Line, PaperState, Whom};
use super::{Act, Candidate, Intake, MatterChoice, Offer, Stage};
use crate::app::numbered::Numbered;
use crate::app::screen::{Context, Reply};
use crate::domain::find::Search;
use crate::domain::intake::{self, IntakeOutcome};
use crate::domain::matter::{MatterDef, Mode, ProxyRule};
use crate::domain::person::Person;
use crate::domain::task::state::Source;
use crate::domain::task::{CERTIFICATE_CODE, ProxyTask};

/// People shown for one search; more are found by typing on.
const PEOPLE_MAX: usize = 200;

impl Intake {
    /// People that fit what was typed, found as everywhere, names that begin so first; a stranger comes last.
    pub(super) fn find_people(&mut self, context: &Context<'_>) {
        let search = Search::new(context.village, context.today, self.people.filter().text());
        let mut found = Vec::new();
        if !search.is_empty() {
            let people = context.village.people().filter(|it| it.is_registered() && search.person_by_own(it));
            let (first, rest): (Vec<&Person>, Vec<&Person>) = people.partition(|person| search.begins(person));
            let people = first.into_iter().chain(rest).take(PEOPLE_MAX);
            found.extend(people.map(|person| Candidate::Known(person.id)));
            found.push(Candidate::Stranger);
        }
        self.people.set_matches(found);
    }

    /// Matters that answer to what was typed; with nothing typed all, unless one is chosen already.
    pub(super) fn find_matters(&mut self, context: &Context<'_>) {
        let typed = self.matters.filter().text();
        let mut found = Vec::new();
        if !typed.is_empty() || self.draft.lines.is_empty() {
            let matters = context.tables.matters.find(typed, context.today);
            found.extend(matters.into_iter().map(|def| MatterChoice::Code(def.code.clone())));
        }
        if !typed.is_empty() {
            found.push(MatterChoice::Words);
        }
        self.matters.set_matches(found);
    }

    pub(super) fn go_matter(&mut self, context: &Context<'_>) {
        self.stage = Stage::Matter;
        self.matters.clear_filter();
        self.find_matters(context);
    }

    pub(super) fn open_candidate(&mut self, context: &Context<'_>) {
        match self.people.selected().copied() {
            Some(Candidate::Known(id)) => self.choose_whom(Whom::Known(id), context),
            Some(Candidate::Stranger) => self.stage = Stage::Asking(Asking::stranger(self.people.filter().text())),
            None => {}
        }
    }

    /// Takes the selected matter, or, with nothing typed, goes on to the papers.
    pub(super) fn open_matter(&mut self, context: &Context<'_>) -> Reply {
        if self.matters.filter().is_empty() && !self.draft.lines.is_empty() {
            self.go_on(context);
            return Reply::none();
        }
        let Some(choice) = self.matters.selected().cloned() else { return Reply::none() };
        let menu = match &choice {
            MatterChoice::Words => words_offers(),
            MatterChoice::Code(code) => match context.tables.matters.usable(code, context.today) {
                Ok(def) => offers(def),
                Err(why) => return Reply::refuse(why.to_string()),
            },
        };
        self.stage = Stage::Outcome(choice, menu);
        Reply::none()
    }

    pub(super) fn take_offer(&mut self, choice: &MatterChoice, offer: Offer, context: &Context<'_>) -> Reply {
        let typed = self.matters.filter().text().to_owned();
        let def = match choice {
            MatterChoice::Code(code) => context.tables.matters.get(code),
            MatterChoice::Words => None,
        };
        let variant = def.and_then(|def| Some(def.variants.get(offer.case?)?.name.clone()));
        let line = Line {
            code: def.map(|def| def.code.clone()).unwrap_or_default(),
            name: def.map_or_else(|| typed.clone(), |def| def.for_case(variant.as_deref()).name),
            words: if def.is_none() { typed } else { String::new() },
            in_person: def.is_some_and(|def| def.for_case(variant.as_deref()).proxy == ProxyRule::InPerson),
            variant,
            outcome: offer.outcome,
        };
        let certificate = line.code == CERTIFICATE_CODE && carried(line.outcome);
        if certificate || line.outcome == IntakeOutcome::NotTaken || def.is_none() {
            self.stage = Stage::Asking(Asking::line(line, context));
            return Reply::none();
        }
        self.draft.lines.push(line);
        if let Err(why) = self.draft.preview(context) {
            self.draft.lines.pop();
            return Reply::refuse(why);
        }
        self.go_matter(context);
        Reply::none()
    }

    /// Adds a matter as if it had been chosen; what the rules refuse is not added.
    pub(super) fn take_in(&mut self, def: &MatterDef, case: Option<&str>, context: &Context<'_>) {
        let of_case = def.for_case(case);
        self.draft.lines.push(Line {
            code: def.code.clone(),
            name: of_case.name,
            words: String::new(),
            in_person: of_case.proxy == ProxyRule::InPerson,
            variant: case.map(str::to_owned),
            outcome: IntakeOutcome::TakenIn,
        });
        if self.draft.preview(context).is_err() {
            self.draft.lines.pop();
        }
        self.go_matter(context);
    }

    fn go_on(&mut self, context: &Context<'_>) {
        self.draft.count_papers(context);
        if self.draft.papers.is_empty() { self.go_summary(context) } else { self.go_papers(0) }
    }

    pub(super) fn go_papers(&mut self, cursor: usize) {
        let all = Numbered::default().item("都带齐了（原件看过，当场退还）", Act::AllSeen).item("下一步", Act::Summary);
        let menu = self.draft.papers.iter().enumerate().fold(all, |menu, (place, paper)| {
            let state = match (paper.state, paper.comes_back) {
                (PaperState::Missing, _) if paper.optional => "没带，可缺",
                (PaperState::Missing, _) => "没带",
                (PaperState::Seen, true) => "看过，当场退还",
                (PaperState::Seen, false) => "收到",
                (PaperState::Kept, _) => "原件收下，由我保管",
            };
            menu.item(format!("{}：{state}", paper.name), Act::Paper(place))
        });
        self.stage = Stage::Papers(menu.at(cursor));
    }

    pub(super) fn go_summary(&mut self, context: &Context<'_>) {
        self.summary(0, context);
    }

    pub(super) fn summary(&mut self, cursor: usize, context: &Context<'_>) {
        let draft = &self.draft;
        let preview = draft.preview(context);
        let menu = match &preview {
            Ok(tasks) => Numbered::default().item(save_words(draft, tasks, context), Act::Save),
            Err(why) => Numbered::default().blocked("存好，开回执", Act::Save, why.clone()),
        };
        let came = draft.agent.as_ref().map_or("本人", |agent| agent.name.as_str());
        let on = draft.on.map_or_else(|| "今天".to_owned(), |day| format!("{day}（补记）"));
        let menu = match draft.needs_entrustment(context) {
            true => menu.item(format!("委托：{}", draft.entrusted.label()), Act::Entrusted),
            false => menu,
        };
        let mut menu = menu
            .item(format!("谁来的：{came}"), Act::Agent)
            .item(format!("怎么来的：{}", draft.source.label()), Act::Source)
            .item(format!("哪天来的：{on}"), Act::Day)
            .item("再加一件事", Act::More);
        if !draft.papers.is_empty() {
            menu = menu.item("改材料", Act::Papers);
        }
        self.stage = Stage::Summary(menu.at(cursor), preview);
    }

    pub(super) fn act(&mut self, act: Act, cursor: usize, context: &Context<'_>) -> Reply {
        match act {
            Act::AllSeen => {
                for paper in self.draft.papers.iter_mut().filter(|paper| paper.state == PaperState::Missing) {
                    paper.state = PaperState::Seen;
                }
                self.go_papers(1);
            }
            Act::Paper(place) => {
                self.next_paper_state(place);
                self.go_papers(cursor);
            }
            Act::Summary => self.go_summary(context),
            Act::Save => return self.save(context),
            Act::Entrusted => {
                let next = after(&Entrusted::ALL, self.draft.entrusted);
                if next == Entrusted::Fingerprint {
                    self.stage = Stage::Asking(Asking::witness(&self.draft.witness));
                } else {
                    self.draft.entrusted = next;
                    self.summary(cursor, context);
                }
            }
            Act::Agent => self.stage = Stage::Asking(Asking::agent(self.draft.agent.as_ref())),
            Act::Source => {
                self.draft.source = after(&Source::ALL, self.draft.source);
                self.summary(cursor, context);
            }
            Act::Day => self.stage = Stage::Asking(Asking::day(context)),
            Act::More => self.go_matter(context),
            Act::Papers => self.go_papers(0),
        }
        Reply::none()
    }

    fn next_paper_state(&mut self, place: usize) {
        if let Some(paper) = self.draft.papers.get_mut(place) {
            paper.state = match (paper.state, paper.comes_back) {
                (PaperState::Missing, _) => PaperState::Seen,
                (PaperState::Seen, true) => PaperState::Kept,
                (PaperState::Seen, false) | (PaperState::Kept, _) => PaperState::Missing,
            };
        }
    }
}

/// What saving does, with what should be known before it.
fn save_words(draft: &Draft, tasks: &[ProxyTask], context: &Context<'_>) -> String {
    let waits = draft.waits_for_entrustment(context).then_some("先登记，等委托书");
    let again = (0..tasks.len()).any(|place| intake::asked_before(context.village, tasks, place).is_some());
    let again = again.then_some("另接一件");
    match waits.into_iter().chain(again).collect::<Vec<_>>().join("，") {
        known if known.is_empty() => "存好，开回执".to_owned(),
        known => format!("存好，开回执（{known}）"),
    }
}

/// 收件3 当场办完1 咨询2.
pub(super) fn counts(lines: &[Line]) -> String {
    let kinds =
        [IntakeOutcome::TakenIn, IntakeOutcome::DoneOnTheSpot, IntakeOutcome::Answered, IntakeOutcome::NotTaken];
    let counted = kinds.iter().filter_map(|kind| {
        let count = lines.iter().filter(|line| line.outcome == *kind).count();
        (count > 0).then(|| format!("{}{count}件", kind.label()))
    });
    counted.collect::<Vec<_>>().join("，")
}

fn carried(outcome: IntakeOutcome) -> bool {
    matches!(outcome, IntakeOutcome::TakenIn | IntakeOutcome::DoneOnTheSpot)
}

fn after<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let place = all.iter().position(|item| *item == now).unwrap_or(0);
    all.get((place + 1) % all.len().max(1)).copied().unwrap_or(now)
}

/// What can come of a matter, the likely first.
fn offers(def: &MatterDef) -> Numbered<Offer> {
    let mut menu = Numbered::default();
    if def.mode == Mode::Tell {
        menu = menu.item("咨询已答（只需告知）", Offer { case: None, outcome: IntakeOutcome::Answered });
    } else if def.variants.is_empty() {
        let words = if def.for_case(None).proxy == ProxyRule::InPerson {
            "协办：预约、陪同（须本人到场）"
        } else {
            "收件代办"
        };
        menu = menu.item(words, Offer { case: None, outcome: IntakeOutcome::TakenIn });
    } else {
        for (place, variant) in def.variants.iter().enumerate() {
            let how = if variant.proxy == ProxyRule::InPerson { "协办（须本人）" } else { "收件代办" };
            let offer = Offer { case: Some(place), outcome: IntakeOutcome::TakenIn };
            menu = menu.item(format!("{how}：{}", variant.name), offer);
        }
    }
    if def.mode != Mode::Tell {
        let spot = Offer { case: None, outcome: IntakeOutcome::DoneOnTheSpot };
        menu = match def.for_case(None).can_be_done_here() {
            true => menu.item("当场办完", spot),
            false => menu.blocked("当场办完", spot, "这件要本人到区里、外单位去办，村里办不完"),
        };
        menu = menu.item("咨询已答", Offer { case: None, outcome: IntakeOutcome::Answered });
    }
    menu.item("不属代办，告知去处", Offer { case: None, outcome: IntakeOutcome::NotTaken })
}

/// What can come of a matter the catalogue does not know.
fn words_offers() -> Numbered<Offer> {
    Numbered::default()
        .item("咨询已答", Offer { case: None, outcome: IntakeOutcome::Answered })
        .item("不属代办，告知去处", Offer { case: None, outcome: IntakeOutcome::NotTaken })
}
