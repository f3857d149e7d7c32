//! The preview's additions to a page: a script that reloads it and an overlay of diagnostics.

use crate::routes::Route;

/// The script's address.
pub const SCRIPT: &str = Route::PreviewScript.path();
/// The overlay's style sheet.
pub const STYLE: &str = Route::PreviewStyle.path();
/// The event stream of versions.
pub const EVENTS: &str = Route::PreviewEvents.path();
/// The diagnostics, as JSON.
pub const PROBLEMS: &str = Route::PreviewProblems.path();

pub const SCRIPT_TEXT: &str = include_str!("live.js");
pub const STYLE_TEXT: &str = include_str!("live.css");

/// A page with the preview's script, which gets the version of the site that the page is from, and more tags.
pub fn inject(mut page: Vec<u8>, version: u64, more: &str) -> Vec<u8> {
    let style = format!("<link rel=\"stylesheet\" href=\"{STYLE}\">");
    let tags = format!("{style}<script src=\"{SCRIPT}\" data-version=\"{version}\" defer></script>{more}");
    let at = memchr::memmem::rfind(&page, b"</head>").unwrap_or(page.len());
    page.splice(at..at, tags.into_bytes());
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_into_the_head() {
        let page = String::from_utf8(inject(b"<head><title>x</title></head><body></body>".to_vec(), 7, "<i>")).unwrap();
        assert!(page.contains("data-version=\"7\" defer></script><i></head><body>"), "{page}");
    }
}
