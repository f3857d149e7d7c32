//! `/review.ics`: a digest of each day with a due note, as an iCalendar to subscribe to (RFC 5545, RFC 7986;
//! R-CALENDAR).
//!
//! Written by hand: the format is a dozen lines, and every byte must depend on the vault and the day alone.

use crate::routes::Route;
use chrono::{NaiveDate, NaiveTime, Timelike};

use crate::config::ReviewPublish;
use crate::pages::context::Pages;
use crate::pages::kind::Plan;
use crate::review::forecast::DueDay;

/// The most bytes of a physical line, without its end (RFC 5545 section 3.1).
const LINE: usize = 75;
/// The most notes in the title of a day.
const MAX_TITLES: usize = 3;

pub(super) fn plan(plan: &mut Plan) {
    plan.text(Route::Calendar, calendar);
}

/// The calendar of the coming days, the build's own first.
pub fn calendar(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let name = pages.translate_with("calendar.name", &[("title", &pages.config.site.title)]);
    let mut out = Lines(String::new());
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line(concat!("PRODID:-//kbgen//kbgen ", env!("CARGO_PKG_VERSION"), "//EN"));
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("NAME", &name);
    out.text("X-WR-CALNAME", &name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
    out.line("X-PUBLISHED-TTL:PT12H");
    if base.origin.is_some() {
        out.line(&format!("SOURCE;VALUE=URI:{}", base.absolute(&Route::Calendar.url())));
    }
    for day in pages.due_days() {
        event(&mut out, pages, day);
    }
    out.line("END:VCALENDAR");
    out.0
}

fn event(out: &mut Lines, pages: &Pages, day: &DueDay) {
    let base = &pages.config.site.base;
    let date = compact(day.date);
    out.line("BEGIN:VEVENT");
    out.line(&format!("UID:digest-{date}@{}", base.host()));
    out.line(&format!("DTSTAMP:{}T000000Z", compact(pages.schedule.today.date)));
    out.line(&format!("DTSTART;VALUE=DATE:{date}"));
    out.line("TRANSP:TRANSPARENT");
    let summary = summary(pages, day);
    out.text("SUMMARY", &summary);
    out.text("DESCRIPTION", &description(pages, day));
    if base.origin.is_some() {
        out.line(&format!("URL:{}", base.absolute(&Route::Due.url())));
    }
    out.line("BEGIN:VALARM");
    out.line("ACTION:DISPLAY");
    out.text("DESCRIPTION", &summary);
    out.line(&format!("TRIGGER;RELATED=START:{}", after_midnight(pages.config.review.alarm)));
    out.line("END:VALARM");
    out.line("END:VEVENT");
}

/// The title of a day: `복습 3개: Terraform, …`, or without titles where they are not published.
pub fn summary(pages: &Pages, day: &DueDay) -> String {
    let n = day.total.to_string();
    if pages.config.review.publish != ReviewPublish::Full {
        return pages.translate_with("calendar.counts", &[("n", &n)]);
    }
    let mut titles: Vec<&str> =
        day.first.iter().take(MAX_TITLES).map(|&id| pages.site.note(id).title.as_str()).collect();
    if day.total as usize > titles.len() {
        titles.push("…");
    }
    pages.translate_with("calendar.summary", &[("n", &n), ("titles", &titles.join(", "))])
}

/// The notes with their links, then the due page's.
fn description(pages: &Pages, day: &DueDay) -> String {
    let base = &pages.config.site.base;
    let mut lines = Vec::new();
    if pages.config.review.publish == ReviewPublish::Full {
        let notes = day.first.iter().map(|&id| pages.site.note(id));
        lines.extend(notes.map(|note| format!("{}\n{}", note.title, base.absolute(&note.url))));
        let more = day.total as usize - day.first.len();
        if more > 0 {
            lines.push(pages.translate_with("due.more", &[("n", &more.to_string())]));
        }
    }
    let due = base.absolute(&Route::Due.url());
    lines.push(format!("{}\n{due}", pages.translate("home.all_due")));
    lines.join("\n\n")
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A time of day as a duration after midnight: `PT9H`, `PT7H30M`.
fn after_midnight(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

/// Content lines, folded.
struct Lines(String);

impl Lines {
    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// A line, folded at a character's boundary: the line after a fold begins with a blank, which counts.
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Escapes a TEXT of RFC 5545 section 3.3.11, without control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        for text in
            ["가".repeat(200), "a".repeat(75), "a".repeat(76), format!("a{}", "🧠가b".repeat(50)), String::new()]
        {
            let mut lines = Lines(String::new());
            lines.line(&text);
            assert!(lines.0.ends_with("\r\n"));
            let physical: Vec<&str> = lines.0.trim_end_matches("\r\n").split("\r\n").collect();
            assert!(physical.iter().all(|line| line.len() <= LINE), "{physical:?}");
            let unfolded = lines.0.replace("\r\n ", "");
            assert_eq!(unfolded, format!("{text}\r\n"));
        }
    }

    #[test]
    fn text_is_escaped_and_has_no_control_characters() {
        assert_eq!(escaped("a,b;c\\d\ne\r\tf:g\"h"), "a\\,b\\;c\\\\d\\nef:g\"h");
    }

    #[test]
    fn an_alarm_is_so_long_after_midnight() {
        let at = |hours, minutes| after_midnight(NaiveTime::from_hms_opt(hours, minutes, 0).unwrap());
        assert_eq!([at(9, 0), at(7, 30), at(0, 5), at(0, 0)], ["PT9H", "PT7H30M", "PT5M", "PT0M"]);
    }
}
