//! `kbgen build`: pipeline and writer, and their report.
#![expect(clippy::disallowed_methods, reason = "the duration of a build is only printed")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::args::BuildArgs;
use super::env::Env;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::report::{self, Built, Counts};
use super::session::Session;
use super::signals;
use super::terminal::Terminal;
use crate::config::Flags;
use crate::diag::{self, Diagnostic, Tally};
use crate::pipeline::{self, Purpose};
use crate::write::{self, DiskImageCache, FailureKind};

pub fn run(args: &BuildArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    let start = Instant::now();
    let interrupt = signals::watch()?;
    let stopped = |failure: write::Failure| Stop {
        exit: match failure.kind {
            FailureKind::Interrupted => signals::exit(&interrupt),
            FailureKind::Refused => Exit::Refused,
            FailureKind::Io | FailureKind::Locked => Exit::Io,
            FailureKind::Template => Exit::Usage,
        },
        diagnostics: vec![*failure.diagnostic],
    };
    let flags = Flags { base_url: args.base_url.clone(), out: args.out.clone(), drafts: args.drafts };
    let session = Session::open(&args.vault, &flags, env)?;
    // The output is checked first: a build that may not write need not begin.
    let slot = write::open(place(args, &session, env), interrupt.flag.clone()).map_err(&stopped)?;
    let progress = Progress::start("building", terminal.live);
    let mut loaded = pipeline::load(session.declared, session.clock)?;
    if !args.no_cache {
        loaded.keep_pictures(Arc::new(DiskImageCache::new(cache(args, env).join("social"))));
    }
    let build = loaded.into_build(Purpose::WholeSite);
    let writing = Instant::now();
    let staged = slot.stage(&build.rendered, &|_| {}).map_err(&stopped)?;
    let tallies = [build.diagnostics.as_slice(), staged.diagnostics()].map(Tally::of);
    if args.strict && tallies.iter().any(|tally| tally.errors + tally.warnings > 0) {
        let diagnostics = [build.diagnostics.as_slice(), staged.diagnostics()].concat();
        drop((staged, progress));
        let findings = report::findings(print_and_count(diagnostics, terminal));
        terminal.say(&format!("nothing written, because of --strict: {findings}\n"));
        return Ok(Exit::Findings);
    }
    let (notes, files) = (build.site.notes.len(), build.rendered.len());
    let (today, due) = (build.schedule.today, Counts::of(&build.schedule));
    // The site is staged: its memory is freed for the remaining work.
    let (mut diagnostics, timings) = build.into_findings();
    let written = staged.commit().map_err(&stopped)?;
    drop(progress);
    diagnostics.extend(written.diagnostics);
    let tally = print_and_count(diagnostics, terminal);
    if terminal.verbose {
        let timings: Vec<_> = timings.0.into_iter().chain([("write", writing.elapsed())]).collect();
        terminal.err(&report::phases(&timings));
    }
    let built = Built { notes, files, took: start.elapsed(), today, due };
    terminal.say(&report::summary(&built, tally));
    Ok(Exit::of_findings(tally, false, args.keep_going))
}

/// Prints diagnostics in order and counts them.
fn print_and_count(mut diagnostics: Vec<Diagnostic>, terminal: &Terminal) -> Tally {
    diag::sort(&mut diagnostics);
    terminal.diagnostics(&diagnostics);
    Tally::of(&diagnostics)
}

fn place(args: &BuildArgs, session: &Session, env: &Env) -> write::Destination {
    write::Destination {
        out: session.declared.out().to_owned(),
        vault: session.declared.dirs().vault.clone(),
        config_file: session.config_file.clone(),
        home: env.home.clone(),
        working: Some(env.work.clone()),
        locks: cache(args, env).join("locks"),
        adopt: args.adopt,
    }
}

/// The folder of locks and social images.
fn cache(args: &BuildArgs, env: &Env) -> PathBuf {
    let named = args.cache_dir.as_ref().map(|folder| env.work.join(folder));
    named.unwrap_or_else(|| env.cache.clone())
}
