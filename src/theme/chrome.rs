//! The parts around every page's content that differ only by the page's place in the navigation: made once for each
//! place, not once for each of 10,000 pages.

use std::collections::HashMap;

use serde::Serialize;
use tera::Value;

use crate::diag::Diagnostic;
use crate::view::{PageHead, SiteView};

/// The parts as a page's template sees them: `chrome.header`.
#[derive(Serialize)]
struct Parts {
    assets: String,
    header: String,
    footer: String,
    data: String,
}

/// The place of a page: the key of its navigation entry, and the entry's address where the page is the entry's own.
type PlaceKey = (Option<String>, Option<String>);

/// The parts for every place that a page of the site can have.
pub(super) struct Chrome {
    places: HashMap<PlaceKey, Value>,
    /// For a page without an entry.
    elsewhere: Value,
}

impl Chrome {
    /// Makes the parts; `render` renders one template for a head of which only `section` and `href` are set.
    pub fn new(
        site: &SiteView,
        render: impl Fn(&str, &PageHead) -> Result<String, Box<Diagnostic>>,
    ) -> Result<Self, Box<Diagnostic>> {
        let parts = |key: &PlaceKey| {
            let href = key.1.clone().unwrap_or_default();
            let head = PageHead { section: key.0.clone(), href, ..PageHead::default() };
            let part = |name: &str| render(&format!("parts/{name}.html"), &head);
            let parts = Parts {
                assets: part("assets")?,
                header: part("header")?,
                footer: part("footer")?,
                data: part("data")?,
            };
            Ok::<_, Box<Diagnostic>>(Value::from_serializable(&parts))
        };
        let elsewhere = parts(&(None, None))?;
        let mut places = HashMap::new();
        for item in site.nav.iter().chain(&site.more) {
            let section = Some(item.key.clone());
            for key in [(section.clone(), None), (section, Some(item.href.clone())), (None, Some(item.href.clone()))] {
                places.insert(key.clone(), parts(&key)?);
            }
        }
        Ok(Self { places, elsewhere })
    }

    /// The parts for a page with this head.
    pub fn of(&self, head: &PageHead) -> Value {
        let section = head.section.clone();
        let here = self.places.get(&(section.clone(), Some(head.href.clone())));
        here.or_else(|| self.places.get(&(section, None))).unwrap_or(&self.elsewhere).clone()
    }
}
