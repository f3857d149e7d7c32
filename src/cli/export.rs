//! `kbgen export`: the vault's questions for other programs, on standard output.

use super::args::{AnkiArgs, ExportCommand};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::session::Session;
use super::terminal::Terminal;
use super::{report, signals};
use crate::config::Flags;
use crate::diag::render::visible;
use crate::export;
use crate::pipeline::{self, Purpose};

pub fn run(command: &ExportCommand, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    match command {
        ExportCommand::Anki(args) => anki(args, env, terminal),
    }
}

fn anki(args: &AnkiArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    signals::end_at_once()?;
    let flags = Flags { base_url: args.base_url.clone(), ..Flags::default() };
    let session = Session::open(&args.vault, &flags, env)?;
    let progress = Progress::start("reading the vault", terminal.live);
    let build = pipeline::load(session.declared, session.clock)?.into_build(Purpose::SomePages);
    let export = export::anki(&build.pages);
    drop(progress);
    let media = |text: &dyn Fn(&str) -> String| -> String {
        export.media.iter().map(|media| format!("{}\t{}\n", text(&media.name), text(media.path.as_str()))).collect()
    };
    if args.media {
        terminal.out(&media(&str::to_owned));
        return Ok(Exit::Success);
    }
    terminal.out(&export.text);
    if !terminal.quiet {
        let cards = report::count(export.cards, "card");
        let files = report::count(export.media.len(), "media file");
        terminal.err(&format!("{cards}, {files}\n{}", media(&visible)));
    }
    Ok(Exit::Success)
}
