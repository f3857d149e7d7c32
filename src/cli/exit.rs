//! Exit codes: a contract with scripts and CI.

use std::process::ExitCode;

use crate::diag::{Code, Diagnostic, Severity, Tally, codes};
use crate::pipeline;

/// The reason for the program's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Success,
    /// Some note could not be published, or `--strict` found a warning.
    Findings,
    /// Wrong usage, or a config, theme or template that cannot be used.
    Usage,
    /// The output cannot be written or the vault cannot be read.
    Io,
    /// The folder of `--out` must not be replaced.
    Refused,
    /// `due`: something is due or overdue.
    Due,
    /// A bug in kbgen.
    Bug,
    /// Ended by this signal.
    Signal(u8),
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Io => 3,
            Self::Refused => 4,
            Self::Due => 10,
            Self::Bug => 70,
            Self::Signal(signal) => 128 + signal,
        }
    }

    /// The exit of a run that these diagnostics stopped: the first error decides.
    pub fn of_failure(diagnostics: &[Diagnostic]) -> Self {
        let first = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        first.map_or(Self::Usage, |diagnostic| Self::of_code(diagnostic.code))
    }

    fn of_code(code: Code) -> Self {
        match code {
            codes::OUTPUT_REFUSED => Self::Refused,
            codes::OUTPUT_IO | codes::OUTPUT_LOCKED | codes::VAULT_UNREADABLE => Self::Io,
            _ => Self::Usage,
        }
    }

    /// The exit of a run that finished with these diagnostics.
    pub fn of_findings(tally: Tally, strict: bool, keep_going: bool) -> Self {
        let failed = tally.errors > 0 && !keep_going || strict && tally.errors + tally.warnings > 0;
        if failed { Self::Findings } else { Self::Success }
    }
}

/// The reason why a command cannot continue.
#[derive(Debug)]
pub struct Stop {
    pub exit: Exit,
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { exit: Exit::of_failure(&diagnostics), diagnostics }
    }
}

impl From<pipeline::Failure> for Stop {
    fn from(failure: pipeline::Failure) -> Self {
        match failure {
            pipeline::Failure::Vault(diagnostic) => Self { exit: Exit::Io, diagnostics: vec![diagnostic] },
            pipeline::Failure::Setup(diagnostics) => diagnostics.into(),
        }
    }
}

impl From<Box<Diagnostic>> for Stop {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        vec![*diagnostic].into()
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_fail_a_run_by_their_severity_and_the_flags() {
        let tally = |errors, warnings, infos| Tally { errors, warnings, infos };
        for (tally, strict, keep_going, expected) in [
            (tally(0, 0, 9), true, false, Exit::Success),
            (tally(0, 9, 9), false, false, Exit::Success),
            (tally(0, 1, 0), true, false, Exit::Findings),
            (tally(1, 0, 0), false, false, Exit::Findings),
            (tally(1, 0, 0), false, true, Exit::Success),
            (tally(1, 0, 0), true, true, Exit::Findings),
        ] {
            assert_eq!(Exit::of_findings(tally, strict, keep_going), expected, "{tally:?} {strict} {keep_going}");
        }
    }

    #[test]
    fn what_stops_a_run_decides_its_code() {
        for (code, expected) in [
            (codes::CONFIG_SYNTAX, 2),
            (codes::THEME_TEMPLATE, 2),
            (codes::VAULT_UNREADABLE, 3),
            (codes::OUTPUT_IO, 3),
            (codes::OUTPUT_LOCKED, 3),
            (codes::OUTPUT_REFUSED, 4),
        ] {
            assert_eq!(Exit::of_failure(&[Diagnostic::new(code, "x")]).code(), expected, "{code:?}");
        }
        assert_eq!((Exit::Bug.code(), Exit::Signal(2).code(), Exit::Signal(15).code()), (70, 130, 143));
    }
}
