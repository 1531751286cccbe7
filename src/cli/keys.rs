//! `daiban keys`: every command with its keys, from the one table; and the examination of a keymap file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::app::command::{Scope, TABLE};
use crate::app::keymap::Keymap;
use crate::domain::table::TableFault;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban keys [--markdown]\n      daiban keys --check 文件", next_help_heading = "选项")]
pub(super) struct Args {
    /// 检查这个按键文件，列出全部错处
    #[arg(long, value_name = "文件")]
    check: Option<PathBuf>,
    /// 输出 Markdown 表格，给说明书用
    #[arg(long)]
    markdown: bool,
}

#[derive(Serialize)]
struct Row {
    command: &'static str,
    scope: &'static str,
    title: &'static str,
    keys: Vec<String>,
    help: &'static str,
}

#[derive(Serialize)]
struct Fault {
    file: String,
    line: usize,
    message: String,
}

/// Lists them, or examines a file.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if let Some(path) = &args.check {
        return check(context, path);
    }
    let (keymap, fault) = context.keymap();
    if let Some(fault) = fault {
        out::say(&fault);
    }
    let rows = rows(&keymap);
    Ok(context.answer(&rows, || if args.markdown { markdown(&keymap) } else { text(&rows) }))
}

fn check(context: &Context, path: &Path) -> Result<Exit, Failure> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let faults = match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Keymap::with_overlay(&name, &text).err().unwrap_or_default(),
        Ok(Err(_)) => vec![TableFault::new(&name, 0, "不是 UTF-8 文字，请用记事本另存为 UTF-8")],
        Err(_) => return Err(Failure::refused(format!("按键文件读不出来：{}。请检查文件名。", path.display()))),
    };
    let rows: Vec<_> = faults.iter().map(|it| (it.file.clone(), it.line, it.message.clone())).collect();
    let rows: Vec<_> = rows.into_iter().map(|(file, line, message)| Fault { file, line, message }).collect();
    let done = context.answer(&rows, || {
        let lines: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
        if lines.is_empty() { format!("{name}：没有问题\n") } else { lines }
    });
    Ok(if faults.is_empty() { done } else { Exit::Refused })
}

fn rows(keymap: &Keymap) -> Vec<Row> {
    let row = |row: &crate::app::command::Row| Row {
        command: row.id,
        scope: row.scope.id(),
        title: row.title,
        keys: keymap.keys(row.command).iter().map(ToString::to_string).collect(),
        help: row.help,
    };
    TABLE.iter().map(row).collect()
}

fn text(rows: &[Row]) -> String {
    let mut table = Table::new(&["按键", "作用", "命令", "在哪里", "说明"]);
    for row in rows {
        table.row(vec![
            row.keys.join(" "),
            row.title.to_owned(),
            row.command.to_owned(),
            row.scope.to_owned(),
            row.help.to_owned(),
        ]);
    }
    table.into_text()
}

/// The keys as tables of Markdown, one for each scope; commands without a key are left to the palette.
fn markdown(keymap: &Keymap) -> String {
    let mut text = String::new();
    for scope in Scope::ALL {
        let bound = TABLE.iter().filter(|row| row.scope == scope && !keymap.keys(row.command).is_empty());
        let lines: String = bound
            .map(|row| {
                let keys: Vec<_> = keymap.keys(row.command).iter().map(|key| format!("`{key}`")).collect();
                format!("| {} | {} | {} |\n", keys.join(" "), row.title, row.help)
            })
            .collect();
        if !lines.is_empty() {
            text.push_str(&format!("### {}\n\n| 按键 | 作用 | 说明 |\n|---|---|---|\n{lines}\n", scope.label()));
        }
    }
    text
}
