//! The report at the end of a run.

use std::fmt::Write;
use std::time::Duration;

use crate::date::Today;
use crate::diag::Tally;
use crate::review::{Schedule, State};

/// The results of a build.
pub struct Built {
    pub notes: usize,
    pub files: usize,
    pub took: Duration,
    pub today: Today,
    pub due: Counts,
}

/// The number of review notes by state.
pub struct Counts {
    pub overdue: usize,
    pub due: usize,
    pub extra: usize,
    /// All review notes.
    pub all: usize,
}

impl Counts {
    pub fn of(schedule: &Schedule) -> Self {
        let count = |state| schedule.count(state);
        let (overdue, due, extra) = (count(State::Overdue), count(State::Due), count(State::Extra));
        Self { overdue, due, extra, all: State::ALL.into_iter().map(count).sum() }
    }
}

/// The last line of a build: notes and files, duration, day and zone, due notes, diagnostics.
pub fn summary(built: &Built, tally: Tally) -> String {
    format!(
        "built {} ({}) in {} for {}: {}; {}\n",
        count(built.notes, "note"),
        count(built.files, "file"),
        seconds(built.took),
        day(&built.today),
        due(&built.due),
        findings(tally),
    )
}

/// `2024-10-27 (Asia/Seoul)`.
pub fn day(today: &Today) -> String {
    format!("{} ({})", today.date, today.zone.name())
}

fn due(counts: &Counts) -> String {
    match counts.all {
        0 => "no review notes".to_owned(),
        _ => format!("{} overdue, {} due, {} extra", counts.overdue, counts.due, counts.extra),
    }
}

/// The [`tally`], and the command that lists the findings.
pub fn findings(found: Tally) -> String {
    let see = if found == Tally::default() { "" } else { " (see `kbgen check`)" };
    tally(found) + see
}

/// `1 error, 3 warnings, 2 infos`, or `no findings`.
pub fn tally(found: Tally) -> String {
    let kinds = [(found.errors, "error"), (found.warnings, "warning"), (found.infos, "info")];
    let counts: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, kind)| count(*n, kind)).collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// `1 note`, `2 notes`.
pub fn count(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

/// The duration of each phase, one a line, with their sum.
pub fn phases(timings: &[(&'static str, Duration)]) -> String {
    let width = timings.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(5);
    let total: Duration = timings.iter().map(|(_, took)| *took).sum();
    let mut out = String::new();
    for (name, took) in timings.iter().copied().chain([("total", total)]) {
        writeln!(out, "{name:<width$} {:>9.1} ms", took.as_secs_f64() * 1000.0)
            .expect("writing to a string cannot fail");
    }
    out
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::date::Clock;

    #[test]
    fn the_last_line_says_everything() {
        let clock = Clock::Day("2024-10-27".parse().unwrap());
        let today = Today::new(clock, chrono_tz::Asia::Seoul, NaiveTime::MIN);
        let due = Counts { overdue: 9, due: 0, extra: 4, all: 20 };
        let built = Built { notes: 1, files: 184, took: Duration::from_millis(314), today, due };
        let tally = Tally { errors: 0, warnings: 3, infos: 1 };
        assert_eq!(
            summary(&built, tally),
            "built 1 note (184 files) in 0.31 s for 2024-10-27 (Asia/Seoul): 9 overdue, 0 due, 4 extra; \
             3 warnings, 1 info (see `kbgen check`)\n"
        );
        let due = Counts { overdue: 0, due: 0, extra: 0, all: 0 };
        assert!(summary(&Built { due, ..built }, tally).contains(": no review notes; "));
        assert_eq!(findings(Tally::default()), "no findings");
    }

    #[test]
    fn phases_are_listed_with_their_sum() {
        let timings = [("scan", Duration::from_micros(1500)), ("render", Duration::from_millis(20))];
        assert_eq!(phases(&timings), "scan         1.5 ms\nrender      20.0 ms\ntotal       21.5 ms\n");
    }
}
