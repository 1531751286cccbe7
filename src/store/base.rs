//! The base: the records as the act of an erasure left them, in frames before the first act of the journal. The acts up to
//! there are in the chain still, but a part of them holds nothing any more, so that they cannot be played again.
//!
//! `0 | upto | link | sum | count of trees | rows per tree …`, then parts `1 | tree | id | size | record …`; numbers
//! big-endian, and all of it sealed like an act. It says itself when it is whole. What becomes of the rows is not its concern.

use sha2::{Digest, Sha256};

use crate::domain::id::Seq;

use super::error::StoreError;
use super::frame::Kind;
use super::ledger::RowPlace;
use super::reader::{Chain, Next, Reader, damaged, opened};
use super::site::Site;
use super::wire::{Body, Link, take};

const FRONT: u8 = 0;
const ROWS: u8 = 1;
/// A part is written once its rows take so many bytes.
const PART_BYTES: usize = 256 * 1024;

/// What the base says of itself, before its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Front {
    /// The last act that is in it.
    pub(super) upto: Seq,
    /// The link of the chain behind that act.
    pub(super) link: Link,
    /// Over all its rows.
    pub(super) sum: [u8; 32],
    /// Rows per tree.
    pub(super) counts: Vec<u64>,
}

/// Sums rows in their order.
#[derive(Clone)]
pub(super) struct RowSum {
    sum: Sha256,
    counts: Vec<u64>,
}

/// Rows on their way into parts.
#[derive(Default)]
pub(super) struct Part {
    rows: Vec<u8>,
}

/// The base as far as it was read.
#[derive(Default)]
pub(super) struct Reading {
    begun: Option<(Front, RowSum)>,
}

/// One row as it was written.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    /// The schema tag of its part.
    pub(super) format: u16,
    /// Where the record lay.
    pub(super) place: RowPlace,
    pub(super) record: &'a [u8],
}

/// Takes a row of the base that the front speaks of; `None` for one that cannot be.
pub(super) type EachRow<'a> = dyn FnMut(&Front, Written<'_>) -> Option<()> + 'a;

impl RowSum {
    /// Of no rows, for so many trees.
    pub(super) fn of_trees(trees: usize) -> RowSum {
        RowSum { sum: Sha256::new_with_prefix(b"daiban base 1"), counts: vec![0; trees] }
    }

    /// One row more; `None` for a tree that there is not.
    pub(super) fn add(&mut self, place: &RowPlace, record: &[u8]) -> Option<()> {
        *self.counts.get_mut(usize::from(place.tree))? += 1;
        self.sum.update([place.tree]);
        self.sum.update(place.id);
        self.sum.update((record.len() as u64).to_be_bytes());
        self.sum.update(record);
        Some(())
    }

    /// What a base of these rows says of itself.
    pub(super) fn front(self, upto: Seq, link: Link) -> Front {
        Front { upto, link, sum: self.sum.finalize().into(), counts: self.counts }
    }
}

impl Front {
    /// Its bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![FRONT];
        out.extend_from_slice(&self.upto.0.to_be_bytes());
        out.extend_from_slice(&self.link);
        out.extend_from_slice(&self.sum);
        out.extend_from_slice(&u16::try_from(self.counts.len()).unwrap_or(u16::MAX).to_be_bytes());
        self.counts.iter().for_each(|count| out.extend_from_slice(&count.to_be_bytes()));
        out
    }

    fn from_bytes(mut bytes: &[u8]) -> Option<Front> {
        let (upto, link, sum) = (take(&mut bytes)?, take(&mut bytes)?, take(&mut bytes)?);
        let mut counts = Vec::new();
        for _ in 0..u16::from_be_bytes(take(&mut bytes)?) {
            counts.push(u64::from_be_bytes(take(&mut bytes)?));
        }
        bytes.is_empty().then_some(Front { upto: Seq(u64::from_be_bytes(upto)), link, sum, counts })
    }
}

impl Part {
    /// One row more; the bytes of a part once it is full. `None` for a record that is too large to be one.
    pub(super) fn add(&mut self, place: &RowPlace, record: &[u8]) -> Option<Option<Vec<u8>>> {
        let size_bytes = u32::try_from(record.len()).ok()?;
        self.rows.push(place.tree);
        self.rows.extend_from_slice(&place.id);
        self.rows.extend_from_slice(&size_bytes.to_be_bytes());
        self.rows.extend_from_slice(record);
        Some(if self.rows.len() >= PART_BYTES { self.take() } else { None })
    }

    /// What is left at the end.
    pub(super) fn take(&mut self) -> Option<Vec<u8>> {
        let rows = std::mem::take(&mut self.rows);
        (!rows.is_empty()).then(|| [&[ROWS], rows.as_slice()].concat())
    }
}

impl Reading {
    /// Takes the plain body of the next frame, which was written under this format, and hands over its rows; `None` for
    /// what is none of the base's.
    pub(super) fn take(&mut self, format: u16, plain: &[u8], each: &mut EachRow<'_>) -> Option<()> {
        let mut rest = plain;
        match (take::<1>(&mut rest)?, &mut self.begun) {
            ([FRONT], begun @ None) => {
                let front = Front::from_bytes(rest)?;
                let sum = RowSum::of_trees(front.counts.len());
                *begun = Some((front, sum));
            }
            ([ROWS], Some((front, sum))) => {
                while !rest.is_empty() {
                    let [tree] = take::<1>(&mut rest)?;
                    let place = RowPlace { tree, id: take(&mut rest)? };
                    let size_bytes = usize::try_from(u32::from_be_bytes(take::<4>(&mut rest)?)).ok()?;
                    let (record, behind) = rest.split_at_checked(size_bytes)?;
                    sum.add(&place, record)?;
                    each(front, Written { format, place, record })?;
                    rest = behind;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// What came, once no more comes: nothing, or the whole of a base; an error for less than that.
    pub(super) fn finish(self) -> Result<Option<Front>, &'static str> {
        match self.begun {
            None => Ok(None),
            Some((front, sum)) if sum.clone().front(front.upto, front.link) == front => Ok(Some(front)),
            Some(_) => Err("底数不全"),
        }
    }
}

/// Reads the base in front of the journal of a site; `None` where there is none.
pub(super) fn read(site: &Site, format: u16, each: &mut EachRow<'_>) -> Result<Option<Front>, StoreError> {
    let folder = site.journal();
    let mut reader = Reader::first(&folder)?;
    let (mut reading, mut scratch) = (Reading::default(), Vec::new());
    let mut chain = Chain { seq: Seq(0), link: site.first_link };
    // Whatever else stands there is told by the reading of the acts.
    while let Next::Frame(head, _) = reader.next(Seq(0))?
        && head.kind == Kind::Base
    {
        let file = reader.path();
        let broken = |what| damaged(&file, Seq(1), what);
        chain.follow(&head, &Body::empty()).map_err(broken)?;
        let part = opened(&site.sealer, format, &head, reader.body(), &file, &mut scratch)?;
        part.and_then(|part| reading.take(part.format, part.plain, each)).ok_or_else(|| broken("底数坏了"))?;
    }
    reading.finish().map_err(|what| damaged(&folder, Seq(1), what))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(n: u8) -> RowPlace {
        RowPlace { tree: n % 2, id: [n; 16] }
    }

    /// The bodies of a base of these records.
    fn bodies(records: &[(u8, Vec<u8>)]) -> Vec<Vec<u8>> {
        let (mut sum, mut part, mut parts) = (RowSum::of_trees(2), Part::default(), Vec::new());
        for (n, record) in records {
            sum.add(&place(*n), record).unwrap();
            parts.extend(part.add(&place(*n), record).unwrap());
        }
        parts.extend(part.take());
        let mut bodies = vec![sum.front(Seq(9), [4; 32]).to_bytes()];
        bodies.append(&mut parts);
        bodies
    }

    type Rows = Vec<(RowPlace, Vec<u8>)>;

    fn read(bodies: &[Vec<u8>]) -> Option<(Option<Front>, Rows)> {
        let (mut reading, mut rows) = (Reading::default(), Vec::new());
        for body in bodies {
            reading.take(1, body, &mut |_, Written { place, record, .. }| {
                rows.push((place, record.to_vec()));
                Some(())
            })?;
        }
        Some((reading.finish().ok()?, rows))
    }

    #[test]
    fn a_base_is_read_as_written_and_never_shorter() {
        let records: Vec<_> = (0..9u8).map(|n| (n, vec![n; 70_000 * usize::from(n)])).collect();
        let bodies = bodies(&records);
        assert!(bodies.len() > 4, "in several parts");
        let (front, rows) = read(&bodies).unwrap();
        assert_eq!(front.unwrap().counts, [5, 4]);
        assert!(rows.into_iter().eq(records.into_iter().map(|(n, record)| (place(n), record))));
        for without in 1..bodies.len() {
            let mut fewer = bodies.clone();
            fewer.remove(without);
            assert_eq!(read(&fewer), None, "without part {without}");
        }
        assert_eq!(read(&bodies[1..]), None, "rows without their front");
        let mut swapped = bodies.clone();
        swapped.swap(2, 3);
        assert_eq!(read(&swapped), None);
        assert_eq!(read(&[bodies.clone(), bodies].concat()), None, "a base twice");
        assert_eq!(read(&[]), Some((None, Vec::new())));
    }

    /// These bytes lie in people's journals: a change here is a new layout, not a new expectation.
    #[test]
    fn the_base_keeps_its_bytes() {
        let bodies = bodies(&[(1, b"a".to_vec())]);
        let row = [&[1, 1][..], &[1; 16], &[0, 0, 0, 1, b'a']].concat();
        assert_eq!(bodies.get(1), Some(&row));
        assert_eq!((bodies[0].len(), crc32fast::hash(&bodies[0])), (91, 3_901_989_049));
    }
}
