//! The environment of a run: variables, working directory, clock, terminals. Read here, once, and nowhere else.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the environment and the clock")]

use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::date::Clock;
use crate::diag::{Diagnostic, codes};
use crate::platform;

/// The environment of a run.
#[derive(Clone, Debug)]
pub struct Env {
    pub work: PathBuf,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// kbgen's own folder among the user's caches.
    pub cache: PathBuf,
    /// The raw value of `SOURCE_DATE_EPOCH`.
    source_date_epoch: Option<String>,
    now: DateTime<Utc>,
    /// Whether `NO_COLOR` is set and not empty.
    pub no_color: bool,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
}

impl Env {
    /// Reads the process's environment. A deleted working directory becomes `.`, which fails where it is used.
    pub fn read() -> Self {
        Self {
            work: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            home: std::env::home_dir(),
            cache: cache_folder(),
            source_date_epoch: std::env::var("SOURCE_DATE_EPOCH").ok().filter(|text| !text.is_empty()),
            now: Utc::now(),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// The clock of a run without `--date`: `SOURCE_DATE_EPOCH` (seconds since 1970, as reproducible-builds.org
    /// specifies it), else now.
    pub fn clock(&self) -> Result<Clock, Box<Diagnostic>> {
        let Some(text) = &self.source_date_epoch else { return Ok(Clock::Instant(self.now)) };
        // Calendar formats end with the year 9999.
        let instant = text.trim().parse().ok().filter(|seconds| (0..=253_402_300_799).contains(seconds));
        instant.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(Clock::Instant).ok_or_else(|| {
            let message = format!("SOURCE_DATE_EPOCH is \"{text}\", which is not a number of seconds since 1970");
            Box::new(Diagnostic::new(codes::CONFIG_BAD_VALUE, message).help("unset it, or use `--date`"))
        })
    }
}

/// `$XDG_CACHE_HOME/kbgen`, else the platform's own cache folder; a folder for temporary files where it has none.
fn cache_folder() -> PathBuf {
    // The XDG specification requires that relative paths are ignored.
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = platform::cache_folder(folder, std::env::home_dir());
    base.unwrap_or_else(std::env::temp_dir).join("kbgen")
}
