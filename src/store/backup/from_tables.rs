//! What the tables hold beyond a journal, and how it is taken in behind it as one act more.
//!
//! Only tables that are whole by their own sum are believed. It does not bring lost acts back: who did what in them nobody
//! knows. **Their numbers are not given again**: each is an act without content, and the taking in comes behind them. Else
//! what the town asks for by number would miss it, and a copy of what was lost would pass for the newer village.

use std::collections::BTreeMap;

use crate::disk::folder;
use crate::domain::act::Act;
use crate::domain::change::RECONCILED;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::domain::limits::RECONCILED_ACTS_MAX;
use crate::store::base;
use crate::store::encode::{act_of, body_of, record_of};
use crate::store::error::StoreError;
use crate::store::frame::Kind;
use crate::store::header::ClosedAt;
use crate::store::journal::Journal;
use crate::store::ledger::{Ledger, RowPlace};
use crate::store::reader::{Chain, Next, Reader, damaged, unseal};
use crate::store::report::OpenSplit;
use crate::store::rows::Meta;
use crate::store::rows_fault::{RowsFault, unusable};
use crate::store::scan;
use crate::store::site::Site;
use crate::store::tables::{has_tables, in_copy};
use crate::store::wire::{decode, encode};

use super::note::{Note, TakenIn};
use super::reading::go_on;
use super::{Attendant, Heard, Loss, Phase};

const DOING: &str = "照数据表补回";
/// Who the act is said to be by.
const ACTOR: &str = "程序";

/// The records, each under its place with its key and its bytes.
type Records<L> = BTreeMap<RowPlace, (<L as Ledger>::Key, <L as Ledger>::Record, Vec<u8>)>;

/// What whole tables hold.
pub(super) struct Tables<L: Ledger> {
    pub(super) meta: Meta,
    records: Records<L>,
}

/// What the tables of this store hold, where they are whole and know more than act `beyond`; `closed` is where the header
/// says that the journal ended, as far as there is a header. Tables that cannot be read say nothing.
pub(super) fn ahead<L: Ledger>(
    site: &Site,
    closed: Option<&ClosedAt>,
    beyond: Seq,
) -> Result<Option<Tables<L>>, StoreError> {
    if !has_tables(site) {
        return Ok(None);
    }
    let looked = in_copy::<L, _>(site, |rows, meta| {
        if meta.applied_seq <= beyond {
            return Ok(None);
        }
        let mut records = BTreeMap::new();
        scan::each_row::<L>(rows, &meta, site, &mut OpenSplit::default(), &mut |_| {}, &mut |place, plain| {
            let record: L::Record = decode(plain).ok_or_else(|| unusable("数据表里有一行读不出来"))?;
            records.insert(place, (L::key(&record), record, plain.to_vec()));
            Ok(())
        })?;
        Ok(Some(Tables { meta, records }))
    });
    let tables: Tables<L> = match looked {
        Ok(Ok(Some(tables))) => tables,
        // Not to be looked at for want of room is no reason to lose what they hold.
        Ok(Err(RowsFault::Full)) => return Err(site.rows_failed(RowsFault::Full)),
        Ok(Ok(None) | Err(_)) | Err(_) => return Ok(None),
    };
    let Meta { applied_seq, applying, link, .. } = &tables.meta;
    // Part of an act is no state that ever was.
    let is_whole = *applying <= *applied_seq;
    let is_of_header =
        closed.is_none_or(|closed| *applied_seq >= closed.seq && (*applied_seq != closed.seq || *link == closed.link));
    // More than any village ever does is no number to be believed, and its acts would fill the drive.
    let is_believable = applied_seq.0.saturating_sub(beyond.0) <= RECONCILED_ACTS_MAX;
    Ok((is_whole && is_of_header && is_believable).then_some(tables))
}

/// Takes in what they hold behind a journal that ends before them, and gives what is lost all the same, of whose acts
/// something knows up to `highest`. Before anything is done the person is asked.
pub(super) fn rounded_off<L: Ledger>(
    (site, journal): (&Site, &mut Journal),
    tables: Option<Tables<L>>,
    highest: Seq,
    attendant: &mut Attendant<'_>,
) -> Result<Note, StoreError> {
    let upto = tables.as_ref().map_or(journal.seq(), |tables| tables.meta.applied_seq);
    let lost = (highest > upto).then(|| (upto.next(), highest));
    if let Some((first, last)) = lost {
        go_on((attendant.accepts)(Loss::Acts { first, last }), &site.dir)?;
    }
    let taken = match tables {
        Some(tables) => Some(take_in((site, journal), tables, highest, attendant)?),
        None => None,
    };
    Ok(Note { lost, taken, ..Note::default() })
}

/// The numbers up to `known` stay empty.
fn take_in<L: Ledger>(
    (site, journal): (&Site, &mut Journal),
    tables: Tables<L>,
    known: Seq,
    Attendant { at, heard, accepts, .. }: &mut Attendant<'_>,
) -> Result<TakenIn, StoreError> {
    let (tables_upto, at) = (tables.meta.applied_seq, *at);
    let lost = (journal.seq().next(), tables_upto);
    go_on(accepts(Loss::Authors { first: lost.0, last: lost.1 }), &site.dir)?;
    journal.sync().map_err(StoreError::io(DOING, &site.journal()))?;
    let rows = difference::<L>(&played::<L>(site, journal.seq(), *heard)?, tables.records);
    let rows_count = rows.len();
    let upto = tables_upto.max(known);
    while journal.seq() < upto {
        append::<L>(site, journal, at, L::reconciled(tables_upto, Vec::new()))?;
        go_on(heard(Phase::Writing, journal.seq().0, upto.0), &site.dir)?;
    }
    append::<L>(site, journal, at, L::reconciled(tables_upto, rows))?;
    Ok(TakenIn { lost, rows_count })
}

/// Writes an act of one change, durable once the whole is.
fn append<L: Ledger>(site: &Site, journal: &mut Journal, at: Moment, change: L::Change) -> Result<(), StoreError> {
    let failed = || StoreError::io(DOING, &site.dir);
    let (seq, actor, command) = (journal.seq().next(), ACTOR.to_owned(), RECONCILED.to_owned());
    let act = Act { seq, at, actor, command, changes: vec![change], erased: 0 };
    let unwritable = || failed()(std::io::Error::from(std::io::ErrorKind::InvalidData));
    let body = body_of::<L>(&act).ok_or_else(unwritable)?;
    journal.append_unsynced(&site.sealer, L::FORMAT, &body).map_err(failed())
}

/// The records that the base and the acts of this journal make.
fn played<L: Ledger>(site: &Site, upto: Seq, heard: &mut Heard<'_>) -> Result<Records<L>, StoreError> {
    let (mut state, mut records) = (L::empty(), Records::<L>::new());
    let base = base::read(site, L::FORMAT, &mut |_, written| {
        let (place, record, bytes) = record_of::<L>(written)?;
        records.insert(place, (L::key(&record), record.clone(), bytes.into_owned()));
        L::load(&mut state, record);
        Some(())
    })?;
    let in_base = base.map_or(Seq(0), |base| base.upto);
    L::loaded(&mut state, in_base);
    let mut reader = Reader::first(&site.journal())?;
    let mut seq = Seq(0);
    while seq < upto {
        let path = reader.path();
        let Next::Frame(head, _) = reader.next(Seq(0))? else { return Err(damaged(&path, seq.next(), "变了")) };
        if head.kind == Kind::Act {
            seq = head.seq;
        }
        // What it made is in the base.
        if head.kind != Kind::Act || seq <= in_base {
            continue;
        }
        let body = unseal(&site.sealer, L::FORMAT, &head, reader.body(), &path)?;
        let body = body.ok_or_else(|| damaged(&path, head.seq, "校验对不上"))?;
        let act = act_of::<L>(head.seq, &body, &path)?;
        let staged = L::stage(&state, &act);
        for edit in &staged.rows {
            let place = L::place(&edit.key);
            match &edit.after {
                Some(record) => {
                    let bytes = encode(record).unwrap_or_default();
                    records.insert(place, (edit.key, record.clone(), bytes));
                }
                None => drop(records.remove(&place)),
            }
        }
        L::install(&mut state, &act, staged);
        go_on(heard(Phase::Checking, seq.0, upto.0), &path)?;
    }
    Ok(records)
}

/// What has to be put so that the first becomes the second.
fn difference<L: Ledger>(before: &Records<L>, after: Records<L>) -> Vec<(L::Key, Option<L::Record>)> {
    let gone: Vec<_> =
        before.iter().filter(|(place, _)| !after.contains_key(place)).map(|(_, it)| (it.0, None)).collect();
    let is_new = |place: &RowPlace, bytes: &[u8]| before.get(place).is_none_or(|it| it.2 != bytes);
    let put = after.into_iter().filter(|(place, it)| is_new(place, &it.2));
    let put: Vec<_> = put.map(|(_, (key, record, _))| (key, Some(record))).collect();
    put.into_iter().chain(gone).collect()
}

/// The journal of this store as far as it holds, copied into the folder of another.
pub(super) fn copied<L: Ledger>(
    from: &Site,
    to: &Site,
    upto: Seq,
    heard: &mut Heard<'_>,
) -> Result<Journal, StoreError> {
    let folder = to.journal();
    folder::create_durably(&folder).map_err(StoreError::io(DOING, &folder))?;
    let mut journal = Journal::create(&folder, to.first_link).map_err(StoreError::io(DOING, &folder))?;
    let mut chain = Chain { seq: Seq(0), link: to.first_link };
    let mut reader = Reader::first(&from.journal())?;
    while chain.seq < upto {
        let path = reader.path();
        let Next::Frame(head, _) = reader.next(Seq(0))? else { return Err(damaged(&path, chain.seq.next(), "变了")) };
        let body = unseal(&to.sealer, L::FORMAT, &head, reader.body(), &path)?;
        let body = body.ok_or_else(|| damaged(&path, head.seq, "校验对不上"))?;
        chain.follow(&head, &body).map_err(|what| damaged(&path, head.seq, what))?;
        match head.kind {
            // A number that was refused to the person is no act.
            Kind::NotAcknowledged => continue,
            Kind::Base | Kind::Act => {}
        }
        journal.append_sealed(head, reader.body(), chain.link).map_err(StoreError::io(DOING, &folder))?;
        go_on(heard(Phase::Checking, chain.seq.0, upto.0), &path)?;
    }
    Ok(journal)
}
