//! Sealed packages that are whole, and a thousand that are not.

use super::*;
use crate::domain::package::SEALED_ENDING;
use crate::exchange::package::manifest::{ManifestHead, ManifestPart};
use crate::exchange::package::{DATA_NAME, Onward, Part, fixture, listed, name, workbook};

struct Post {
    village: Identity,
    office: Identity,
    known: Vec<PublicKeys>,
}

fn post() -> Post {
    let [village, other, office] = std::array::from_fn(|_| Identity::random().unwrap());
    Post { known: vec![other.public(), village.public()], village, office }
}

impl Post {
    fn seal(&self, parts: &[Part]) -> Vec<u8> {
        seal(&pairs(parts), &self.sealing()).unwrap()
    }

    fn sealing(&self) -> Sealing {
        let from = Identity::from_slice(self.village.secret().as_slice()).unwrap();
        Sealing { from, to: self.office.public(), chain: self.chain() }
    }

    fn chain(&self) -> ManifestChain {
        let head = ManifestHead { number: fixture::meta().no, act: fixture::content().to.0, link: "00".repeat(32) };
        ManifestChain {
            recipient: self.office.public().fingerprint(),
            head,
            passed: Vec::new(),
            replies: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// The parts of a package, its manifest last.
    fn whole(&self) -> Vec<Part> {
        let (content, meta) = (fixture::content(), fixture::meta());
        let workbook = workbook(&content, &meta, &mut |_| Onward::Go).unwrap();
        let name = name::finished_name(&content.village, meta.no, meta.on, Some(SEALED_ENDING));
        listed(&content, &meta, &name, workbook, Some(self.chain())).unwrap().0
    }

    /// Seals bytes that a village with this program would never put in.
    fn seal_zip(&self, zip: &[u8]) -> Vec<u8> {
        envelope::seal(&self.village, &self.office.public(), EnvelopeKind::Package, zip).unwrap()
    }

    fn open(&self, bytes: &[u8]) -> Result<(usize, OpenedPackage), NotOpened> {
        open(bytes, &self.office, &self.known)
    }

    fn why(&self, bytes: &[u8]) -> String {
        self.open(bytes).unwrap_err().to_string()
    }
}

fn pairs(parts: &[Part]) -> Vec<(&str, &[u8])> {
    parts.iter().map(|part| (part.name, part.bytes.as_slice())).collect()
}

/// The same with a manifest that says this instead, its sum made to fit.
fn with_manifest(mut parts: Vec<Part>, change: impl FnOnce(&mut Manifest)) -> Vec<Part> {
    let last = parts.pop().unwrap();
    let mut manifest = Manifest::read(&last.bytes).unwrap();
    change(&mut manifest);
    parts.push(Part::new(MANIFEST_NAME, manifest.to_bytes().unwrap().0));
    parts
}

#[test]
fn a_package_comes_out_as_it_was_put_in_and_says_whose_it_is() {
    let post = post();
    let parts = post.whole();
    let (village, opened) = post.open(&post.seal(&parts)).unwrap();
    assert_eq!((village, opened.manifest.number), (1, fixture::meta().no));
    for part in parts.iter().filter(|part| part.name != MANIFEST_NAME) {
        assert_eq!(opened.parts.get(part.name), Some(&part.bytes), "{}", part.name);
    }
    assert_eq!(opened.parts.len(), 2);
}

#[test]
fn a_stick_found_in_the_street_tells_nothing() {
    let post = post();
    let parts = post.whole();
    let sealed = post.seal(&parts);
    let data = String::from_utf8(parts.iter().find(|part| part.name == DATA_NAME).unwrap().bytes.clone()).unwrap();
    let is_word =
        |word: &&str| word.chars().count() > 1 && word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let words: std::collections::BTreeSet<&str> = data.split(['"', '，', ' ']).filter(is_word).collect();
    assert!(words.len() > 5, "{words:?}");
    for word in words {
        let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (gb18030, _, _) = encoding_rs::GB18030.encode(word);
        for readable in [word.as_bytes(), &utf16, &gb18030] {
            assert!(!sealed.windows(readable.len()).any(|part| part == readable), "{word}");
        }
    }
}

/// A thousand harms to the sealed bytes: flips, cuts, pieces moved, repeated and filled with zeroes.
#[test]
fn a_thousand_damages_are_all_refused() {
    let (post, mut seed) = (post(), 7u64);
    let sealed = post.seal(&post.whole());
    let mut draw = |upto: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % upto
    };
    let mut refused = 0;
    for nth in 0..1_000 {
        let mut harmed = sealed.clone();
        let (at, length) = (draw(sealed.len() - 64), 1 + draw(63));
        match nth % 5 {
            0 => harmed[at] ^= 1 << draw(8),
            1 => harmed.truncate(at),
            2 => drop(harmed.drain(at..at + length)),
            3 => harmed[at..at + length].rotate_left(length / 2 + 1),
            _ => harmed.extend_from_slice(&sealed[at..at + length]),
        }
        // A piece that is turned may be the same again.
        if harmed == sealed {
            continue;
        }
        assert!(post.open(&harmed).is_err(), "{nth}");
        refused += 1;
    }
    assert!(refused > 990, "{refused}");
}

#[test]
fn what_a_stranger_seals_is_not_taken_and_what_is_for_another_office_not_opened() {
    let post = post();
    let stranger = Identity::random().unwrap();
    let from = Identity::from_slice(stranger.secret().as_slice()).unwrap();
    let foreign = seal(&pairs(&post.whole()), &Sealing { from, ..post.sealing() }).unwrap();
    assert!(post.why(&foreign).contains("不是登记过的村写的"));
    let elsewhere = seal(&pairs(&post.whole()), &Sealing { to: stranger.public(), ..post.sealing() }).unwrap();
    assert!(post.why(&elsewhere).contains("不是写给这里的"));
    // The office that can open it seals what a village wrote on to another office, under a signature of its own.
    let onward = Sealing { to: stranger.public(), ..post.sealing() };
    let onward = seal(&pairs(&post.whole()), &onward).unwrap();
    let refused = open(&onward, &stranger, &post.known).unwrap_err();
    assert_eq!(refused, NotOpened::Inside { what: "收件单位".to_owned() });
    let answers = envelope::seal(&post.village, &post.office.public(), EnvelopeKind::Answers, b"").unwrap();
    assert_eq!(post.open(&answers), Err(NotOpened::NotAPackage));
}

#[test]
fn parts_of_another_package_and_a_manifest_that_lies_are_refused_whoever_signed_them() {
    let post = post();
    let refused = |parts: &[Part], what: &str| assert!(post.why(&post.seal(parts)).contains(what), "{what}");
    let mut swapped = post.whole();
    swapped[1] = Part::new(DATA_NAME, swapped[1].bytes.iter().rev().copied().collect());
    refused(&swapped, DATA_NAME);
    refused(&with_manifest(post.whole(), |it| it.parts[1].sha256 = "0".repeat(64)), DATA_NAME);
    refused(&with_manifest(post.whole(), |it| it.parts[1].bytes -= 1), DATA_NAME);
    refused(&with_manifest(post.whole(), |it| drop(it.parts.pop())), "文件数");
    refused(&with_manifest(post.whole(), |it| it.parts.clear()), "文件数");
    refused(&with_manifest(post.whole(), |it| it.parts[1] = it.parts[0].clone()), "报表.xlsx");
    refused(&with_manifest(post.whole(), |it| it.version = 2), "新版程序");
    refused(&with_manifest(post.whole(), |it| it.parts[1].bytes = 4 << 30), "大得不像");
    let more = Part::new("说明.txt", b"x".to_vec());
    refused(&post.whole().into_iter().chain([more]).collect::<Vec<_>>(), "文件数");
    refused(&post.whole()[..2], MANIFEST_NAME);
}

#[test]
fn a_name_that_leads_out_of_the_package_is_refused() {
    let post = post();
    let name = "../数据.jsonl";
    let out = with_manifest(vec![Part::new(name, b"{}".to_vec()), post.whole().pop().unwrap()], |it| {
        it.parts = vec![ManifestPart { name: name.to_owned(), bytes: 2, sha256: hex(&Sha256::digest(b"{}")) }];
    });
    assert!(post.why(&post.seal(&out)).contains(name));
}

#[test]
fn what_claims_or_holds_too_much_is_given_up_in_time() {
    let post = post();
    let zeroes = vec![0; 40 << 20];
    let bomb = with_manifest(vec![Part::new(DATA_NAME, zeroes), post.whole().pop().unwrap()], |it| {
        it.parts = vec![ManifestPart { name: DATA_NAME.to_owned(), bytes: 10, sha256: String::new() }];
    });
    assert!(post.why(&post.seal(&bomb)).contains(DATA_NAME));
    // A directory of the zip that claims 4 GB for what is a few bytes.
    let zip = zipped(&pairs(&post.whole())).unwrap();
    let central = zip.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    for size_at in [20, 24] {
        let mut claims = zip.clone();
        claims[central + size_at..central + size_at + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFE]);
        assert!(post.open(&post.seal_zip(&claims)).is_err());
    }
    for junk in [&b""[..], b"PK\x05\x06", &zip[..zip.len() / 2]] {
        assert!(post.why(&post.seal_zip(junk)).contains("一点都没有收"));
    }
    let large = vec![0; usize::try_from(PACKAGE_SEALED_BYTES_MAX).unwrap() + 1];
    assert_eq!(post.open(&large), Err(NotOpened::TooLarge));
}

#[test]
fn what_no_office_would_take_is_not_sealed() {
    let post = post();
    let large = vec![7; usize::try_from(PACKAGE_UNPACKED_BYTES_MAX).unwrap() + 1];
    let manifest = vec![0; usize::try_from(PACKAGE_MANIFEST_BYTES_MAX).unwrap() + 1];
    let many = vec![("一", &b""[..]); PACKAGE_PARTS_MAX + 1];
    for parts in [vec![(DATA_NAME, large.as_slice())], vec![(MANIFEST_NAME, manifest.as_slice())], many] {
        assert_eq!(seal(&parts, &post.sealing()), Err(NotSealed::TooLarge));
    }
}
