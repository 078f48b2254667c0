//! Stand-in.
use crate::corpus::article::{Article, ArticleId};
use crate::markdown::date::Date;
use crate::markdown::document::Document;
use crate::markdown::front_matter::Meta;
use crate::markdown::parse::parse;
use crate::text::safe::Safe;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    Folder(PathBuf),
    File(PathBuf),
    Sample,
    Text { name: String, text: String },
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    pub ignore_files: bool,
    pub hidden: bool,
    pub follow: bool,
}
pub enum Found {
    Articles(Vec<Article>),
    Trouble(Safe),
}
pub struct Opened {
    pub article: Article,
    pub document: Arc<Document>,
    pub line: u32,
}
static SAMPLE: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/assets/sample");
fn read(root: &Path, path: &Path, text: &str) -> Opened {
    let mut meta = Meta::default();
    let mut body = text;
    if let Some(rest) = text.strip_prefix("---\n") {
        if let Some((head, b)) = rest.split_once("\n---\n") {
            body = b;
            if let Ok(v) = serde_yaml::from_str::<serde_yaml::Value>(head) {
                let s = |k: &str| v.get(k).and_then(|x| x.as_str().map(str::to_owned));
                if let Some(t) = s("title") {
                    meta.title = Safe::line(t.trim_start_matches(['#', ' ']));
                }
                meta.date = s("date")
                    .or(s("published_at"))
                    .or(s("created"))
                    .or(s("pubDatetime"))
                    .and_then(|d| Date::parse(&d));
                meta.author = s("author").map(|a| Safe::line(&a));
                if let Some(tags) = v.get("tags").or(v.get("topics")).and_then(|t| t.as_sequence()) {
                    meta.tags = tags.iter().filter_map(|t| t.as_str()).map(Safe::line).collect();
                }
                meta.draft = v.get("draft").and_then(serde_yaml::Value::as_bool).unwrap_or(false);
            }
        }
    }
    let document = parse(body);
    if meta.title.is_empty() {
        if let Some(h) = document.headings.first() {
            meta.title = document.text.slice(h.range.clone()).to_safe();
        } else {
            meta.title = Safe::line(&path.file_stem().unwrap_or_default().to_string_lossy());
        }
    }
    let characters = document.text.chars().filter(|c| !c.is_whitespace()).count() as u32;
    let article = Article {
        id: ArticleId::of(root, path),
        root: root.into(),
        path: path.into(),
        meta,
        modified: None,
        length: text.len() as u64,
        characters,
        minutes: characters / 500 + 1,
    };
    Opened { article, document: Arc::new(document), line: 1 }
}
impl Source {
    pub fn of(path: &Path) -> anyhow::Result<Source> {
        let path = path.canonicalize().map_err(|e| anyhow::anyhow!("cannot read {}: {e}", path.display()))?;
        Ok(if path.is_dir() { Source::Folder(path) } else { Source::File(path) })
    }
    pub fn scan(&self, _walk: &Walk, found: &mut dyn FnMut(Found) -> ControlFlow<()>) {
        match self {
            Source::Folder(root) => {
                for e in ignore::Walk::new(root).flatten() {
                    let p = e.path();
                    if p.extension().is_some_and(|x| x == "md" || x == "txt") && p.is_file() {
                        let text = std::fs::read_to_string(p).unwrap_or_default();
                        if found(Found::Articles(vec![
                            read(root, p.strip_prefix(root).unwrap(), &text).article,
                        ]))
                        .is_break()
                        {
                            return;
                        }
                    }
                }
            }
            Source::File(p) => {
                let text = std::fs::read_to_string(p).unwrap_or_default();
                let _ = found(Found::Articles(vec![
                    read(p.parent().unwrap(), Path::new(p.file_name().unwrap()), &text).article,
                ]));
            }
            Source::Sample => {
                fn all(d: &include_dir::Dir<'_>, out: &mut Vec<Article>) {
                    for f in d.files() {
                        out.push(
                            read(Path::new("tsundoku-sample"), f.path(), f.contents_utf8().unwrap()).article,
                        );
                    }
                    for d in d.dirs() {
                        all(d, out);
                    }
                }
                let mut v = vec![];
                all(&SAMPLE, &mut v);
                let _ = found(Found::Articles(v));
            }
            Source::Text { name, text } => {
                let _ = found(Found::Articles(vec![read(Path::new("-"), Path::new(name), text).article]));
            }
        }
    }
    pub fn root(&self) -> &Path {
        match self {
            Source::Folder(p) => p,
            Source::File(p) => p.parent().unwrap(),
            Source::Sample => Path::new("tsundoku-sample"),
            Source::Text { .. } => Path::new("-"),
        }
    }
    pub fn open(&self, path: &Path, _walk: &Walk) -> anyhow::Result<Opened> {
        match self {
            Source::Folder(root) => Ok(read(root, path, &std::fs::read_to_string(root.join(path))?)),
            Source::File(p) => Ok(read(p.parent().unwrap(), path, &std::fs::read_to_string(p)?)),
            Source::Sample => Ok(read(
                Path::new("tsundoku-sample"),
                path,
                SAMPLE.get_file(path).unwrap().contents_utf8().unwrap(),
            )),
            Source::Text { text, .. } => Ok(read(Path::new("-"), path, text)),
        }
    }
}
