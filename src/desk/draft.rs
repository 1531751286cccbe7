//! Forms that are not stored, kept sealed beside the journal while the data are locked.
//!
//! What they hold is `app`'s; what cannot be taken up again is moved aside, and said.

use super::Desk;
use super::error::DeskError;
use crate::app::draft::Draft;
use crate::app::opening::News;
use crate::store::draft::Found;

impl Desk {
    /// Keeps the forms in the place of those kept before.
    pub fn keep_draft(&self, draft: &Draft) -> Result<(), DeskError> {
        Ok(self.store.keep_draft(draft.bytes())?)
    }

    /// Removes them: they are stored, or given up.
    pub fn forget_draft(&self) -> Result<(), DeskError> {
        Ok(self.store.forget_draft()?)
    }

    /// The forms that are kept. What opens to none never keeps the data from opening.
    pub(super) fn draft(&self, news: &mut News) -> Option<Draft> {
        let found = match self.store.draft() {
            Found::Nothing => return None,
            Found::Whole(text) => Draft::read(text),
            Found::Unreadable => None,
        };
        if found.is_none() {
            let aside = match self.store.set_draft_aside() {
                Ok(aside) => format!("已改名为 {}", aside.display()),
                Err(_) => "没有动它".to_owned(),
            };
            news.wrong(format!("锁上时没填完的那张表（drafts）打不开，{aside}，请重新填。存好的都在。"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::app::message::StoreKeys;
    use crate::app::screen::Screen;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;
    use crate::seal::recovery::{Credential, RecoveryCode};
    use crate::seal::secret::Secret;
    use crate::seal::slot::Cost;

    fn sealed(dir: &Path) -> Desk {
        let keys = StoreKeys {
            passphrase: Secret::from("桃花流水鳜鱼肥".to_owned()),
            code: Arc::new(RecoveryCode::random().unwrap()),
        };
        Desk::make_sealed(dir, keys, Cost::TRIAL).unwrap()
    }

    fn reopened(dir: &Path) -> Desk {
        let passphrase = Credential::of(Secret::from("桃花流水鳜鱼肥".to_owned()));
        Desk::unlock(dir, &passphrase, &mut |_| {}).unwrap().desk
    }

    /// A note that is not stored.
    fn draft() -> Draft {
        let mut drive = Drive::sealed(Fixture::on("2026-11-24"));
        drive.keys("<Ctrl+K>欧阳翠花问高龄津贴<Ctrl+L>");
        drive.draft.unwrap()
    }

    fn found(desk: &Desk) -> (Option<Draft>, News) {
        let mut news = News::default();
        (desk.draft(&mut news), news)
    }

    #[test]
    fn what_is_kept_is_there_in_the_next_process_and_in_no_file_in_clear() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let desk = sealed(&dir);
        assert!(found(&desk).0.is_none());
        desk.keep_draft(&draft()).unwrap();
        desk.keep_draft(&draft()).unwrap();
        // As a program that is killed leaves it: nothing more is written.
        drop(desk);
        let bytes = std::fs::read(dir.join("drafts")).unwrap();
        let holds = |wanted: &str| bytes.windows(wanted.len()).any(|part| part == wanted.as_bytes());
        assert!(!holds("翠花") && !holds("Note"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(dir.join("drafts")).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let desk = reopened(&dir);
        let (kept, news) = found(&desk);
        assert_eq!(kept.unwrap().bytes(), draft().bytes());
        assert!(!news.asks);
        desk.forget_draft().unwrap();
        assert!(found(&desk).0.is_none() && !dir.join("drafts").exists());
        desk.forget_draft().unwrap();
    }

    #[test]
    fn drafts_of_another_village_or_damaged_ones_are_set_aside_and_said() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, other) = (temp.path().join("village"), temp.path().join("other"));
        let (desk, others) = (sealed(&dir), sealed(&other));
        others.keep_draft(&draft()).unwrap();
        desk.keep_draft(&draft()).unwrap();
        let own = std::fs::read(dir.join("drafts")).unwrap();
        let mut harmed = own.clone();
        harmed[own.len() / 2] ^= 1;
        let cases = [std::fs::read(other.join("drafts")).unwrap(), harmed, own[..own.len() / 2].to_vec(), Vec::new()];
        for (n, bytes) in (1..).zip(cases) {
            std::fs::write(dir.join("drafts"), &bytes).unwrap();
            let (kept, news) = found(&desk);
            assert!(kept.is_none() && news.asks, "{news:?}");
            assert!(news.sentences[0].contains(&format!("drafts.bad.{n}")), "{news:?}");
            assert_eq!(std::fs::read(dir.join(format!("drafts.bad.{n}"))).unwrap(), bytes);
            assert!(!dir.join("drafts").exists());
        }
    }

    #[test]
    fn a_village_without_a_passphrase_keeps_no_forms_and_takes_none_up() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (desk, _) = Desk::create(&dir, None).unwrap();
        assert!(desk.keep_draft(&draft()).is_err() && !dir.join("drafts").exists());
        std::fs::write(dir.join("drafts"), draft().bytes()).unwrap();
        assert!(found(&desk).0.is_none() && dir.join("drafts.bad.1").exists());
    }

    #[test]
    fn a_full_disk_keeps_the_forms_kept_before() {
        use crate::disk::fault::{Step, plan};
        let temp = tempfile::tempdir().unwrap();
        let desk = sealed(&temp.path().join("village"));
        desk.keep_draft(&draft()).unwrap();
        plan::set(vec![plan::Refusal {
            step: Step::Write,
            path_has: "drafts",
            after: 0,
            times: 1,
            kind: std::io::ErrorKind::StorageFull,
        }]);
        assert!(desk.keep_draft(&draft()).is_err());
        plan::set(Vec::new());
        assert!(found(&desk).0.is_some());
    }

    #[test]
    fn the_forms_are_what_the_screens_make_of_them() {
        let mut drive = Drive::sealed(Fixture::on("2026-11-24"));
        drive.draft = Some(draft());
        drive.keys(&format!("<Ctrl+L>{}<Enter>", Drive::PASSPHRASE));
        assert!(matches!(drive.app.top(), Some(Screen::Note(_))));
    }
}
