//! `daiban init`: founds the village.

use serde::Serialize;

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::villages;
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::tables::Tables;
use crate::domain::text::group::list;
use crate::domain::village::Village;

use super::context::{Context, unlocked};
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};

/// Said where a founding that was cut off is taken up again.
const SEALED_BEFORE: &str = "上次没有建完，现在接着建：口令和恢复码还是上次定的，这次没有写恢复单。";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban init --village 村名 --town 镇名 --liaison 姓名 [--group 社名]...",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 村(居)名，写全称
    #[arg(long, value_name = "村名")]
    village: String,
    /// 镇(街)名，写全称
    #[arg(long, value_name = "镇名")]
    town: String,
    /// 代办员姓名
    #[arg(long, value_name = "姓名")]
    liaison: String,
    /// 代办员电话
    #[arg(long, value_name = "电话", default_value = "", hide_default_value = true)]
    phone: String,
    /// 社(组)名，可以写几次，也可以写 1-5社；导入名册时也会自动添上
    #[arg(long, value_name = "社名")]
    group: Vec<String>,
    /// 恢复单写到这个文件；不写，有终端时就在屏幕上抄一遍
    #[arg(long, value_name = "文件")]
    recovery: Option<std::path::PathBuf>,
}

#[derive(Serialize)]
struct Founded {
    village: String,
    town: String,
    liaison: String,
    data: String,
}

/// Founds it.
pub(super) fn run(context: &Context, args: Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    let tables = Tables::shipped();
    let now = Now { at: context.at, today: context.today, actor: args.liaison.trim(), tables: &tables };
    let whose = format!("{}{}", args.town.trim(), args.village.trim());
    let (file, occasion) = (args.recovery.as_deref(), Occasion::Founding);
    let sheet = Sheet { village: &whose, on: context.at.day(), file, occasion };
    let founding = VillageIntent::Found {
        name: args.village,
        township: args.town,
        liaison: args.liaison.clone(),
        phone: args.phone,
        groups: args.group,
    };
    let founding = Intent::Village(founding);
    let (desk, village) = if Desk::is_there(&dir) {
        let (desk, village) = unlocked(|unlock| Desk::found_there(&dir, unlock, &now, founding.clone()))??;
        out::say(SEALED_BEFORE);
        (desk, village)
    } else {
        // What the rules refuse is refused before anybody thinks of a passphrase.
        decide(&Village::default(), &now, founding.clone()).map_err(DeskError::from)?;
        let keys = passphrase::new_keys(&sheet)?;
        Desk::found(&dir, Some(&keys), &now, founding).inspect_err(|_| {
            // Once there is a store, its code is on this sheet and nowhere else.
            if !Desk::is_there(&dir) {
                sheet.withdraw();
            }
        })?
    };
    let info = village.info;
    villages::remember(&info.name, &dir);
    let data = std::path::absolute(&dir).unwrap_or(dir).display().to_string();
    let groups: Vec<String> = info.groups.into_iter().map(|group| group.name).collect();
    let told = if groups.is_empty() { String::new() } else { format!("社有{}\n", list::told(&groups)) };
    let founded = Founded { village: info.name, town: info.township, liaison: info.liaison, data };
    let done = context.answer(&founded, || {
        format!(
            "{}{}建好了，代办员 {}。\n{told}数据在 {}\n下一步：daiban import 名册文件，把农户导进来；或者直接运行 daiban。\n",
            founded.town, founded.village, founded.liaison, founded.data
        )
    });
    out::close(desk);
    Ok(done)
}
