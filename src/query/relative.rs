//! The distance of a day in words: `date.relative()`. Counted from the day of the build, since a static page has no
//! clock.

use chrono::NaiveDate;

use super::value::plain_number;

/// The average days of a month and of a year.
const MONTH: f64 = 30.44;
const YEAR: f64 = 365.25;

/// The labels, from the table `[base.relative]` of a theme's translations; `{n}` is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelativeLabels {
    today: String,
    /// `{n}` days.
    days: String,
    /// By unit: singular and plural of the past, then of the future.
    units: [[String; 4]; 3],
}

impl RelativeLabels {
    /// Reads the labels by `get`, with keys such as `base.relative.days_ago`.
    pub fn from_lookup(get: &impl Fn(&str) -> String) -> Self {
        let label = |key: String| get(&format!("base.relative.{key}"));
        let unit = |unit: &str| {
            [format!("{unit}_ago"), format!("{unit}s_ago"), format!("in_{unit}"), format!("in_{unit}s")].map(label)
        };
        Self {
            today: label("today".to_owned()),
            days: label("days".to_owned()),
            units: ["day", "month", "year"].map(unit),
        }
    }

    /// A number of days.
    pub fn days(&self, days: f64) -> String {
        self.days.replace("{n}", &plain_number((days * 10.0).round() / 10.0))
    }

    /// The distance of a day, rounded as Moment.js does: days up to 25, months up to ten, then years.
    pub fn format(&self, day: NaiveDate, today: NaiveDate) -> String {
        let days = (day - today).num_days();
        let far = days.unsigned_abs() as f64;
        let (unit, n) = match far {
            far if far < 26.0 => (0, far),
            far if far < 320.0 => (1, (far / MONTH).round().max(1.0)),
            far => (2, (far / YEAR).round().max(1.0)),
        };
        if days == 0 {
            return self.today.clone();
        }
        let form = usize::from(days > 0) * 2 + usize::from(n != 1.0);
        self.units[unit][form].replace("{n}", &format!("{n:.0}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distant_days_are_in_months_and_years() {
        let labels =
            RelativeLabels::from_lookup(&|key: &str| format!("{}:{{n}}", key.trim_start_matches("base.relative.")));
        let today: NaiveDate = "2024-10-27".parse().unwrap();
        for (day, expected) in [
            ("2024-10-27", "today:{n}"),
            ("2024-10-26", "day_ago:1"),
            ("2024-10-30", "in_days:3"),
            ("2024-10-02", "days_ago:25"),
            ("2024-10-01", "month_ago:1"),
            ("2025-03-01", "in_months:4"),
            ("2023-10-27", "year_ago:1"),
            ("2020-01-01", "years_ago:5"),
        ] {
            assert_eq!(labels.format(day.parse().unwrap(), today), expected, "{day}");
        }
    }
}
