//! 使用审批表: what the village asks its town before it keeps records with this program, for the town to sign.
//!
//! It says what is kept, how it is closed and who answers for it; it holds nobody's record. No rule asks whether it was
//! signed.

use super::sheet::Sheet;
use super::supervision::sheets::blank;
use super::tables::Tables;
use super::village::Village;
use super::wording::Passage;

/// What it is called.
pub const LABEL: &str = "使用审批表";

/// The sheet.
pub fn sheet(village: &Village, tables: &Tables) -> Sheet {
    let info = &village.info;
    let row = |label: &str, words: &str| vec![label.to_owned(), words.to_owned()];
    let room = "\n\n签字：            （章）\n年    月    日";
    let rows = vec![
        row("申请单位", &format!("{}{}便民服务站", info.township, info.name)),
        row("使用人", &format!("{}  电话 {}", info.liaison, blank(&info.phone))),
        row("程序", "代办（记代办、走访、帮扶、村务台账；不联网）"),
        row("用来做什么", "替群众办事，填镇里要的表，做工作手册；不作他用"),
        row("存哪些信息", "户和人的基本信息、代办的事和材料、走访和帮扶记录；不存银行卡号、密码，不存照片"),
        row("装在哪台电脑", "品牌编号：____________  放在：____________\n[ ] 单位的  [ ] 个人的   [ ] 不是涉密电脑"),
        row("用哪只U盘", "编号：____________  只用来备份和交表，不借人"),
        row(
            "怎么保护",
            "全部加密，要口令才打得开；口令不外传，恢复码封存在：____________\n离开就锁上；不用微信、QQ传送",
        ),
        row("谁看得到", "只有使用人；交给镇里的只有镇里要的表"),
        row("换人、停用", "办移交，双方签字；停用的照镇里的意见移交或销毁，记录在案"),
        row("村党组织意见", room),
        row("镇便民服务中心意见", room),
        row("镇分管领导意见", room),
    ];
    Sheet::titled(format!("{}{} 代办程序{LABEL}", info.township, info.name))
        .for_work()
        .table(&["项目", "内容"], rows)
        .texts(tables.wording.lines(Passage::Approval, village, None))
        .sign(&[&format!("使用人（{}）", info.liaison)])
        .texts(tables.wording.lines(Passage::ApprovalEnd, village, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;

    #[test]
    fn the_town_reads_what_is_kept_and_who_answers_for_it_and_has_room_to_sign() {
        let fixture = Fixture::on("2026-11-24");
        let said = format!("{:?}", sheet(&fixture.village, &fixture.tables));
        for wanted in ["慈云镇大坪村", "王敏", "不联网", "恢复码", "镇分管领导意见", "镇便民服务中心意见"]
        {
            assert!(said.contains(wanted), "{wanted} in {said}");
        }
        assert!(!said.contains("李德全"), "it is about nobody");
    }
}
