//! Boils Unihan's variants down to `assets/forms/han.txt`.
//!
//!     cargo run --example forms -- UNICODE UNIHAN OUT
//!
//! `UNICODE` is the folder that holds `EquivalentUnifiedIdeograph.txt`, `UNIHAN` that of Unihan's
//! text files, unpacked; `text/forms.rs` reads what comes out. Each line is a class of ideographs
//! that a search takes for one, the form that folded texts have first. Classes grow by what is
//! surest: the forms of Japan, then simplified and traditional Chinese, then dictionaries' pairs.
//! One simplified character may stand for several (发 for 發 and 髮), and may be a character of
//! its own elsewhere (机, in Japan a desk, for 機): two that Japanese schools teach side by side
//! never meet, so that a desk does not find every machine.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Members that a class may have, radicals aside.
const BOUND: usize = 6;

/// Old form, new form, without anything between them: the lists of Jōyō and Jinmeiyō kanji, and
/// the variants that family and place names keep.
const JAPAN: &str = "\
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

/// Pairs as in `JAPAN` that no list relates: what is written so in Chinese and in Japanese, and
/// what the same hand writes in two ways. Set down for this program.
const USUAL: &str = "\
歲歳獎奨娛娯戶戸冰氷污汚汙汚馱駄稻稲廻回囘回舖舗鋪舗薗園讃賛溯遡鄉郷鐵鉄鬥闘駈駆喻喩冢塚侄姪榨搾\
陞昇泛氾洩泄愈癒瘉癒皋皐炮砲礮砲棊棋棱稜脩修托託蹟跡遊游煉錬氛雰佈布佔占侷局兇凶勦剿\
唸念嚐嘗囌蘇甦蘇妳你崑昆崙侖彆別彊強彿仏悽凄淒凄慼戚慾欲搆構揹背撚捻枴拐滷鹵燐磷燬毀牴抵觝抵珮佩\
痠酸痲麻瞇眯簑蓑籤簽糰団糢模紮扎綵彩羶膻蓆席譟噪谿渓迺乃醃腌銲焊鎗槍餽饋齧噛鹼鹸碱鹸麪麺咒呪攪撹\
頸頚竈竃讎讐靱靭韌靭濶闊檜桧鶯鴬壺壷籠篭賤賎諫諌淵渕蠅蝿晃晄鼡鼠嵜崎碕崎舘館槗橋凜凛㐂喜槀稿稾稿\
穉稚龝秋秌秋艸草葢蓋畊耕窻窓牕窓裡裏礦鉱揷挿寳宝糧粮兔兎迯逃瀋沈纔才澀渋\
历歴";

/// What one list holds side by side are two words to those who go by it.
const LISTS: [&str; 4] = ["kJoyoKanji", "kGB0", "kTGH", "kKoreanEducationHanja"];

/// Lists whose members come before others as the form of a class.
const FIRST: [&str; 5] = ["kJoyoKanji", "kJinmeiyoKanji", "kJis0", "kBigFive", "kGB0"];

fn main() -> Result<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [unicode, unihan, out] = folders.as_slice() else {
        anyhow::bail!("expected three folders: UNICODE, UNIHAN, OUT");
    };
    let unihan = Path::new(unihan);
    let variants = read(&unihan.join("Unihan_Variants.txt"))?;
    let mappings = read(&unihan.join("Unihan_OtherMappings.txt"))?;
    let likes = read(&unihan.join("Unihan_DictionaryLikeData.txt"))?;
    let mut forms = forms(&classes(&variants, &mappings, &likes), &mappings, &likes);
    for (radical, character) in radicals(&read(&Path::new(unicode).join("EquivalentUnifiedIdeograph.txt"))?) {
        let known = forms.iter().find(|(_, others)| others.contains(&character));
        let form = known.map_or(character, |(&form, _)| form);
        forms.entry(form).or_default().push(radical);
    }

    let mut text = String::new();
    for (form, others) in &forms {
        text.push(*form);
        text.extend(others);
        text.push('\n');
    }
    let path = Path::new(out).join("han.txt");
    println!("{}: {} bytes, {} classes; the largest:", path.display(), text.len(), forms.len());
    text.lines().filter(|line| line.chars().count() >= BOUND).for_each(|line| println!("{line}"));
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Which ideographs are one letter.
fn classes(variants: &str, mappings: &str, likes: &str) -> Classes {
    let core = list(likes, "kUnihanCore2020");
    let mut classes = Classes::default();
    for (old, new) in pairs(JAPAN).chain(pairs(USUAL)) {
        classes.join(old, new);
    }
    let taught = list(mappings, "kJoyoKanji");
    classes.tell_those_with_two_of(&taught);
    for field in ["kTraditionalVariant", "kSimplifiedVariant"] {
        for (one, others) in related(variants, field).filter(|(one, _)| core.contains(one)) {
            for other in others.into_iter().filter(|other| core.contains(other)) {
                if !classes.hold_two_of(&taught, one, other) {
                    classes.join(one, other);
                }
            }
        }
    }
    let lists = LISTS.map(|field| list(mappings, field));
    for field in ["kZVariant", "kSemanticVariant"] {
        let related: BTreeMap<char, Vec<char>> = related(variants, field)
            .map(|(one, others)| (one, others.into_iter().filter(|other| core.contains(other)).collect()))
            .collect();
        for (&one, others) in related.iter().filter(|(one, _)| core.contains(one)) {
            let [other] = others.as_slice() else { continue };
            let mutual = related.get(other).is_some_and(|back| back.as_slice() == [one]);
            let apart = lists.iter().any(|list| list.contains(&one) && list.contains(other));
            if mutual && !apart && !classes.hold_two_of(&taught, one, *other) {
                classes.join(one, *other);
            }
        }
    }
    classes
}

/// The form of each class, and its other members.
fn forms(classes: &Classes, mappings: &str, likes: &str) -> BTreeMap<char, Vec<char>> {
    let frequency: BTreeMap<char, &str> = fields(likes, "kFrequency").collect();
    let firsts = FIRST.map(|field| list(mappings, field));
    let today: BTreeSet<char> = pairs(JAPAN).chain(pairs(USUAL)).map(|(_, new)| new).collect();
    let rank = |c: char| {
        let plane = match c {
            '\u{4e00}'..='\u{9fff}' => 0,
            '\u{3400}'..='\u{4dbf}' => 1,
            _ => 2,
        };
        let listed = firsts.iter().position(|list| list.contains(&c)).unwrap_or(FIRST.len());
        (plane, listed, Reverse(today.contains(&c)), frequency.get(&c).copied().unwrap_or("9"), c)
    };
    let several = classes.0.iter().filter(|class| class.len() > 1);
    several
        .map(|class| {
            let mut class = class.clone();
            class.sort_by_key(|&c| rank(c));
            (class[0], class[1..].to_vec())
        })
        .collect()
}

/// Ideographs by the class they are in.
#[derive(Default)]
struct Classes(Vec<Vec<char>>);

impl Classes {
    /// Makes one class of those of `one` and `other`, unless it grew too large.
    fn join(&mut self, one: char, other: char) {
        let (first, second) = (self.of(one), self.of(other));
        if first == second {
            return;
        }
        if self.0[first].len() + self.0[second].len() > BOUND {
            println!("left apart: {:?} {:?}", self.0[first], self.0[second]);
            return;
        }
        let joined = std::mem::take(&mut self.0[second]);
        self.0[first].extend(joined);
    }

    /// Whether the classes of `one` and `other` are two, each with a member of `list`.
    fn hold_two_of(&mut self, list: &BTreeSet<char>, one: char, other: char) -> bool {
        let (first, second) = (self.of(one), self.of(other));
        let holds = |class: usize| self.0[class].iter().any(|c| list.contains(c));
        first != second && holds(first) && holds(second)
    }

    /// Says which classes have two members of `list`: old and new forms, or a slip in the tables.
    fn tell_those_with_two_of(&self, list: &BTreeSet<char>) {
        for class in self.0.iter().filter(|class| class.iter().filter(|c| list.contains(c)).count() > 1) {
            println!("both taught: {class:?}");
        }
    }

    fn of(&mut self, c: char) -> usize {
        self.0.iter().position(|class| class.contains(&c)).unwrap_or_else(|| {
            self.0.push(vec![c]);
            self.0.len() - 1
        })
    }
}

fn pairs(table: &str) -> impl Iterator<Item = (char, char)> {
    let mut rest = table.chars();
    std::iter::from_fn(move || Some((rest.next()?, rest.next()?))).filter(|(old, new)| old != new)
}

/// The radicals of U+2E80 to U+2EFF, and the ideographs that they are.
fn radicals(text: &str) -> Vec<(char, char)> {
    let row = |line: &str| {
        let (codes, rest) = line.split_once(';')?;
        let (first, last) = codes.trim().split_once("..").unwrap_or((codes.trim(), codes.trim()));
        let character = code(rest.split('#').next()?.trim())?;
        Some((code(first)?..=code(last)?).map(move |radical| (radical, character)).collect::<Vec<_>>())
    };
    let all = text.lines().filter_map(row).flatten();
    all.filter(|(radical, _)| ('\u{2e80}'..='\u{2eff}').contains(radical)).collect()
}

fn list(text: &str, field: &str) -> BTreeSet<char> {
    fields(text, field).map(|(c, _)| c).collect()
}

fn related<'a>(text: &'a str, field: &'a str) -> impl Iterator<Item = (char, Vec<char>)> {
    fields(text, field).map(|(c, value)| {
        let others = value
            .split_whitespace()
            .filter_map(|other| code(other.split('<').next().unwrap_or(other).trim_start_matches("U+")));
        (c, others.filter(|&other| other != c).collect())
    })
}

/// The values of one field with their characters.
fn fields<'a>(text: &'a str, field: &'a str) -> impl Iterator<Item = (char, &'a str)> {
    text.lines().filter_map(move |line| {
        let mut cells = line.split('\t');
        let c = code(cells.next()?.strip_prefix("U+")?)?;
        (cells.next()? == field).then(|| cells.next()).flatten().map(|value| (c, value))
    })
}

fn code(hexadecimal: &str) -> Option<char> {
    u32::from_str_radix(hexadecimal, 16).ok().and_then(char::from_u32)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
