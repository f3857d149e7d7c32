//! Days as people and exporters write them.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use regex::Regex;

/// Year, month, day with one kind of separator, Notion's `@` before it, a time and an offset after it.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"@?\s*(?<y>\d{4})(?:-(?<m1>\d{1,2})-(?<d1>\d{1,2})|/(?<m2>\d{1,2})/(?<d2>\d{1,2})|\.\s*(?<m3>\d{1,2})\.\s*(?<d3>\d{1,2})\.?|년\s*(?<m4>\d{1,2})월\s*(?<d4>\d{1,2})일)";
    let clock =
        r"(?<half>오전|오후)?\s*(?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.,]\d+)?)?\s*(?<ampm>[AaPp][Mm])?";
    let offset = r"\s*(?<offset>[Zz]|[+-]\d{2}:?\d{2})?";
    Regex::new(&format!(r"^{day}(?:(?:[Tt]|\s+){clock}{offset})?$")).expect("a constant pattern")
});

/// The day that a text names; `None` where it does not name one.
///
/// Accepted are `2024-10-01`, `2024/10/01`, `2024.10.1` (also `2024. 10. 1.`) and `@2024년 10월 1일`, each alone or with
/// a time (`2024-10-01T10:30`, `@2024년 10월 27일 오후 2:00`). A time with an offset (`…Z`, `…+09:00`) is an instant: its
/// day is the one in `zone`. Impossible days and times are not dates (R-VALUES).
pub fn parse_date(text: &str, zone: Tz) -> Option<NaiveDate> {
    let text = crate::path::nfc(text.trim());
    let found = DATE.captures(&text)?;
    let number =
        |names: &[&str]| -> Option<u32> { names.iter().find_map(|name| found.name(name))?.as_str().parse().ok() };
    let year = number(&["y"])?;
    let date =
        NaiveDate::from_ymd_opt(year as i32, number(&["m1", "m2", "m3", "m4"])?, number(&["d1", "d2", "d3", "d4"])?)?;
    let Some(hour) = number(&["h"]) else { return Some(date) };
    let half = found.name("half").or(found.name("ampm")).map(|half| half.as_str().to_lowercase());
    let hour = match half.as_deref() {
        None => hour,
        Some(_) if hour > 12 || hour == 0 => return None,
        Some("오후" | "pm") => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    let time = NaiveTime::from_hms_opt(hour, number(&["min"])?, number(&["s"]).unwrap_or(0))?;
    let Some(offset) = found.name("offset") else { return Some(date) };
    let offset = if offset.as_str().eq_ignore_ascii_case("z") { "+00:00" } else { offset.as_str() };
    let instant = DateTime::parse_from_str(&format!("{date} {time} {offset}"), "%Y-%m-%d %H:%M:%S %z").ok()?;
    Some(instant.with_timezone(&zone).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_every_form_that_vaults_hold() {
        for (text, expected) in [
            ("2024-10-01", Some("2024-10-01")),
            ("  2024-10-1 ", Some("2024-10-01")),
            ("2024/10/01", Some("2024-10-01")),
            ("2024.10.1", Some("2024-10-01")),
            ("2024. 10. 1.", Some("2024-10-01")),
            ("@2024년 10월 1일", Some("2024-10-01")),
            ("2024년 10월 1일", Some("2024-10-01")),
            ("@2024\u{1102}\u{1167}\u{11ab} 10\u{110b}\u{116f}\u{11af} 1\u{110b}\u{1175}\u{11af}", Some("2024-10-01")),
            ("@2024년 10월 27일 오후 2:00", Some("2024-10-27")),
            ("2024-10-27 23:59", Some("2024-10-27")),
            ("2024-10-27T10:30:00", Some("2024-10-27")),
            ("2024-10-26T15:30:00Z", Some("2024-10-27")),
            ("2024-10-26T14:59:59.999Z", Some("2024-10-26")),
            ("2024-10-27T00:30:00+14:00", Some("2024-10-26")),
            ("2024-10-26 11:30 PM +0000", Some("2024-10-27")),
            ("2024-02-29", Some("2024-02-29")),
            ("2023-02-29", None),
            ("2024-13-40", None),
            ("2024-10-27T24:10", None),
            ("2024-10-27 오후 13:00", None),
            ("2024-10/27", None),
            ("24-10-27", None),
            ("2024-10", None),
            ("20241027", None),
            ("✏첫날 : 2024/10/01", None),
            ("26일째", None),
            ("tomorrow", None),
            ("", None),
        ] {
            let found = parse_date(text, chrono_tz::Asia::Seoul);
            assert_eq!(found.map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_day_of_an_instant_is_that_of_the_zone() {
        let text = "2024-10-26T15:30:00Z";
        assert_eq!(parse_date(text, chrono_tz::UTC), NaiveDate::from_ymd_opt(2024, 10, 26));
        assert_eq!(parse_date(text, chrono_tz::Asia::Seoul), NaiveDate::from_ymd_opt(2024, 10, 27));
    }
}
