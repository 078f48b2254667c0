//! tsundoku: arguments in, exit code out.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let sources = if args.first().is_none_or(|a| a == "--sample") {
        vec![tsundoku::corpus::source::Source::Sample]
    } else {
        args.iter().map(|a| tsundoku::corpus::source::Source::of(Path::new(a)).unwrap()).collect()
    };
    let config = tsundoku::config::config::load(None).config;
    let theme = |n: &str| tsundoku::config::theme::load(n, None).0;
    let reading = tsundoku::run::Reading {
        start: tsundoku::app::app::Start {
            config,
            themes: vec![theme("dark"), theme("light")],
            strings: tsundoku::config::strings::Strings::of("en"),
            memory: Default::default(),
            given: tsundoku::message::Given {
                name: tsundoku::text::safe::Safe::line(
                    args.first().map_or("sample", |a| a.rsplit('/').next().unwrap()),
                ),
                open: None,
            },
            ambiguous: Default::default(),
            notices: vec![],
        },
        desk: tsundoku::jobs::perform::Desk {
            sources,
            walk: tsundoku::corpus::source::Walk { ignore_files: true, hidden: false, follow: false },
            folders: None,
        },
        by_background: Some((theme("dark"), theme("light"))),
    };
    tsundoku::run::read(reading).unwrap_or(ExitCode::from(2))
}
