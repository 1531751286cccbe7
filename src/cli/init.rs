//! `daiban init`: founds the village.

use serde::Serialize;

use crate::desk::Desk;
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::tables::Tables;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::{out, passphrase};

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
    /// 社(组)名，可以写几次；导入名册时也会自动添上
    #[arg(long, value_name = "社名")]
    group: Vec<String>,
    /// 没有终端时，恢复单写到这个文件（数据加密后才用得上）
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
    let given = passphrase::check()?;
    let dir = context.data_folder()?;
    let tables = Tables::shipped();
    let now = Now { at: context.at, today: context.today, actor: args.liaison.trim(), tables: &tables };
    let founding = VillageIntent::Found {
        name: args.village,
        township: args.town,
        liaison: args.liaison.clone(),
        phone: args.phone,
        groups: args.group,
    };
    let (desk, village) = Desk::found(&dir, &now, Intent::Village(founding))?;
    if given || args.recovery.is_some() {
        out::say("提示：这一版还没有给数据加密，口令没有用上，也没有恢复单。请看好这台电脑。");
    }
    let data = std::path::absolute(&dir).unwrap_or(dir).display().to_string();
    let info = village.info;
    let founded = Founded { village: info.name, town: info.township, liaison: info.liaison, data };
    let done = context.answer(&founded, || {
        format!(
            "{}{}建好了，代办员 {}。\n数据在 {}\n下一步：daiban import 名册文件，把农户导进来；或者直接运行 daiban。\n",
            founded.town, founded.village, founded.liaison, founded.data
        )
    });
    out::close(desk);
    Ok(done)
}
