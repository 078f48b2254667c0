//! How articles are read: every element that writers use, told as one line per block.

use std::ops::Range;

use tsundoku::markdown::document::{
    Align, Block, BlockKind, ContainerKind, Document, Heading, Link, LinkKind, Marker,
};
use tsundoku::markdown::parse::parse;

/// Every block on a line: `~` where it stands close to the block before, what it stands in, what
/// it is, its text.
fn blocks(source: &str) -> Vec<String> {
    let document = parse(source);
    document.blocks.iter().map(|block| told(&document, block)).collect()
}

fn told(document: &Document, block: &Block) -> String {
    let mut around = String::new();
    let mut within = block.within;
    while let Some(id) = within {
        let container = &document.containers[id.0 as usize];
        around = format!("{} {around}", named(&container.kind));
        within = container.parent;
    }
    let text = |range: &Range<u32>| document.text.slice(range.clone()).replace('\n', "⏎");
    let kind = match &block.kind {
        BlockKind::Paragraph => String::new(),
        BlockKind::Heading(level) => format!("h{level} "),
        BlockKind::Code(label) => format!("code({}) ", label.as_deref().unwrap_or("")),
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|"));
            return format!("{around}table {}", rows.collect::<Vec<_>>().join(" / "));
        }
        other => format!("{other:?} ").to_lowercase(),
    };
    let close = if block.loose { "" } else { "~" };
    format!("{close}{around}{kind}{}", text(&block.range)).trim_end().to_owned()
}

fn named(kind: &ContainerKind) -> String {
    match kind {
        ContainerKind::Quote => ">".to_owned(),
        ContainerKind::Callout(callout) => format!("!{callout:?}"),
        ContainerKind::Details => "+".to_owned(),
        ContainerKind::Item(Marker::Bullet(depth)) => format!("-{depth}"),
        ContainerKind::Item(Marker::Ordered(number)) => {
            let task = number.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
            format!("{:0width$}{}{task}", number.value, number.sign, width = usize::from(number.digits))
        }
        ContainerKind::Item(Marker::Task(true)) => "[x]".to_owned(),
        ContainerKind::Item(Marker::Task(false)) => "[ ]".to_owned(),
        ContainerKind::Definition => ":".to_owned(),
        ContainerKind::Footnote(label) => format!("^{label}"),
    }
}

/// The whole text with its styled stretches in brackets: `[strong:太字]`.
fn styled(source: &str) -> String {
    let document = parse(source);
    let mut out = String::new();
    let mut from = 0;
    for run in &document.runs {
        out.push_str(&document.text.slice(from..run.range.start));
        let names: Vec<_> = run.roles.iter().map(|role| format!("{role:?}").to_lowercase()).collect();
        out.push('[');
        out.push_str(&names.join(" "));
        out.push(':');
        out.push_str(&document.text.slice(run.range.clone()));
        out.push(']');
        from = run.range.end;
    }
    out.push_str(&document.text.as_str()[from as usize..]);
    out
}

/// The text and target of every link.
fn links(source: &str) -> Vec<(String, String)> {
    let document = parse(source);
    let told =
        |link: &Link| (document.text.slice(link.range.clone()).as_str().to_owned(), link.target.to_string());
    document.links.iter().map(told).collect()
}

/// Level, text and id of every heading.
fn headings(source: &str) -> Vec<(u8, String, String)> {
    let document = parse(source);
    let told = |heading: &Heading| {
        let text = document.text.slice(heading.range.clone()).as_str().to_owned();
        (heading.level, text, heading.id.to_string())
    };
    document.headings.iter().map(told).collect()
}

/// Rows of a table of examples: a source and the blocks as which it is read.
macro_rules! reads {
    ($($source:expr => [$($block:expr),* $(,)?]),* $(,)?) => {
        $(assert_eq!(blocks($source), [$($block),*] as [&str; _], "{}", $source);)*
    };
}

#[test]
fn headings_of_every_kind_have_their_level() {
    reads! {
        "# 一\n### 三 ###\n題\n===\n副題\n---\n" => ["h1 一", "h3 三", "h1 題", "h2 副題"],
        "###### 深い\n####### 七" => ["h6 深い", "####### 七"],
        "<h2>제목 <b>굵게</b></h2>\n" => ["h2 제목 굵게"],
        "#タグ" => ["#タグ"],
    }
}

#[test]
fn headings_are_reached_by_their_ids() {
    let own = |level, text: &str, id: &str| (level, text.to_owned(), id.to_owned());
    assert_eq!(
        headings("# A B\n## A B\n## 見出し {#own}\n## 제목: 하나\n## 見出し {/*mdx*/}\n"),
        [
            own(1, "A B", "a-b"),
            own(2, "A B", "a-b-1"),
            own(2, "見出し", "own"),
            own(2, "제목: 하나", "제목-하나"),
            own(2, "見出し", "mdx"),
        ]
    );
}

#[test]
fn braces_at_the_end_of_a_heading_stay_unless_they_name_it() {
    for (source, text) in [
        ("# 版 {{ site.version }}", "版 {{ site.version }}"),
        ("# 集合 {1, 2}", "集合 {1, 2}"),
        ("## `{}`", "{}"),
        ("# 題 {漢字|かんじ}", "題 漢字（かんじ）"),
        ("# 題 {.class #id}", "題"),
        ("* # 題 {名前}", "題 {名前}"),
        ("1. > # {$5}", "{$5}"),
        ("題 {名前}\n===", "題 {名前}"),
        ("題 {#id}\n---", "題"),
    ] {
        assert_eq!(headings(source)[0].1, text);
    }
}

#[test]
fn bold_lines_alone_are_headings_of_level_seven() {
    let found = |source| -> Vec<(u8, String)> {
        headings(source).into_iter().map(|(level, text, _)| (level, text)).collect()
    };
    for source in [
        "**見出し**\n\n本文",
        "**見出し**\n本文",
        "**見出し**  \n本文",
        "前の文。\n**見出し**\n本文",
        "__見出し__",
    ] {
        assert_eq!(found(source), [(7, "見出し".to_owned())], "{source}");
    }
    for none in [
        "**太字**の文",
        "文は\n**続く太字**\nで終わる",
        "- **항목**",
        "**二行の\n太字**の文",
        "**a** b **c**",
    ] {
        assert_eq!(found(none), [], "{none}");
    }
    reads! {
        "**見出し**\n本文" => ["見出し", "~本文"],
        "前の文。\n**見出し**\n本文" => ["前の文。", "見出し", "~本文"],
    }
}

#[test]
fn a_bold_line_of_an_item_has_a_row_of_its_own() {
    reads! {
        "- **項目**\n  説明" => ["-0 項目", "~-0 説明"],
        "- **题目**\n  正文\n- 二" => ["-0 题目", "~-0 正文", "~-0 二"],
        "1. **原因**\n   電源です。\n2. **対策**：\n   交換します。" => [
            "1. 原因", "~1. 電源です。", "~2. 対策：交換します。"],
        "1. **원인**\n   전원이다.\n\n2. **Fix**\n   Replace it." => [
            "1. 원인", "~1. 전원이다.", "2. Fix", "~2. Replace it."],
        "- 一\n  - **深**\n    文" => ["-0 一", "~-0 -1 深", "~-0 -1 文"],
        "- 前の文。\n  **題**\n  本文" => ["-0 前の文。", "~-0 題", "~-0 本文"],
        "- 文は\n  **続く太字**\n  で終わる" => ["-0 文は続く太字で終わる"],
    }
    assert_eq!(headings("- **題**\n  文。\n  **二**\n  文"), []);
}

#[test]
fn bold_sentences_are_no_headings() {
    let long = "太字の長い行は見出しではなく、強調された文として読まれるべきである、と言う";
    let none = format!("**{long}**");
    for none in [
        none.as_str(),
        "**重要な文です。**\n続き",
        "**「重要だ。」**",
        "前の文。\n**重要な文です。**\n続き",
        "**重要な文です。[^1]**\n\n[^1]: 注",
        "**이것은 중요한 문장입니다.**",
    ] {
        assert_eq!(headings(none), [], "{none}");
    }
    for heading in
        ["**これは何か？**", "**1.**", "**第一章：开始**", "**2. 서론.**", "**Version 3.5 of the 4.2**"]
    {
        assert_eq!(headings(heading).len(), 1, "{heading}");
    }
    reads! {
        "**重要な文です。**\n続き" => ["重要な文です。続き"],
    }
}

#[test]
fn notes_at_the_end_of_a_heading_are_no_part_of_it() {
    for (source, text, id) in [
        ("**太字だけの見出し[^1]**\n\n[^1]: 注", "太字だけの見出し", "太字だけの見出し"),
        ("## 제목[^1] [^2]\n\n[^1]: a\n[^2]: b", "제목", "제목"),
        ("## 标题[^1]续\n\n[^1]: a", "标题[1]续", "标题1续"),
        ("## [^1]\n\n[^1]: a", "[1]", "1"),
    ] {
        let (_, found, named) = &headings(source)[0];
        assert_eq!((&found[..], &named[..]), (text, id), "{source}");
    }
}

#[test]
fn soft_breaks_are_blanks_only_where_words_are_parted_by_blanks() {
    for (source, expected) in [
        ("日本\n語", "日本語"),
        ("中文，\n下一行", "中文，下一行"),
        ("한국어\n글", "한국어 글"),
        ("한국어\n漢字", "한국어 漢字"),
        ("one\ntwo", "one two"),
        ("日本\nABC", "日本 ABC"),
        ("ABC。\ndef", "ABC。def"),
        ("「引用」”\n次", "「引用」”次"),
        ("続く…\n次", "続く…次"),
        ("太**字\n太**字", "太字太字"),
        ("行末  \n次", "行末\n次"),
        ("行末\\\n次", "行末\n次"),
        ("一<br>二<br/>三", "一\n二\n三"),
    ] {
        assert_eq!(parse(source).text.as_str(), expected, "{source}");
    }
}

#[test]
fn lists_of_every_marker_nest() {
    reads! {
        "- 一\n- 二\n" => ["-0 一", "~-0 二"],
        "* 一\n\n* 二\n" => ["-0 一", "-0 二"],
        "+ a\n  - b\n    * c\n" => ["-0 a", "~-0 -1 b", "~-0 -1 -2 c"],
        "9. 구\n10. 십\n" => ["09. 구", "~10. 십"],
        "1) 甲\n   - 乙\n2) 丙" => ["1) 甲", "~1) -0 乙", "~2) 丙"],
        "> 9) 하나\n> 10) 둘" => ["> 09) 하나", "~> 10) 둘"],
        "- [ ] 未\n- [x] 済\n" => ["[ ] 未", "~[x] 済"],
        "1. [ ] 未\n2) [x] 済\n" => ["1. [ ] 未", "2) [x] 済"],
        "文\n- 一\n\n後" => ["文", "-0 一", "後"],
        "- \n- a" => ["-0 empty", "~-0 a"],
        "- 一\n\n  二\n- 三" => ["-0 一", "-0 二", "-0 三"],
    }
}

#[test]
fn the_first_item_of_an_outermost_tight_list_alone_is_loose() {
    reads! {
        "> 文\n> - a\n>   - b\n>   - c\n> - d" => ["> 文", "> -0 a", "~> -0 -1 b", "~> -0 -1 c", "~> -0 d"],
        "- a\n  > q\n- b" => ["-0 a", "-0 > q", "~-0 b"],
    }
}

#[test]
fn lists_hold_code_tables_and_quotes() {
    reads! {
        "- 項目\n\n  ```rust\n  fn a() {}\n  ```\n" => ["-0 項目", "-0 code(rust) fn a() {}"],
        "- 項目\n\n      indented\n" => ["-0 項目", "-0 code() indented"],
        "- | 甲 | 乙 |\n  |---|---|\n  | 丙 | 丁 |\n" => ["-0 table 甲|乙 / 丙|丁"],
        "1. > 引用\n" => ["1. > 引用"],
    }
}

#[test]
fn quotes_nest() {
    reads! {
        "> 一\n二\n\n三" => ["> 一二", "三"],
        "> 外\n> > 内\n\n> 別" => ["> 外", "> > 内", "> 別"],
        ">" => ["> empty"],
    }
}

#[test]
fn callouts_of_github_and_obsidian_have_a_title() {
    reads! {
        "> [!NOTE]\n> 本文" => ["!Note label Note", "~!Note 本文"],
        "> [!WARNING]  \n> 본문" => ["!Warning label Warning", "~!Warning 본문"],
        "> [!tip]- 題 **太字**\n> 本文" => ["!Tip label 題 太字", "~!Tip 本文"],
        "> [!faq]+ 问题\n>\n> 回答" => ["!Warning label 问题", "~!Warning 回答"],
        "> [!custom]\n> x" => ["!Note label Custom", "~!Note x"],
        "- 項目\n\n  > [!CAUTION]\n  > 中" => ["-0 項目", "-0 !Caution label Caution", "~-0 !Caution 中"],
        "> 文\n>\n> [!NOTE]" => ["> 文", "> [!NOTE]"],
        "> [!NOTE\n> x" => ["> [!NOTE x"],
        "> [!]\n" => ["> [!]"],
    }
    assert_eq!(styled("> [!tip] 題 **太字**\n> 文"), "題 [strong:太字]\n文");
    assert_eq!(links("> [!tip] [題](u)\n> 文"), [("題".to_owned(), "u".to_owned())]);
}

#[test]
fn fenced_directives_are_callouts_and_details() {
    reads! {
        ":::message\n**文**です\n:::\n後" => ["!Note 文です", "後"],
        ":::message alert\n- 一\n- 二\n:::" => ["!Caution -0 一", "~!Caution -0 二"],
        ":::note warn\n警告\n:::" => ["!Warning label Warn", "~!Warning 警告"],
        ":::tip[내 제목]\n본문\n:::" => ["!Tip label 내 제목", "~!Tip 본문"],
        "::: warning 标题\n正文\n:::" => ["!Warning label 标题", "~!Warning 正文"],
        ":::details 詳しく\n\n```\n:::\n```\n\n:::\n後" => ["+ label 詳しく", "~+ code() :::", "後"],
        "::::note\n外\n:::tip\n内\n:::\n::::\n後" => [
            "!Note label Note", "~!Note 外", "!Note !Tip label Tip", "~!Note !Tip 内", "後"],
        "::: columns\n文\n:::" => ["文"],
        "- 一\n  :::note\n  中\n  :::\n- 二" => ["-0 一", "-0 !Note label Note", "~-0 !Note 中", "~-0 二"],
        ":::note\n閉じない" => ["!Note label Note", "~!Note 閉じない"],
        "文\n:::" => ["文"],
    }
}

#[test]
fn details_of_html_hold_markdown() {
    reads! {
        "<details>\n<summary>要約 <b>太</b></summary>\n\n中 **太**\n\n- 一\n\n</details>\n\n後" => [
            "+ label 要約 太", "~+ 中 太", "+ -0 一", "後"],
        "<details><summary>摘要</summary>正文</details>" => ["+ label 摘要", "~+ 正文"],
        "<details open>\n\n본문\n\n</details>" => ["+ 본문"],
    }
}

#[test]
fn code_keeps_its_lines_and_its_label() {
    reads! {
        "```rust:src/main.rs\nfn a() {}\n\n  b\n```" => ["code(rust:src/main.rs) fn a() {}⏎⏎  b"],
        "~~~ js {1,3}\nx\n~~~" => ["code(js) x"],
        "```diff js\n- a\n```" => ["code(diff) - a"],
        "```{r setup, echo=FALSE}\nx\n```" => ["code(r) x"],
        "``` {.python .numberLines}\nx\n```" => ["code(python) x"],
        "```js src/App.js active\nx\n```" => ["code(js:src/App.js) x"],
        "```js title=\"猫.js\"\nx\n```" => ["code(js:猫.js) x"],
        "``` {title=\"제목\"}\nx\n```" => ["code(제목) x"],
        "    字下げ\n    二" => ["code() 字下げ⏎二"],
        "```\n\tタブ\n```" => ["code()     タブ"],
        "```\n閉じない" => ["code() 閉じない"],
        "``` \n```" => ["code()"],
        "<pre><code>a &lt; b\n  <!-- c -->\n</code></pre>" => ["code() a < b⏎  <!-- c -->"],
        "<pre><code class=\"hljs language-js\">a\n</code></pre><pre>b</pre>" => ["code(js) a", "code() b"],
        "<pre class=\"language-py\"><code>a</code></pre>" => ["code(py) a"],
        "<pre lang=\"rust\">a</pre>" => ["code(rust) a"],
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}" => ["code(ruby) puts 1"],
        "{{< highlight go \"linenos=table\" >}}\nx := 1\n\ny\n{{< /highlight >}}\n後" => ["code(go) x := 1⏎⏎y", "後"],
        "文\n{{% highlight go %}}\nx\n{{% /highlight %}}" => ["文", "code(go) x"],
        "{% codeblock lang:js %}\nvar 猫;\n{% endcodeblock %}" => ["code(js) var 猫;"],
        "- 항목\n  {% code %}\n  x\n  {% endcode %}" => ["-0 항목", "-0 code() x"],
        "文\n```\ncode\n```\n後" => ["文", "code() code", "後"],
        "1. ```\n   :::note\n   ```\n" => ["1. code() :::note"],
    }
    assert_eq!(styled("`a  b`と``c`d``"), "[code:a  b]と[code:c`d]");
}

#[test]
fn code_between_tags_stands_in_items_and_has_its_title() {
    reads! {
        "- {% highlight js %}\n  var a = 1;\n    b\n  {% endhighlight %}\n- 二" => [
            "-0 code(js) var a = 1;⏎  b", "~-0 二"],
        "1. {{< highlight go >}}\n   글\n   {{< /highlight >}}" => ["1. code(go) 글"],
        "{% codeblock app.rb lang:ruby %}\nputs\n{% endcodeblock %}" => ["code(ruby:app.rb) puts"],
        "{% codeblock タイトル 二 lang:ruby %}\nputs\n{% endcodeblock %}" => ["code(ruby:タイトル 二) puts"],
        "{{< code file=\"中.yml\" >}}\na: b\n{{< /code >}}" => ["code(中.yml) a: b"],
        "{{% code lang=\"go\" %}}\n文\n{{% /code %}}\n後" => ["code(go) 文", "後"],
    }
}

#[test]
fn tables_have_cells_rows_and_alignment() {
    reads! {
        "| 甲 | 乙 |\n|:-:|--:|\n| 一<br>二 | **丙** |\n| 三 |\n" => ["table 甲|乙 / 一⏎二|丙 / 三|"],
        "a|b\n-|-\n`x\\|y`|z" => ["table a|b / x|y|z"],
        "| | |\n|-|-|\n| 가 | |" => ["table | / 가|"],
        "<table><thead><tr><th>甲<th align=right>乙</tr></thead><tr><td>一</td><td>二</td></tr></table>" => [
            "table 甲|乙 / 一|二"],
        "<table>\n<tr><td><p>一</p><p>二</p></td></tr>\n</table>" => ["table  / 一⏎二"],
        "<table><tr><td>\n\n```js\na\nb\n```\n\n</td><td>\n\n- 一\n\n---\n\n</td></tr></table>\n\n後" => [
            "table | / a⏎b|一", "後"],
        "<table>前<td>一</td>間<td>二</td>外</table>後" => ["前", "table | / 一|間⏎二", "外", "後"],
        "<table><tr><td>閉じない\n\n# 題\n文" => ["table  / 閉じない", "h1 題", "文"],
    }
    let document = parse("|a|b|c|\n|:-:|--:|---|\n|x|y|z|");
    let BlockKind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
    assert_eq!(table.aligns, [Align::Center, Align::End, Align::Start]);
}

#[test]
fn cells_beyond_the_head_go_into_the_last_column() {
    reads! {
        "| a | b |\n|---|---|\n| 1 | 2 | 失 |\n| 3 | 4 |\n| 5 |" => ["table a|b / 1|2 | 失 / 3|4 / 5|"],
        "a|b\n-|-\n一|二|三|四\n1|2|" => ["table a|b / 一|二 | 三 | 四 / 1|2"],
        "> | 가 | 나 |\n> |---|---|\n> | 1 | | 셋 | |\n> | 2 | | |" => ["> table 가|나 / 1|셋 / 2|"],
        "|甲|乙|\n|-|-|\n|1|2|`a\\|b`|<b>丙</b>&amp;丁<br>戊|" => ["table 甲|乙 / 1|2 | `a|b` | 丙&丁⏎戊"],
        "|甲|\n|-|\n|`a || b`|" => ["table 甲 / `a | | b`"],
        "|价|\n|-|\n|$5|$6|a < b|" => ["table 价 / $5 | $6 | a < b"],
    }
}

#[test]
fn tables_of_html_have_the_head_and_the_columns_that_they_say() {
    reads! {
        "<table><tr><td>会社</td><td>猫</td></tr><tr><td>住所</td><td>犬</td></tr></table>" => [
            "table | / 会社|猫 / 住所|犬"],
        "<table><tr><th>이름</th><td>값</td></tr></table>" => ["table | / 이름|값"],
        "<table><tr><td></td><th>甲</th></tr><tr><th>一</th><td>二</td></tr></table>" => ["table |甲 / 一|二"],
        "<table><thead><tr><td>甲</td></tr></thead><tbody><tr><td>一</td></tr></tbody></table>" => [
            "table 甲 / 一"],
        "<table><tr><th>a</th><th>b</th></tr><tr><td rowspan=\"2\">一</td><td>二</td></tr><tr><td>三</td></tr></table>" => [
            "table a|b / 一|二 / |三"],
        "<table><tr><th colspan=2>广</th><th>c</th></tr><tr><td>1<td>2<td>3</table>" => [
            "table 广||c / 1|2|3"],
        "<table><tr><td>\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n</td></tr></table>\n\n後" => [
            "table 甲|乙 / 一|二", "後"],
    }
}

#[test]
fn a_table_in_a_cell_is_read_as_lines_of_words() {
    reads! {
        "<table><tr><td>a</td><td><table><tr><td>入れ子</td><td>二</td></tr></table></td></tr></table>" => [
            "table | / a|入れ子 二"],
        "<table><tr><td>前<table><tr><th>甲<th>을<tr><td>丙<td>丁</table>後</td><td>b</td></tr><tr><td>c</td></tr></table>" => [
            "table | / 前⏎甲 을⏎丙 丁⏎後|b / c|"],
    }
}

#[test]
fn lists_of_html_nest_like_those_of_markdown() {
    reads! {
        "<ul><li>一</li><li>二<ul><li>深</li></ul></li><li>三</li></ul>" => [
            "-0 一", "~-0 二", "~-0 -1 深", "~-0 三"],
        "<ol start=3><li>가<li>나</ol>" => ["3. 가", "~4. 나"],
        "<dl><dt>語<dd>意味<dt>词<dd>意思</dl>" => ["term 語", "~: 意味", "term 词", "~: 意思"],
        "<blockquote><p>引用</p></blockquote>" => ["> 引用"],
    }
}

#[test]
fn figures_have_a_picture_and_a_caption() {
    let figure = "<figure>\n<img src=\"a.png\" alt=\"絵\">\n<figcaption>説明</figcaption>\n</figure>";
    assert_eq!(blocks(figure), ["picture(0) 絵", "~説明"]);
    assert_eq!(styled(figure), "[image:絵]\n[caption:説明]");
}

#[test]
fn pictures_alone_on_a_line_are_blocks() {
    reads! {
        "![猫](a.png)" => ["picture(0) 猫"],
        "![](dir/b.png \"題\")" => ["picture(0) b.png"],
        "![ ](c.png)" => ["picture(0) c.png"],
        "![a](a.png)\n![b](b.png)" => ["picture(0) a", "picture(1) b"],
        "![図](a.png)\n説明文" => ["picture(0) 図", "説明文"],
        "文中![絵](x.png)です" => ["文中絵です"],
        "[![札](badge.svg)](https://x.y)" => ["picture(0) 札"],
        "![[dir/embed.png]]" => ["picture(0) embed.png"],
        "![[embed.png|300x200]]" => ["picture(0) embed.png"],
        "![[embed.png|說明]]" => ["picture(0) 說明"],
        "![[a.png|代替|100x200]]と![[a.png|a|b]]" => ["代替とa|b"],
        "![](%E7%94%BB%E5%83%8F.png)" => ["picture(0) 画像.png"],
        "![](data:image/png;base64,iVBORw0KGgo=)" => ["picture(0) data:image/png"],
        "<img src=\"data:image/gif;base64,R0lGOD\" alt=\"그림\">" => ["picture(0) 그림"],
        "- ![항목](a.png)" => ["-0 picture(0) 항목"],
    }
    let document = parse("![](dir/b.png \"題\")");
    assert_eq!(document.images[0].target.as_str(), "dir/b.png");
    assert_eq!(document.images[0].caption.as_str(), "題");
}

#[test]
fn links_of_every_kind_lead_somewhere() {
    let own = |text: &str, target: &str| (text.to_owned(), target.to_owned());
    for (source, expected) in [
        ("[文](https://a.b/%E7%8C%AB)", vec![own("文", "https://a.b/%E7%8C%AB")]),
        ("[文][r]\n\n[r]: <./a b.md>", vec![own("文", "./a b.md")]),
        ("<https://a.b> <x@y.z>", vec![own("https://a.b", "https://a.b"), own("x@y.z", "mailto:x@y.z")]),
        ("詳細はhttps://a.b/cを参照", vec![own("https://a.b/c", "https://a.b/c")]),
        ("[[維基|札]] [[b#節]] [[c]]", vec![own("札", "維基"), own("b > 節", "b#節"), own("c", "c")]),
        ("![[노트]]", vec![own("노트", "노트")]),
        ("[[1]](https://a.b)", vec![own("[1]", "https://a.b")]),
        ("[](https://a.b)", vec![own("https://a.b", "https://a.b")]),
        ("[](#here)文 [無]( )", vec![]),
        ("<a href=\"u\">外<b>内</b></a>", vec![own("外内", "u")]),
        ("<a name=\"x\"></a>文", vec![]),
        ("<a href=\"u\"><p>段落</p></a>", vec![own("段落", "u")]),
        ("[a](u)[b](v)", vec![own("a", "u"), own("b", "v")]),
        ("[https://a.b](https://a.b)", vec![own("https://a.b", "https://a.b")]),
    ] {
        assert_eq!(links(source), expected, "{source}");
    }
    assert_eq!(parse("[[a]]").links[0].kind, LinkKind::Wiki);
}

#[test]
fn targets_may_hold_templates_of_site_generators() {
    for (source, text, target) in [
        ("[文]({{ site.url }}/a)", "文", "{{ site.url }}/a"),
        ("[글]({% post_url 2020-01-01-a %})", "글", "{% post_url 2020-01-01-a %}"),
        ("[文]({{< ref \"a.md\" >}})", "文", "{{< ref \"a.md\" >}}"),
        ("[文]({{% relref \"猫 a.md#節\" %}} \"題\")", "文", "{{% relref \"猫 a.md#節\" %}}"),
        ("[文][r]\n\n[r]: {{ site.url }}/a_b", "文", "{{ site.url }}/a_b"),
        ("<a href=\"{{ site.url }}/a\">文</a>", "文", "{{ site.url }}/a"),
        ("- **[文]({{ site.url }}/*a)**です", "文", "{{ site.url }}/*a"),
    ] {
        assert_eq!(links(source)[0], (text.to_owned(), target.to_owned()), "{source}");
    }
    let picture = parse("![図]({{ \"/a.png\" | relative_url }})\n*説明*");
    assert_eq!(picture.images[0].target.as_str(), "{{ \"/a.png\" | relative_url }}");
    assert_eq!(picture.blocks.len(), 2);
    assert_eq!(styled("`[a]({{ b }}/c)`と[a]({{ b"), "[code:[a]({{ b }}/c)]と[a]({{ b");
}

#[test]
fn what_zenn_sets_in_is_shown_by_its_address() {
    let own = |text: &str, target: &str| vec![(text.to_owned(), target.to_owned())];
    assert_eq!(links("@[card](https://a.b/猫)"), own("https://a.b/猫", "https://a.b/猫"));
    assert_eq!(links("@[youtube](abc)"), own("abc", "https://www.youtube.com/watch?v=abc"));
    assert_eq!(styled("@[youtube](abc)"), "[template:youtube] [link:abc]");
    assert_eq!(styled("@[slideshare](abc)"), "[template:slideshare] abc");
    reads! {
        "@[card](https://a.b)\n@[tweet](https://c.d)" => ["https://a.b⏎https://c.d"],
        "文\n@[card](https://a.b)" => ["文⏎https://a.b"],
        "- 항목\n  @[card](https://a.b)" => ["-0 항목⏎https://a.b"],
        "@[名前](https://a.b) a@[card](https://c.d)" => ["@名前 a@card"],
    }
}

#[test]
fn the_size_of_a_picture_is_not_shown() {
    reads! {
        "![](https://x.jp/図.png =250x)\n*説明*" => ["picture(0) 図.png", "説明"],
        "![사진](a.png =300x200)" => ["picture(0) 사진"],
    }
    assert_eq!(parse("![](https://x.png =250x)").images[0].target.as_str(), "https://x.png");
}

#[test]
fn a_drawing_that_is_its_own_target_is_a_picture() {
    assert_eq!(
        blocks("前![図](data:image/svg+xml;utf8,<svg xmlns=\"x\"><g a=\"b(1)\"/></svg>)後"),
        ["前図後"]
    );
    assert_eq!(
        blocks("![그림](data:image/svg+xml;utf8,<svg xmlns=\"x\"><rect/></svg>)"),
        ["picture(0) 그림"]
    );
}

#[test]
fn the_width_behind_the_words_for_a_picture_is_not_shown() {
    reads! {
        "![絵|100](a.png)" => ["picture(0) 絵"],
        "![|300x200](図.png)" => ["picture(0) 図.png"],
        "文![a|b](c.png)と![**太**|20](d.png)" => ["文a|bと太"],
        "[a|1](b)" => ["a|1"],
    }
}

#[test]
fn footnotes_stand_at_the_end_numbered_by_first_reference() {
    reads! {
        "文[^b]と[^a]、また[^b]。\n\n[^a]: 甲\n[^b]: 乙\n\n    続き\n\n後" => [
            "文[1]と[2]、また[1]。", "後", "^1 乙", "^1 続き", "^2 甲"],
        "[^x]: 参照なし\n\n文[^y]\n\n[^y]: 있음" => ["文[1]", "^1 있음", "^2 参照なし"],
        "文[^無]" => ["文[^無]"],
    }
    let document = parse("文[^a]\n\n[^a]: 甲");
    assert_eq!(document.links[0].kind, LinkKind::Footnote);
    assert_eq!(document.links[0].target.as_str(), "1");
}

#[test]
fn definitions_stand_close_to_their_term() {
    reads! {
        "語\n: 意味\n\n词\n: 意思" => ["term 語", "~: 意味", "term 词", "~: 意思"],
        "용어\n\n: 뜻이다." => ["term 용어", "~: 뜻이다."],
    }
}

#[test]
fn each_term_of_a_definition_has_a_row_of_its_own() {
    reads! {
        "Term A\nTerm B\n: shared def" => ["term Term A", "~term Term B", "~: shared def"],
        "用語\n术语\n용어\n: 意味" => ["term 用語", "~term 术语", "~term 용어", "~: 意味"],
        "語\n: 一\n\n词\n용어\n: 二\n  三" => ["term 語", "~: 一", "term 词", "~term 용어", "~: 二三"],
        "**太\n字**\n: 意味" => ["term 太", "~term 字", "~: 意味"],
    }
    assert_eq!(styled("**太\n字**\n: 意味"), "[strong:太]\n[strong:字]\n意味");
}

#[test]
fn what_is_set_in_by_its_address_stands_apart_from_what_is_beside_it() {
    let found = |source: &str| parse(source).text.as_str().to_owned();
    let (video, frame) = ("<video src=\"a.mp4\"></video>", "<iframe src=\"https://e.x/y\"></iframe>");
    for around in ["", "<div>"] {
        assert_eq!(found(&format!("{around}{video}{frame}文")), "a.mp4 https://e.x/y 文", "{around}");
    }
    assert_eq!(found(&format!("图{video}글")), "图 a.mp4 글");
    assert_eq!(found(&format!("（{video}）。")), "（a.mp4）。");
}

#[test]
fn definitions_of_one_term_stand_apart() {
    reads! {
        "語\n: 意味\n: 別の意味" => ["term 語", "~: 意味", ": 別の意味"],
        "용어\n: p1\n\n  p2\n: 둘" => ["term 용어", "~: p1", ": p2", ": 둘"],
        "<dl><dt>词<dd>一<dd>二</dl>" => ["term 词", "~: 一", ": 二"],
        "- 語\n  : 一\n  : 二" => ["-0 term 語", "~-0 : 一", "-0 : 二"],
    }
}

#[test]
fn a_line_that_begins_with_a_colon_is_no_definition_without_a_blank() {
    reads! {
        "本文。\n\n:tada: リリース" => ["本文。", ":tada: リリース"],
        "본문\n\n:warning: 주의" => ["본문", ":warning: 주의"],
        "前\n\n:-) 笑" => ["前", ":-) 笑"],
        "段落\n:ref:`x`" => ["段落 :ref:x"],
        "- 项目\n\n  :tada: 发布" => ["-0 项目", "-0 :tada: 发布"],
        "> 引\n>\n> :tada: 用" => ["> 引", "> :tada: 用"],
        "文です。\n\n: 続き" => ["文です。", ": 続き"],
        "|甲|乙|\n|:-:|--:|\n|一|:二:|" => ["table 甲|乙 / 一|:二:"],
        "甲|乙\n:-:|--:\n:一:|二" => ["table 甲|乙 / :一:|二"],
        "```\n文\n\n:a\n```" => ["code() 文⏎⏎:a"],
    }
}

#[test]
fn math_is_told_from_prices() {
    assert_eq!(styled("$5 and $10 は 100$から200$ まで"), "$5 and $10 は 100$から200$ まで");
    assert_eq!(styled("値$5と$x$"), "値$5と[math:x]");
    assert_eq!(styled("**$100**から"), "[strong:$100]から");
    assert_eq!(styled("`$a$` $HOME/x"), "[code:$a$] $HOME/x");
    assert_eq!(blocks("$$\n\\begin{x}\na\n\\end{x}\n$$"), ["math \\begin{x}⏎a⏎\\end{x}"]);
    assert_eq!(blocks("$$\nE = mc^2\n$$\n\n文 $$\\alpha$$ 続き"), ["math E = mc²", "文 α 続き"]);
    assert_eq!(styled("式$x_1 \\leq \\text{값}$です"), "式[math:x₁ ≤ 값]です");
    assert_eq!(styled("気温$T_{max}$と$d_{model}$"), "気温[math:Tₘₐₓ]と[math:d_model]");
    assert_eq!(styled("$95\\%$と$i=1,~2$と$x~(y)$"), "[math:95%]と[math:i=1, 2]と[math:x (y)]");
    assert_eq!(links("[a](https://b.c/$d$)"), [("a".to_owned(), "https://b.c/$d$".to_owned())]);
}

#[test]
fn math_between_backslashes_and_brackets_is_math() {
    assert_eq!(styled("値\\(a_1 * b\\)と\\\\( x \\\\)だ"), "値[math:a₁ * b]と [math:x] だ");
    assert_eq!(styled("`\\(a_1\\)`와 \\(a_1\\)"), "[code:\\(a_1\\)]와 [math:a₁]");
    assert_eq!(styled("\\(a\\) 一、\\[x\\] 二"), "(a) 一、[x] 二");
    reads! {
        "文\n\\[ E = mc^2 \\]\n後" => ["文", "math E = mc²", "後"],
        "- \\\\[\n  y = x\n  \\\\]" => ["-0 math y = x"],
        "\\begin{equation}\ny_1\n\\end{equation}\n\n글" => ["math \\begin{equation}⏎y_1⏎\\end{equation}", "글"],
        "~~~tex\n\\(a_1\\)\n\\[\nb = c\n\\]\n\\begin{align}x\\end{align}\n~~~" => [
            "code(tex) \\(a_1\\)⏎\\[⏎b = c⏎\\]⏎\\begin{align}x\\end{align}"],
        "    \\\\( a_1 \\\\)" => ["code() \\\\( a_1 \\\\)"],
    }
}

#[test]
fn formulas_on_lines_of_their_own_stand_in_lists_and_quotes_too() {
    reads! {
        "- $$\n  y = x\n  $$" => ["-0 math y = x"],
        "1. 式\n\n   $$\n   y = x\n   $$\n\n   後" => ["1. 式", "1. math y = x", "1. 後"],
        "> - 수식\n>   $$y = x$$" => ["> -0 수식", "> -0 math y = x"],
        "- > $$\n  > y = x\n  > $$" => ["-0 > math y = x"],
        "- [ ] $$y = x$$" => ["[ ] math y = x"],
        "语\n: $$y = x$$" => ["term 语", "~: math y = x"],
        "文[^1]\n\n[^1]: $$y = x$$" => ["文[1]", "^1 math y = x"],
        "- 値は $$y = x$$" => ["-0 値は y = x"],
        "```math\nx^2\n```" => ["math x²"],
        "- 式\n  ```math\n  \\alpha\n  ```" => ["-0 式", "-0 math α"],
        "```latex\nx^2\n```" => ["code(latex) x^2"],
    }
}

#[test]
fn rules_and_marks_of_harvesting_stand_apart() {
    reads! {
        "一\n\n---\n\n二\n\n***\n" => ["一", "rule", "二", "rule"],
        "一\n\n---END---\n\n二" => ["一", "junk ---END---", "二"],
        "途中で\n---END---\n続く" => ["途中で", "junk ---END---", "続く"],
        "文---END---文" => ["文---END---文"],
        "一<hr>二" => ["一", "rule", "二"],
    }
}

#[test]
fn a_paragraph_said_again_is_marked() {
    let long = "同じことを二度言う段落は、二度目から薄く示される。そのためには四十字を超える長さが要る。";
    let found = blocks(&format!("{long}\n\n別の段落。\n\n{long}\n\n短い。\n\n短い。"));
    assert_eq!(found[2], format!("repeated {long}"));
    assert_eq!(found[3..], ["短い。", "短い。"]);
    let bold = blocks(&format!("**{long}**\n\n{long}\n\n**{long}**"));
    assert_eq!(bold, [long.to_owned(), long.to_owned(), format!("repeated {long}")]);
}

#[test]
fn html_in_a_line_is_shown_as_what_it_means() {
    assert_eq!(
        styled("<b>太</b><i>斜</i><kbd>Ctrl</kbd>H<sub>2</sub><mark>印</mark><del>消</del><ins>加</ins>"),
        "[strong:太][emphasis:斜][keyboard:Ctrl]H₂[highlight:印][strike:消][insert:加]"
    );
    assert_eq!(styled("前<!-- 秘密 -->後<script>x()</script>終"), "前後終");
    assert_eq!(styled("Vec<T>と<T>の型"), "Vec[template:<T>]と[template:<T>]の型");
    assert_eq!(parse("1 < 2 && 3 > 2 <- x").text.as_str(), "1 < 2 && 3 > 2 <- x");
    assert_eq!(parse("&lt;b&gt; &amp; &copy; &#x3042; &nosuch;").text.as_str(), "<b> & © あ &nosuch;");
}

#[test]
fn raised_and_lowered_text_says_so() {
    for (source, expected) in [
        ("2<sup>10</sup>=1024、m<sup>2</sup>、H<sub>2</sub>O", "2¹⁰=1024、m²、H₂O"),
        ("SO<sub>4</sub><sup>2−</sup>와 1<sup>st</sup>", "SO₄²⁻와 1ˢᵗ"),
        ("猫<sup>=<br></sup>犬", "猫[small:=]\n犬"),
        ("e<sup>-q/2</sup>、V<sub>DD</sub>", "e^(-q/2)、V_(DD)"),
        ("东京<sup>注1</sup>と<sup>[1]</sup>", "东京[small:注1]と[small:[1]]"),
        ("**10<sup>12</sup>**", "[strong:10¹²]"),
        ("<small>m<sup>2</sup></small> <code>x<sub>1</sub></code>", "[small:m²] [code:x₁]"),
        ("x<sup>*n*</sup> <sup>a*b*</sup>", "x[emphasis:ⁿ] [small:a][emphasis small:b]"),
        ("東京<sup><a href=\"#fn1\">1</a></sup>は", "東京[link:¹]は"),
        ("[m<sup>2</sup>](u)と<sup>[a](v)b</sup>", "[link:m²]と[small link:a][small:b]"),
        ("文\n<sup>1</sup>注 <sup>2 </sup>m", "文 ¹注 ² m"),
        ("x<sup>2", "x[small:2]"),
        ("a^x^ x<sup>2<sup>3</sup></sup>", "a^x^ x^(2³)"),
    ] {
        assert_eq!(styled(source), expected, "{source}");
    }
    assert_eq!(links("東京<sup><a href=\"#fn1\">1</a></sup>は"), [("¹".to_owned(), "#fn1".to_owned())]);
    assert_eq!(blocks("| m<sup>2</sup> | a |\n|-|-|\n| CO<sub>2</sub> | 一 |"), ["table m²|a / CO₂|一"]);
}

#[test]
fn what_is_hidden_ends_with_its_block() {
    reads! {
        "<script>\nvar a;\n</script>\n\n文" => ["文"],
        "文<style>隠\nす</style>す\n\n次" => ["文す", "次"],
        "<!-- 閉じ\n\nる -->\n文" => ["文"],
    }
}

#[test]
fn what_has_no_end_is_not_hidden() {
    reads! {
        "文中の<script>タグは危険です。続く" => ["文中の<script>タグは危険です。続く"],
        "<style>태그는 **위험**하다.\n\n다음" => ["<style>태그는 위험하다.", "다음"],
        "文<style>隠す\n\n次" => ["文<style>隠す", "次"],
        "<div>中<script>文</div>\n\n后" => ["中<script>文", "后"],
        "<script>は`</script>`で閉じる" => ["<script>は</script>で閉じる"],
        "文<script>は`</script>`で**閉じる**" => ["文<script>は</script>で閉じる"],
        "<!-- 閉じない\n\n次" => ["<!-- 閉じない", "次"],
        "```\n<script>\n```\n文<script>と\n\n<script>\nx\n\ny\n</script>\n後" => [
            "code() <script>", "文<script>と", "後"],
    }
}

#[test]
fn ruby_is_a_base_and_a_reading_in_brackets() {
    for source in
        ["<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を", "｜漢字《かんじ》を", "{漢字|かんじ}を"]
    {
        assert_eq!(styled(source), "漢字[ruby:（かんじ）]を", "{source}");
        let document = parse(source);
        assert_eq!(document.text.slice(document.ruby[0].base.clone()).as_str(), "漢字");
        assert_eq!(document.text.slice(document.ruby[0].reading.clone()).as_str(), "（かんじ）");
    }
    assert_eq!(
        styled("<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>"),
        "東[ruby:（とう）]京[ruby:（きょう）]"
    );
    assert_eq!(styled("**{推理|tuīlǐ}**"), "[strong:推理][strong ruby:（tuīlǐ）]");
}

#[test]
fn what_obsidian_adds_is_understood() {
    assert_eq!(styled("==強調== #タグ %%秘密%% 後"), "[highlight:強調] [tag:#タグ] 後");
    reads! {
        "前\n\n%%\n秘密\n\n秘密\n%%\n\n後" => ["前", "後"],
        "%%\n閉じない" => ["%% 閉じない"],
    }
}

#[test]
fn what_a_backslash_stands_before_is_text() {
    for (source, expected) in [
        (r"\%\%c\%\% \%%秘密%%", "%%c%% %%秘密%%"),
        (r"\=\=w\=\= \==印==", "==w== ==印=="),
        (r"\{漢字|かんじ} \#태그", "{漢字|かんじ} #태그"),
        (r"\\==强==", r"\[highlight:强]"),
        (r"**\==太==**", "[strong:==太==]"),
        ("`%d%%` と `%s%%`", "[code:%d%%] と [code:%s%%]"),
    ] {
        assert_eq!(styled(source), expected, "{source}");
    }
}

#[test]
fn attributes_of_kramdown_are_not_shown() {
    reads! {
        "段落 {: .note }\n\n次" => ["段落", "次"],
        "단락\n{: .note }\n\n다음" => ["단락", "다음"],
        "> 引用\n{: .prompt-info }\n\n次" => ["!Note 引用", "次"],
        "> 一\n>\n> - 二\n{: .prompt-danger }\n三" => ["!Caution 一", "!Caution -0 二", "三"],
        "> 引用\n{: .shadow }\n次" => ["> 引用", "次"],
        "> 引用\n\n{: .note }\n次" => ["> 引用", "次"],
        "- a\n\n  > 引\n  {: .prompt-tip }\n" => ["-0 a", "-0 !Tip 引"],
        "* TOC\n{:toc}\n\n文" => ["-0 TOC", "文"],
        "{:toc}\n\n文" => ["文"],
        "1. 一\n{: .x}\n2. 二" => ["1. 一", "~2. 二"],
        "|甲|\n|-|\n|乙|\n{: .table}\n\n后" => ["table 甲 / 乙", "后"],
        "![絵](a.png){: width=\"300\" .shadow }" => ["picture(0) 絵"],
        "![絵](a.png)\n{: .shadow }" => ["picture(0) 絵"],
        "# 題\n{: .no_toc }\n文" => ["h1 題", "文"],
        "## 제목 {: #own }" => ["h2 제목"],
        "```\n{: .x }\n```\n{: .y }\n文" => ["code() {: .x }", "文"],
        "    {: .x }" => ["code() {: .x }"],
        "文 {:ok, x} と {: x y }" => ["文 {:ok, x} と {: x y }"],
    }
    assert_eq!(links("[x](y){:target=\"_blank\"}です"), [("x".to_owned(), "y".to_owned())]);
    assert_eq!(
        styled("[x](y){:target=\"_blank\"}です。`a`{:.b}と`{:.b}`"),
        "[link:x]です。[code:a]と[code:{:.b}]"
    );
}

#[test]
fn templates_of_site_generators_are_dim() {
    assert_eq!(
        styled("{{< youtube abc >}}\n\n{% include x %} 文 {{ site.url }}"),
        "[template:{{< youtube abc >}}]\n[template:{% include x %}] 文 [template:{{ site.url }}]"
    );
    assert_eq!(styled("{{<gist a_b c_d>}}"), "[template:{{<gist a_b c_d>}}]");
    assert_eq!(styled("`{{ x }}`"), "[code:{{ x }}]");
}

#[test]
fn components_hold_markdown_and_jsx_is_code() {
    reads! {
        "<Intro>\n\n本文\n\n</Intro>\n後" => ["Intro", "本文", "後"],
        "<Note>\n\n注意\n\n</Note>\n後" => ["!Note label Note", "~!Note 注意", "後"],
        "<Chart data={x} />\n文" => ["<Chart data={x} />", "文"],
        "<Chart\n  data={x}\n/>\n文" => ["code(jsx) <Chart⏎  data={x}⏎/>", "文"],
        "<LearnMore path=\"/学\">\n\n본문\n\n</LearnMore>\n後" => ["LearnMore", "본문", "後"],
        "import A from './a'\n\n文" => ["code(jsx) import A from './a'", "文"],
        "<CodeStep step={1}>根</CodeStep>と枝" => ["根と枝"],
        "文{/* メモ */}。`{/* x */}`" => ["文。{/* x */}"],
        "<InlineToc />" => ["<InlineToc />"],
        "{list.map(x => (\n  <li key={x}>{x}</li>\n))}\n文" => [
            "code(jsx) {list.map(x => (⏎  <li key={x}>{x}</li>⏎))}", "文"],
        "<div>新<Badge text=\"新\"/></div>" => ["新<Badge text=\"新\"/>"],
        "<img src=\"a.png\" alt=\"絵\" style={{margin: 0}} />" => ["picture(0) 絵"],
    }
}

#[test]
fn tabs_are_labels_over_their_content() {
    reads! {
        "<Tabs>\n  <TabItem value=\"a\" label=\"npm\">\n    **太**\n\n    ```sh\n    npm i\n      x\n    ```\n  </TabItem>\n  \
            <TabItem value=\"실\">\n    - 글\n      - 안\n  </TabItem>\n</Tabs>\n\n    code" => [
            "+ label npm", "~+ 太", "+ code(sh) npm i⏎  x", "+ label 실", "~+ -0 글", "~+ -0 -1 안", "code() code"],
        "<Tabs groupId=\"x\"><Tab title={\"甲\"}>\n\n中\n\n</Tab></Tabs>\n后" => ["+ label 甲", "~+ 中", "后"],
        "- 一\n\n  <Tabs>\n    <Tab label=\"甲\">\n      乙\n    </Tab>\n  </Tabs>\n- 二" => [
            "-0 一", "-0 + label 甲", "~-0 + 乙", "-0 二"],
        "<Callout type=\"warning\">\n警告です\n</Callout>\n後" => [
            "!Warning label Warning", "~!Warning 警告です", "後"],
        "<Admonition type=\"tip\" title=\"팁\">\n\n본문\n\n</Admonition>" => ["!Tip label 팁", "~!Tip 본문"],
        "<Aside>\n注\n</Aside>" => ["!Note label Aside", "~!Note 注"],
        "<Member title=\"技師\" name=\"김\">\n人\n</Member>" => ["+ label 김", "~+ 技師", "+ 人"],
        "<Diagram name=\"a\" alt=\"図\">\n説明\n</Diagram>" => ["Diagram", "図", "説明"],
        "<Card a={b}>\n中\n</Card>" => ["Card", "中"],
        "<Recipes titleText=\"예제\" titleId=\"x\">\n\n本文\n\n</Recipes>" => ["+ label 예제", "~+ 本文"],
    }
}

#[test]
fn callouts_on_one_line_are_callouts() {
    reads! {
        "<Note>一行</Note>" => ["!Note label Note", "~!Note 一行"],
        "前\n<Warning>注意 **太字**</Warning>\n後" => ["前", "!Warning label Warning", "~!Warning 注意 太字", "後"],
        "<Callout type=\"warning\" title={\"주의\"}>한 줄</Callout>\n\n后" => [
            "!Warning label 주의", "~!Warning 한 줄", "后"],
        "- 一\n- <Info>中 <Badge text=\"新\"/></Info>\n- 三" => [
            "-0 一", "-0 !Note label Info", "~-0 !Note 中 <Badge text=\"新\"/>", "~-0 三"],
        "    <Note>一行</Note>" => ["code() <Note>一行</Note>"],
        "> <Note>引</Note>" => ["> !Note label Note", "~> !Note 引"],
    }
    assert_eq!(styled("<Tip>**太**</Tip>"), "Tip\n[strong:太]");
}

#[test]
fn a_card_leads_where_its_tag_says() {
    assert_eq!(links("<Card title=\"題\" href=\"/a\">\n中\n</Card>"), [("題".to_owned(), "/a".to_owned())]);
}

#[test]
fn modules_are_code_and_lines_of_them_one_block() {
    reads! {
        "import Foo from \"./Foo\"\nexport const x = 1\n\n文" => [
            "code(jsx) import Foo from \"./Foo\"⏎export const x = 1", "文"],
        "export const x = 1\n\n文 }\n}" => ["code(jsx) export const x = 1", "文 } }"],
        "import {\n  A,\n} from 'b'\nimport C from 'c';\r\n글" => [
            "code(jsx) import {⏎  A,⏎} from 'b'⏎import C from 'c';", "글"],
        "export const x = 1 と書きます。" => ["export const x = 1 と書きます。"],
    }
}

#[test]
fn components_in_a_sentence_are_shown_as_they_are_written() {
    for (source, expected) in [
        ("本文 <Badge text=\"新\"/> です", "本文 [template:<Badge text=\"新\"/>] です"),
        ("<Badge text=\"新\"/>は**太**い", "[template:<Badge text=\"新\"/>]は[strong:太]い"),
        ("글 <Foo.Bar x={1} y={`a`} />", "글 [template:<Foo.Bar x={1} y={`a`} />]"),
        ("中<Foo a={\"b\"}>文", "中[template:<Foo a={\"b\"}>]文"),
        ("中<Foo a={\"b\"}>**文**</Foo>", "中[strong:文]"),
        ("型<T = string>と", "型[template:<T = string>]と"),
        ("1 <b x={2} と", "1 <b x={2} と"),
        ("<x y={2} と >", "<x y={2} と >"),
        ("`<A b={1}/>` <x-y z={\"1\"}>", "[code:<A b={1}/>] [template:<x-y z={\"1\"}>]"),
        ("- <A b={1}/> と", "[template:<A b={1}/>] と"),
    ] {
        assert_eq!(styled(source), expected, "{source}");
    }
    assert_eq!(links("<a href={url}>文</a>"), []);
}

#[test]
fn every_block_knows_its_line_in_the_source() {
    let source = "# 一\n\n文\n続き\n\n- 項目\n- 項目二\n\n:::message\n中\n:::\n\n%%\n秘密\n%%\n\n```\ncode\ncode2\n```\n\n\
        ---\n\n| a |\n|---|\n| b |\n\n<p>\nhtml\n</p>\n\n<pre>\npre\n</pre>\n\n> 引用\n\n$$\nx\ny\n$$\n\n文[^1]\n\n[^1]: 注\n";
    let expected = [1, 3, 6, 7, 10, 18, 22, 24, 29, 33, 36, 39, 43, 45];
    for source in [source.to_owned(), source.replace('\n', "\r\n")] {
        let document = parse(&source);
        let lines: Vec<_> =
            document.blocks.iter().map(|block| line_of(&document, block.range.start)).collect();
        assert_eq!(lines, expected, "{:?}", blocks(&source));
    }
}

#[test]
fn lines_within_a_paragraph_and_code_are_known() {
    let document = parse("一\n二\n\n```\n三\n四\n```\n");
    let line = |word| {
        document.text.find(word).and_then(|at| u32::try_from(at).ok()).map(|at| line_of(&document, at))
    };
    assert_eq!(["一", "二", "三", "四"].map(line), [Some(1), Some(2), Some(5), Some(6)]);
}

/// The line of the source that shows `at`.
fn line_of(document: &Document, at: u32) -> u32 {
    let next = document.lines.partition_point(|&(offset, _)| offset <= at);
    next.checked_sub(1).map_or(0, |last| document.lines[last].1)
}

#[test]
fn a_picture_knows_how_wide_it_is_wanted() {
    for (source, expected) in [
        ("![図](図.png =250x)", Some(250)),
        ("![[图.png|300]]", Some(300)),
        ("![[그림.png|설명|300x200]]", Some(300)),
        ("![words|120](a.png)", Some(120)),
        ("<img src=\"a.png\" width=\"64\">", Some(64)),
        ("<img src=\"a.png\" width=\"50%\">", None),
        ("![図](図.png)", None),
    ] {
        let document = parse(source);
        assert_eq!(
            document.images.iter().map(|image| image.width).collect::<Vec<_>>(),
            [expected],
            "{source}"
        );
    }
}
