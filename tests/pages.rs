//! Every block element, set at four widths in four languages. Each snapshot is a page as the
//! reader and `print` show it.

use std::sync::Arc;

use tsundoku::markdown::meta::Meta;
use tsundoku::markdown::parse::parse;
use tsundoku::page::measure::{Indent, Measure, Pan, Repeats, RubyStyle};
use tsundoku::page::page::{Card, Page};
use tsundoku::text::wrap::{Autospace, Hanging, Justify};

const JA: &str = include_str!("corpora/pages/ja.md");
const ZH: &str = include_str!("corpora/pages/zh.md");
const KO: &str = include_str!("corpora/pages/ko.md");
const EN: &str = include_str!("corpora/pages/en.md");

const TABLES: [(&str, &str); 4] = [
    ("ja", include_str!("corpora/tables/ja.md")),
    ("zh", include_str!("corpora/tables/zh.md")),
    ("ko", include_str!("corpora/tables/ko.md")),
    ("en", include_str!("corpora/tables/en.md")),
];

fn page(source: &str, measure: Measure) -> String {
    let document = Arc::new(parse(source));
    let page = Page::new(document, &Meta::default(), 1, Card::Left, measure);
    let rows: Vec<String> = page.rows().map(|row| row.plain(&page.document().text)).collect();
    rows.join("\n")
}

macro_rules! pages {
    ($($test:ident: $source:expr;)*) => {
        $(#[test]
        fn $test() {
            for columns in [40, 60, 80, 120] {
                let name = format!("{}_{columns}", stringify!($test));
                insta::assert_snapshot!(name, page($source, Measure::of(columns)));
            }
        })*
    };
}

pages! {
    japanese: JA;
    chinese: ZH;
    korean: KO;
    english: EN;
}

#[test]
fn options_change_what_they_say() {
    let source = "今日は、AIチップの話をします。調達額は46,225億円。\n\n\
                  これは｜調達《ちょうたつ》の話で、{推論|すいろん}の話ではありません。\n\n\
                  同じことを二度言う段落は、二度目には薄く組まれます。四十字を越えるものだけが、そう扱われます。\n\n\
                  同じことを二度言う段落は、二度目には薄く組まれます。四十字を越えるものだけが、そう扱われます。";
    let plain = Measure::of(24);
    for (name, measure) in [
        ("hanging", Measure { hanging: Hanging::Yes, ..plain }),
        ("autospace", Measure { autospace: Autospace::Yes, ..plain }),
        ("justify", Measure { justify: Justify::Yes, ..plain }),
        ("indent", Measure { indent: Indent::Yes, ..plain }),
        ("ruby_hidden", Measure { ruby: RubyStyle::Hidden, ..plain }),
        ("repeats_hidden", Measure { repeats: Repeats::Hide, ..plain }),
    ] {
        insta::assert_snapshot!(name, page(source, measure));
    }
}

#[test]
fn a_wide_table_can_be_panned_with_its_first_column_at_the_left() {
    for (language, source) in TABLES {
        let table = source.split("\n\n").find(|block| block.starts_with('|')).expect("a table");
        for columns in [40, 80] {
            let pans = [Pan::Fit, Pan::From(0), Pan::From(1), Pan::From(3), Pan::From(99)];
            let set = |pan| format!("{pan:?}\n{}", page(table, Measure { pan, ..Measure::of(columns) }));
            insta::assert_snapshot!(format!("panned_{language}_{columns}"), pans.map(set).join("\n\n"));
        }
    }
}

#[test]
fn a_head_that_holds_nothing_is_not_shown() {
    for source in [
        "| | |\n|-|-|\n| 会社 | 猫 |\n",
        "<table><tr><td>会社</td><td>猫</td></tr></table>",
        "| | |\n|-|-|\n| 회사 | 말 |\n",
    ] {
        let rows = page(source, Measure::of(40));
        let rows: Vec<_> = rows.lines().collect();
        assert!(matches!(rows[..], ["会社  猫" | "회사  말"]), "{rows:?}");
    }
    let html = "<table><tr><td rowspan=2>東京</td><td>一</td></tr><tr><td>二</td></tr></table>";
    assert_eq!(page(html, Measure::of(40)), "東京  一\n      二");
}
