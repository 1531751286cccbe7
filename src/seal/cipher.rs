//! XChaCha20-Poly1305 as this program uses it: a random nonce of the system for every piece, whole pieces in memory.
//!
//! It knows no layout; what stands around nonce, text and tag is the caller's.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};

use super::key::KEY_BYTES;
use super::{SealFault, Unsealable};

/// Bytes of a nonce: long enough that random ones never meet.
pub(super) const NONCE_BYTES: usize = 24;
/// Bytes of a tag.
pub(super) const TAG_BYTES: usize = 16;

/// Fills from the system's randomness.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), SealFault> {
    getrandom::fill(bytes).map_err(|_| SealFault::NoRandomness)
}

/// Appends `nonce | closed plain | tag` to `out`, under a nonce never used before.
pub(super) fn close(
    key: &[u8; KEY_BYTES],
    belongs_to: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), SealFault> {
    let mut nonce = [0; NONCE_BYTES];
    fill_random(&mut nonce)?;
    let start = out.len();
    let closed = close_under(key, &nonce, belongs_to, plain, out);
    if closed.is_err() {
        // Never half of it, and never the plain bytes.
        out.truncate(start);
    }
    closed
}

fn close_under(
    key: &[u8; KEY_BYTES],
    nonce: &[u8; NONCE_BYTES],
    belongs_to: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), SealFault> {
    out.extend_from_slice(nonce);
    let text = out.len();
    out.extend_from_slice(plain);
    let cipher = XChaCha20Poly1305::new(key.into());
    let body = out.get_mut(text..).unwrap_or_default();
    let tag = cipher.encrypt_inout_detached(&XNonce::from(*nonce), belongs_to, body.into());
    out.extend_from_slice(&tag.map_err(|_| SealFault::TooLarge)?);
    Ok(())
}

/// Opens `nonce | closed plain | tag` into `out`, which is emptied first and stays empty when the tag does not fit.
pub(super) fn open(
    key: &[u8; KEY_BYTES],
    belongs_to: &[u8],
    closed: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Unsealable> {
    out.clear();
    let (nonce, rest) = closed.split_first_chunk::<NONCE_BYTES>().ok_or(Unsealable::Damaged)?;
    let (text, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(Unsealable::Damaged)?;
    out.extend_from_slice(text);
    let cipher = XChaCha20Poly1305::new(key.into());
    let body = out.as_mut_slice();
    let opened = cipher.decrypt_inout_detached(&XNonce::from(*nonce), belongs_to, body.into(), tag.into());
    opened.map_err(|_| {
        out.clear();
        Unsealable::Damaged
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix A.3.1 of draft-irtf-cfrg-xchacha-03.
    #[test]
    fn the_cipher_is_the_published_one() {
        let plain: &[u8] =
            b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
            sunscreen would be it.";
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
        let belongs_to = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let mut out = Vec::new();
        close_under(&key, &nonce, &belongs_to, plain, &mut out).unwrap();
        assert_eq!(out[24..32], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        let tag = [0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49];
        assert_eq!(out[out.len() - 16..], tag);
    }
}
