//! Old forms of kanji and the forms of today.
//!
//! The old forms (kyūjitai) of the Jōyō and Jinmeiyō lists, as Unihan's `kJoyoKanji` and
//! `kJinmeiyoKanji` relate them, with the variants that family and place names keep (髙 﨑 濵 邉).
//! Traditional Chinese shares many of them, so 國 finds 国 there too; this is no table of
//! traditional and simplified Chinese, which are other words as often as other shapes.

use std::sync::LazyLock;

/// Old form, new form, without anything between them.
const PAIRS: &str = "\
亞亜惡悪壓圧圍囲醫医爲為壹壱隱隠營営榮栄衞衛驛駅悅悦閱閲圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横\
溫温穩穏假仮價価畫画會会懷懐壞壊繪絵擴拡殼殻覺覚學学嶽岳樂楽渴渇鐮鎌勸勧卷巻寬寛歡歓罐缶觀観關関\
陷陥巖巌顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚峽峡挾挟敎教狹狭鄕郷曉暁區区驅駆勳勲薰薫徑径\
惠恵揭掲攜携溪渓經経繼継莖茎螢蛍輕軽鷄鶏雞鶏藝芸擊撃缺欠硏研縣県儉倹劍剣劒剣圈圏檢検權権獻献險険\
顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国黑黒碎砕濟済齋斎劑剤册冊雜雑產産參参慘惨棧桟蠶蚕贊賛讚賛殘残\
絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将涉渉燒焼稱称\
證証乘乗剩剰壤壌孃嬢條条淨浄狀状疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎眞真晉晋盡尽圖図粹粋醉酔穗穂隨随\
髓髄數数樞枢瀨瀬聲声靑青靜静齊斉攝摂稅税竊窃說説專専戰戦淺浅潛潜禪禅纖繊踐践錢銭曾曽雙双壯壮搜捜\
插挿巢巣爭争瘦痩窗窓總総聰聡莊荘裝装騷騒增増臟臓藏蔵卽即屬属續続墮堕對対體体帶帯滯滞瀧滝擇択澤沢\
單単團団彈弾斷断擔担膽胆癡痴遲遅晝昼蟲虫鑄鋳廳庁徵徴聽聴敕勅鎭鎮脫脱轉転點点傳伝黨党盜盗燈灯當当\
鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜晚晩蠻蛮祕秘彥彦姬姫濱浜甁瓶\
拂払佛仏倂併竝並變変邊辺辯弁辨弁瓣弁步歩寶宝萠萌豐豊沒没飜翻每毎萬万滿満麵麺默黙餠餅歷歴戾戻譯訳\
藥薬豫予餘余與与譽誉搖揺樣様謠謡遙遥瑤瑶來来賴頼亂乱覽覧龍竜兩両獵猟綠緑壘塁淚涙勵励禮礼隸隷靈霊\
齡齢曆暦戀恋鍊錬爐炉勞労樓楼郞郎錄録灣湾亙亘堯尭槇槙祿禄彌弥剝剥叱𠮟塡填頰頬簞箪蟬蝉嚙噛囊嚢搔掻\
摑掴瀆涜瘦痩禱祷繡繍萊莱蔣蒋蠟蝋軀躯醬醤醱醗顚顛鷗鴎麴麹攢攅潑溌焰焔\
髙高﨑崎濵浜邉辺桒桑栁柳𠮷吉嶋島嶌島冨富峯峰曻昇淸清槪概旣既敘叙慶慶煕熙凉涼";

/// Where the ideographs begin that most old forms lie among.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For each ideograph from `FIRST` on, its new form, or zero.
static NEW: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut new = vec![0; (LAST - FIRST + 1) as usize].into_boxed_slice();
    for (old, form) in pairs() {
        let at = (old as u32).checked_sub(FIRST).map(|at| at as usize);
        if let (Some(slot), Ok(form)) = (at.and_then(|at| new.get_mut(at)), u16::try_from(form as u32)) {
            *slot = form;
        }
    }
    new
});

/// The form of today of `c`, or `c` itself.
#[must_use]
pub fn new_form(c: char) -> char {
    match c as u32 {
        code @ FIRST..=LAST => match NEW[(code - FIRST) as usize] {
            0 => c,
            new => char::from_u32(u32::from(new)).unwrap_or(c),
        },
        0xfa11 | 0x20b9f | 0x20bb7 => pairs().find(|&(old, _)| old == c).map_or(c, |(_, new)| new),
        _ => c,
    }
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut rest = PAIRS.chars();
    std::iter::from_fn(move || Some((rest.next()?, rest.next()?))).filter(|(old, new)| old != new)
}

#[cfg(test)]
mod tests {
    use super::{new_form, pairs};

    #[test]
    fn an_old_form_becomes_the_form_of_today() {
        for (old, new) in [('國', '国'), ('髙', '高'), ('﨑', '崎'), ('𠮷', '吉'), ('猫', '猫'), ('龍', '竜')]
        {
            assert_eq!(new_form(old), new);
        }
    }

    #[test]
    fn a_new_form_is_never_an_old_one() {
        for (old, new) in pairs() {
            assert_eq!(new_form(new), new, "{old} -> {new}");
        }
    }

    #[test]
    fn every_pair_of_the_table_is_known_or_lies_outside_the_plane() {
        for (old, new) in pairs() {
            assert!(new_form(old) == new || new as u32 > 0xffff, "{old} -> {new}");
        }
    }
}
