//! The whole app without a terminal: keys in, the screen out, work done in place.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;
use tsundoku::app::app::{App, Start};
use tsundoku::app::recalling::Remembered;
use tsundoku::cli::setup::Secure;
use tsundoku::config::config::{self, Config};
use tsundoku::config::strings::Strings;
use tsundoku::config::theme;
use tsundoku::corpus::source::{Source, Walk};
use tsundoku::input::key::keys;
use tsundoku::jobs::keeping::Keeping;
use tsundoku::jobs::perform::{Desk, Hands, perform};
use tsundoku::memory::memory::Memory;
use tsundoku::memory::session::CorpusId;
use tsundoku::message::{Effect, Event, Given, Report};
use tsundoku::pictures::easel::Easel;
use tsundoku::programs::variables::Variables;
use tsundoku::text::role::Role;
use tsundoku::text::safe::Safe;
use tsundoku::text::width::Ambiguous;
use tsundoku::view::frame;

/// Somebody reading: the app, and a screen it is drawn on.
pub struct Reader {
    app: App,
    hands: Hands,
    screen: Terminal<TestBackend>,
    now: Timestamp,
    /// Effects that only the terminal could do, in order.
    pub asked: Vec<Effect>,
    /// Whether changes were to be told of.
    pub watches: bool,
    /// Reports that were made and not yet told of, where some are kept back.
    pub kept_back: Option<Vec<Report>>,
    /// Which those are: lists, unless something else is said.
    keeps: fn(&Report) -> bool,
}

/// The folder of fixtures of that name.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(name)
}

/// Opens the fixtures of that name on a screen of 80x24.
pub fn desk(name: &str) -> Reader {
    let source = Source::of(&folder(name)).expect("the fixtures are there");
    reader(vec![source], name, config::load(None).config, (80, 24))
}

/// Opens sources on a screen of that size.
pub fn reader(sources: Vec<Source>, name: &str, config: Config, size: (u16, u16)) -> Reader {
    reader_on(None, sources, name, config, size)
}

/// The same, with pictures shown so.
pub fn reader_on(
    easel: Option<Easel>,
    sources: Vec<Source>,
    name: &str,
    config: Config,
    size: (u16, u16),
) -> Reader {
    let start = start(Remembered::Known(Memory::default()), name, config, easel);
    begin(start, (sources, Keeping::Nowhere), size, None)
}

/// The same as [`reader`], with what is remembered.
pub fn reader_reminded(
    memory: Memory,
    sources: Vec<Source>,
    name: &str,
    config: Config,
    size: (u16, u16),
) -> Reader {
    let start = start(Remembered::Known(memory), name, config, None);
    begin(start, (sources, Keeping::Nowhere), size, None)
}

/// The same as [`reader_reminded`] on the fixtures of that name; such reports are kept back from the
/// start until [`Reader::give_back`].
pub fn desk_waiting(name: &str, memory: Memory, size: (u16, u16), keeps: fn(&Report) -> bool) -> Reader {
    let source = Source::of(&folder(name)).expect("the fixtures are there");
    let start = start(Remembered::Known(memory), name, config::load(None).config, None);
    begin(start, (vec![source], Keeping::Nowhere), size, Some(keeps))
}

/// Opens sources on a screen of 80x24; what is remembered is kept so, and is kept back until
/// [`Reader::give_back`].
pub fn reader_recalling(keeping: Keeping, sources: Vec<Source>, config: Config) -> Reader {
    let start = start(Remembered::ToCome, "articles", config, None);
    begin(start, (sources, keeping), (80, 24), Some(|report| matches!(report, Report::Recalled { .. })))
}

fn start(memory: Remembered, name: &str, config: Config, easel: Option<Easel>) -> Start {
    let (theme, faults) = theme::load("dark", None);
    assert!(faults.is_empty());
    Start {
        config,
        themes: vec![theme, theme::load("mono", None).0],
        strings: Strings::of("en"),
        memory,
        given: Given { name: Safe::line(name), open: None, corpus: Some(CorpusId::of([Path::new(name)])) },
        ambiguous: Ambiguous::Narrow,
        easel,
        notices: Vec::new(),
        secure: Secure::No,
    }
}

fn begin(
    start: Start,
    (sources, keeping): (Vec<Source>, Keeping),
    (columns, rows): (u16, u16),
    keeps: Option<fn(&Report) -> bool>,
) -> Reader {
    let now = Timestamp::from_second(1_789_992_000).expect("a noon in 2026");
    let walk = Walk { ignore_files: true, hidden: false, follow: false };
    let hands = Hands::new(Desk { sources, walk, programs: Variables::default() }, keeping);
    let mut app = App::new(start, now);
    let screen = Terminal::new(TestBackend::new(columns, rows)).expect("a screen in memory");
    let mut effects = app.start();
    effects.extend(app.update(Event::Resize { columns, rows }, now));
    let mut reader = Reader {
        app,
        hands,
        screen,
        now,
        asked: Vec::new(),
        watches: false,
        kept_back: keeps.map(|_| Vec::new()),
        keeps: keeps.unwrap_or(is_list),
    };
    reader.perform(effects);
    reader
}

fn is_list(report: &Report) -> bool {
    matches!(report, Report::Listed(..))
}

impl Reader {
    /// On a screen of another size.
    pub fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.screen = Terminal::new(TestBackend::new(columns, rows)).expect("a screen in memory");
        self.event(Event::Resize { columns, rows });
        self
    }

    /// With the interface in that language.
    pub fn speaking(mut self, language: &str) -> Self {
        self.app.strings = Strings::of(language);
        self
    }

    /// Types keys, as in `"/読書<enter>jj"`.
    pub fn types(mut self, script: &str) -> Self {
        for key in keys(script) {
            self.event(Event::Key(key));
        }
        self
    }

    /// Lets so many milliseconds pass.
    pub fn waits(mut self, milliseconds: i64) -> Self {
        self.now =
            Timestamp::from_millisecond(self.now.as_millisecond() + milliseconds).expect("a moment later");
        self.event(Event::Deadline);
        self
    }

    pub fn event(&mut self, event: Event) {
        let effects = self.app.update(event, self.now);
        self.count();
        self.perform(effects);
    }

    /// From now on such reports are kept back.
    pub fn keep_back(&mut self, keeps: fn(&Report) -> bool) {
        (self.keeps, self.kept_back) = (keeps, Some(Vec::new()));
    }

    /// Tells what was kept back, in order, and keeps nothing back any more.
    pub fn give_back(&mut self) {
        for report in self.kept_back.take().unwrap_or_default() {
            self.event(Event::Report(report));
        }
    }

    /// Ends, and leaves what is remembered.
    pub fn leaves(mut self) -> Memory {
        match self.app.end(self.now) {
            Some(Effect::Save(memory)) => memory,
            _ => self.app.stock.memory.clone(),
        }
    }

    /// What the app has counted along is what a count finds.
    fn count(&self) {
        assert_eq!(self.app.unread(), self.app.stock.unread(), "articles that were not begun");
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Does effects in place until nothing is left to do.
    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let elsewhere = matches!(effect, Effect::Edit { .. } | Effect::Browse(_) | Effect::Copy { .. });
            if matches!(effect, Effect::Save(_)) {
                self.asked.push(effect.clone());
            } else if elsewhere || matches!(effect, Effect::Stop | Effect::Redraw) {
                self.asked.push(effect);
                continue;
            }
            self.watches |= effect == Effect::Watch;
            let mut reports: Vec<Report> = Vec::new();
            let mut keep = |report| {
                reports.push(report);
                ControlFlow::Continue(())
            };
            perform(effect, &mut self.hands, &mut keep, &|| false);
            for report in reports {
                if let (Some(kept), true) = (&mut self.kept_back, (self.keeps)(&report)) {
                    kept.push(report);
                    continue;
                }
                waiting.extend(self.app.update(Event::Report(report), self.now));
                self.count();
            }
        }
    }

    /// What is highlighted as matched, row by row, from the top; what lies apart is parted by a stroke.
    pub fn matched(&mut self) -> Vec<String> {
        self.screen.draw(|screen| frame::draw(screen, &self.app)).expect("a screen in memory");
        let style = self.app.theme().style(Role::Match);
        let buffer = self.screen.backend().buffer();
        let row = |y| {
            let lit = |x: &u16| {
                let cell = &buffer[(*x, y)];
                style.fg.is_none_or(|fg| fg == cell.fg) && cell.modifier.contains(style.add_modifier)
            };
            let mut out = String::new();
            let mut last = 0;
            for x in (0..buffer.area.width).filter(lit) {
                let symbol = buffer[(x, y)].symbol();
                // The second half of a wide character is no gap.
                out.push_str(if x > last + 2 && !out.is_empty() { "/" } else { "" });
                out.push_str(symbol.trim());
                last = x;
            }
            out
        };
        (0..buffer.area.height).map(row).filter(|row| !row.is_empty()).collect()
    }

    /// The colours of the letters and of the ground of each cell, after [`Reader::screen`].
    pub fn colours(&self, column: u16, row: u16) -> (Color, Color) {
        let cell = &self.screen.backend().buffer()[(column, row)];
        (cell.fg, cell.bg)
    }

    /// The grounds of the cells of a column, from one row to another.
    pub fn grounds(&mut self, column: u16, rows: std::ops::Range<u16>) -> Vec<Option<Color>> {
        self.screen.draw(|screen| frame::draw(screen, &self.app)).expect("a screen in memory");
        let buffer = self.screen.backend().buffer();
        rows.map(|y| buffer[(column, y)].style().bg).collect()
    }

    /// The screen as text, one line a row, blanks at the ends cut.
    pub fn screen(&mut self) -> String {
        // Drawn on an empty one: that in memory keeps what a wide character covers, which no terminal does.
        self.screen.clear().expect("a screen in memory");
        self.screen.draw(|screen| frame::draw(screen, &self.app)).expect("a screen in memory");
        let buffer = self.screen.backend().buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let cell = &buffer[(x, y)];
                line.push_str(cell.symbol());
                skip = tsundoku::text::width::of(cell.symbol(), Ambiguous::Narrow).saturating_sub(1);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.truncate(out.trim_end_matches('\n').len());
        out
    }
}
