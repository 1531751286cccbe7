//! The plain examination: the header, the whole chain of the journal, and the tables against both. It mends nothing.
//!
//! It takes the lock, so that a store in use is not examined while it changes, and leaves every file as it was: the tables
//! it opens are a copy.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::disk::folder;
use crate::domain::id::Seq;
use crate::seal::Sealer;

use super::aside;
use super::base;
use super::erasing::settling::{self, Leftover};
use super::error::{StoreError, is_bad_sector};
use super::frame::Kind;
use super::header::Header;
use super::ledger::Ledger;
use super::open::{check_format, is_store};
use super::reader::{Chain, Next, Reader, missing, unseal};
use super::report::OpenSplit;
use super::rows::{Meta, Rows};
use super::rows_fault::RowsFault;
use super::scan;
use super::segment;
use super::site::{Site, take_lock};
use super::tables::{self, has_tables};
use super::tail;
use super::undo;
use super::unlock::{self, Unlock};
use super::wire::Link;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As it should be.
    Sound,
    /// Work that a program cut off left to the next opening; nothing is harmed.
    Unfinished,
    /// It could not be looked at for want of room; nothing is known to be wrong with it.
    Unexamined,
    /// Not as it should be, and mended by the next opening.
    Mendable,
    /// Not as it should be, without a loss, and seen by a repair only.
    Repairable,
    /// Damage that the next opening refuses.
    Damage,
}

/// One thing that was examined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How serious it is.
    pub weight: Weight,
    /// Which file or folder.
    pub file: PathBuf,
    /// What was found, a plain sentence.
    pub text: String,
}

/// Examines the store in `dir`. The findings come in the order of the examination; an error means that it could not begin.
pub fn inspect<L: Ledger>(dir: &Path, unlock: Unlock<'_>) -> Result<Vec<Finding>, StoreError> {
    if !is_store(dir) {
        return Err(StoreError::NoStore { dir: dir.to_path_buf() });
    }
    let _lock = take_lock(dir)?;
    let mut findings = Vec::new();
    match settling::leftover(dir) {
        Leftover::Nothing => {}
        // The parts of two stores lie side by side: there is nothing to examine before they are in their places.
        Leftover::Ready => {
            return Ok(vec![unfinished(dir, "销毁做到最后一步时中断了，下次打开时自动做完，再检查一次")]);
        }
        Leftover::Unfinished => findings.push(unfinished(dir, "有一次销毁没有做完，下次打开时清掉，要再做一次")),
    }
    let found = Header::read(dir)?;
    check_format::<L>(dir, &found.header)?;
    match &found.to_mend {
        None => findings.push(sound(dir.join("header"), "首页完好".to_owned())),
        Some(path) => {
            findings.push(mendable(path.clone(), "首页的一份坏了，另一份完好，下次打开时自动补好".to_owned()));
        }
    }
    let key = unlock::data_key(dir, &found.header, unlock)?;
    let site = Site::new(dir, key, &found.header.store_id);
    let header = found.proven(&site)?;
    let walked = walk(&site, L::FORMAT)?;
    findings.push(of_journal(&site, &header, &walked, L::FORMAT)?);
    findings.push(of_tables::<L>(&site, &walked, header.format)?);
    findings.extend(aside::all(dir).into_iter().map(set_aside));
    Ok(findings)
}

/// The whole chain as far as it holds.
pub(super) struct Walked {
    /// The link after each act, the first one being that before act 1.
    pub(super) links: Vec<Link>,
    /// The act up to which the base goes; 0 without one.
    pub(super) base: Seq,
    /// Changes of which nothing is left but their commitment.
    erased: u64,
    /// Where it stopped holding, and why.
    pub(super) broken: Option<(PathBuf, Broken)>,
}

pub(super) enum Broken {
    /// Bytes at the end that are no whole frame.
    Torn,
    /// Anything else.
    Damage(String),
}

/// Whether the whole journal is as it should be; an opening looks no further back than it has to.
pub fn is_journal_whole<L: Ledger>(dir: &Path, unlock: Unlock<'_>) -> Result<bool, StoreError> {
    let _lock = take_lock(dir)?;
    let found = Header::read(dir)?;
    let key = unlock::data_key(dir, &found.header, unlock)?;
    let site = Site::new(dir, key, &found.header.store_id);
    let header = found.proven(&site)?;
    let found = of_journal(&site, &header, &walk(&site, L::FORMAT)?, L::FORMAT)?;
    Ok(found.weight != Weight::Damage)
}

/// Follows the whole chain, as far as it holds.
pub(super) fn walk(site: &Site, format: u16) -> Result<Walked, StoreError> {
    let mut walked = Walked { links: vec![site.first_link], base: Seq(0), erased: 0, broken: None };
    match follow(site, format, &mut walked) {
        Err(StoreError::Io { file, source, .. }) if is_bad_sector(&source) => {
            walked.broken = Some((file, Broken::Damage("磁盘读不出来".to_owned())));
        }
        followed => followed?,
    }
    Ok(walked)
}

fn follow(site: &Site, format: u16, walked: &mut Walked) -> Result<(), StoreError> {
    let folder = site.journal();
    let gap = segment::numbers(&folder).unwrap_or_default();
    let contiguous = gap.iter().zip(1u32..).all(|(number, wanted)| *number == wanted);
    if gap.is_empty() || !contiguous {
        let StoreError::JournalDamaged { what, .. } = missing(&folder, Seq(1)) else { return Ok(()) };
        walked.broken = Some((folder, Broken::Damage(what)));
        return Ok(());
    }
    let base = match base::read(site, format, &mut |_, _| Some(())) {
        Ok(base) => base,
        Err(StoreError::JournalDamaged { file, what, .. }) => {
            walked.broken = Some((file, Broken::Damage(what)));
            return Ok(());
        }
        Err(fault) => return Err(fault),
    };
    walked.base = base.as_ref().map_or(Seq(0), |base| base.upto);
    let mut reader = Reader::first(&folder)?;
    let mut chain = Chain { seq: Seq(0), link: site.first_link };
    loop {
        let stopped = match reader.next(Seq(0))? {
            Next::End(_) => return Ok(()),
            Next::Bad(place, what) => {
                let torn = !tail::sound_frame_after(&folder, place, chain.seq.next())?;
                if torn { Broken::Torn } else { Broken::Damage(what.to_owned()) }
            }
            Next::Frame(head, place) => match step(&site.sealer, format, &mut chain, &reader, &head) {
                Ok(erased) if head.kind == Kind::Act => match beside_base(base.as_ref(), &chain, erased) {
                    Ok(()) => {
                        walked.links.push(chain.link);
                        walked.erased += u64::from(erased);
                        continue;
                    }
                    Err(what) => Broken::Damage(what.to_owned()),
                },
                Ok(_) => continue,
                Err(Broken::Torn) if tail::sound_frame_after(&folder, place, chain.seq.next())? => {
                    Broken::Damage("校验对不上".to_owned())
                }
                Err(broken) => broken,
            },
        };
        walked.broken = Some((reader.path(), stopped));
        return Ok(());
    }
}

/// What is in the base is no loss; behind it nothing is erased, and its end is an act of this chain.
fn beside_base(base: Option<&base::Front>, chain: &Chain, erased: u32) -> Result<(), &'static str> {
    let upto = base.map_or(Seq(0), |base| base.upto);
    if erased > 0 && chain.seq > upto {
        return Err("内容已销毁，销毁时留下的底数又不在");
    }
    match base {
        Some(base) if chain.seq == upto && chain.link != base.link => Err("底数和流水对不上"),
        Some(_) | None => Ok(()),
    }
}

/// How many changes of the act are erased. `Torn` for a body whose tag does not fit: what follows it decides.
fn step(
    sealer: &Sealer,
    format: u16,
    chain: &mut Chain,
    reader: &Reader,
    head: &super::frame::Head,
) -> Result<u32, Broken> {
    let body = unseal(sealer, format, head, reader.body(), &reader.path());
    let body = body.map_err(|fault| Broken::Damage(fault.to_string()))?.ok_or(Broken::Torn)?;
    chain.follow(head, &body).map_err(|what| Broken::Damage(what.to_owned()))?;
    Ok(body.erased_count())
}

fn of_journal(site: &Site, header: &Header, walked: &Walked, format: u16) -> Result<Finding, StoreError> {
    let acts = walked.links.len() as u64 - 1;
    let closed = &header.closed_at;
    let broken = |what: &str| format!("流水从第 {} 笔起损坏：{what}", acts + 1);
    Ok(match &walked.broken {
        Some((file, Broken::Damage(what))) => damage(file.clone(), broken(what)),
        Some((file, Broken::Torn)) if acts < closed.seq.0 => damage(file.clone(), broken("没有写完")),
        None if acts < closed.seq.0 => {
            damage(site.journal(), format!("流水只到第 {acts} 笔，首页记到第 {} 笔", closed.seq.0))
        }
        _ if usize::try_from(closed.seq.0).ok().and_then(|seq| walked.links.get(seq)) != Some(&closed.link) => {
            damage(site.journal(), format!("流水与首页记的第 {} 笔对不上", closed.seq.0))
        }
        _ if walked.base != header.base => damage(site.journal(), "首页记的销毁和流水里的底数对不上".to_owned()),
        end @ (Some((_, Broken::Torn)) | None) => {
            match (tail::read(&site.journal(), closed, &site.sealer, format), end) {
                // Whatever else opening would refuse: a place in the header that is none of a frame's, for one.
                (Err(StoreError::JournalDamaged { file, seq, what }), _) => {
                    damage(file, format!("流水从第 {} 笔起损坏：{what}", seq.0))
                }
                (Err(fault), _) => return Err(fault),
                (Ok(_), Some((file, _))) => {
                    mendable(file.clone(), format!("流水完好，共 {acts} 笔；末尾有一笔没有写完，下次打开时移到一边"))
                }
                (Ok(_), None) => {
                    let erased = match walked.erased {
                        0 => String::new(),
                        changes => format!("；其中 {changes} 条的内容已销毁，只留校验值"),
                    };
                    sound(site.journal(), format!("流水完好，共 {acts} 笔，逐笔相接{erased}"))
                }
            }
        }
    })
}

fn of_tables<L: Ledger>(site: &Site, walked: &Walked, format: u16) -> Result<Finding, StoreError> {
    let acts = walked.links.len() as u64 - 1;
    let file = site.tables();
    let bad = |what: String| match acts {
        0 if file.exists() => damage(file.clone(), format!("数据表不能用（{what}），流水又是空的")),
        _ => mendable(file.clone(), format!("数据表不能用（{what}），下次打开时从流水重建")),
    };
    if !has_tables(site) {
        return Ok(bad("文件不见了".to_owned()));
    }
    let ahead = |meta: &Meta| ahead(&file, meta, acts);
    if let Some(why) = tables::doubt(site) {
        // Only what the next opening asks of them.
        let known = tables::in_copy::<L, _>(site, |_, meta| Ok(meta));
        return Ok(known.ok().and_then(Result::ok).and_then(|meta| ahead(&meta)).unwrap_or_else(|| bad(why)));
    }
    let read = match read_copy::<L>(site, walked.base, format) {
        Err(fault) if fault.is_bad_sector() => return Ok(bad("磁盘读不出来".to_owned())),
        read => read?,
    };
    if let Some(found) = read.as_ref().ok().and_then(|(meta, _)| ahead(meta)) {
        return Ok(found);
    }
    Ok(match read {
        Err(RowsFault::Unusable(what) | RowsFault::Slow(what)) => bad(what),
        Err(RowsFault::Full) => {
            let text = "数据表没有检查：磁盘上放不下一份用来检查的".to_owned();
            Finding { weight: Weight::Unexamined, file, text }
        }
        Err(fault @ RowsFault::Refused(_)) => damage(file.clone(), site.rows_failed(fault).to_string()),
        Ok((Meta { applied_seq, link, .. }, _))
            if usize::try_from(applied_seq.0).ok().and_then(|seq| walked.links.get(seq)) != Some(&link) =>
        {
            bad("不是这份流水的".to_owned())
        }
        Ok(_) if format != L::FORMAT => {
            let text = format!("数据是旧版本程序的格式（{format}），下次打开时换成新格式（{}）", L::FORMAT);
            Finding { weight: Weight::Unfinished, file, text }
        }
        Ok((Meta { applied_seq, .. }, _)) if applied_seq.0 < acts => {
            let text = format!("数据表记到第 {} 笔，下次打开时补到第 {acts} 笔", applied_seq.0);
            Finding { weight: Weight::Unfinished, file, text }
        }
        Ok((_, Err(seq))) => {
            let text = format!("数据表里的记录都在，只是第 {} 笔撤销用的不全，撤销不了", seq.0);
            Finding { weight: Weight::Repairable, file, text }
        }
        Ok((Meta { counts, .. }, Ok(undoable))) => {
            let rows: u64 = counts.iter().sum();
            sound(file, format!("数据表完好，共 {rows} 行，与流水一致；最近 {undoable} 笔可以撤销"))
        }
    })
}

/// Tables that know more than the journal.
fn ahead(file: &Path, meta: &Meta, acts: u64) -> Option<Finding> {
    let seq = meta.applied_seq.max(meta.applying).0;
    (seq > acts).then(|| damage(file.to_path_buf(), format!("数据表记到第 {seq} 笔，流水只到第 {acts} 笔")))
}

/// What tables say of themselves, and how many of the last acts have all their undo rows, or which has not.
type Read = (Meta, Result<u64, Seq>);

/// Reads a copy of the tables whole. Those of an older format are built anew by the next opening, whatever is in them.
fn read_copy<L: Ledger>(site: &Site, base: Seq, format: u16) -> Result<Result<Read, RowsFault>, StoreError> {
    tables::in_copy::<L, _>(site, |rows, meta| {
        if format != L::FORMAT {
            return Ok((meta, Ok(0)));
        }
        scan::load::<L>(rows, &meta, site, &mut OpenSplit::default(), &mut |_| {})?;
        let undo = check_undo::<L>(rows, site, undo::undoable(base, meta.applied_seq))?;
        Ok((meta, undo))
    })
}

/// Reads the undo rows of every act that can be undone.
fn check_undo<L: Ledger>(rows: &Rows, site: &Site, acts: RangeInclusive<u64>) -> Result<Result<u64, Seq>, RowsFault> {
    let mut whole = 0;
    for seq in acts.map(Seq) {
        match undo::read::<L>(rows, &site.sealer, seq) {
            Ok(_) => whole += 1,
            Err(RowsFault::Unusable(_)) => return Ok(Err(seq)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(Ok(whole))
}

fn set_aside(file: PathBuf) -> Finding {
    let mib = folder::size_bytes(&file).unwrap_or(0).div_ceil(1024 * 1024);
    sound(file, format!("移开的旧数据表，占 {mib} MB，程序不再用它；不想留就把这个文件夹整个删掉"))
}

fn unfinished(dir: &Path, text: &str) -> Finding {
    Finding { weight: Weight::Unfinished, file: dir.to_path_buf(), text: text.to_owned() }
}

fn sound(file: PathBuf, text: String) -> Finding {
    Finding { weight: Weight::Sound, file, text }
}

fn mendable(file: PathBuf, text: String) -> Finding {
    Finding { weight: Weight::Mendable, file, text }
}

fn damage(file: PathBuf, text: String) -> Finding {
    Finding { weight: Weight::Damage, file, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::plan;
    use crate::store::Store;
    use crate::store::encode::puts_of;
    use crate::store::healing::files;
    use crate::store::toy::{Toy, ToyChange, ToyState, act};
    use crate::store::trial::{OPTIONS, commit, copy, reopen};

    fn weights(dir: &Path) -> Vec<Weight> {
        let before = files(dir);
        let found = inspect::<Toy>(dir, Unlock::Nothing).unwrap();
        assert_eq!(files(dir), before, "no file is changed, made or removed");
        found.into_iter().map(|finding| finding.weight).collect()
    }

    #[test]
    fn it_tells_sound_unfinished_mendable_and_damaged_apart_and_changes_nothing() {
        use Weight::{Damage, Mendable, Sound, Unfinished};
        let temp = tempfile::tempdir().unwrap();
        let (dir, trial) = (temp.path().join("village"), temp.path().join("trial"));
        let mut store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
        let mut state = ToyState::default();
        for n in 0..20 {
            commit(&mut store, &mut state, vec![ToyChange::Set(n, "甲".to_owned())]).unwrap();
        }
        assert!(matches!(inspect::<Toy>(&dir, Unlock::Nothing), Err(StoreError::InUse { .. })));
        store.close().unwrap();
        assert_eq!(weights(&dir), [Sound, Sound, Sound]);
        let file = |name: &str| trial.join(name);
        let flip = |name: &str, at: usize| {
            let mut bytes = std::fs::read(file(name)).unwrap();
            bytes[at] ^= 1;
            std::fs::write(file(name), bytes).unwrap();
        };
        let header = |change: &dyn Fn(&mut Header)| {
            let mut header = Header::read(&trial).unwrap().header;
            change(&mut header);
            header.write(&Site::new(&trial, None, &header.store_id)).unwrap();
        };
        let blank = vec![0; std::fs::read(dir.join("journal/0001")).unwrap().len()];
        let harm: [(&dyn Fn(), &[Weight]); 9] = [
            (&|| flip("header.2", 40), &[Mendable, Sound, Sound]),
            (&|| flip("journal/0001", 300), &[Sound, Damage, Damage]),
            (&|| std::fs::remove_file(file("sled/db")).unwrap(), &[Sound, Sound, Mendable]),
            (&|| std::fs::write(file("journal/0001"), "").unwrap(), &[Sound, Damage, Damage]),
            (&|| header(&|header| header.closed_at.offset += 1), &[Sound, Damage, Sound]),
            (&|| std::fs::write(file("sled/snap.0000000000000001.generating"), "half").unwrap(), &[Sound; 3]),
            (&|| std::fs::create_dir(file("sled.new")).unwrap(), &[Sound; 3]),
            (&|| std::fs::write(file("sled.doubt"), "很久没有回应").unwrap(), &[Sound, Sound, Mendable]),
            (
                &|| {
                    std::fs::write(file("journal/0001"), &blank).unwrap();
                    std::fs::write(file("sled/db"), "").unwrap();
                },
                &[Sound, Damage, Damage],
            ),
        ];
        for (n, (harm, expected)) in harm.iter().enumerate() {
            copy(&dir, &trial);
            harm();
            assert_eq!(weights(&trial), *expected, "harm {n}");
            assert_eq!(weights(&trial), *expected, "harm {n}, examined again");
        }
        copy(&dir, &trial);
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        commit(&mut store, &mut state, vec![ToyChange::Set(1, "乙".to_owned())]).unwrap();
        copy(&dir.join("journal"), &file("journal"));
        assert_eq!(weights(&trial), [Sound, Sound, Unfinished]);
    }

    #[test]
    fn without_room_for_a_copy_of_the_tables_the_examination_says_so_and_calls_it_no_damage() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        crate::store::healing::closed(&dir, 3);
        for free in [0, tables::LOOK_SPARE_BYTES] {
            plan::set_free(Some(free));
            assert_eq!(weights(&dir), [Weight::Sound, Weight::Sound, Weight::Unexamined]);
        }
        plan::set_free(None);
        // Another program takes the room in between.
        plan::fill_at(3, u32::MAX);
        let found = weights(&dir);
        plan::count();
        assert_eq!(found, [Weight::Sound, Weight::Sound, Weight::Unexamined]);
        assert_eq!(weights(&dir), [Weight::Sound; 3]);
    }

    #[test]
    fn undo_rows_that_are_not_all_there_are_found_and_tables_set_aside_are_listed() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let state = crate::store::healing::closed(&dir, 3);
        let (store, _, _) = reopen(&dir).unwrap();
        store.check_undo().unwrap();
        let undo = store.rows.as_ref().unwrap().undo().unwrap().clone();
        let key = undo.scan_prefix(2u64.to_be_bytes()).keys().last().unwrap().unwrap();
        undo.remove(key).unwrap();
        drop(undo);
        store.close().unwrap();
        assert_eq!(weights(&dir), [Weight::Sound, Weight::Sound, Weight::Repairable]);
        let (store, _, report) = reopen(&dir).unwrap();
        assert!(report.rebuilt.is_none() && store.check_undo().is_err());
        drop(store);
        let (store, again, report) = reopen(&dir).unwrap();
        assert!(again == state && report.rebuilt.is_some() && store.check_undo().is_ok());
        drop(store);
        let found = inspect::<Toy>(&dir, Unlock::Nothing).unwrap();
        assert_eq!(found.last().unwrap().file, dir.join("sled.bad.1"));
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{found:?}");
    }

    #[test]
    fn tables_with_part_of_an_act_that_the_journal_lacks_are_damage_as_for_the_opening() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let mut store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
        commit(&mut store, &mut ToyState::default(), vec![ToyChange::Set(1, "甲".to_owned())]).unwrap();
        let act = act(2, (0..1_500).map(|n| ToyChange::Set(n, "户".to_owned())).collect());
        let staged = Toy::stage(&ToyState::default(), &act);
        let puts = puts_of::<Toy>(&staged, Seq(2), &store.site, true).unwrap();
        store.rows.clone().unwrap().apply_part(&store.meta, Seq(2), &puts.into(), 1_000).unwrap();
        store.close().unwrap();
        assert_eq!(weights(&dir).last(), Some(&Weight::Damage));
        assert!(matches!(reopen(&dir), Err(StoreError::JournalDamaged { seq: Seq(2), .. })));
    }
}
