//! What a note says of itself in its properties, as the index needs it.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::parse::{Properties, Scalar};

pub trait Said {
    fn aliases(&self) -> Vec<String>;
    fn tags(&self) -> Vec<String>;
    fn cover(&self) -> Option<&str>;
    fn date(&self, key: &str, zone: Tz) -> Option<NaiveDate>;
}

impl Said for Properties {
    fn aliases(&self) -> Vec<String> {
        texts(self, "aliases")
    }

    fn tags(&self) -> Vec<String> {
        texts(self, "tags").iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect()
    }

    fn cover(&self) -> Option<&str> {
        self.text("image").or_else(|| self.text("cover"))
    }

    fn date(&self, key: &str, _zone: Tz) -> Option<NaiveDate> {
        self.text(key)?.get(..10)?.parse().ok()
    }
}

fn texts(properties: &Properties, key: &str) -> Vec<String> {
    let scalars = properties.get(key).map(|property| property.value.scalars()).unwrap_or_default();
    scalars.iter().filter_map(Scalar::as_text).map(str::to_owned).collect()
}
