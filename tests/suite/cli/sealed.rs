//! A sealed village, searched as somebody who found the laptop would: in no file that the program keeps is there a name, a
//! number, a telephone or a matter, however it be written.

use std::path::{Path, PathBuf};

use super::{Program, answer};

const REGISTER: &str = "组别,户主姓名,姓名,与户主关系,身份证号码,联系电话,人员标签,备注\n\
    桃花岭社,欧阳建国,欧阳建国,户主,510225195503089010,13983310426,独居老人,腿脚不便常年卧床\n\
    桃花岭社,欧阳建国,司马淑芬,妻,510225195709129022,15923307788,,\n";
const TASKS: &str = "编号,组别,户主姓名,办事人,身份证号码,联系电话,事项名称,受理日期,状态,备注\n\
    DB1,桃花岭社,欧阳建国,欧阳建国,510225195503089010,13983310426,高龄津贴,2026-11-20,办理中,存折户名写错\n";
/// What is looked for as words.
const WORDS: [&str; 9] =
    ["大坪村", "慈云镇", "尉迟敏敏", "欧阳建国", "司马淑芬", "桃花岭社", "独居老人", "腿脚不便常年卧床", "高龄津贴"];
/// And as numbers.
const NUMBERS: [&str; 4] = ["510225195503089010", "510225195709129022", "13983310426", "15923307788"];

/// Every file below the folder with its bytes.
pub(super) fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    all
}

fn spellings() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for text in WORDS.iter().chain(&NUMBERS) {
        all.push(((*text).to_owned(), text.as_bytes().to_vec()));
        all.push((format!("{text} in UTF-16"), text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
        all.push((format!("{text} in GB18030"), encoding_rs::GB18030.encode(text).0.into_owned()));
    }
    for digits in NUMBERS {
        let number: u64 = digits.parse().unwrap();
        let width = number.to_be_bytes().iter().position(|byte| *byte != 0).unwrap();
        all.push((format!("{digits} as a number"), number.to_be_bytes()[width..].to_vec()));
        all.push((format!("{digits} as a number"), number.to_le_bytes()[..8 - width].to_vec()));
        // Two digits a byte, from either end of an odd number.
        for digits in [digits.to_owned(), format!("0{digits}"), format!("{digits}0")] {
            let pairs = digits.as_bytes().chunks_exact(2);
            all.push((format!("{digits} packed"), pairs.map(|two| ((two[0] - b'0') << 4) | (two[1] - b'0')).collect()));
        }
    }
    all
}

fn found(dir: &Path) -> Vec<String> {
    let spellings = spellings();
    // Most places are passed over by their first two bytes.
    let mut begins = vec![false; 1 << 16];
    let first_two = |bytes: &[u8]| usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
    spellings.iter().for_each(|(_, wanted)| begins[first_two(wanted)] = true);
    let mut hits = Vec::new();
    for (path, bytes) in files(dir) {
        let places = (0..bytes.len().saturating_sub(1)).filter(|at| begins[first_two(&bytes[*at..])]);
        for rest in places.map(|at| &bytes[at..]) {
            let here = spellings.iter().filter(|(_, wanted)| rest.starts_with(wanted));
            hits.extend(here.map(|(what, _)| format!("{what}: {}", path.display())));
        }
    }
    hits
}

/// The village of the registers above in `data`, backed up to `stick`; sealed if there is a passphrase.
fn village(program: &Program, passphrase: Option<&Path>) -> (PathBuf, PathBuf) {
    let stick = program.temp.path().join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    let call = |args: &[&str]| {
        let mut command = program.command(args);
        command.envs(passphrase.map(|file| ("DAIBAN_PASSPHRASE_FILE", file)));
        let answer = answer(&mut command);
        assert_eq!(answer.status, 0, "{args:?}: {}", answer.err);
    };
    match passphrase {
        Some(_) => call(&["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "尉迟敏敏"]),
        None => super::found(&program.data(), "尉迟敏敏"),
    }
    for (name, register) in [("people.csv", REGISTER), ("tasks.csv", TASKS)] {
        let file = program.temp.path().join(name);
        std::fs::write(&file, register).unwrap();
        call(&["import", file.to_str().unwrap()]);
    }
    call(&["backup", "--to", stick.to_str().unwrap()]);
    (program.data(), stick)
}

#[cfg(unix)]
#[test]
fn in_no_file_of_a_sealed_village_is_there_a_name_a_number_or_a_matter() {
    use std::os::unix::fs::PermissionsExt;
    let plain = Program::new();
    let (data, stick) = village(&plain, None);
    let mut seen = found(&data);
    seen.extend(found(&stick));
    for wanted in WORDS.iter().chain(&NUMBERS[2..]) {
        assert!(seen.iter().any(|hit| hit.starts_with(wanted)), "the search finds what is there: {wanted} {seen:?}");
    }
    let sealed = Program::new();
    let passphrase = sealed.passphrase("桃花流水鳜鱼肥abc");
    let (data, stick) = village(&sealed, Some(&passphrase));
    assert_eq!(found(&data), [""; 0]);
    assert_eq!(found(&stick), [""; 0]);
    for (path, _) in files(&data) {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is its owner's alone", path.display());
    }
}
