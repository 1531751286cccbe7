//! The built program in a terminal: memory after the first frame, and what it does while nobody types. Linux only.
//!
//! It reads what the system says of the process, and asserts nothing.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::table;
use crate::village::{self, LARGE, Size};

const IDLE: Duration = Duration::from_secs(10);
const MEMORY_MB_MAX: f64 = 60.0;
/// The program asks where the cursor is; whoever is the terminal must answer.
const WHERE: &[u8] = b"\x1b[6n";

pub(crate) fn run() {
    for (name, size) in [
        ("3,000 households, 12,000 people, 15,000 tasks", LARGE),
        ("300 households, 1,200 people, 150 tasks", Size { households: 300, tasks: 150 }),
    ] {
        table::heading(&format!("The program in a terminal: {name}"));
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        drop(village::make(&dir, size));
        watch(&dir);
    }
}

/// Opens the village there in a terminal, and watches it.
pub(crate) fn watch(dir: &Path) {
    let pty = native_pty_system().openpty(PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daiban"));
    command.args(["--date", "2026-11-24", "--data"]);
    command.arg(dir);
    command.env("TERM", "xterm-256color");
    let since = Instant::now();
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let (rows, columns) = (NonZero::new(30u16).unwrap(), NonZero::new(100u16).unwrap());
    let shown = Arc::new(Mutex::new((vt100::Parser::new(rows, columns, 0), 0u32)));
    let (mut reader, mut writer) = (pty.master.try_clone_reader().unwrap(), pty.master.take_writer().unwrap());
    let seen = Arc::clone(&shown);
    std::thread::spawn(move || {
        let mut piece = [0u8; 65_536];
        while let Ok(bytes @ 1..) = reader.read(&mut piece) {
            let piece = &piece[..bytes];
            if piece.windows(WHERE.len()).any(|at| at == WHERE) {
                let _ = writer.write_all(b"\x1b[1;2R");
            }
            let mut seen = seen.lock().unwrap();
            seen.0.process(piece);
            seen.1 += u32::try_from(bytes).unwrap();
        }
    });
    while !shown.lock().unwrap().0.screen().contents().contains("今日要办") {
        std::thread::sleep(Duration::from_millis(1));
        assert!(since.elapsed() < Duration::from_secs(60), "the program shows nothing");
    }
    table::note("from start to 今日", &table::ms(since.elapsed()));
    let pid = child.process_id().unwrap();
    std::thread::sleep(Duration::from_secs(1));
    table::limit("resident memory after the first frame", of_status(pid, "VmRSS:") / 1024.0, "MB", MEMORY_MB_MAX);
    table::note("at most while opening", &format!("{:.1} MB", of_status(pid, "VmHWM:") / 1024.0));
    let (bytes, before) = (shown.lock().unwrap().1, wakes(pid));
    std::thread::sleep(IDLE);
    let after = wakes(pid);
    let written = shown.lock().unwrap().1 - bytes;
    let ((mut own, mut sled), ids) = ((0, 0), after.keys());
    for id in ids {
        let (name, now) = &after[id];
        let woken = now - before.get(id).map_or(0, |(_, then)| *then);
        *if name.starts_with("sled") { &mut sled } else { &mut own } += woken;
    }
    let threads = format!("{} ({own} own wakes, {sled} of sled's)", after.len());
    table::note("threads, wakes in 10 s idle", &threads);
    table::limit("wakes of own threads in 10 s", f64::from(own), "", 0.0);
    table::limit("bytes written in 10 s", f64::from(written), "", 0.0);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A field of the process, in kB.
fn of_status(pid: u32, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// How often each thread went to sleep of itself, by its number, with its name.
fn wakes(pid: u32) -> BTreeMap<String, (String, u32)> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let task = |id: String| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/task/{id}/status")).ok()?;
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let woken = field("voluntary_ctxt_switches:")?.parse().ok()?;
        Some((id, (field("Name:")?.to_owned(), woken)))
    };
    tasks.flatten().filter_map(|entry| task(entry.file_name().to_string_lossy().into_owned())).collect()
}
