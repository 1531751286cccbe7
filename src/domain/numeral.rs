//! Numbers as people write them: digits, Chinese numerals, digits said one by one.
//!
//! It reads counts and parts of dates, in folded text (`text::squash`). Money is `fee`'s; IDs and phones keep their
//! own reading.

/// Reads `15`, `十五`, `两`, `一百二十`, `二〇二六`. `None` for anything else, and for more than 99,999.
pub fn read(text: &str) -> Option<u32> {
    let first = text.chars().next()?;
    if text.chars().count() > 9 {
        return None;
    }
    if first.is_ascii_digit() {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        return text.parse().ok().filter(|n| plain && *n <= 99_999);
    }
    if text.chars().all(|c| digit(c).is_some()) {
        let said = text.chars().filter_map(digit).try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit));
        return said.filter(|n| *n <= 99_999);
    }
    read_places(text)
}

/// Splits leading digits or Chinese numerals from what follows: `30个工作日` into `30` and `个工作日`.
pub fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && digit(c).is_none() && place(c).is_none());
    text.split_at(end.unwrap_or(text.len()))
}

/// 十, 二十五, 一百零五: each digit stands before its place, and places fall from left to right.
fn read_places(text: &str) -> Option<u32> {
    let (mut sum, mut pending, mut lowest) = (0, None, u32::MAX);
    for c in text.chars() {
        match (digit(c), place(c)) {
            (Some(0), _) if pending.is_none() => {}
            (Some(value), _) if pending.is_none() => pending = Some(value),
            (_, Some(place)) if place < lowest => {
                let count = pending.take().or((place == 10 && sum == 0).then_some(1))?;
                sum += count * place;
                lowest = place;
            }
            _ => return None,
        }
    }
    Some(sum + pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    let value = match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

fn place(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("15", Some(15)),
            ("007", Some(7)),
            ("一", Some(1)),
            ("两", Some(2)),
            ("十", Some(10)),
            ("十五", Some(15)),
            ("二十", Some(20)),
            ("六十三", Some(63)),
            ("一百零五", Some(105)),
            ("一百二十", Some(120)),
            ("二〇二六", Some(2026)),
            ("一九八四", Some(1984)),
            ("", None),
            ("十十", None),
            ("百", None),
            ("一十百", None),
            ("五六十", None),
            ("5十", None),
            ("半", None),
            ("9999999", None),
            ("99999999999999999999", None),
        ];
        for (text, number) in cases {
            assert_eq!(read(text), number, "{text}");
        }
    }

    #[test]
    fn a_number_is_split_from_its_unit() {
        assert_eq!(split("30个工作日"), ("30", "个工作日"));
        assert_eq!(split("十五天"), ("十五", "天"));
        assert_eq!(split("天"), ("", "天"));
    }
}
