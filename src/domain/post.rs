//! The post 任职 of the liaison: what it is, and since when it is held. The rotation is counted from it.
//!
//! One is kept, that of whoever is the liaison; after a taking over it is the former one's until the new one writes theirs,
//! and nothing is derived from it.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::Seq;
use super::village::Village;

/// What kind of post it is. The order is in stored bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostKind {
    /// 负责人: a head.
    Head,
    /// 一般干部.
    Staff,
    /// 专业技术人员.
    Specialist,
}

impl PostKind {
    /// All of them.
    pub const ALL: [PostKind; 3] = [PostKind::Head, PostKind::Staff, PostKind::Specialist];

    /// As tables and forms write it.
    pub fn label(self) -> &'static str {
        match self {
            PostKind::Head => "负责人",
            PostKind::Staff => "一般干部",
            PostKind::Specialist => "专业技术人员",
        }
    }
}

/// The post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The act that last touched this record.
    pub touched: Seq,
    /// Who holds it, by name.
    pub holder: String,
    /// What it is called 职务; may be empty.
    pub title: String,
    /// Which kind.
    pub kind: PostKind,
    /// Since when 任现职起始.
    pub since: Day,
}

/// The post of whoever is the liaison now; `None` where nobody has written it.
pub fn current(village: &Village) -> Option<&Post> {
    village.post().filter(|post| post.holder == village.info.liaison)
}
