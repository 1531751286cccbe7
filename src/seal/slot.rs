//! The key slots of a store's header: the data key, wrapped once under the passphrase and once under the recovery code.
//!
//! It makes and reads bytes, and derives. It writes no header and does not judge how good a passphrase is.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize, Zeroizing};

use super::SealFault;
use super::cipher::{self, NONCE_BYTES, TAG_BYTES, fill_random};
use super::key::{DataKey, KEY_BYTES};
use super::recovery::RecoveryCode;
use super::secret::Secret;

/// The number of this layout.
const LAYOUT: u8 = 1;
const SALT_BYTES: usize = 16;
const WRAPPED_BYTES: usize = NONCE_BYTES + KEY_BYTES + TAG_BYTES;
const SLOT_BYTES: usize = 1 + 3 * 4 + SALT_BYTES + WRAPPED_BYTES;
const CRC_BYTES: usize = 4;
/// Bytes of both slots.
pub const SLOTS_BYTES: usize = 1 + 2 * SLOT_BYTES + CRC_BYTES;

/// What one derivation costs, and so what one guess costs. It is stored in the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// Why a slot was not made or did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotFault {
    /// Not the passphrase. Nothing more is known, and nothing more is told.
    WrongPassphrase,
    /// A well-formed recovery code, but not the one of this store.
    WrongRecoveryCode,
    /// Not what was written, or a cost no program of ours ever asked for.
    Damaged,
    /// A layout this program does not know: written by a newer one.
    UnknownLayout(u8),
    /// The system did not give the memory that the derivation needs.
    NoMemory,
    /// The system gave no randomness.
    NoRandomness,
}

/// Both slots of one store.
#[derive(Clone, PartialEq, Eq)]
pub struct Slots {
    passphrase: Slot,
    recovery: Slot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Passphrase,
    Recovery,
}

#[derive(Clone, PartialEq, Eq)]
struct Slot {
    kind: Kind,
    cost: Cost,
    salt: [u8; SALT_BYTES],
    wrapped: [u8; WRAPPED_BYTES],
}

impl Cost {
    /// On an officer's desk: some tenths of a second there, and 64 MiB for every guess.
    pub const OFFICER: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// In trials only: it stops nobody.
    pub const TRIAL: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    const MEMORY_KIB_MAX: u32 = 256 * 1024;
    const PASSES_MAX: u32 = 64;
    const LANES_MAX: u32 = 16;
    /// Memory times passes, so that both limits together still end within seconds.
    const WORK_KIB_MAX: u64 = 8 * 1024 * 1024;
    /// Below this, a released program refuses.
    const MEMORY_KIB_MIN: u32 = 19 * 1024;

    /// Whether a derivation of this cost is ever done: a forged header neither hangs the program nor eats the memory,
    /// and outside of trials no store is made that a guesser has for nothing.
    fn is_bearable(self) -> bool {
        let trial = cfg!(any(test, debug_assertions));
        let work_kib = u64::from(self.memory_kib) * u64::from(self.passes);
        (1..=Cost::PASSES_MAX).contains(&self.passes)
            && (1..=Cost::LANES_MAX).contains(&self.lanes)
            && (8 * self.lanes..=Cost::MEMORY_KIB_MAX).contains(&self.memory_kib)
            && work_kib <= Cost::WORK_KIB_MAX
            && (trial || self.memory_kib >= Cost::MEMORY_KIB_MIN)
    }
}

impl Slots {
    /// Slots over a new data key, for the store of this id.
    pub fn make(
        store_id: &[u8; 16],
        cost: Cost,
        passphrase: &Secret,
        code: &RecoveryCode,
    ) -> Result<(Slots, DataKey), SlotFault> {
        let key = DataKey::random()?;
        let (typed, printed) = (passphrase.folded(), code.bytes());
        let passphrase = Slot::make(Kind::Passphrase, store_id, cost, typed.bytes(), &key)?;
        let recovery = Slot::make(Kind::Recovery, store_id, cost, printed, &key)?;
        Ok((Slots { passphrase, recovery }, key))
    }

    /// The data key, for the passphrase as [`Secret::folded`] takes it.
    pub fn open(&self, store_id: &[u8; 16], passphrase: &Secret) -> Result<DataKey, SlotFault> {
        self.passphrase.open(store_id, passphrase.folded().bytes(), SlotFault::WrongPassphrase)
    }

    /// The data key, for the recovery code.
    pub fn recover(&self, store_id: &[u8; 16], code: &RecoveryCode) -> Result<DataKey, SlotFault> {
        self.recovery.open(store_id, code.bytes(), SlotFault::WrongRecoveryCode)
    }

    /// What a guess of the passphrase costs.
    pub fn cost(&self) -> Cost {
        self.passphrase.cost
    }

    /// Replaces the passphrase. `key` is the one these slots gave; after a fault they are as before.
    pub fn replace_passphrase(
        &mut self,
        store_id: &[u8; 16],
        cost: Cost,
        key: &DataKey,
        passphrase: &Secret,
    ) -> Result<(), SlotFault> {
        self.passphrase = Slot::make(Kind::Passphrase, store_id, cost, passphrase.folded().bytes(), key)?;
        Ok(())
    }

    /// Replaces the recovery code, for a sheet that was lost or used. `key` is the one these slots gave.
    pub fn replace_recovery(
        &mut self,
        store_id: &[u8; 16],
        cost: Cost,
        key: &DataKey,
        code: &RecoveryCode,
    ) -> Result<(), SlotFault> {
        self.recovery = Slot::make(Kind::Recovery, store_id, cost, code.bytes(), key)?;
        Ok(())
    }

    /// `layout | passphrase slot | recovery slot | CRC-32`. The sum tells damage from a wrong passphrase; it protects
    /// nothing: the slots' own tags do.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(SLOTS_BYTES);
        out.push(LAYOUT);
        self.passphrase.put(&mut out);
        self.recovery.put(&mut out);
        let crc = crc32fast::hash(&out);
        out.extend_from_slice(&crc.to_be_bytes());
        out
    }

    /// Reads what [`Slots::to_bytes`] wrote. A cost beyond every reason is damage, before anything is derived.
    pub fn from_bytes(bytes: &[u8]) -> Result<Slots, SlotFault> {
        match bytes.first() {
            Some(&LAYOUT) => {}
            Some(&layout) if layout > LAYOUT => return Err(SlotFault::UnknownLayout(layout)),
            Some(_) | None => return Err(SlotFault::Damaged),
        }
        Slots::parse(bytes).ok_or(SlotFault::Damaged)
    }

    fn parse(bytes: &[u8]) -> Option<Slots> {
        let (body, crc) = bytes.split_last_chunk::<CRC_BYTES>()?;
        if crc32fast::hash(body) != u32::from_be_bytes(*crc) {
            return None;
        }
        let mut rest = body.get(1..)?;
        let passphrase = Slot::take(Kind::Passphrase, &mut rest)?;
        let recovery = Slot::take(Kind::Recovery, &mut rest)?;
        rest.is_empty().then_some(Slots { passphrase, recovery })
    }
}

impl Kind {
    fn number(self) -> u8 {
        match self {
            Kind::Passphrase => 1,
            Kind::Recovery => 2,
        }
    }
}

impl Slot {
    fn make(kind: Kind, store_id: &[u8; 16], cost: Cost, typed: &[u8], key: &DataKey) -> Result<Slot, SlotFault> {
        let mut slot = Slot { kind, cost, salt: [0; SALT_BYTES], wrapped: [0; WRAPPED_BYTES] };
        fill_random(&mut slot.salt)?;
        let wrapping = slot.wrapping_key(typed)?;
        let mut wrapped = Vec::with_capacity(WRAPPED_BYTES);
        cipher::close(&wrapping, &slot.belongs_to(store_id), key.expose(), &mut wrapped)?;
        slot.wrapped.copy_from_slice(&wrapped);
        Ok(slot)
    }

    fn open(&self, store_id: &[u8; 16], typed: &[u8], wrong: SlotFault) -> Result<DataKey, SlotFault> {
        let wrapping = self.wrapping_key(typed)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(WRAPPED_BYTES));
        cipher::open(&wrapping, &self.belongs_to(store_id), &self.wrapped, &mut plain).map_err(|_| wrong)?;
        DataKey::from_slice(&plain).ok_or(SlotFault::Damaged)
    }

    /// Argon2id over memory that is asked for first, so that a machine with too little is told so, and wiped afterwards.
    fn wrapping_key(&self, typed: &[u8]) -> Result<Zeroizing<[u8; KEY_BYTES]>, SlotFault> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        if !self.cost.is_bearable() {
            return Err(SlotFault::Damaged);
        }
        let params = Params::new(memory_kib, passes, lanes, Some(KEY_BYTES)).map_err(|_| SlotFault::Damaged)?;
        let mut blocks: Vec<Block> = Vec::new();
        let count = params.block_count();
        blocks.try_reserve_exact(count).map_err(|_| SlotFault::NoMemory)?;
        blocks.resize(count, Block::new());
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let derived =
            argon.hash_password_into_with_memory(typed, &self.salt, key.as_mut_slice(), blocks.as_mut_slice());
        blocks.iter_mut().for_each(Zeroize::zeroize);
        derived.map_err(|_| SlotFault::Damaged)?;
        Ok(key)
    }

    /// A slot of another store, of the other kind or of another cost does not fit.
    fn belongs_to(&self, store_id: &[u8; 16]) -> Vec<u8> {
        let mut out = self.front();
        out.extend_from_slice(store_id);
        out
    }

    fn front(&self) -> Vec<u8> {
        let mut out = vec![self.kind.number()];
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(&self.salt);
        out
    }

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.front());
        out.extend_from_slice(&self.wrapped);
    }

    fn take(kind: Kind, rest: &mut &[u8]) -> Option<Slot> {
        if take::<1>(rest)? != [kind.number()] {
            return None;
        }
        let cost = Cost {
            memory_kib: u32::from_be_bytes(take(rest)?),
            passes: u32::from_be_bytes(take(rest)?),
            lanes: u32::from_be_bytes(take(rest)?),
        };
        let slot = Slot { kind, cost, salt: take(rest)?, wrapped: take(rest)? };
        cost.is_bearable().then_some(slot)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (front, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*front)
}

impl From<SealFault> for SlotFault {
    fn from(fault: SealFault) -> SlotFault {
        match fault {
            SealFault::NoRandomness => SlotFault::NoRandomness,
            SealFault::TooLarge => SlotFault::Damaged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &[u8; 16] = &[7; 16];

    fn secret(text: &str) -> Secret {
        Secret::from(text.to_owned())
    }

    fn made(code: &RecoveryCode) -> (Slots, DataKey) {
        Slots::make(STORE, Cost::TRIAL, &secret("山高水长1999"), code).unwrap()
    }

    fn same(one: &DataKey, other: &DataKey) -> bool {
        one.expose() == other.expose()
    }

    fn fault(result: Result<DataKey, SlotFault>) -> Option<SlotFault> {
        result.err()
    }

    #[test]
    fn passphrase_and_recovery_code_give_the_same_key_and_nothing_else_does() {
        let code = RecoveryCode::random().unwrap();
        let (slots, key) = made(&code);
        let slots = Slots::from_bytes(&slots.to_bytes()).ok().unwrap();
        assert!(same(&slots.open(STORE, &secret("山高水长1999")).unwrap(), &key));
        assert!(same(&slots.open(STORE, &secret(" 山高水长１９９９　")).unwrap(), &key));
        assert!(same(&slots.recover(STORE, &code).unwrap(), &key));
        for wrong in ["山高水长1998", "", "山高水长 1999"] {
            assert_eq!(fault(slots.open(STORE, &secret(wrong))), Some(SlotFault::WrongPassphrase));
        }
        let other = RecoveryCode::random().unwrap();
        assert_eq!(fault(slots.recover(STORE, &other)), Some(SlotFault::WrongRecoveryCode));
        assert_eq!(fault(slots.open(&[8; 16], &secret("山高水长1999"))), Some(SlotFault::WrongPassphrase));
    }

    #[test]
    fn two_stores_under_one_passphrase_share_nothing() {
        let code = RecoveryCode::random().unwrap();
        let ((one, first), (other, second)) = (made(&code), made(&code));
        assert!(!same(&first, &second));
        assert_ne!(one.passphrase.salt, other.passphrase.salt);
        assert_ne!(one.passphrase.salt, one.recovery.salt);
        assert_ne!(one.passphrase.wrapped, other.passphrase.wrapped);
    }

    #[test]
    fn a_new_passphrase_opens_the_same_key_and_the_old_one_no_more() {
        let code = RecoveryCode::random().unwrap();
        let (mut slots, key) = made(&code);
        let opened = slots.recover(STORE, &code).unwrap();
        slots.replace_passphrase(STORE, Cost { passes: 2, ..Cost::TRIAL }, &opened, &secret("流水不腐户枢")).unwrap();
        let mut slots = Slots::from_bytes(&slots.to_bytes()).ok().unwrap();
        assert!(same(&slots.open(STORE, &secret("流水不腐户枢")).unwrap(), &key));
        assert_eq!(fault(slots.open(STORE, &secret("山高水长1999"))), Some(SlotFault::WrongPassphrase));
        assert!(same(&slots.recover(STORE, &code).unwrap(), &key));
        let fresh = RecoveryCode::random().unwrap();
        slots.replace_recovery(STORE, Cost::TRIAL, &key, &fresh).unwrap();
        assert!(same(&slots.recover(STORE, &fresh).unwrap(), &key));
        assert_eq!(fault(slots.recover(STORE, &code)), Some(SlotFault::WrongRecoveryCode));
    }

    #[test]
    fn any_harm_to_the_bytes_is_damage_and_not_a_wrong_passphrase() {
        let bytes = made(&RecoveryCode::random().unwrap()).0.to_bytes();
        assert_eq!(bytes.len(), SLOTS_BYTES);
        for at in 0..bytes.len() {
            let mut harmed = bytes.clone();
            harmed[at] ^= 1;
            assert_eq!(Slots::from_bytes(&harmed).err(), Some(SlotFault::Damaged), "byte {at}");
            assert_eq!(Slots::from_bytes(&bytes[..at]).err(), Some(SlotFault::Damaged), "cut at {at}");
        }
        let mut newer = bytes.clone();
        newer[0] = 2;
        assert_eq!(Slots::from_bytes(&newer).err(), Some(SlotFault::UnknownLayout(2)));
        assert_eq!(Slots::from_bytes(&[bytes, vec![0]].concat()).err(), Some(SlotFault::Damaged));
    }

    #[test]
    fn a_forged_cost_is_refused_before_anything_is_derived() {
        let forged = |memory_kib, passes, lanes| {
            let mut slots = made(&RecoveryCode::random().unwrap()).0;
            slots.passphrase.cost = Cost { memory_kib, passes, lanes };
            (Slots::from_bytes(&slots.to_bytes()).err(), fault(slots.open(STORE, &secret("山高水长1999"))))
        };
        let refused = (Some(SlotFault::Damaged), Some(SlotFault::Damaged));
        let beyond = [
            ((1 << 18) + 1, 1, 1),
            (1 << 21, 1, 1),
            (8, 65, 1),
            (8, 0, 1),
            (8, 1, 0),
            (1024, 1, 17),
            (8, 1, 2),
            (1 << 20, 64, 1),
        ];
        for (memory_kib, passes, lanes) in beyond.into_iter().chain([(u32::MAX, u32::MAX, u32::MAX), (0, 0, 0)]) {
            assert_eq!(forged(memory_kib, passes, lanes), refused, "{memory_kib} {passes} {lanes}");
        }
        // A cost made cheaper does not open: it is part of what the wrapped key belongs to.
        assert_eq!(forged(16, 1, 1), (None, Some(SlotFault::WrongPassphrase)));
        assert!(Cost::OFFICER.is_bearable());
    }

    #[test]
    fn slots_do_not_change_places() {
        let code = RecoveryCode::random().unwrap();
        let (slots, _) = made(&code);
        let swapped = Slots { passphrase: slots.recovery.clone(), recovery: slots.passphrase.clone() };
        assert_eq!(Slots::from_bytes(&swapped.to_bytes()).err(), Some(SlotFault::Damaged));
        let mut renamed = slots;
        renamed.recovery.kind = Kind::Passphrase;
        assert_eq!(fault(renamed.recover(STORE, &code)), Some(SlotFault::WrongRecoveryCode));
    }

    /// These bytes must open for ever, or a store made today is lost.
    #[test]
    fn slots_of_the_first_layout_still_open() {
        let slots = Slots::from_bytes(&hex(GOLDEN)).ok().unwrap();
        let key = slots.open(STORE, &secret("山高水长1999")).unwrap();
        let code = RecoveryCode::from_bytes(std::array::from_fn(|at| at as u8));
        assert!(same(&slots.recover(STORE, &code).unwrap(), &key));
        assert_eq!(hex(GOLDEN_DERIVED), key.derive("golden").to_vec());
    }

    const GOLDEN: &str = concat!(
        "0101000000080000000100000001b3fc7c4875af3aa71644479f2d1abfbe039ab57adb11538289fbab42550724d72668",
        "69b0498a65e1011e7f0d442a7adf60eacd5188636de779536ce955e42cd542aa1983c4b0470ffcd8850f69915be8131d",
        "2f272ecbd29102000000080000000100000001d486f9947d9c36290d3adc2bc199f455560efeb1e59f19c01b03c4cc0e",
        "71753aec611b38d9571fe52daab3867355f141da7cb5b86b523f1d4a7454b4110b36d42904a5c1779cd26d805f75708f",
        "a850902307d554b584ed06c2bfa6ed",
    );
    const GOLDEN_DERIVED: &str = "ce82ecf02b7a0a7fcae4d4ff678915dbc5c2707f397ab8c28aa547e4069b497e";

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
    }
}
