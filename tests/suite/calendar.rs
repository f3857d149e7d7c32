//! The calendar and the feed of days with something due, read by independent libraries.

use std::collections::BTreeMap;

use icalendar::parser::{Component, read_calendar, unfold};
use quick_xml::events::Event;

use super::support::{SAMPLE, Site, Vault};

/// Two notes that are due from 10-28 on, the second with everything in its title that the formats escape.
fn vault() -> Vault {
    Vault::new(&[
        ("kbgen.toml", "[site]\ntitle = \"A, B; C\"\nlanguage = \"ko\"\n"),
        ("Terraform.md", "---\n첫 학습날: 2024-10-27\n1일복습여부: false\n---\n[[IaC]]\n"),
        (
            "긴.md",
            &format!(
                "---\ntitle: \"a, b; c \\\\ d <e> & {}\"\n첫 학습날: 2024-10-29\n1일복습여부: false\n---\n",
                "쿠버네티스".repeat(12)
            ),
        ),
        ("later.md", "---\n첫 학습날: 2025-10-01\n1일복습여부: false\n---\n"),
    ])
}

/// The properties and the kinds of the parts of every component, as an independent reader sees them.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).expect("a calendar");
    let properties = |component: &Component<'_>| -> BTreeMap<String, String> {
        component.properties.iter().map(|property| (property.name.to_string(), property.val.to_string())).collect()
    };
    let event = |component: &Component<'_>| {
        let mut all = properties(component);
        for part in &component.components {
            all.extend(properties(part).into_iter().map(|(name, value)| (format!("{}.{name}", part.name), value)));
        }
        all
    };
    calendar.components.iter().map(event).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.strip_suffix("\r\n").expect("the last line ends too").split("\r\n").collect()
}

#[test]
fn the_calendar_has_an_event_for_each_day_with_something_due() {
    let site = vault().build(&["--base-url", "https://x.test/repo/"]);
    let text = site.text("review.ics");
    let events = events(text);
    // Nothing is due on the day of the build; from the next one on, what is not done moves on.
    let days: Vec<&str> = events.iter().map(|event| event["DTSTART"].as_str()).collect();
    assert_eq!((days.len(), days[0], days[28]), (29, "20241028", "20241125"));
    for event in &events {
        assert_eq!(event["UID"], format!("digest-{}@x.test", event["DTSTART"]));
        assert_eq!(event["DTSTAMP"], "20241027T000000Z");
        assert_eq!(event["TRANSP"], "TRANSPARENT");
        assert_eq!(event["VALARM.TRIGGER"], "PT9H");
        assert_eq!(event["VALARM.ACTION"], "DISPLAY");
    }
    assert_eq!(events[0]["SUMMARY"], "복습 1개: Terraform");
    assert!(events[0]["DESCRIPTION"].contains("https://x.test/repo/terraform/"), "{}", events[0]["DESCRIPTION"]);
    assert!(events[2]["SUMMARY"].starts_with("복습 2개: Terraform"), "{}", events[2]["SUMMARY"]);
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("SUMMARY:복습 2개: Terraform\\, a\\, b\\; c \\\\ d <e> & 쿠버네티스쿠버"), "{unfolded}");
    assert!(unfolded.contains("X-WR-CALNAME:복습 · A\\, B\\; C\r\n"));
    assert!(unfolded.contains("DTSTART;VALUE=DATE:20241028\r\n"));
    assert!(unfolded.contains("TRIGGER;RELATED=START:PT9H\r\n"));
}

#[test]
fn lines_are_at_most_75_octets_of_whole_characters_and_end_in_crlf() {
    let folder = Vault::new(&[]);
    let run = folder.run(&["build", SAMPLE, "--date", "2024-10-27", "--base-url", "https://x.test/"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sample = Site::read(&folder.path("public"));
    for site in [&vault().build(&[]), &sample] {
        let text = site.text("review.ics");
        for line in lines(text) {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{} octets: {line}", line.len());
        }
        assert!(!text.contains("VTIMEZONE"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
    assert_eq!(events(sample.text("review.ics")).len(), 30);
}

#[test]
fn a_day_has_the_same_identity_in_every_build_and_says_what_a_build_of_it_says() {
    let vault = vault();
    let of = |site: &Site, day: &str| events(site.text("review.ics")).into_iter().find(|event| event["DTSTART"] == day);
    let before = of(&vault.build(&["--date", "2024-10-27"]), "20241105").expect("a day that is due");
    let same = of(&vault.build(&["--date", "2024-11-05"]), "20241105").expect("a day that is due");
    for property in ["UID", "SUMMARY", "DESCRIPTION"] {
        assert_eq!(before[property], same[property], "{property}");
    }
    vault.write("Terraform.md", "no longer");
    let changed = of(&vault.build(&["--date", "2024-10-27"]), "20241105").expect("a day that is due");
    assert_eq!(before["UID"], changed["UID"]);
    assert_ne!(before["SUMMARY"], changed["SUMMARY"]);
}

#[test]
fn with_nothing_due_there_is_a_calendar_without_events() {
    let vault = Vault::new(&[("a.md", "---\nfirst_study: 2024-10-01\nreview_1: true\nlong_term: true\n---\n")]);
    let site = vault.build(&[]);
    assert_eq!(events(site.text("review.ics")).len(), 0);
    assert_eq!(entries(site.text("review.xml")).len(), 0);
}

#[test]
fn the_alarm_and_the_horizon_are_the_configs() {
    let vault = vault();
    vault.write("kbgen.toml", "[site]\nlanguage = \"en\"\n[review]\nalarm = \"07:30\"\nhorizon_days = 3\n");
    let site = vault.build(&[]);
    let events = events(site.text("review.ics"));
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["VALARM.TRIGGER"], "PT7H30M");
    assert_eq!(events[0]["UID"], "digest-20241028@kbgen.invalid");
    assert_eq!(events[0]["SUMMARY"], "1 review: Terraform");
}

#[test]
fn counts_name_no_note_and_none_publishes_nothing() {
    let vault = vault();
    vault.write("secret.md", "---\npublish: false\nfirst_study: 2024-10-01\nreview_1: false\n---\n");
    vault.write("kbgen.toml", "[site]\nlanguage = \"en\"\n[review]\npublish = \"counts\"\n");
    let site = vault.build(&[]);
    for file in ["review.ics", "review.xml", "review.json", "due/index.html"] {
        let text = site.text(file);
        assert!(!text.contains("Terraform") && !text.contains("쿠버네티스"), "{file}: {text}");
    }
    assert_eq!(events(site.text("review.ics"))[0]["SUMMARY"], "1 review");
    assert_eq!(entries(site.text("review.xml")).len(), 29);

    vault.write("kbgen.toml", "[review]\npublish = \"none\"\n");
    let site = vault.build(&[]);
    for file in ["review.ics", "review.xml", "review.json", "due/index.html"] {
        assert!(!site.has(file), "{file}");
    }
    assert!(!site.text("index.html").contains("review."));
}

/// Title and content of each entry of an Atom feed.
fn entries(xml: &str) -> Vec<[String; 3]> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut entries, mut path): (Vec<[String; 3]>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                if path == ["feed", "entry"] {
                    entries.push(Default::default());
                }
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(text) => {
                let field = ["id", "title", "content"].iter().position(|name| path.get(2).is_some_and(|at| at == name));
                if let (Some(field), Some(entry)) = (field, entries.last_mut()) {
                    entry[field].push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let (Some("content" | "title"), Some(entry)) = (path.get(2).map(String::as_str), entries.last_mut())
                {
                    entry[2].push_str(&format!("&{};", &*name));
                }
            }
            Event::Eof => return entries,
            _ => {}
        }
    }
}

#[test]
fn the_feed_has_an_entry_for_each_day_of_the_calendar() {
    let site = vault().build(&["--base-url", "https://x.test/repo/"]);
    let entries = entries(site.text("review.xml"));
    assert_eq!(entries.len(), 29);
    assert_eq!(entries[0][0], "https://x.test/repo/review.xml#2024-10-28");
    assert_eq!(entries[0][1], "2024-10-28: 복습 1개: Terraform");
    assert!(entries[0][2].contains("https://x.test/repo/terraform/"), "{}", entries[0][2]);
    let page = site.page("/");
    let announced = page.attrs("head link[rel=alternate]", "href");
    assert_eq!(announced, ["/repo/feed.xml", "/repo/review.xml", "/repo/review.ics"]);
}

#[test]
fn the_reminder_section_is_finished_after_its_own_content() {
    let note = "# 복습알림\n\n다음과 같이 한다.\n\n> [!important]\n\n# 핵심 요약\n\n끝\n";
    let review = "---\n첫 학습날: 2024-10-01\n1일복습여부: false\n---\n";
    let vault = Vault::new(&[("a.md", &format!("{review}{note}")), ("b.md", "# Reminder\n\n<div>\n\nx\n\n</div>\n")]);
    let page = vault.build(&["--base-url", "https://x.test/repo/"]).page("/a/");
    let box_of = "article .callout + .kb-subscribe + h1";
    assert_eq!(page.texts(box_of), ["핵심 요약"], "between the section's callout and the next section");
    assert_eq!(
        page.attrs(".kb-subscribe a", "href"),
        ["webcal://x.test/repo/review.ics", "https://x.test/repo/review.ics"]
    );
    assert!(page.has(".kb-subscribe svg.kb-qr path"));
    assert!(vault.build(&["--base-url", "https://x.test/repo/"]).page("/b/").has("article > div + .kb-subscribe"));

    let page = vault.build(&[]).page("/a/");
    assert_eq!(page.attrs(".kb-subscribe a", "href"), ["/review.ics"], "without an address there is nothing to scan");
    assert!(!page.has(".kb-qr"));

    vault.write("kbgen.toml", "[review]\npublish = \"none\"\n");
    assert!(!vault.build(&[]).page("/a/").has(".kb-subscribe"));
    vault.write("kbgen.toml", "[review.sections]\nreminder = [\"핵심 요약\"]\n");
    assert!(vault.build(&[]).page("/a/").has("article > p + .kb-subscribe:last-child"));
}
