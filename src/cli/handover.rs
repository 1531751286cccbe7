//! `daiban handover`: everything to the successor in one sealed file, after which this copy is to be looked at only.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::backup::Order;
use crate::desk::error::DeskError;
use crate::desk::handover::HandedOver;
use crate::desk::{Opened, fresh_mint};
use crate::domain::decide::handover::HandoverIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::handover::Handover;
use crate::store::backup::snapshot as snapshots;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::export::the_stick;
use super::{out, passphrase};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban handover --successor 姓名 [--to 文件夹]\n      daiban handover --revoke 交接编号",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 接手的代办员姓名
    #[arg(long, value_name = "姓名", required_unless_present = "revoke")]
    successor: Option<String>,
    /// 交接包写到哪里；不写就写到插着的那一个U盘
    #[arg(long, value_name = "文件夹")]
    to: Option<PathBuf>,
    /// 收回交接：包还没有被接走时，这一份又能接着记
    #[arg(long, value_name = "交接编号", conflicts_with_all = ["successor", "to"])]
    revoke: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    path: String,
    changes: u64,
    people: u64,
    tasks: u64,
    sha256: String,
    /// The sheet to print and sign.
    sheet: String,
    /// What `--revoke` takes.
    id: String,
    from: String,
    successor: String,
    term: u32,
    households: u64,
    open_tasks: u64,
    /// Originals in custody.
    originals: u64,
    /// Whether the pack lies on another disk than the data.
    other_disk: bool,
}

#[derive(Serialize)]
struct Revoked {
    revoked: String,
}

/// Hands over, or takes that back.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if let Some(code) = &args.revoke {
        return revoke(context, code);
    }
    let (to, device) = match &args.to {
        Some(to) => (to.clone(), None),
        None => the_stick()?,
    };
    let mut opened = context.open_to_write()?;
    let order = Order { to, device };
    let done = hand_over(context, &mut opened, &order, args.successor.as_deref().unwrap_or_default())?;
    if let Some(why) = &done.old_snapshots {
        out::say(&format!(
            "已经交接，只是交接以前的快照还在，没有换掉：{why}请把 {} 里的旧快照删掉，免得有人从那里接着记。",
            snapshots::place(opened.desk.dir()).display()
        ));
    }
    let answer = answer(done);
    let exit = context.answer(&answer, || text(&answer));
    out::close(opened.desk);
    Ok(exit)
}

fn hand_over(context: &Context, opened: &mut Opened, order: &Order, to: &str) -> Result<HandedOver, Failure> {
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    // What the rules refuse is refused before anybody thinks of a passphrase.
    let planned = opened.desk.plan_handover(&opened.village, &now, to, &mut fresh_mint()?)?;
    let keys = passphrase::successors_keys(&planned.to)?;
    let mut line = out::ProgressLine::new();
    let progress = &mut |what: &str, done, total| line.shown(what, done, total);
    Ok(opened.desk.hand_over(&mut opened.village, &now, (planned, order), keys, progress)?)
}

fn revoke(context: &Context, code: &str) -> Result<Exit, Failure> {
    let mut opened = context.open_to_write_though_handed_over()?;
    let to = opened.village.handed_over().map(|given| given.to.clone()).unwrap_or_default();
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let intent = Intent::Handover(HandoverIntent::Revoke(code.to_owned()));
    opened.desk.perform(&mut opened.village, &now, intent).map_err(|fault: DeskError| Failure::from(fault))?;
    let revoked = Revoked { revoked: code.trim().to_owned() };
    let exit = context.answer(&revoked, || {
        format!("交接已收回，这一份又能接着记了。\n请把给{to}的交接包要回来删掉；{to}要是已经接任，就有两份在记，请马上告诉镇里。\n")
    });
    out::close(opened.desk);
    Ok(exit)
}

fn answer(done: HandedOver) -> Answer {
    let HandedOver { path, sheet, handover, elsewhere, old_snapshots: _ } = done;
    let id = handover.code();
    let Handover { from, to, term, upto, counts, sha256, .. } = handover;
    Answer {
        path: path.display().to_string(),
        changes: upto.0,
        people: counts.people,
        tasks: counts.tasks,
        sha256,
        sheet: sheet.display().to_string(),
        id,
        from,
        successor: to,
        term,
        households: counts.households,
        open_tasks: counts.open_tasks,
        originals: counts.holds_out,
        other_disk: elsewhere,
    }
}

fn text(answer: &Answer) -> String {
    let Answer { path, sheet, id, successor, changes, households, people, tasks, open_tasks, originals, .. } = answer;
    format!(
        "已交接给{successor}，交接包写好并核对过：{path}\n\
         到第 {changes} 笔，{households} 户，{people} 人，{tasks} 件，其中没办完 {open_tasks} 件，代管证件 {originals} 件。\n\
         交接单：{sheet}\n\
         请打印交接单，当面点清证件和钱，两人签字锁好，再把交接单这个文件删掉。\n\
         {successor}在自己的电脑上先看：daiban takeover 交接包 --dry-run，再接：daiban takeover 交接包 --phone 电话\n\
         这一份从现在起只能看。要收回：daiban handover --revoke {id}\n"
    )
}
