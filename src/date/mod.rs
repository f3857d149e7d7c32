//! Days, and the choice of today.
//!
//! Reviews are days, so everything past this module is a [`NaiveDate`]. The clock is read once, at the edge, and is a
//! parameter from there on.

mod written;

pub use written::parse_date;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The source of the current time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `--date`: the day itself, whatever the zone.
    Day(NaiveDate),
    /// `SOURCE_DATE_EPOCH` or the machine's clock.
    Instant(DateTime<Utc>),
}

/// The day that a build is made for, and how it was determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    pub date: NaiveDate,
    pub zone: Tz,
    /// The local time at which a new day begins.
    pub day_start: NaiveTime,
}

impl Today {
    /// The day of a clock: the date of (now in the zone − day start).
    pub fn new(clock: Clock, zone: Tz, day_start: NaiveTime) -> Self {
        let date = match clock {
            Clock::Day(date) => date,
            Clock::Instant(now) => {
                let local = now.with_timezone(&zone).naive_local();
                (local - day_start.signed_duration_since(NaiveTime::MIN)).date()
            }
        };
        Self { date, zone, day_start }
    }

    /// The instant at which the next day begins, for a server that must then stamp its pages again.
    pub fn next_start(&self) -> DateTime<Utc> {
        let start = (self.date + Duration::days(1)).and_time(self.day_start);
        // A start that a clock change skips is an hour later.
        self.zone
            .from_local_datetime(&start)
            .earliest()
            .or_else(|| self.zone.from_local_datetime(&(start + Duration::hours(1))).earliest())
            .map_or_else(|| start.and_utc(), |local| local.with_timezone(&Utc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn today_is_the_vaults_day_not_the_machines() {
        let now = Clock::Instant("2024-10-26T15:30:00Z".parse().unwrap());
        let seoul = chrono_tz::Asia::Seoul;
        let four = NaiveTime::from_hms_opt(4, 0, 0).unwrap();
        assert_eq!(Today::new(now, seoul, NaiveTime::MIN).date, day("2024-10-27"));
        assert_eq!(Today::new(now, seoul, four).date, day("2024-10-26"));
        assert_eq!(Today::new(now, chrono_tz::UTC, NaiveTime::MIN).date, day("2024-10-26"));
    }

    #[test]
    fn the_next_day_starts_at_the_vaults_midnight() {
        let today = Today::new(Clock::Day(day("2024-10-27")), chrono_tz::Asia::Seoul, NaiveTime::MIN);
        assert_eq!(today.next_start().to_rfc3339(), "2024-10-27T15:00:00+00:00");
    }
}
