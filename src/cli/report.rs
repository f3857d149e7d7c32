//! What a run says about itself at its end.

use std::fmt::Write;
use std::time::Duration;

use crate::date::Today;
use crate::diag::Tally;
use crate::review::{Schedule, State};

/// What a build did.
pub struct Built {
    pub notes: usize,
    pub files: usize,
    pub took: Duration,
}

/// The last line of a build: what, in what time, for which day and zone, how much is due, how many diagnostics.
pub fn summary(built: &Built, schedule: &Schedule, tally: Tally) -> String {
    format!(
        "built {} ({}) in {} for {}: {}; {}\n",
        count(built.notes, "note"),
        count(built.files, "file"),
        seconds(built.took),
        day(&schedule.today),
        due(schedule),
        findings(tally),
    )
}

/// `2024-10-27 (Asia/Seoul)`.
pub fn day(today: &Today) -> String {
    format!("{} ({})", today.date, today.zone.name())
}

fn due(schedule: &Schedule) -> String {
    let (overdue, due, extra) = (State::Overdue, State::Due, State::Extra);
    if schedule.entries.is_empty() {
        return "no review notes".to_owned();
    }
    format!("{} overdue, {} due, {} extra", schedule.count(overdue), schedule.count(due), schedule.count(extra))
}

/// `1 error, 3 warnings, 2 infos (kbgen check shows them)`, or `no findings`.
pub fn findings(tally: Tally) -> String {
    let kinds = [(tally.errors, "error"), (tally.warnings, "warning"), (tally.infos, "info")];
    let told: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, kind)| count(*n, kind)).collect();
    if told.is_empty() { "no findings".to_owned() } else { format!("{} (see `kbgen check`)", told.join(", ")) }
}

/// `1 note`, `2 notes`.
pub fn count(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

/// How long each phase took, one a line, with their sum.
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
        let schedule = Schedule { today, entries: Vec::new(), unlisted: Vec::new(), by_note: Vec::new() };
        let built = Built { notes: 1, files: 184, took: Duration::from_millis(314) };
        let tally = Tally { errors: 0, warnings: 3, infos: 1 };
        assert_eq!(
            summary(&built, &schedule, tally),
            "built 1 note (184 files) in 0.31 s for 2024-10-27 (Asia/Seoul): no review notes; \
             3 warnings, 1 info (see `kbgen check`)\n"
        );
        assert_eq!(findings(Tally::default()), "no findings");
    }

    #[test]
    fn phases_are_listed_with_their_sum() {
        let timings = [("scan", Duration::from_micros(1500)), ("render", Duration::from_millis(20))];
        assert_eq!(phases(&timings), "scan         1.5 ms\nrender      20.0 ms\ntotal       21.5 ms\n");
    }
}
