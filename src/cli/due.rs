//! `kbgen due`: today's reviews, as a table for people.

use std::collections::HashSet;

use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

use super::args::{DueArgs, DueFormat};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::session::Session;
use super::terminal::Terminal;
use super::{report, signals};
use crate::config::{Flags, Language};
use crate::date::Today;
use crate::diag::render::visible;
use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::index::{NoteId, Site};
use crate::path::fold;
use crate::pipeline::{self, Purpose};
use crate::review::{Entry, PlannedDay, Schedule, State, Which, backlog, to_json, to_json_with_plan};

pub fn run(args: &DueArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    signals::end_at_once()?;
    let session = Session::open(&args.vault, &Flags::default(), env)?;
    let progress = Progress::start("reading the vault", terminal.live);
    let build = pipeline::load(session.declared, session.clock)?.into_build(Purpose::SomePages);
    drop(progress);
    let site = &build.site;
    let schedule = match &args.topic {
        Some(topic) => &of_topic(site, &build.schedule, topic)?,
        None => &*build.schedule,
    };
    let plan = args.max.map(|max| backlog(schedule, max as usize));
    let which = if args.all { Which::All } else { Which::Due };
    terminal.out(&match (args.format, plan) {
        (DueFormat::Human, None) => table(site, schedule, build.config.site.language, args.all),
        (DueFormat::Human, Some(plan)) => planned(site, schedule, build.config.site.language, &plan),
        (DueFormat::Json, None) => to_json(site, schedule, which),
        (DueFormat::Json, Some(plan)) => to_json_with_plan(site, schedule, which, &plan),
    });
    let due = schedule.count(State::Overdue) + schedule.count(State::Due) > 0;
    Ok(if due { Exit::Due } else { Exit::Success })
}

/// The schedule of a topic's notes alone.
fn of_topic(site: &Site, schedule: &Schedule, name: &str) -> Result<Schedule, Stop> {
    let name_key = fold(name.trim_start_matches('#'));
    let exact = site.topics.iter().find(|topic| fold(&topic.name) == name_key);
    let topic = exact.or_else(|| site.topics.iter().find(|topic| fold(topic.label()) == name_key));
    let topic = topic.ok_or_else(|| {
        let near = did_you_mean(name, site.topics.iter().map(|topic| topic.name.as_str()));
        let help =
            near.map_or_else(|| "see the site's page of topics".to_owned(), |near| format!("did you mean `{near}`?"));
        vec![Diagnostic::new(codes::TOPIC_UNKNOWN, format!("no topic is called `{name}`")).help(help)]
    })?;
    let notes: HashSet<NoteId> = topic.notes.iter().copied().collect();
    Ok(schedule.only(|note| notes.contains(&note)))
}

/// The widest padding of a title, in columns; one long title must not widen the whole table.
const TITLE_WIDTH: usize = 44;
/// Groups in the order of the due page.
const GROUPS: [State; 3] = [State::Overdue, State::Due, State::Extra];
/// The additional groups of `--all`.
const MORE_GROUPS: [State; 5] = [State::Upcoming, State::NotStarted, State::Ahead, State::Retired, State::Unscheduled];

/// One line of the table.
#[derive(Clone, Debug)]
struct Row {
    state: State,
    title: String,
    step: Option<u32>,
    days_late: u32,
    /// The due date, or the day since which the note is extra.
    day: Option<NaiveDate>,
    topics: String,
}

impl Row {
    fn new(entry: &Entry, site: &Site) -> Self {
        let note = site.note(entry.note);
        let topics: Vec<&str> = note.topics.iter().map(|&topic| site.topic(topic).name.as_str()).collect();
        Self {
            state: entry.state,
            title: visible(&note.title),
            step: entry.step,
            days_late: entry.days_late,
            day: entry.since.or(entry.due),
            topics: visible(&topics.join(", ")),
        }
    }
}

/// The table of the due notes, in the language of the site; of every review note if `all`.
fn table(site: &Site, schedule: &Schedule, language: Language, all: bool) -> String {
    let rows: Vec<Row> = schedule.entries.iter().map(|entry| Row::new(entry, site)).collect();
    draw(&rows, &schedule.today, language, all)
}

fn draw(rows: &[Row], today: &Today, language: Language, all: bool) -> String {
    let labels = TableText(language);
    let states = GROUPS.iter().chain(all.then_some(&MORE_GROUPS).into_iter().flatten());
    let groups = states.map(|state| {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.state == *state).collect();
        (labels.heading(*state).to_owned(), rows)
    });
    grouped(&groups.collect::<Vec<_>>(), today, &labels)
}

/// A catch-up plan, a group a day.
fn planned(site: &Site, schedule: &Schedule, language: Language, plan: &[PlannedDay<'_>]) -> String {
    let rows = |day: &PlannedDay<'_>| day.entries.iter().map(|entry| Row::new(entry, site)).collect::<Vec<_>>();
    let days: Vec<(String, Vec<Row>)> = plan.iter().map(|day| (day.date.to_string(), rows(day))).collect();
    let groups: Vec<(String, Vec<&Row>)> =
        days.iter().map(|(day, rows)| (day.clone(), rows.iter().collect())).collect();
    grouped(&groups, &schedule.today, &TableText(language))
}

/// Rows under headings, with aligned columns.
fn grouped(groups: &[(String, Vec<&Row>)], today: &Today, labels: &TableText) -> String {
    let mut out = format!("{}\n", report::day(today));
    let shown: Vec<&Row> = groups.iter().flat_map(|(_, rows)| rows).copied().collect();
    if shown.is_empty() {
        return format!("{out}\n{}\n", labels.nothing());
    }
    let cells: Vec<[String; 4]> = shown.iter().map(|row| labels.cells(row)).collect();
    let width = |column: usize| cells.iter().map(|cell| cell[column].width()).max().unwrap_or(0);
    let widths = [width(0).min(TITLE_WIDTH), width(1), width(2)];
    let mut lines = cells.iter();
    for (heading, rows) in groups.iter().filter(|(_, rows)| !rows.is_empty()) {
        out.push_str(&format!("\n{heading} ({})\n", rows.len()));
        for cell in lines.by_ref().take(rows.len()) {
            let mut line = String::from(" ");
            for (text, width) in cell.iter().zip(widths.into_iter().chain([0])) {
                line.push(' ');
                line.push_str(text);
                line.push_str(&" ".repeat(width.saturating_sub(text.width()) + 1));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

/// The table's labels.
struct TableText(Language);

impl TableText {
    fn pick(&self, korean: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Korean => korean,
            Language::English => english,
        }
    }

    fn nothing(&self) -> &'static str {
        self.pick("오늘은 복습할 것이 없습니다", "Nothing to review today")
    }

    fn heading(&self, state: State) -> &'static str {
        match state {
            State::Overdue => self.pick("밀린 복습", "Overdue"),
            State::Due => self.pick("오늘 복습", "Due today"),
            State::Extra => self.pick("추가 복습", "Extra"),
            State::Upcoming => self.pick("다가오는 복습", "Upcoming"),
            State::NotStarted => self.pick("시작 전", "Not started"),
            State::Ahead => self.pick("앞서 끝냄", "Ahead"),
            State::Retired => self.pick("장기기억", "Long-term memory"),
            State::Unscheduled => self.pick("첫 학습날 없음", "Unscheduled"),
        }
    }

    /// Title, step, when, topics.
    fn cells(&self, row: &Row) -> [String; 4] {
        let step = row.step.map_or_else(String::new, |step| match self.0 {
            Language::Korean => format!("{step}일 복습"),
            Language::English => format!("day {step}"),
        });
        let day = row.day.map_or_else(String::new, |day| day.to_string());
        let when = match (row.state, self.0) {
            (State::Overdue, Language::Korean) => format!("{}일 밀림", row.days_late),
            (State::Overdue, Language::English) => format!("{} late", report::count(row.days_late as usize, "day")),
            (State::Extra, Language::Korean) => format!("{day}부터"),
            (State::Extra, Language::English) => format!("since {day}"),
            (State::Upcoming | State::NotStarted, _) => day,
            _ => String::new(),
        };
        [row.title.clone(), step, when, row.topics.clone()]
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::date::Clock;

    fn today() -> Today {
        Today::new(Clock::Day(day("2024-10-27")), chrono_tz::Asia::Seoul, NaiveTime::MIN)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(state: State, title: &str, step: Option<u32>, days_late: u32, on: &str, topics: &str) -> Row {
        Row { state, title: title.into(), step, days_late, day: on.parse().ok(), topics: topics.into() }
    }

    #[test]
    fn columns_are_aligned_in_hangul_too() {
        let rows = [
            row(State::Overdue, "Terraform", Some(1), 12, "2024-10-15", "IaC, DevOps"),
            row(State::Overdue, "쿠버네티스", Some(14), 1, "2024-10-26", "DevOps"),
            row(State::Extra, "Argo CD", None, 0, "2024-10-15", ""),
            row(State::Retired, "DNS", None, 0, "", ""),
        ];
        assert_eq!(
            draw(&rows, &today(), Language::Korean, false),
            "2024-10-27 (Asia/Seoul)\n\
             \n\
             밀린 복습 (2)\n\
             \u{20} Terraform   1일 복습   12일 밀림       IaC, DevOps\n\
             \u{20} 쿠버네티스  14일 복습  1일 밀림        DevOps\n\
             \n\
             추가 복습 (1)\n\
             \u{20} Argo CD                2024-10-15부터\n"
        );
        let english = draw(&rows, &today(), Language::English, true);
        assert!(english.contains("  Terraform   day 1   12 days late      IaC, DevOps\n"), "{english}");
        assert!(english.contains("  쿠버네티스  day 14  1 day late        DevOps\n"), "{english}");
        assert!(english.ends_with("\nLong-term memory (1)\n  DNS\n"), "{english}");
    }

    #[test]
    fn a_day_without_reviews_is_reported() {
        let rows = [row(State::Retired, "DNS", None, 0, "", "")];
        assert_eq!(
            draw(&rows, &today(), Language::English, false),
            "2024-10-27 (Asia/Seoul)\n\nNothing to review today\n"
        );
    }

    #[test]
    fn a_long_title_does_not_push_the_others_aside() {
        let rows = [
            row(State::Due, &"긴 제목 ".repeat(20), Some(1), 0, "", "A"),
            row(State::Due, "short", Some(1), 0, "", "B"),
        ];
        let drawn = draw(&rows, &today(), Language::English, false);
        assert!(drawn.lines().last().unwrap().width() < TITLE_WIDTH + 20, "{drawn}");
    }
}
