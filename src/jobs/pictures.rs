//! Pictures looked for and drawn on behalf of an article, within the bounds of its folder.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Weak};

use crate::corpus::article::Article;
use crate::corpus::regular::Bounds;
use crate::corpus::source::{Source, Walk};
use crate::markdown::document::Document;
use crate::message::Report;
use crate::page::plate::Found;
use crate::pictures::drawn::{Drawn, Wanted, draw};
use crate::pictures::easel::Easel;
use crate::pictures::find;
use crate::text::safe::Safe;

/// Pictures whose drawing is remembered.
const REMEMBERED: usize = 256;

/// What is known of the pictures of an article; `None` where nobody waits any more.
pub fn find(
    article: &Article,
    document: &Document,
    sources: &[Source],
    walk: Walk,
    stale: &dyn Fn() -> bool,
) -> Option<Arc<[Found]>> {
    within(&article.root, sources, walk, |bounds| {
        find::find(document, &article.path, &article.root, bounds, stale).map(Arc::from)
    })?
}

/// Does `work` within the bounds of the source at `root`, if its articles are files.
fn within<T>(root: &Path, sources: &[Source], walk: Walk, work: impl FnOnce(Bounds<'_>) -> T) -> Option<T> {
    let source = sources.iter().find(|source| source.root() == root)?;
    match source {
        Source::Folder(_) | Source::File(_) => {}
        Source::Sample | Source::Text { .. } => return None,
    }
    let real = root.canonicalize().ok()?;
    Some(work(if walk.follow { Bounds::Anywhere } else { Bounds::Within(&real) }))
}

/// Where pictures are drawn. What somebody still has is not drawn again.
#[derive(Debug, Default)]
pub struct Studio {
    drawn: Vec<(Wanted, Easel, Weak<Drawn>)>,
    /// How many were drawn.
    count: u32,
}

impl Studio {
    /// Draws what is `wanted`, one after the other, until nobody waits any more.
    pub fn draw(
        &mut self,
        root: &Path,
        wanted: Vec<Wanted>,
        easel: Easel,
        (sources, walk): (&[Source], Walk),
        report: &mut dyn FnMut(Report) -> ControlFlow<()>,
        stale: &dyn Fn() -> bool,
    ) {
        for wanted in wanted {
            if stale() {
                return;
            }
            let known = self.drawn.iter().find(|(other, on, _)| *other == wanted && *on == easel);
            let drawn = if let Some(drawn) = known.and_then(|(.., drawn)| drawn.upgrade()) {
                Ok(drawn)
            } else {
                let name = self.next_name();
                let drawn = within(root, sources, walk, |bounds| draw(&wanted, bounds, easel, name));
                let Some(drawn) = drawn else { return };
                drawn.map(Arc::new).map_err(|why| Safe::line(&why))
            };
            if let Ok(drawn) = &drawn {
                self.remember(&wanted, easel, drawn);
            }
            // It is of use even to somebody who has gone on: they may come back.
            if report(Report::Drawn { wanted, drawn }).is_break() {
                return;
            }
        }
    }

    fn remember(&mut self, wanted: &Wanted, easel: Easel, drawn: &Arc<Drawn>) {
        self.drawn
            .retain(|(other, on, drawn)| drawn.strong_count() > 0 && !(other == wanted && *on == easel));
        if self.drawn.len() >= REMEMBERED {
            self.drawn.remove(0);
        }
        self.drawn.push((wanted.clone(), easel, Arc::downgrade(drawn)));
    }

    /// A name of 24 bits that no other program on the same terminal is likely to use.
    fn next_name(&mut self) -> u32 {
        self.count = self.count % 0xffff + 1;
        (std::process::id() & 0xff) << 16 | self.count
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::sync::Arc;

    use image::{Rgb, RgbImage};

    use super::Studio;
    use crate::corpus::source::{Source, Walk};
    use crate::message::Report;
    use crate::pictures::drawn::{Dot, Drawn, Ink, Wanted};
    use crate::pictures::easel::{Easel, Halves, Manner, Palette};

    const EASEL: Easel =
        Easel { manner: Manner::Blocks { palette: Palette::True, halves: Halves::Rows }, cell: (8, 16) };

    /// A folder with a red picture of each name.
    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            RgbImage::from_pixel(32, 32, Rgb([200, 0, 0])).save(folder.path().join(name)).unwrap();
        }
        folder
    }

    /// What becomes of the pictures of these names, after so many of which nobody waits any more.
    fn drawn(studio: &mut Studio, folder: &Path, names: &[&str], patience: usize) -> Vec<Arc<Drawn>> {
        let wanted =
            |name| Wanted { file: Arc::from(folder.join(name)), stamp: 0, cells: (4, 2), cell: EASEL.cell };
        let sources = [Source::of(folder).unwrap()];
        let count = Cell::new(0);
        let mut drawn = Vec::new();
        let mut report = |report| {
            count.set(count.get() + 1);
            if let Report::Drawn { drawn: Ok(picture), .. } = report {
                drawn.push(picture);
            }
            ControlFlow::Continue(())
        };
        let wanted = names.iter().copied().map(wanted).collect();
        let stale = || count.get() >= patience;
        studio.draw(folder, wanted, EASEL, (&sources, Walk::default()), &mut report, &stale);
        drawn
    }

    #[test]
    fn every_kind_of_picture_is_drawn() {
        let names = ["a.png", "写真.jpg", "图.gif", "그림.webp"];
        let folder = folder(&names);
        let drawn = drawn(&mut Studio::default(), folder.path(), &names, 9);
        assert_eq!(drawn.len(), names.len());
        for picture in drawn {
            let Ink::Blocks { dots, .. } = &picture.ink else { panic!("{:?}", picture.ink) };
            let red = |dot| matches!(dot, Dot::True(195..=205, 0..=5, 0..=5));
            assert!(
                dots.len() == 8 && dots.iter().all(|&(above, below)| red(above) && red(below)),
                "{dots:?}"
            );
        }
    }

    #[test]
    fn what_nobody_waits_for_is_not_drawn_and_what_somebody_has_not_drawn_again() {
        let names = ["a.png", "b.png"];
        let folder = folder(&names);
        let mut studio = Studio::default();
        let first = drawn(&mut studio, folder.path(), &names, 1);
        assert_eq!(first.len(), 1);
        let both = drawn(&mut studio, folder.path(), &names, 9);
        assert!(both.len() == 2 && Arc::ptr_eq(&first[0], &both[0]));
    }

    #[test]
    fn nothing_is_drawn_that_leads_out_of_the_folder() {
        let home = folder(&["secret.png"]);
        let inner = home.path().join("folder");
        std::fs::create_dir(&inner).unwrap();
        std::os::unix::fs::symlink("../secret.png", inner.join("a.png")).unwrap();
        assert_eq!(drawn(&mut Studio::default(), &inner, &["a.png", "../secret.png"], 9), []);
    }
}
