//! Which article of an atlas a link leads to.

use crate::corpus::article::Article;
use crate::links::atlas::Atlas;
use crate::links::pick::Pick;
use crate::links::relative::Found;
use crate::links::seeker::Seeker;
use crate::markdown::written::{Lead, Written};

/// The article that a link of `from`, as it is written, leads to; the same article where it says so
/// in a way that could mean another. Always one below the same root.
#[must_use]
pub fn resolve(atlas: &Atlas, from: &Article, written: &Written) -> Found {
    let sure = |pick| Found { pick, exact: true };
    let Some(key) = written.key() else { return sure(Pick::None) };
    let seeker = Seeker::new(atlas, from, key);
    match &written.lead {
        Lead::Outward | Lead::Here | Lead::Template => sure(Pick::None),
        Lead::Path(path) if path.starts_with('/') => sure(seeker.site(path)),
        Lead::Path(path) => seeker.relative(path),
        Lead::Wiki(name) if name.starts_with("./") || name.starts_with("../") => seeker.relative(name),
        Lead::Wiki(name) => Found { pick: seeker.wiki(name), exact: false },
        Lead::Post(name) => sure(seeker.post(name)),
        Lead::Page { path, language } => sure(seeker.page(path, language.as_deref())),
        Lead::File(path) => sure(seeker.file(path)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::resolve;
    use crate::corpus::article::Article;
    use crate::corpus::corpus::Corpus;
    use crate::corpus::digest::Listed;
    use crate::links::atlas::Atlas;
    use crate::links::pick::Pick;
    use crate::markdown::name::key;
    use crate::markdown::parse::parse;
    use crate::markdown::written::Written;

    fn article(path: &str, source: &str) -> Article {
        let listed = Listed {
            root: Path::new("root").into(),
            path: Path::new(path).into(),
            modified: None,
            length: 0,
        };
        listed.digest(source).article
    }

    /// The paths of the articles that the first link of `source`, written in the file `from`, leads
    /// to. Of the files, which are parted by blanks, each may have a head behind a bar.
    fn lead(files: &str, from: &str, source: &str) -> String {
        let file = |written: &str| {
            let (path, head) = written.split_once('|').unwrap_or((written, ""));
            article(path, &format!("---\n{}\n---\n文\n", head.replace(';', "\n").replace('~', " ")))
        };
        let mut corpus = Corpus::default();
        corpus.add(files.split_whitespace().map(file));
        let known = corpus.iter().find(|article| article.path.to_str() == Some(from)).cloned();
        let from = known.unwrap_or_else(|| Arc::new(article(from, "文")));
        let document = parse(source);
        let Some(written) = document.links.first().and_then(Written::of) else { return "no link".to_owned() };
        let told = |article: &Arc<Article>| article.path.to_string_lossy().into_owned();
        let found = resolve(&Atlas::of(&corpus), &from, &written).pick;
        let keys = |article: &Arc<Article>| {
            let steps = crate::links::named::steps_to(article);
            crate::links::named::keys(article, &steps, &crate::links::named::ways(article, &steps))
        };
        match found {
            Pick::None => "none".to_owned(),
            Pick::One(article) => {
                assert!(written.key().is_some_and(|key| keys(&article).contains(&key)), "{source}");
                told(&article)
            }
            Pick::Several(articles) => {
                format!("several: {}", articles.iter().map(told).collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn all(rows: &[(&str, &str, &str, &str)]) {
        let wrong = rows.iter().filter_map(|(files, from, source, expected)| {
            let led = lead(files, from, source);
            (led != *expected).then(|| format!("{source} in {from} leads to {led}, not to {expected}"))
        });
        let wrong: Vec<String> = wrong.collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn relative_paths_lead_from_the_folder_of_the_article() {
        let files = "a/猫.md a/b/고양이.md a/b/图.md README.md a/README.md a/b/index.md a/100%.md a/C#.md a/x~y.md a/my-file.md";
        all(&[
            (files, "a/猫.md", "[x](b/고양이.md)", "a/b/고양이.md"),
            (files, "a/猫.md", "[x](./b/%EA%B3%A0%EC%96%91%EC%9D%B4.md#절)", "a/b/고양이.md"),
            (files, "a/b/图.md", "[x](../猫.md)", "a/猫.md"),
            (files, "a/b/图.md", "[x](../猫)", "a/猫.md"),
            (files, "a/b/图.md", "[x](../猫.html)", "a/猫.md"),
            (files, "a/b/图.md", "[x](../../README.md)", "README.md"),
            (files, "a/b/图.md", "[x](../README.md)", "a/README.md"),
            (files, "a/b/图.md", "[x](./)", "a/b/index.md"),
            (files, "a/猫.md", "[x](b/)", "a/b/index.md"),
            (files, "a/猫.md", "[x](b)", "a/b/index.md"),
            (files, "a/猫.md", "[x](b/index.html)", "a/b/index.md"),
            (files, "a/猫.md", "[x](100%25.md)", "a/100%.md"),
            (files, "a/猫.md", "[x](100%.md)", "a/100%.md"),
            (files, "a/猫.md", "[x](C%23.md)", "a/C#.md"),
            (files, "a/猫.md", "[x](猫.md#h)", "a/猫.md"),
            (files, "a/猫.md", "[x](犬.md)", "none"),
            (files, "a/猫.md", "[x](../../猫.md)", "none"),
            (files, "a/猫.md", "[x](https://b.jp/a/猫.md)", "none"),
            (files, "a/猫.md", "[x](b/图.md.png)", "none"),
            (files, "a/b/图.md", "[x](a/猫.md)", "a/猫.md"),
            (files, "README.md", "[x](图.md)", "a/b/图.md"),
            (files, "a/b/图.md", "[x](x/README.md)", "none"),
            // Letters in parts, as macOS has them, and another case where nothing else is called so.
            ("カ\u{3099}イト\u{3099}.md", "a.md", "[x](ガイド.md)", "カ\u{3099}イト\u{3099}.md"),
            ("가나.md", "a.md", "[x](\u{1100}\u{1161}\u{1102}\u{1161}.md)", "가나.md"),
            ("Ａbc.md", "a.md", "[x](ａBC.md)", "Ａbc.md"),
            ("x.md X.md", "a.md", "[x](X.md)", "X.md"),
            ("x.md X.md", "a.md", "[x](X)", "X.md"),
            ("Xx.md xX.md", "a.md", "[x](xx.md)", "several: Xx.md xX.md"),
            ("a.md a.mdx a.txt", "b.md", "[x](a)", "a.md"),
            ("a.mdx", "b.md", "[x](a.md)", "a.mdx"),
        ]);
    }

    #[test]
    fn jekyll() {
        let posts = "_posts/2026-02-04-猫の話.md _posts/2020-01-01-cat.md _posts/2021-05-05-cat.md _posts/技術/2026-03-01-반도체.md \
                     about.md _docs/图.md blog/_posts/2022-02-02-dog.md _posts/2019-12-31-tz.md|date:~2019-12-31~23:30:00~+0000 \
                     pages/who.md|permalink:~/誰/ old.md|redirect_from:~[/旧/住所.html] _posts/2018-01-01-a.md|categories:~[ai,~芯片]";
        let from = "_posts/2020-01-01-cat.md";
        all(&[
            (posts, from, "[x]({% post_url 2026-02-04-猫の話 %})", "_posts/2026-02-04-猫の話.md"),
            (
                posts,
                from,
                "[x]({{ site.baseurl }}{% post_url 2021-05-05-cat %}#h)",
                "_posts/2021-05-05-cat.md",
            ),
            (posts, from, "[x]({% post_url 技術/2026-03-01-반도체 %})", "_posts/技術/2026-03-01-반도체.md"),
            (posts, from, "[x]({% post_url 2026-03-01-반도체 %})", "_posts/技術/2026-03-01-반도체.md"),
            (posts, from, "[x]({% post_url 2026-02-05-猫の話 %})", "none"),
            (posts, from, "[x]({% link _posts/2021-05-05-cat.md %})", "_posts/2021-05-05-cat.md"),
            (posts, from, "[x]({{ site.baseurl }}{% link about.md %})", "about.md"),
            (posts, from, "[x]({{ site.baseurl }}/about/)", "about.md"),
            (posts, from, "[x](/2026/02/04/猫の話.html)", "_posts/2026-02-04-猫の話.md"),
            (posts, from, "[x](/ai/2026/02/04/%E7%8C%AB%E3%81%AE%E8%A9%B1/)", "_posts/2026-02-04-猫の話.md"),
            (posts, from, "[x](/2021/05/cat)", "_posts/2021-05-05-cat.md"),
            (posts, from, "[x](/2022/05/05/cat/)", "none"),
            (posts, from, "[x](/2020/01/01/tz/)", "_posts/2019-12-31-tz.md"),
            (posts, from, "[x](/cat/)", "several: _posts/2020-01-01-cat.md _posts/2021-05-05-cat.md"),
            (posts, from, "[x](/반도체/)", "_posts/技術/2026-03-01-반도체.md"),
            (posts, from, "[x](/posts/猫の話)", "_posts/2026-02-04-猫の話.md"),
            (posts, from, "[x](/tags/猫の話)", "none"),
            (posts, from, "[x](/ai/芯片/a/)", "_posts/2018-01-01-a.md"),
            (posts, from, "[x](/blog/2022/02/02/dog.html)", "blog/_posts/2022-02-02-dog.md"),
            (posts, from, "[x](/blog/dog)", "blog/_posts/2022-02-02-dog.md"),
            (posts, from, "[x]({{ \"/docs/图\" | relative_url }})", "_docs/图.md"),
            (posts, from, "[x](/誰)", "pages/who.md"),
            (posts, from, "[x](/旧/住所.html)", "old.md"),
            (posts, from, "[x](/)", "none"),
            ("ホーム.md|permalink:~/ docs/index.md README.md", "README.md", "[x](/)", "ホーム.md"),
            ("docs/index.md README.md", "README.md", "[x]({{ site.baseurl }}/)", "docs/index.md"),
            ("a/猫/index.md b.md", "b.md", "[x](/)", "none"),
            (posts, from, "[x]({{ page.previous.url }})", "none"),
        ]);
    }

    #[test]
    fn hugo() {
        let files = "content/ja/猫.md content/ja/犬/index.md content/en/cat.md content/ja/cat.md content/ko/cat.md content/ja/_index.md \
                     content/en/_index.md content/en/only.md README.md content/ja/posts/資金調達.md content/ja/posts/2020.md|slug:~二〇二〇";
        let one = "content/posts/图.md content/posts/글.ko.md content/posts/글.ja.md content/about.md content/posts/b/index.zh.md \
                   content/posts/c.md|aliases:~[/旧/c/,~古い] content/notes/about.md";
        let from = "content/ja/猫.md";
        all(&[
            (files, from, "[x](/ja/cat/)", "content/ja/cat.md"),
            (files, from, "[x](/cat/)", "content/ja/cat.md"),
            (files, "content/ko/x.md", "[x](/cat/)", "content/ko/cat.md"),
            (files, "README.md", "[x](/cat/)", "content/en/cat.md"),
            (files, from, "[x](/only/)", "content/en/only.md"),
            (files, from, "[x](/ja/only/)", "none"),
            (files, "content/ko/x.md", "[x](/資金調達/)", "none"),
            (files, "content/ko/x.md", "[x](/posts/資金調達/)", "none"),
            (files, "content/ko/x.md", "[x](/ja/posts/資金調達/)", "content/ja/posts/資金調達.md"),
            (files, "README.md", "[x](/posts/資金調達/)", "content/ja/posts/資金調達.md"),
            (files, from, "[x](/ja/)", "content/ja/_index.md"),
            (files, from, "[x](/)", "content/ja/_index.md"),
            (files, from, "[x](../cat/)", "content/ja/cat.md"),
            (files, "content/ja/犬/index.md", "[x](../猫/)", "content/ja/猫.md"),
            (files, from, "[x](/ja/犬/)", "content/ja/犬/index.md"),
            (files, from, "[x]({{< ref \"cat.md\" >}})", "content/ja/cat.md"),
            (files, from, "[x]({{< relref path=\"cat.md\" lang=\"ko\" >}})", "content/ko/cat.md"),
            (files, from, "[x]({{% relref \"資金調達\" %}}#節)", "content/ja/posts/資金調達.md"),
            (files, from, "[x]({{< ref \"/posts/資金調達.md\" >}})", "content/ja/posts/資金調達.md"),
            (files, from, "[x](/ja/posts/二〇二〇/)", "content/ja/posts/2020.md"),
            (files, "content/ja/posts/資金調達.md", "[x](../二〇二〇/)", "content/ja/posts/2020.md"),
            (
                one,
                "content/posts/图.md",
                "[x](/posts/글/)",
                "several: content/posts/글.ja.md content/posts/글.ko.md",
            ),
            (one, "content/posts/글.ja.md", "[x](/posts/글/)", "content/posts/글.ja.md"),
            (one, "content/about.md", "[x](/ko/posts/글/)", "content/posts/글.ko.md"),
            (one, "content/about.md", "[x](/posts/b/)", "content/posts/b/index.zh.md"),
            (one, "content/posts/图.md", "[x](/about)", "content/about.md"),
            (one, "content/posts/图.md", "[x](/旧/c/)", "content/posts/c.md"),
            (
                one,
                "content/posts/图.md",
                "[x]({{< ref \"about\" >}})",
                "several: content/about.md content/notes/about.md",
            ),
            (one, "content/posts/图.md", "[x](@/about.md)", "content/about.md"),
        ]);
    }

    #[test]
    fn hexo_and_zenn() {
        let hexo = "source/_posts/你好.md|date:~2020/01/02~10:00:00 source/about/index.md source/_posts/技术/图.md|date:~2021-03-04 \
                    source/_posts/短.md|abbrlink:~4a17b156";
        let zenn = "articles/猫とrust.md articles/a1b2c3.md books/本/第一章.md";
        all(&[
            (hexo, "source/_posts/x.md", "[x]({% post_link 你好 %})", "source/_posts/你好.md"),
            (hexo, "source/_posts/x.md", "[x]({% post_path 技术/图 %})", "source/_posts/技术/图.md"),
            (hexo, "source/_posts/x.md", "[x](/2020/01/02/你好/)", "source/_posts/你好.md"),
            (hexo, "source/_posts/x.md", "[x](/2021/03/04/技术/图/)", "source/_posts/技术/图.md"),
            (hexo, "source/_posts/x.md", "[x](/2021/03/05/你好/)", "none"),
            (hexo, "source/_posts/x.md", "[x](/about/)", "source/about/index.md"),
            (hexo, "source/_posts/x.md", "[x](/posts/4a17b156.html)", "source/_posts/短.md"),
            (hexo, "source/_posts/x.md", "[x](/archives/4a17b156/)", "source/_posts/短.md"),
            (zenn, "articles/a1b2c3.md", "[x](/articles/猫とrust)", "articles/猫とrust.md"),
            (zenn, "articles/猫とrust.md", "[x](a1b2c3)", "articles/a1b2c3.md"),
        ]);
    }

    #[test]
    fn obsidian() {
        let files = "猫.md 日記/猫.md 日記/2026-02-04.md 프로젝트/반도체.md|aliases:~[칩,~Chip] 图/芯片.md|title:~推理芯片 a/note.md b/note.md \
                     a/c/note.md index.md My-Page.md 図鑑/index.md 図鑑/鳥.md d/v1.2.md";
        all(&[
            (files, "a/x.md", "[[猫]]", "猫.md"),
            (files, "日記/2026-02-04.md", "[[猫]]", "日記/猫.md"),
            (files, "a/x.md", "[[日記/猫#章|ねこ]]", "日記/猫.md"),
            (files, "a/x.md", "[[2026-02-04]]", "日記/2026-02-04.md"),
            (files, "a/x.md", "[[칩]]", "프로젝트/반도체.md"),
            (files, "a/x.md", "[[CHIP]]", "프로젝트/반도체.md"),
            (files, "a/x.md", "[[推理芯片]]", "图/芯片.md"),
            (files, "a/x.md", "[[芯片.md]]", "图/芯片.md"),
            (files, "a/x.md", "[[Note]]", "a/note.md"),
            (files, "x.md", "[[note]]", "several: a/note.md b/note.md"),
            (files, "a/x.md", "[[c/note]]", "a/c/note.md"),
            (files, "a/x.md", "[[my page]]", "My-Page.md"),
            (files, "a/x.md", "[[v1.2]]", "d/v1.2.md"),
            (files, "図鑑/鳥.md", "[[index]]", "図鑑/index.md"),
            (files, "a/x.md", "[[index]]", "index.md"),
            (files, "図鑑/鳥.md", "[[../猫]]", "猫.md"),
            (files, "a/x.md", "[[없음]]", "none"),
            (files, "a/x.md", "![[芯片#节]]", "图/芯片.md"),
            (files, "a/x.md", "[x](芯片.md)", "图/芯片.md"),
            (files, "x.md", "[x](note.md)", "several: a/c/note.md a/note.md b/note.md"),
        ]);
    }

    #[test]
    fn docusaurus_vitepress_and_react() {
        let docs = "website/docs/01-導入/02-설치.md website/docs/図.mdx website/blog/2019-05-28-first-post.md|slug:~first \
                    website/docs/slug.md|slug:~/特別 website/docs/番号.md|id:~시작 \
                    website/zola.md|path:~关于/我 docs/guide/开始.md docs/guide/index.md docs/zh/guide/开始.md docs/api.md";
        let react = "src/content/learn/index.md src/content/learn/state.md src/content/reference/react/useState.md \
                     src/content/reference/react-dom/index.md src/content/index.md README.md";
        all(&[
            (docs, "website/docs/図.mdx", "[x](./01-導入/02-설치.md)", "website/docs/01-導入/02-설치.md"),
            (docs, "website/docs/図.mdx", "[x](導入/설치)", "website/docs/01-導入/02-설치.md"),
            (docs, "website/docs/図.mdx", "[x](/docs/導入/설치)", "website/docs/01-導入/02-설치.md"),
            (docs, "docs/api.md", "[x](@site/docs/図.mdx)", "website/docs/図.mdx"),
            (docs, "website/docs/図.mdx", "[x](/blog/first)", "website/blog/2019-05-28-first-post.md"),
            (
                docs,
                "website/docs/図.mdx",
                "[x](/blog/2019/05/28/first-post)",
                "website/blog/2019-05-28-first-post.md",
            ),
            (docs, "website/docs/図.mdx", "[x](/特別)", "website/docs/slug.md"),
            (docs, "website/docs/図.mdx", "[x](/docs/特別)", "website/docs/slug.md"),
            (docs, "website/docs/図.mdx", "[x](/docs/시작)", "website/docs/番号.md"),
            (docs, "website/docs/図.mdx", "[x](./시작)", "website/docs/番号.md"),
            (docs, "website/docs/図.mdx", "[x](/关于/我)", "website/zola.md"),
            (docs, "docs/guide/index.md", "[x](/guide/开始)", "docs/guide/开始.md"),
            (docs, "docs/guide/index.md", "[x](/zh/guide/开始.html)", "docs/zh/guide/开始.md"),
            (docs, "docs/guide/开始.md", "[x](../api)", "docs/api.md"),
            (docs, "docs/guide/开始.md", "[x](./)", "docs/guide/index.md"),
            (docs, "docs/api.md", "[x](/guide/)", "docs/guide/index.md"),
            (
                react,
                "src/content/learn/state.md",
                "[x](/reference/react/useState#h)",
                "src/content/reference/react/useState.md",
            ),
            (
                react,
                "src/content/learn/state.md",
                "[x](reference/react/useState)",
                "src/content/reference/react/useState.md",
            ),
            (react, "src/content/learn/state.md", "[x](/learn)", "src/content/learn/index.md"),
            (
                react,
                "src/content/learn/state.md",
                "[x](/reference/react-dom)",
                "src/content/reference/react-dom/index.md",
            ),
            (react, "README.md", "[x](/)", "src/content/index.md"),
            (react, "src/content/learn/state.md", "[x](/community/none)", "none"),
        ]);
    }

    #[test]
    fn posts_in_dated_folders_have_the_address_of_the_day() {
        let blog = "blog/2019-05-28-first-post/index.md blog/2020-02-03-고양이/index.mdx docs/图.md";
        all(&[
            (blog, "docs/图.md", "[x](/blog/2019/05/28/first-post)", "blog/2019-05-28-first-post/index.md"),
            (blog, "docs/图.md", "[x](/blog/2020/02/03/고양이/)", "blog/2020-02-03-고양이/index.mdx"),
            (blog, "docs/图.md", "[x](/blog/2020/02/05/고양이/)", "none"),
            (blog, "docs/图.md", "[x](/blog/first-post)", "blog/2019-05-28-first-post/index.md"),
        ]);
    }

    #[test]
    fn translated_pages_stand_where_they_are_shown() {
        let ja = "i18n/ja/docusaurus-plugin-content-docs/current";
        let files = format!(
            "docs/a.md docs/only.md docs/猫/図.md {ja}/a.md {ja}/猫/図.md {ja}/猫/index.md \
             i18n/ja/docusaurus-plugin-content-blog/記事.md i18n/ja/docusaurus-plugin-content-pages/案内.md"
        );
        let within = |path: &str| format!("{ja}/{path}");
        let (a, picture, home) = (within("a.md"), within("猫/図.md"), within("猫/index.md"));
        all(&[
            (&files, &a, "[x](/docs/猫/図)", &picture),
            (&files, "docs/a.md", "[x](/docs/猫/図)", "docs/猫/図.md"),
            (&files, &a, "[x](/docs/猫/)", &home),
            (&files, &a, "[x](/docs/only)", "docs/only.md"),
            (&files, "docs/a.md", "[x](/ja/docs/a)", &a),
            (&files, &a, "[x](./猫/図.md)", &picture),
            (&files, &a, "[x](/blog/記事)", "i18n/ja/docusaurus-plugin-content-blog/記事.md"),
            (&files, &a, "[x](/案内)", "i18n/ja/docusaurus-plugin-content-pages/案内.md"),
        ]);
    }

    #[test]
    fn a_root_within_a_site_may_stand_in_the_path() {
        let docs = "guide/설치.md 図.md index.md 2020-01-01-猫.md";
        let zenn = "articles/猫とrust.md a/articles/芯片.md b/articles/芯片.md ja/only.md guide/ja.md";
        all(&[
            // The root of all these is a folder called so.
            (docs, "図.md", "[x](/root/guide/설치)", "guide/설치.md"),
            (docs, "図.md", "[x](/Root/図)", "図.md"),
            (docs, "図.md", "[x](/root/)", "index.md"),
            (docs, "図.md", "[x](@site/root/図.md)", "図.md"),
            (docs, "図.md", "[x]({% link root/2020-01-01-猫.md %})", "2020-01-01-猫.md"),
            (docs, "図.md", "[x](/repo/guide/설치/)", "guide/설치.md"),
            (docs, "図.md", "[x](/repo/図/)", "none"),
            (docs, "図.md", "[x](/root/なし)", "none"),
            (zenn, "articles/猫とrust.md", "[x](/user/articles/猫とrust)", "articles/猫とrust.md"),
            (zenn, "articles/猫とrust.md", "[x](/user/articles/芯片)", "none"),
            (zenn, "articles/猫とrust.md", "[x](/ko/guide/ja)", "none"),
        ]);
    }

    #[test]
    fn mdbook() {
        let files =
            "src/SUMMARY.md src/ch01-00-はじめに.md src/ch01-01-설치.md src/一/README.md src/title-page.md";
        all(&[
            (files, "src/SUMMARY.md", "[x](ch01-00-はじめに.md)", "src/ch01-00-はじめに.md"),
            (files, "src/SUMMARY.md", "[x](./ch01-01-설치.html#h)", "src/ch01-01-설치.md"),
            (files, "src/ch01-01-설치.md", "[x](一/index.html)", "src/一/README.md"),
            (files, "src/一/README.md", "[x](../title-page.md)", "src/title-page.md"),
            (files, "src/title-page.md", "[x](../std/vec/struct.Vec.html)", "none"),
        ]);
    }

    /// A path below a root: few names, so that many are alike.
    fn path() -> impl Strategy<Value = String> {
        let step = "(a|B|猫|図|한글|ja|_posts|2020-01-02-x|01-b|My Note|index)";
        let last = "(a|A|猫|index|README|한글|2020-01-02-x|01-b|b\\.ja|My Note|100%|C#|q\\?)";
        (prop::collection::vec(step, 0..3), last, "(md|mdx|txt)").prop_map(|(folders, last, ending)| {
            [folders, vec![format!("{last}.{ending}")]].concat().join("/")
        })
    }

    fn encoded(path: &str) -> String {
        path.replace('%', "%25").replace('#', "%23").replace('?', "%3F").replace(' ', "%20")
    }

    proptest! {
        #[test]
        fn the_path_of_an_article_leads_to_it_from_anywhere(
            paths in prop::collection::btree_set(path(), 1..12),
            from in path(),
        ) {
            let mut corpus = Corpus::default();
            corpus.add(paths.iter().map(|path| article(path, "文")));
            let atlas = Atlas::of(&corpus);
            let from = article(&from, "文");
            let up = "../".repeat(from.path.iter().count() - 1);
            for path in &paths {
                let document = parse(&format!("[x]({up}{})", encoded(path)));
                let written = Written::of(&document.links[0]).unwrap();
                let found = resolve(&atlas, &from, &written);
                let expected = corpus.iter().find(|article| article.path.to_str() == Some(path)).unwrap();
                prop_assert_eq!(&found.pick, &Pick::One(Arc::clone(expected)), "{}", path);
                prop_assert!(found.exact);
                prop_assert_eq!(written.key(), Some(key(path)));
            }
        }

        #[test]
        fn no_link_leads_out_of_its_root(
            paths in prop::collection::btree_set(path(), 1..12),
            target in "/?(\\.\\./|\\./|a/|猫/|ja/|2020/01/02/){0,4}(a|猫|x|index|한글|b|\\.\\.)?(/|\\.md|\\.html)?",
        ) {
            let mut corpus = Corpus::default();
            corpus.add(paths.iter().map(|path| article(path, "文")));
            let other = Listed { root: Path::new("other").into(), path: Path::new("a.md").into(), modified: None, length: 0 };
            corpus.add([other.digest("文").article]);
            let atlas = Atlas::of(&corpus);
            for from in corpus.iter() {
                let document = parse(&format!("[x]({target}) [[{target}]]"));
                for written in document.links.iter().filter_map(Written::of) {
                    let articles = match resolve(&atlas, from, &written).pick {
                        Pick::None => Vec::new(),
                        Pick::One(article) => vec![article],
                        Pick::Several(articles) => articles,
                    };
                    prop_assert!(articles.iter().all(|article| article.root == from.root));
                }
            }
        }
    }
}
