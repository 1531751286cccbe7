//! The sums in words, the same on the screen and on the command line.

use super::sums::{StationSum, Sums};

/// The sums, a label and its words each; what did not happen is not told.
pub fn lines(sums: &Sums) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let mut tell = |label, words: String, counted: u32| {
        if counted > 0 {
            lines.push((label, words));
        }
    };
    tell("走访", format!("到户{}次，{}户", sums.visits, sums.households), sums.visits);
    tell("通话", format!("{}次", sums.calls), sums.calls);
    tell("记事", format!("{}笔", sums.notes), sums.notes);
    tell("设点", format!("到场{}次", sums.points), sums.points);
    tell(
        "接件",
        format!("{}次，登记{}件，{}", sums.intakes, sums.opened, found_words(sums)),
        sums.intakes + sums.opened,
    );
    tell("交件", format!("{}次", sums.submitted), sums.submitted);
    tell("催问", format!("{}次", sums.urges), sums.urges);
    tell("办结", format!("{}件，{}", sums.decided, on_time_words(sums.judged, sums.on_time)), sums.decided);
    tell("送达", format!("{}件，替群众跑{}趟", sums.delivered, sums.trips), sums.delivered);
    let originals = sums.originals_taken + sums.originals_returned;
    tell("证件", format!("收{}本，还{}本", sums.originals_taken, sums.originals_returned), originals);
    let (talks, measures) = (sums.paired_visits + sums.paired_talks, sums.measures + sums.measures_done);
    tell("帮扶", help_words(sums), talks + measures);
    tell("村务", affair_words(sums), sums.proposed + sums.affair_steps);
    tell("公示", format!("张贴{}次，撤下{}次", sums.put_up, sums.taken_down), sums.put_up + sums.taken_down);
    lines
}

fn help_words(sums: &Sums) -> String {
    let contacts = format!("入户{}次，联系{}次", sums.paired_visits, sums.paired_talks);
    format!("{contacts}，安排措施{}条，落实{}条", sums.measures, sums.measures_done)
}

fn affair_words(sums: &Sums) -> String {
    format!("提出{}件，推进{}件共{}步", sums.proposed, sums.affairs_moved, sums.affair_steps)
}

/// 五群 in words, with what each counts.
pub fn five(sums: &Sums) -> [(&'static str, u32, &'static str); 5] {
    let five = sums.five;
    [
        ("进群众门", five.doors, "到户"),
        ("知群众情", five.facts, "记下情况的走访和通话"),
        ("解群众难", five.solved, "送达的事项"),
        ("帮群众富", five.earned, "送达的农业事项"),
        ("暖群众心", five.warmed, "到困难户家、回了电"),
    ]
}

/// A station in words.
pub fn station(sum: &StationSum) -> String {
    format!("登记{}件，办结{}件，{}", sum.opened, sum.decided, on_time_words(sum.judged, sum.on_time))
}

fn found_words(sums: &Sums) -> String {
    match sums.opened {
        0 => "没有登记".to_owned(),
        opened => format!("上门问到的{}件（{}%）", sums.found, sums.found * 100 / opened),
    }
}

fn on_time_words(judged: u32, on_time: u32) -> String {
    match judged {
        0 => "没有可比期限的".to_owned(),
        judged => format!("按期{on_time}件（{}%）", on_time * 100 / judged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_of_what_there_is() {
        let sums = Sums { opened: 3, found: 1, intakes: 2, decided: 2, ..Sums::default() };
        assert_eq!(
            lines(&sums),
            [("接件", "2次，登记3件，上门问到的1件（33%）".to_owned()), ("办结", "2件，没有可比期限的".to_owned()),]
        );
        assert_eq!(lines(&Sums::default()), []);
        let sums = Sums { paired_visits: 2, measures_done: 1, proposed: 1, taken_down: 1, ..Sums::default() };
        let told = [
            ("帮扶", "入户2次，联系0次，安排措施0条，落实1条"),
            ("村务", "提出1件，推进0件共0步"),
            ("公示", "张贴0次，撤下1次"),
        ];
        assert_eq!(lines(&sums), told.map(|(label, words)| (label, words.to_owned())));
        let one = StationSum { opened: 1, decided: 4, judged: 3, on_time: 2, ..StationSum::default() };
        assert_eq!(station(&one), "登记1件，办结4件，按期2件（66%）");
    }
}
