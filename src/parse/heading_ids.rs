//! The HTML ids of a note's headings.

use std::collections::HashSet;

use super::anchors::Heading;
use crate::path::slug;

/// Assigns each heading its id: the slug of its text, made unique by a number, also among the `elements` of raw HTML.
pub(super) fn set(headings: &mut [Heading], elements: &[String]) {
    let mut taken: HashSet<String> = elements.iter().cloned().collect();
    for heading in headings {
        let base = match slug(heading.text()) {
            // Footnotes and the page's own elements use these.
            Some(slug) if ["fn-", "fnref-", "kb-"].iter().any(|own| slug.starts_with(own)) => format!("h-{slug}"),
            Some(slug) => slug,
            None => "section".to_owned(),
        };
        let mut id = base.clone();
        let mut count = 1;
        while !taken.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        heading.id = id.into();
    }
}
