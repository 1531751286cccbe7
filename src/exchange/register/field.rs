//! What a column of a register says, in one enum, and the headings villages use for it.
//!
//! It does not read values, and it does not see where a heading stands (`layout`).

use crate::domain::text::squash;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $label:literal [$($heading:literal)*])*) => {
        /// What a column says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $field,)*
        }

        impl Field {
            /// Every field, in the order in which a mapping step offers them.
            pub const ALL: &[Field] = &[$(Field::$field),*];

            /// The field as the mapping step and `columns` call it.
            pub fn label(self) -> &'static str {
                match self {
                    $(Field::$field => $label,)*
                }
            }

            /// The field with this label.
            pub fn of_label(label: &str) -> Option<Field> {
                Field::ALL.iter().find(|field| field.label() == label).copied()
            }
        }

        /// Headings as [`bare`] leaves them, and what they mean.
        const HEADINGS: &[(&str, Field)] = &[$($(($heading, Field::$field),)*)*];
    };
}

fields! {
    /// The row's number in the register; not kept.
    Serial "序号" ["序号" "序列" "编号序" "no" "行号" "顺序号"]
    /// The group 社.
    Group "社别" ["组别" "社" "社别" "村民小组" "小组" "队别" "组社" "社组" "组" "队" "所属社" "所在社" "所属组" "所在组" "村组"
        "社名" "组名" "社名称" "组名称" "生产队" "所属小组" "村民组" "所在小组" "所在村民小组" "社队"]
    /// The household's number.
    HouseholdNo "户编号" ["户编号" "户号" "户口簿号" "户口本号" "户口号" "农户代码" "农户编号" "承包方编码" "承包方编号" "户代码"
        "家庭编号" "户口编号" "户籍号" "户主编号"]
    /// The head's name.
    HeadName "户主姓名" ["户主" "户主姓名" "户代表" "承包方代表" "家长" "承包方代表姓名" "户主名" "户代表姓名" "所属户主"
        "承包方名称" "承包方" "农户姓名" "农户" "户名" "户主名字"]
    /// The head's ID number, in a register of members.
    HeadIdNo "户主身份证号" ["户主身份证" "户主身份证号" "户主身份证号码" "户主证件号码" "户主公民身份号码" "承包方代表身份证号码"
        "承包方代表身份证号" "户主身份证件号码"]
    /// The head's phone.
    HeadPhone "户主电话" ["户主电话" "户主联系电话" "户主手机" "户主手机号" "户主联系方式" "户主手机号码"]
    /// The person's name.
    Name "姓名" ["姓名" "成员姓名" "家庭成员姓名" "人员姓名" "名字" "本人姓名" "居民姓名" "家庭人员姓名" "党员姓名" "残疾人姓名"
        "老人姓名" "对象姓名" "申请人姓名" "保障对象姓名" "姓名户主" "补贴对象姓名" "享受人姓名" "人口姓名"]
    /// Several members in one cell.
    Members "家庭成员" ["家庭成员" "家庭成员情况" "成员" "家庭成员及关系" "家庭成员姓名及关系" "共同生活成员" "其他成员" "家属"]
    /// The ID number.
    IdNo "身份证号码" ["身份证" "身份证号" "身份证号码" "公民身份号码" "公民身份证号" "公民身份证号码" "证件号码" "证件号" "身份号码"
        "身份证件号" "身份证件号码" "居民身份证号码" "本人身份证号" "本人身份证号码" "成员身份证号" "成员身份证号码" "身份证编号"
        "居民身份证号" "二代身份证号" "身份证明号码" "成员身份证" "身份证号18位"]
    /// The relation to the head.
    Relation "与户主关系" ["与户主关系" "与户主的关系" "关系" "称谓" "户主关系" "与户主之关系" "家庭关系" "成员关系" "与户主"
        "与承包方代表关系" "与承包方关系" "同户主关系" "与户代表关系" "与户主称谓" "与权利人关系"]
    /// 男 or 女.
    Sex "性别" ["性别" "男女"]
    /// The day of birth.
    Birth "出生日期" ["出生日期" "出生年月" "生日" "出生年月日" "出生时间" "生日日期" "出生"]
    /// Age: never read, because it is true for a year at most.
    Age "年龄" ["年龄" "周岁" "岁数" "实际年龄" "现年龄" "年岁"]
    /// The nation 民族.
    Nation "民族" ["民族" "族别"]
    /// Phones.
    Phone "联系电话" ["联系电话" "手机" "手机号码" "联系方式" "电话" "手机号" "电话号码" "联系电话号码" "本人电话" "移动电话"
        "联系人电话" "座机" "固定电话" "家庭电话" "联系号码" "本人联系电话"]
    /// The household's address.
    Address "家庭住址" ["家庭住址" "户籍地址" "小地名" "住址" "地址" "家庭地址" "户籍所在地" "户口所在地" "户籍住址" "门牌号"
        "院落" "所在院落" "家庭详细地址" "详细地址" "小地名院落"]
    /// Where the person lives now.
    LivesAt "现住址" ["现住址" "现居住地" "务工地" "去向" "现居住地址" "务工地点" "外出地点" "外出去向" "流向" "现住地" "居住地"
        "外出务工地点" "外出地" "现在住址" "就业地点" "务工地址"]
    /// The kind of registration 户口.
    Hukou "户口性质" ["户口性质" "户别" "户籍状态" "户籍性质" "户口类别" "户籍类型" "户口状态" "户口类型"]
    /// Whether the person lives here.
    Residence "是否常住" ["是否常住" "在家情况" "人户状态" "常住情况" "居住情况" "居住状态" "是否在家" "在家状态" "常住"
        "是否外出" "外出情况" "是否外出务工" "常住人口是否"]
    /// Party membership.
    Political "政治面貌" ["政治面貌" "是否党员" "政治面目" "党员"]
    /// Schooling.
    Education "文化程度" ["文化程度" "学历" "受教育程度" "文化"]
    /// Marriage.
    Marriage "婚姻状况" ["婚姻状况" "婚否" "婚姻" "婚姻情况" "婚姻状态"]
    /// Health.
    Health "健康状况" ["健康状况" "病种" "身体状况" "健康情况" "健康" "健康状态" "患病情况" "疾病名称" "身体健康状况"]
    /// The number of the disability card.
    DisabilityNo "残疾证号" ["残疾证号" "残疾证号码" "残疾人证号" "残疾证编号" "残疾人证号码"]
    /// The kind of disability.
    DisabilityKind "残疾类别" ["残疾类别" "残疾类型" "残疾种类"]
    /// Its grade.
    DisabilityGrade "残疾等级" ["残疾等级" "等级" "残疾级别"]
    /// Until when the ID card is good.
    IdCardUntil "身份证有效期" ["身份证有效期" "身份证有效期至" "身份证有效期限" "身份证有效日期" "身份证有效期止" "身份证到期" "身份证到期日期"
        "身份证到期时间" "身份证到期日" "身份证截止日期" "身份证有效期截止日期" "身份证有效期截止" "身份证有效期截止日" "居民身份证有效期"
        "身份证有效期限至" "身份证有效截止日期" "身份证证件有效期" "身份证有效期到期日"]
    /// Until when the disability card is good.
    DisabilityUntil "残疾证有效期" ["残疾证有效期" "残疾证有效期至" "残疾证有效期限" "残疾证到期" "残疾证到期日期" "残疾证到期时间" "残疾证到期日"
        "残疾人证有效期" "残疾人证有效期至" "残疾人证有效期限" "残疾人证到期" "残疾人证到期日期" "残疾人证到期时间" "残疾人证到期日"
        "残疾证截止日期" "残疾人证截止日期" "残疾证有效期截止日期"]
    /// Until when the residence permit is good.
    PermitUntil "居住证有效期" ["居住证有效期" "居住证有效期至" "居住证有效期限" "居住证到期日期" "居住证到期时间" "居住证到期日"]
    /// Until when the paper of a lasting illness is good.
    IllnessUntil "慢特病证有效期" ["慢特病证有效期" "慢特病证有效期至" "慢特病证到期日期" "慢特病证到期时间" "慢病证有效期" "慢性病证有效期"
        "特病证有效期" "慢病卡有效期" "慢特病有效期" "慢病有效期"]
    /// Until when the driving licence is good.
    LicenceUntil "驾驶证有效期" ["驾驶证有效期" "驾驶证有效期至" "驾驶证有效期限" "驾驶证到期日期" "驾驶证到期时间" "驾驶证到期日" "驾照有效期"
        "驾照到期日期"]
    /// The household's class.
    HouseholdClass "户类别" ["户类别" "户属性" "贫困户属性" "监测对象类别" "是否低保" "农户类型" "户类型" "农户类别" "户分类"
        "脱贫户属性" "监测类别" "困难类型" "救助类型" "保障类别" "对象类别" "低保类别" "低保类型" "救助类别"]
    /// From when the class holds.
    ClassFrom "认定时间" ["认定时间" "认定日期" "纳入时间" "识别时间" "享受时间" "批准时间" "开始享受时间" "纳入日期" "保障起始时间"
        "享受起始时间" "审批时间"]
    /// Words that mark a person.
    Tags "人员标签" ["人员标签" "标签" "人员类别" "人员类型" "特殊人群" "特殊类别" "人群类别" "重点人群"]
    /// How many people the household has.
    Population "家庭人口" ["家庭人口" "在册人口" "常住人口" "家庭人口数" "人口数" "人口" "户籍人口" "家庭人数" "人数" "总人口"
        "户内人口" "成员数" "家庭成员数" "家庭总人口" "家庭人口人"]
    /// Land.
    Land "承包地面积" ["承包面积" "承包耕地面积" "承包地" "承包地面积" "确权面积" "补贴面积" "耕地面积" "承包地亩" "面积" "确权耕地面积"]
    /// Who helps the household.
    Helper "帮扶责任人" ["帮扶责任人" "网格员" "签约医生" "帮扶人" "帮扶干部" "包户干部" "联系人" "结对帮扶人" "帮扶责任人姓名"]
    /// Why somebody came or went.
    ChangeReason "增减原因" ["增减原因" "变动原因" "增减情况" "变动类型" "异动原因" "增减类型" "减少原因" "增加原因"]
    /// When somebody came or went.
    ChangedOn "变动时间" ["变动时间" "变动日期" "增减时间" "异动时间"]
    /// Free words.
    Note "备注" ["备注" "说明" "变动情况" "备考" "其他" "其他说明" "备注说明" "情况说明"]
    /// A bank account or card: never read.
    Bank "银行账号" ["银行卡号" "一卡通账号" "一卡通号" "卡号" "开户行" "银行账号" "账号" "惠农一卡通" "一折通账号" "一卡通" "社保卡号"
        "开户银行" "存折号" "存折账号" "惠民惠农一卡通账号" "银行帐号" "帐号" "社会保障卡号" "社保卡账号" "一卡通卡号"
        "开户行名称" "社会保障卡银行账号" "惠农账号" "一卡通帐号" "银行卡账号" "补贴账号" "社保卡银行账号" "发放账号"]
    /// The number of a task in the old ledger.
    TaskNo "事项编号" ["编号" "事项编号" "受理编号" "台账编号" "代办编号" "业务编号"]
    /// For whom a task is.
    Applicant "办事人" ["办事人" "申请人" "办事群众" "办事人姓名" "服务对象" "群众姓名" "委托人" "来访人" "办件人" "求助人"]
    /// What the task is.
    Matter "事项名称" ["事项名称" "代办事项" "事项" "办理事项" "代办内容" "服务事项" "申请事项" "办理内容" "事由" "代办事由"
        "事项内容" "代办事项名称" "服务内容"]
    /// How it came in.
    Channel "受理方式" ["受理方式" "来源" "受理渠道" "办理方式" "申请方式" "服务方式" "代办方式"]
    /// The day it was taken in.
    AcceptedOn "受理日期" ["受理日期" "受理时间" "收件日期" "收件时间" "登记日期" "申请日期" "申请时间" "接件日期" "接件时间" "代办时间"
        "代办日期" "登记时间"]
    /// The day it is due.
    DueOn "截止日期" ["截止日期" "办理期限" "承诺日期" "到期日期" "应办结日期" "承诺办结日期" "办结期限" "限办日期" "截止时间"
        "承诺时间" "承诺办结时间"]
    /// The day it was handed to the window.
    SubmittedOn "交件日期" ["交件日期" "交件时间" "送镇日期" "送件日期" "送办日期" "上交日期" "送镇时间"]
    /// The day it was decided.
    DecidedOn "办结日期" ["办结日期" "办结时间" "完成时间" "完成日期" "实际办结日期" "办理日期" "办理时间" "办结时限"]
    /// The day the result was brought.
    DeliveredOn "送达日期" ["送达日期" "送达时间" "反馈日期" "反馈时间" "取件日期" "领取日期" "回复时间" "回复日期"]
    /// How far it is.
    TaskState "状态" ["状态" "办理状态" "办理结果" "结果" "办理情况" "办结情况" "是否办结" "进度" "办理进度" "当前状态"]
    /// Who works on it.
    Officer "经办人" ["经办人" "受理人" "代办员" "代办人" "承办人" "办理人" "受理人员" "代办员姓名"]
    /// What is missing.
    Missing "缺少材料" ["缺少材料" "缺件" "待补材料" "欠缺材料" "所缺材料" "需补材料" "缺少资料"]
    /// How content the person was.
    Rating "满意度" ["满意度" "评价" "满意情况" "群众评价" "满意度评价" "是否满意"]
    /// Known, and of no use here: signatures, house and income figures.
    Unused "不读" ["签字" "签名" "签字盖章" "签章" "领取人签字" "本人签字" "捺印" "住房结构" "住房面积" "房屋结构" "房屋面积"
        "劳动力人数" "劳动力" "年人均纯收入" "人均纯收入" "人均收入" "家庭年收入" "年收入" "金额" "补贴金额" "发放金额" "月" "年"
        "村" "镇" "村名" "行政村" "所在村" "镇街" "乡镇" "所属村" "村社区" "省" "市" "县" "区县" "乡镇街道" "照片" "籍贯" "血型"
        "身高" "职业" "工作单位" "宗教信仰" "兵役状况" "标准" "补贴标准" "保障金额" "劳动力数" "合计" "小计" "原因" "拒收原因"]
}

/// What a heading means, standing alone; `None` for one that no village was met with yet.
pub fn recognise(heading: &str) -> Option<Field> {
    let known = |bare: &str| HEADINGS.iter().find(|(known, _)| *known == bare).map(|(_, field)| *field);
    let whole = bare(heading);
    known(&whole).or_else(|| {
        let outside = bare(&without_brackets(heading));
        known(&outside).or_else(|| known(outside.trim_matches(|c: char| c.is_ascii_digit())))
    })
}

/// The most likely meaning of an unknown heading, to be shown and confirmed, never taken silently.
pub fn guess(heading: &str) -> Option<Field> {
    let words = bare(heading);
    // Which paper is meant a heading alone does not say: 有效期 is not guessed at, and no number is looked for under it.
    let until = ["有效", "到期"].iter().any(|word| words.contains(word));
    if until {
        let papers: [(&str, Field); 3] =
            [("身份证", Field::IdCardUntil), ("残疾", Field::DisabilityUntil), ("居住证", Field::PermitUntil)];
        return papers.iter().find(|(word, _)| words.contains(word)).map(|(_, field)| *field);
    }
    let likely: [(&[&str], Field); 18] = [
        (&["银行", "账号", "帐号", "卡号", "一卡通", "存折", "开户"], Field::Bank),
        (&["户主身份证"], Field::HeadIdNo),
        (&["身份证", "证件号", "身份号"], Field::IdNo),
        (&["户主电话", "户主手机"], Field::HeadPhone),
        (&["电话", "手机", "联系方式"], Field::Phone),
        (&["关系", "称谓"], Field::Relation),
        (&["户主"], Field::HeadName),
        (&["户编", "户号", "户码"], Field::HouseholdNo),
        (&["姓名", "名字"], Field::Name),
        (&["社", "组别", "小组"], Field::Group),
        (&["出生"], Field::Birth),
        (&["现住", "居住地", "务工", "去向"], Field::LivesAt),
        (&["住址", "地址"], Field::Address),
        (&["常住", "在家"], Field::Residence),
        (&["面貌", "党员"], Field::Political),
        (&["健康", "病"], Field::Health),
        (&["类别", "类型", "属性"], Field::HouseholdClass),
        (&["备注", "说明"], Field::Note),
    ];
    likely.iter().find(|(words_of, _)| words_of.iter().any(|word| words.contains(word))).map(|(_, field)| *field)
}

/// A heading without spaces, line breaks, brackets and marks: `身份证号(码)` is 身份证号码.
pub fn bare(heading: &str) -> String {
    let mut bare = squash(heading);
    bare.retain(char::is_alphanumeric);
    bare
}

/// A heading without what stands in brackets: `住房面积(㎡)` is 住房面积.
fn without_brackets(heading: &str) -> String {
    let mut depth = 0u32;
    squash(heading)
        .chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_every_way_they_are_written() {
        for (heading, field) in [
            ("姓 名", Field::Name),
            ("身份证号(码)", Field::IdNo),
            ("身份证号（码）", Field::IdNo),
            ("公民身份\n号码", Field::IdNo),
            ("组（社）", Field::Group),
            ("与户主　关系", Field::Relation),
            ("住房面积(㎡)", Field::Unused),
            ("出生日期(年月日)", Field::Birth),
            ("联系电话2", Field::Phone),
            ("承包地(亩)", Field::Land),
            ("*姓名", Field::Name),
            ("户主姓名：", Field::HeadName),
            ("一卡通账号", Field::Bank),
        ] {
            assert_eq!(recognise(heading), Some(field), "{heading}");
        }
        assert_eq!(recognise("王建国"), None);
        assert_eq!(recognise("2026"), None);
    }

    #[test]
    fn no_heading_means_two_things() {
        for (at, (heading, field)) in HEADINGS.iter().enumerate() {
            assert_eq!(bare(heading), *heading, "{heading} is not as `bare` leaves it");
            let again = HEADINGS.iter().skip(at + 1).find(|(other, _)| other == heading);
            assert!(again.is_none(), "{heading} is {field:?} and again {again:?}");
        }
    }

    #[test]
    fn an_unknown_heading_gets_a_likely_guess_or_none() {
        assert_eq!(guess("身份证件(户主以外)"), Some(Field::IdNo));
        assert_eq!(guess("农商行卡号"), Some(Field::Bank));
        assert_eq!(guess("养猪头数"), None);
        assert_eq!(guess("身份证有效期(长期填长期)"), Some(Field::IdCardUntil));
        assert_eq!(guess("合同有效期"), None);
    }
}
