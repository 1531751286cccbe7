//! `daiban demo`: the sample village, in a folder that is thrown away. Nothing of the user's is read or touched.

use crate::app::opening::{Keeping, News, Opening};
use crate::app::villages::Villages;
use crate::desk::Desk;
use crate::desk::scratch::ScratchFolder;
use crate::domain::id::Seq;
use crate::domain::sample;
use crate::domain::tables::Tables;
use crate::term::perform::Performer;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::screen::{self, Start};

/// The seed of the village: everybody sees the same one.
const SEED: u64 = 2026;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban demo [--tour]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 带着走一遍
    #[arg(long)]
    tour: bool,
}

/// Opens the sample village.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if context.is_data_named() {
        return Err(Failure::usage(
            "样板村放在临时的地方，退出就清掉，不能指定数据文件夹。请去掉 --data；要建自己的村，用 daiban init。",
        ));
    }
    screen::check_terminal()?;
    let scratch = ScratchFolder::new()?;
    let sample = sample::village(context.today, SEED);
    let (desk, village) = Desk::create_of(&scratch.village_dir(), &sample.acts)?;
    let mut words = "这是样板村，人和事都是编的，随便试；退出后全部清掉，您自己的数据没有动。".to_owned();
    if args.tour {
        words.push_str("带路的说明还没有做好，先按 F1 看每一屏怎么用。");
    }
    let opening = Opening {
        village,
        tables: Tables::shipped(),
        erased: Seq::default(),
        last_act_at: None,
        draft: None,
        news: News::good(words),
    };
    let start =
        Start { performer: Performer::of(desk), keeping: Keeping::Unsealed, opening, villages: Villages::default() };
    let shown = screen::show(context, start);
    drop(scratch);
    shown
}
