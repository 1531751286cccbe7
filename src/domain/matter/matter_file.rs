//! One `[[matter]]` row into a `MatterDef`, with every rule that a row must keep by itself.
//!
//! Rules between rows (a code twice, bundles, what an overlay may replace) are `catalogue`'s.

use super::station::Stations;
use super::{BundlePart, EventLimit, Level, MaterialDef, MaterialKind, MatterDef, Mode, ProxyRule, Variant};
use crate::domain::deadline::DeadlineRule;
use crate::domain::table::TableFault;
use crate::domain::table::row::Row;

/// The keys of a row, in the order in which the file explains them.
const KEYS: [&str; 24] = [
    "code",
    "name",
    "window",
    "station",
    "also",
    "level",
    "mode",
    "proxy",
    "variants",
    "limit",
    "statutory",
    "statutory_note",
    "event_limits",
    "basis",
    "certainty",
    "materials",
    "fee",
    "result",
    "keywords",
    "hint",
    "bundle",
    "valid_from",
    "valid_to",
    "withdrawn",
];
/// The longest code, in bytes.
const CODE_BYTES_MAX: usize = 8;
/// What an officer never keeps for anybody: only the number may be copied.
const NEVER_KEPT: [&str; 7] = ["银行卡", "社保卡", "社会保障卡", "存折", "一卡通", "密码", "手机"];

/// What a row asks for.
pub(super) enum MatterRow {
    /// A row to use.
    Def(Box<MatterDef>),
    /// A shipped row of this code to be used no more.
    Withdrawn(String),
}

/// Reads one row.
///
/// # Errors
/// Everything that is wrong with it; a row with a fault is not used.
pub(super) fn read(mut row: Row<'_>, stations: &Stations) -> Result<MatterRow, Vec<TableFault>> {
    let code = code(&mut row);
    if row.flag("withdrawn") {
        let faults = row.close(&["code", "withdrawn"]);
        return if faults.is_empty() { Ok(MatterRow::Withdrawn(code)) } else { Err(faults) };
    }
    let station_code = row.required("station");
    let station = station(&mut row, "station", &station_code, stations);
    let also = row.texts("also");
    for code in &also {
        self::station(&mut row, "also", code, stations);
    }
    // Where a word or a limit is missing something stands in for it, so that the rest of the row is read as well; the
    // row has a fault by then and is thrown away.
    let def = MatterDef {
        code,
        name: row.required("name"),
        window: row.required("window"),
        station,
        station_code,
        also,
        level: row.choice("level", &Level::ALL, Level::label).unwrap_or(Level::Village),
        mode: row.choice("mode", &Mode::ALL, Mode::label).unwrap_or(Mode::Assist),
        proxy: row.choice("proxy", &ProxyRule::ALL, ProxyRule::label).unwrap_or(ProxyRule::InPerson),
        variants: variants(&mut row),
        limit: required_rule(&mut row, "limit"),
        statutory: rule(&mut row, "statutory"),
        statutory_note: row.text("statutory_note"),
        event_limits: event_limits(&mut row),
        basis: row.required("basis"),
        certainty: row.certainty(),
        materials: row.texts("materials").iter().filter_map(|text| material(&mut row, text)).collect(),
        fee_note: row.text("fee"),
        result: row.text("result"),
        keywords: row.texts("keywords"),
        hint: row.text("hint"),
        bundle: row.texts("bundle").iter().map(|text| part(text)).collect(),
        valid_from: row.day("valid_from"),
        valid_to: row.day("valid_to"),
    };
    if row.faults.is_empty() {
        check(&mut row, &def);
    }
    let faults = row.close(&KEYS);
    if faults.is_empty() { Ok(MatterRow::Def(Box::new(def))) } else { Err(faults) }
}

fn code(row: &mut Row<'_>) -> String {
    let code = row.required("code").to_ascii_uppercase();
    if code.len() > CODE_BYTES_MAX || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        row.fault("code", format!("编号「{code}」不对，要用字母和数字，最多{CODE_BYTES_MAX}个，比如 T01"));
    }
    code
}

/// The name of the station of this code.
fn station(row: &mut Row<'_>, key: &str, code: &str, stations: &Stations) -> String {
    if let Some(station) = stations.get(code) {
        return station.name.clone();
    }
    if !code.is_empty() {
        let codes = stations.all().map(|station| station.code.as_str()).collect::<Vec<_>>().join(" ");
        row.fault(key, format!("没有站办「{code}」，只能写：{codes}"));
    }
    String::new()
}

fn rule(row: &mut Row<'_>, key: &str) -> Option<DeadlineRule> {
    let text = row.text(key);
    let rule = DeadlineRule::parse(&text);
    if rule.is_none() && !text.is_empty() {
        row.fault(key, format!("期限「{text}」看不懂，要写成：立即、7天、1周、1月、20工作日"));
    }
    rule
}

fn required_rule(row: &mut Row<'_>, key: &str) -> DeadlineRule {
    let before = row.faults.len();
    let rule = rule(row, key);
    if rule.is_none() && row.faults.len() == before {
        row.fault(key, format!("缺 {key}"));
    }
    rule.unwrap_or(DeadlineRule::Immediate)
}

fn variants(row: &mut Row<'_>) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    for mut inner in row.inner("variants") {
        let name = inner.required("name");
        if variants.iter().any(|other| other.name == name) {
            inner.fault("name", format!("情形「{name}」写了两次"));
        }
        let proxy = inner.choice("proxy", &ProxyRule::ALL, ProxyRule::label).unwrap_or(ProxyRule::InPerson);
        variants.push(Variant { name, proxy, limit: rule(&mut inner, "limit") });
        row.close_inner(inner, &["name", "proxy", "limit"]);
    }
    variants
}

fn event_limits(row: &mut Row<'_>) -> Vec<EventLimit> {
    let mut limits = Vec::new();
    for mut inner in row.inner("event_limits") {
        limits.push(EventLimit { from: inner.required("from"), rule: required_rule(&mut inner, "limit") });
        row.close_inner(inner, &["from", "limit"]);
    }
    limits
}

/// Reads `户口簿[原][可缺]`: the paper and, in brackets, one kind and what else is to be known of it.
fn material(row: &mut Row<'_>, text: &str) -> Option<MaterialDef> {
    let spelled = text.replace(['【', '［'], "[").replace(['】', '］'], "]");
    let (name, tags) = spelled.split_once('[').unwrap_or((spelled.as_str(), ""));
    let mut found = MaterialDef {
        name: name.trim().to_owned(),
        kind: MaterialKind::Copy,
        comes_back: false,
        optional: false,
        on_record: false,
    };
    let mut kinds = 0;
    for tag in tags.split(['[', ']']).map(str::trim).filter(|tag| !tag.is_empty()) {
        let kind = match tag {
            "原" | "原交" => Some(MaterialKind::Original),
            "复" => Some(MaterialKind::Copy),
            "表" => Some(MaterialKind::Form),
            "照" => Some(MaterialKind::Photo),
            "可缺" | "可核对" => None,
            _ => {
                row.fault(
                    "materials",
                    format!("材料「{text}」里的「{tag}」看不懂，只能写：原、原交、复、表、照、可缺、可核对"),
                );
                return None;
            }
        };
        kinds += usize::from(kind.is_some());
        found.kind = kind.unwrap_or(found.kind);
        found.comes_back |= tag == "原";
        found.on_record |= tag == "可核对";
        found.optional |= kind.is_none();
    }
    if found.name.is_empty() || kinds != 1 {
        row.fault("materials", format!("材料「{text}」要写一个名称和一个种类，比如 户口簿[原]"));
        return None;
    }
    if found.kind == MaterialKind::Original && NEVER_KEPT.iter().any(|never| found.name.contains(never)) {
        row.fault("materials", format!("「{}」不能收原件，只抄号：后面改成 [复][可缺]", found.name));
        return None;
    }
    Some(found)
}

/// Reads `G04 变更户主`: a code and, after a space, one of its cases.
fn part(text: &str) -> BundlePart {
    let (code, variant) = text.split_once(' ').map_or((text, None), |(code, variant)| (code, Some(variant)));
    BundlePart { code: code.to_ascii_uppercase(), variant: variant.map(|variant| variant.trim().to_owned()) }
}

fn check(row: &mut Row<'_>, def: &MatterDef) {
    let strictest = def.variants.iter().map(|variant| variant.proxy).max_by_key(|proxy| proxy.strictness());
    if let Some(strictest) = strictest.filter(|strictest| *strictest != def.proxy) {
        row.fault("proxy", format!("几种情形里最严的是「{0}」，proxy 要写「{0}」", strictest.label()));
    }
    let all_in_person = def.variants.iter().all(|variant| variant.proxy == ProxyRule::InPerson);
    if def.proxy == ProxyRule::InPerson && all_in_person && matches!(def.mode, Mode::Proxy | Mode::Direct) {
        row.fault("mode", format!("须本人的事项不能写「{}」，只能写协办或告知", def.mode.label()));
    }
    if def.valid_from.zip(def.valid_to).is_some_and(|(from, to)| from > to) {
        row.fault("valid_to", "到期日比起用日还早");
    }
    if def.bundle.iter().any(|part| part.code == def.code) {
        row.fault("bundle", "一件事不能再开它自己");
    }
}
