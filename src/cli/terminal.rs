//! The only printer. A reader that goes away (`| head`) ends only the printing.

use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{Color, Talk};
use super::env::Env;
use crate::diag::{Diagnostic, Severity, render};

/// Standard output and error, and the amount of output.
#[derive(Clone)]
pub struct Terminal {
    pub quiet: bool,
    pub verbose: bool,
    /// Whether standard error is a terminal.
    pub live: bool,
    colour_out: bool,
    colour_err: bool,
    failed: Arc<AtomicBool>,
}

impl Terminal {
    pub fn new(talk: Talk, env: &Env) -> Self {
        let colour = |terminal: bool| match talk.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !env.no_color,
        };
        Self {
            quiet: talk.quiet,
            verbose: talk.verbose,
            live: env.stderr_is_terminal && !talk.quiet,
            colour_out: colour(env.stdout_is_terminal),
            colour_err: colour(env.stderr_is_terminal),
            failed: Arc::default(),
        }
    }

    /// Prints the requested output.
    pub fn out(&self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => self.failed.store(true, Ordering::Relaxed),
            _ => {}
        }
    }

    /// Prints the summary of a run; nothing with `-q`.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            self.out(text);
        }
    }

    /// Prints a message about the work.
    pub fn err(&self, text: &str) {
        // Where standard error is gone, there is nowhere to report that.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether requested output could not be printed (not counting a reader that went away).
    pub fn failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Diagnostics as the result of a command.
    pub fn findings(&self, diagnostics: &[Diagnostic]) {
        let shown: Vec<_> = diagnostics.iter().filter(|d| !self.quiet || d.severity == Severity::Error).collect();
        self.out(&render::human(shown, self.colour_out));
    }

    /// Prints diagnostics beside a result: errors and warnings; infos with `-v`; errors only with `-q`.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let least = match (self.quiet, self.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Info,
            _ => Severity::Warning,
        };
        let shown: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.severity <= least).collect();
        // In chunks: a large vault has thousands of diagnostics, each of half a kilobyte.
        for (ix, some) in shown.chunks(256).enumerate() {
            self.err(if ix > 0 { "\n" } else { "" });
            self.err(&render::human(some.iter().copied(), self.colour_err));
        }
    }
}
