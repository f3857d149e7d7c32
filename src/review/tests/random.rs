//! Ten thousand random notes against a second implementation of the table, which takes the values that the properties
//! were generated from instead of parsing them.

use super::*;

/// A small deterministic generator of pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<'a>(&mut self, sides: &[&'a str]) -> &'a str {
        sides[self.below(sides.len() as u64) as usize]
    }
}

/// The generated values of a note; days count from 2025-01-01.
struct Sample {
    first: Option<i64>,
    boxes: Vec<(i64, bool)>,
    long_term: bool,
    board: Option<&'static str>,
    sr_due: Option<i64>,
    /// The day of the last review in the log.
    logged: Option<i64>,
}

const BOARDS: [&str; 8] =
    ["1일 복습", "4일 복습", "7일 복습", "14일 복습", "추가 복습", "장기기억", "review 7", "진행 중"];

fn roll(dice: &mut Dice) -> Sample {
    let boxes = [1, 4, 7, 14, 30].into_iter().filter(|_| dice.below(5) > 0).collect::<Vec<_>>();
    Sample {
        first: (dice.below(8) > 0).then(|| dice.below(40) as i64),
        boxes: if dice.below(8) == 0 { Vec::new() } else { boxes.iter().map(|&n| (n, dice.below(2) > 0)).collect() },
        long_term: dice.below(4) == 0,
        board: (dice.below(3) > 0).then(|| dice.one(&BOARDS)),
        sr_due: (dice.below(6) == 0).then(|| dice.below(60) as i64),
        logged: (dice.below(4) == 0).then(|| dice.below(60) as i64),
    }
}

fn written(sample: &Sample, dice: &mut Dice) -> String {
    let date = |days: i64| (day("2025-01-01") + Duration::days(days)).to_string();
    let mut lines = vec![format!("{}: {}", dice.one(&["🧠장기기억", "long_term"]), sample.long_term)];
    lines.extend(sample.first.map(|days| match dice.below(2) {
        0 => format!("⭕첫 학습날: {}", date(days)),
        _ => format!("first-studied: {}", date(days).replace('-', "/")),
    }));
    for (step, done) in &sample.boxes {
        let key = match dice.below(3) {
            0 => format!("❤{step}일복습여부"),
            1 => format!("review_{step}day"),
            _ => format!("{step}일 복습 여부"),
        };
        let value =
            if *done { ["true", "\"true\"", "yes", "1", "2025-01-09"] } else { ["false", "\"false\"", "no", "0", ""] };
        lines.push(format!("{key}: {}", dice.one(&value)));
    }
    lines.extend(sample.board.map(|board| format!("복습: {board}")));
    lines.extend(sample.sr_due.map(|due| format!("sr-due: {}\nsr-interval: 3\nsr-ease: 250", date(due))));
    let turn = dice.below(lines.len() as u64) as usize;
    lines.rotate_left(turn);
    lines.join("\n")
}

/// The table, read from top to bottom: state, step, due and days late on day `t`.
fn table(sample: &Sample, t: i64) -> (&'static str, Option<i64>, Option<i64>, i64) {
    let by = |due: i64, step| match t - due {
        0 => ("due", step, Some(due), 0),
        late if late > 0 => ("overdue", step, Some(due), late),
        _ => ("upcoming", step, Some(due), 0),
    };
    if let (Some(due), true) = (sample.sr_due, sample.boxes.is_empty()) {
        return by(due, None);
    }
    let Some(f) = sample.first else { return ("unscheduled", None, None, 0) };
    if t < f {
        return ("not-started", None, Some(f), 0);
    }
    if sample.long_term && [None, Some("장기기억")].contains(&sample.board) {
        return ("retired", None, None, 0);
    }
    let default = [(1, false), (4, false), (7, false), (14, false)];
    let ladder: &[(i64, bool)] = if sample.boxes.is_empty() { &default } else { &sample.boxes };
    let next = ladder.iter().rposition(|(_, done)| *done).map_or(0, |last| last + 1);
    match ladder.get(next) {
        Some((s, _)) => {
            let pause = s - if next == 0 { 0 } else { ladder[next - 1].0 };
            let logged = sample.logged.filter(|day| *day <= t);
            by((f + s).max(logged.map_or(i64::MIN, |r| r + pause)), Some(*s))
        }
        None if t < f + ladder[ladder.len() - 1].0 => ("ahead", None, None, 0),
        None => ("extra", None, None, 0),
    }
}

#[test]
fn ten_thousand_random_notes_are_where_the_table_puts_them() {
    let mut dice = Dice(0x5eed);
    let sample: Vec<Sample> = (0..10_000).map(|_| roll(&mut dice)).collect();
    let notes: Vec<(String, String)> =
        sample.iter().enumerate().map(|(at, sample)| (format!("{at:05}.md"), written(sample, &mut dice))).collect();
    let log: String = (sample.iter().zip(&notes))
        .filter_map(|(sample, (path, _))| Some((day("2025-01-01") + Duration::days(sample.logged?), path)))
        .map(|(date, path)| format!("{date}\t{path}\t1\t-\tfalse → true\n"))
        .collect();
    let log = Source::new(VaultPath::new(".kbgen/reviews.tsv"), log);
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, yaml)| (path.as_str(), yaml.as_str())).collect();
    let mut seen = std::collections::BTreeMap::new();
    let (site, mut config) = (site(&notes, &DEFAULTS), DEFAULTS.clone());
    for t in [20, 45, 70] {
        config.today.date = day("2025-01-01") + Duration::days(t);
        let schedule = schedule(&site, Some(LogFile { source: &log, is_note: &|_| false }), &config).value;
        assert_eq!(State::ALL.iter().map(|state| schedule.count(*state)).sum::<usize>(), sample.len());
        for (at, sample) in sample.iter().enumerate() {
            let entry = schedule.of(NoteId(at as u32)).expect("every note is a review note");
            let (state, step, due, late) = table(sample, t);
            let due = due.map(|days| day("2025-01-01") + Duration::days(days));
            let expected = (state, step.map(|step| step as u32), due, late as u32);
            assert_eq!((entry.state.name(), entry.step, entry.due, entry.days_late), expected, "{:?} {t}", notes[at]);
            *seen.entry(state).or_insert(0) += 1;
        }
    }
    assert!(State::ALL.iter().all(|state| seen[state.name()] > 100), "{seen:?}");
}
