//! A command line that was not understood, said in Chinese: what is wrong with it, and the nearest right word.
//!
//! Help that was asked for comes this way, too, and is no fault.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::exit::Failure;

/// What to say of it.
pub(super) fn failure(fault: &clap::Error) -> Failure {
    match fault.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Failure::shown(&fault.render().to_string()),
        kind => Failure::usage(format!("{}。{} --help 看用法。", words(kind, fault), command(fault))),
    }
}

fn words(kind: ErrorKind, fault: &clap::Error) -> String {
    let arg = context(fault, ContextKind::InvalidArg);
    let value = context(fault, ContextKind::InvalidValue);
    match kind {
        ErrorKind::InvalidSubcommand => {
            let typed = context(fault, ContextKind::InvalidSubcommand);
            format!("没有「{typed}」这个命令{}", nearest(fault, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => format!("不认识「{arg}」{}", nearest(fault, ContextKind::SuggestedArg)),
        ErrorKind::MissingRequiredArgument => format!("还要写上 {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面没有写内容"),
        ErrorKind::InvalidValue => {
            format!("{arg} 不能是「{value}」，可以写：{}", context(fault, ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(fault).map(ToString::to_string).unwrap_or_default();
            format!("{arg} 不能是「{value}」：{why}")
        }
        ErrorKind::ArgumentConflict => {
            let other = context(fault, ContextKind::PriorArg);
            if other == arg { format!("{arg} 写了两次") } else { format!("{arg} 不能和 {other} 一起用") }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{arg} 写的个数不对")
        }
        ErrorKind::InvalidUtf8 => "有一个词的编码读不出来".to_owned(),
        _ => "命令行写法不对".to_owned(),
    }
}

/// The command whose help says more, by the usage that the fault carries: `daiban office`.
fn command(fault: &clap::Error) -> String {
    let usage = match fault.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let is_name =
        |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !word.starts_with('-');
    let words = usage.split_once("daiban").map(|(_, after)| after).unwrap_or_default().split_whitespace();
    ["daiban"].into_iter().chain(words.take_while(is_name)).collect::<Vec<_>>().join(" ")
}

fn nearest(fault: &clap::Error, kind: ContextKind) -> String {
    match context(fault, kind) {
        near if near.is_empty() => String::new(),
        near => format!("，最接近的是 {near}"),
    }
}

/// What clap knows of the fault, as words.
fn context(fault: &clap::Error, kind: ContextKind) -> String {
    match fault.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(" "),
        Some(ContextValue::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}
