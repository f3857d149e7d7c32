//! The rules that run in the browser: `tests/fixtures/review/client.json` holds the results of this program, and
//! `tests/browser/rules.test.mjs` compares the scripts with them.
//!
//! The file is made from the functions under test: `UPDATE_FIXTURES=1 cargo nextest run client` writes it again.
#![expect(clippy::disallowed_methods, reason = "the test writes its fixture when it is asked to")]

use chrono::{Duration, NaiveDate, NaiveTime};
use kbgen::date::{Clock, Today};
use kbgen::review::{Group, Plan, State};
use serde_json::{Value, json};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/review/client.json");

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Plans of each kind, with the attributes that a page has for them.
fn plans() -> Vec<(Plan, Value)> {
    let first = day("2024-02-28");
    let mut plans = vec![
        (Plan::Unscheduled, json!({"plan": "none"})),
        (Plan::New, json!({"plan": "new"})),
        (Plan::Fixed { due: day("2024-03-01") }, json!({"plan": "fixed", "at": "2024-03-01"})),
        (Plan::Retired { first }, json!({"plan": "retired", "first": "2024-02-28"})),
    ];
    for (step, at) in [(1, "2024-02-29"), (2, "2024-03-01"), (14, "2024-03-13")] {
        let plan = Plan::Step { first, step, due: day(at) };
        plans.push((plan, json!({"plan": "step", "first": "2024-02-28", "at": at, "step": step.to_string()})));
    }
    // Caught up after a review that the log holds: later than the first day and the step.
    let plan = Plan::Step { first, step: 4, due: day("2024-03-20") };
    plans.push((plan, json!({"plan": "step", "first": "2024-02-28", "at": "2024-03-20", "step": "4"})));
    for at in ["2024-02-28", "2024-03-13"] {
        let plan = Plan::Extra { first, since: day(at) };
        plans.push((plan, json!({"plan": "extra", "first": "2024-02-28", "at": at})));
    }
    plans
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Overdue => "overdue",
        Group::Due => "due",
        Group::Soon => "soon",
        Group::Extra => "extra",
        Group::Unscheduled => "unscheduled",
        Group::Later => "later",
        Group::Retired => "retired",
    }
}

/// Every plan on every day from before the first to well after the last, over the end of a leap February.
fn states() -> Vec<Value> {
    let mut states = Vec::new();
    for (plan, data) in plans() {
        for ahead in 0..45 {
            let today = day("2024-02-16") + Duration::days(ahead);
            let standing = plan.on(today, None);
            let shown = if standing.state == State::Extra { standing.since } else { standing.due };
            states.push(json!({
                "plan": data,
                "day": today.to_string(),
                "state": standing.state.name(),
                "date": shown.map(|day| day.to_string()),
                "late": standing.days_late,
                "group": group_name(Group::of(standing.state, standing.due, today)),
            }));
        }
    }
    states
}

/// The day of instants around midnight, day starts and changes of the clock.
fn days() -> Vec<Value> {
    let zones = ["Asia/Seoul", "UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"];
    let instants = [
        "2024-10-26T14:59:59Z",
        "2024-10-26T15:00:00Z",
        "2024-10-26T15:30:00Z",
        "2024-10-26T18:59:59Z",
        "2024-10-26T19:00:00Z",
        "2024-10-27T00:59:59Z",
        "2024-10-27T03:30:00Z",
        "2024-11-03T08:30:00Z",
        "2024-12-31T23:59:59Z",
        "2024-02-29T12:00:00Z",
        "2024-03-01T02:00:00Z",
    ];
    let mut days = Vec::new();
    for zone in zones {
        for start in ["00:00", "04:00", "23:30"] {
            for instant in instants {
                let clock = Clock::Instant(instant.parse().expect("an instant"));
                let start_time = NaiveTime::parse_from_str(start, "%H:%M").expect("a time");
                let today = Today::new(clock, zone.parse().expect("a zone"), start_time);
                days.push(
                    json!({"now": instant, "timezone": zone, "day_start": start, "date": today.date.to_string()}),
                );
            }
        }
    }
    days
}

#[test]
fn the_fixture_of_the_scripts_says_what_the_program_says() {
    let lines = |all: Vec<Value>| all.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n");
    let text = format!("{{\"days\": [\n{}\n],\n\"states\": [\n{}\n]}}\n", lines(days()), lines(states()));
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(FIXTURE, &text).expect("the fixture can be written");
    }
    let known = std::fs::read_to_string(FIXTURE).expect("the fixture is there");
    assert!(known == text, "{FIXTURE} is not what the rules say any more");
}
