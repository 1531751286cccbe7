//! Acts read from the journal, one after the other: for the timeline, the last ones, putting again, rebuilding.
//!
//! It holds one act at a time, and writes nothing.

use std::marker::PhantomData;
use std::path::Path;

use crate::domain::act::Act;
use crate::domain::id::Seq;
use crate::seal::Sealer;

use super::encode::act_of;
use super::error::StoreError;
use super::frame::Kind;
use super::ledger::Ledger;
use super::reader::{Chain, Next, Reader, damaged, unseal};
use super::wire::Link;

/// Acts in the order in which they were done. After an error it ends.
pub struct Acts<L: Ledger> {
    reader: Option<Reader>,
    sealer: Sealer,
    from: Seq,
    upto: Seq,
    /// Followed when the chain is to be checked.
    chain: Option<Chain>,
    ledger: PhantomData<fn() -> L>,
}

impl<L: Ledger> Acts<L> {
    /// The acts `from` up to `upto`, both of them included.
    pub(super) fn between(folder: &Path, sealer: &Sealer, from: Seq, upto: Seq) -> Result<Acts<L>, StoreError> {
        let from = from.max(Seq(1));
        let reader = if from > upto { None } else { Some(Reader::near(folder, from)?) };
        Ok(Acts { reader, sealer: sealer.clone(), from, upto, chain: None, ledger: PhantomData })
    }

    /// The acts after the one that `chain` stands at, each checked to follow the one before.
    pub(super) fn following(folder: &Path, sealer: &Sealer, chain: Chain, upto: Seq) -> Result<Acts<L>, StoreError> {
        let mut acts = Acts::between(folder, sealer, chain.seq.next(), upto)?;
        acts.chain = Some(chain);
        Ok(acts)
    }

    /// Where the chain stands after the act that came last, if it is followed.
    pub(super) fn reached(&self) -> Option<Chain> {
        self.chain
    }

    /// The link of the chain after the act that came last, if it is followed.
    pub fn link(&self) -> Option<Link> {
        self.chain.map(|chain| chain.link)
    }

    fn read(
        reader: &mut Reader,
        sealer: &Sealer,
        from: Seq,
        chain: &mut Option<Chain>,
    ) -> Result<Act<L::Change>, StoreError> {
        loop {
            let (head, what) = match reader.next(from)? {
                Next::End(_) => return Err(damaged(&reader.path(), from, "文件到此为止")),
                Next::Bad(_, what) => return Err(damaged(&reader.path(), from, what)),
                Next::Frame(head, _) if head.seq < from => continue,
                Next::Frame(head, _) => (head, "校验对不上"),
            };
            let file = reader.path();
            let body = unseal(sealer, L::FORMAT, &head, reader.body(), &file)?;
            let body = body.ok_or_else(|| damaged(&file, head.seq, what))?;
            if let Some(chain) = chain {
                chain.follow(&head, &body).map_err(|what| damaged(&file, head.seq, what))?;
            } else if head.seq != from {
                return Err(damaged(&file, from, "编号不连续"));
            }
            match head.kind {
                Kind::Act => return act_of::<L>(head.seq, &body, &file),
                Kind::NotAcknowledged | Kind::Base => {}
            }
        }
    }
}

/// The link that this act follows, as it bears it.
pub(super) fn link_before(folder: &Path, seq: Seq) -> Result<Link, StoreError> {
    let mut reader = Reader::near(folder, seq)?;
    loop {
        match reader.next(Seq(u64::MAX))? {
            Next::Frame(head, _) if head.kind != Kind::Base && head.seq == seq => return Ok(head.prev_link),
            Next::Frame(..) => {}
            Next::End(_) => return Err(damaged(&reader.path(), seq, "文件到此为止")),
            Next::Bad(_, what) => return Err(damaged(&reader.path(), seq, what)),
        }
    }
}

impl<L: Ledger> Iterator for Acts<L> {
    type Item = Result<Act<L::Change>, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.reader.as_mut()?;
        let act = Acts::<L>::read(reader, &self.sealer, self.from, &mut self.chain);
        let last = act.is_err() || self.from >= self.upto;
        self.from = self.from.next();
        if last {
            self.reader = None;
        }
        Some(act)
    }
}
