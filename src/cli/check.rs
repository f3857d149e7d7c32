//! `kbgen check`: every diagnostic, nothing written.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, CheckFormat};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::report;
use super::session::Session;
use super::signals;
use super::terminal::Terminal;
use crate::check;
use crate::config::Flags;
use crate::diag::{self, Diagnostic, Tally, render};
use crate::pipeline::{self, Purpose};

pub fn run(args: &CheckArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    signals::end_at_once()?;
    match check(args, env, terminal) {
        // A problem of the config or the theme is a finding as well. In a format for programs, every failure is.
        Err(stop) if stop.exit == Exit::Usage || args.format != CheckFormat::Human => {
            print(args, env, terminal, &stop.diagnostics);
            Ok(stop.exit)
        }
        done => done,
    }
}

fn check(args: &CheckArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    let session = Session::open(&args.vault, &Flags::default(), env)?;
    let progress = Progress::start("checking", terminal.live);
    let build = pipeline::load(session.declared, session.clock)?.into_build(Purpose::WholeSite);
    let mut diagnostics = build.diagnostics;
    diagnostics.extend(check::findings(&build.rendered)?);
    drop(progress);
    diag::sort(&mut diagnostics);
    print(args, env, terminal, &diagnostics);
    let tally = Tally::of(&diagnostics);
    if args.format == CheckFormat::Human {
        let notes = report::count(build.site.notes.len(), "note");
        let today = report::day(&build.schedule.today);
        terminal.say(&format!("checked {notes} for {today}: {}\n", report::tally(tally)));
    }
    Ok(Exit::of_findings(tally, args.strict, false))
}

fn print(args: &CheckArgs, env: &Env, terminal: &Terminal, diagnostics: &[Diagnostic]) {
    match args.format {
        CheckFormat::Human => terminal.findings(diagnostics),
        CheckFormat::Json => terminal.out(&render::json(diagnostics)),
        CheckFormat::Github => terminal.out(&render::github(diagnostics, &below(&args.vault.vault, &env.work))),
    }
}

/// The vault's folder relative to the working directory, which in a workflow is the repository; `""` where it is that
/// directory or outside it.
fn below(vault: &Path, work: &Path) -> String {
    let real = |path: PathBuf| path.canonicalize().unwrap_or(path);
    let (vault, work) = (real(work.join(vault)), real(work.to_owned()));
    let relative = vault.strip_prefix(&work).unwrap_or(Path::new(""));
    relative.to_string_lossy().replace('\\', "/")
}
