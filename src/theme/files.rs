//! The theme's files: the embedded default, overlaid file by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::text::Source;

/// A file of the vault's `theme/` folder.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Below the theme's folder, with `/`: `templates/note.html`.
    pub path: String,
    pub bytes: Arc<[u8]>,
}

/// All files of a theme by their path below its folder.
pub(super) type Files = BTreeMap<String, Arc<[u8]>>;

/// The style sheet that comes after all others, as a file of its own.
pub(super) const CUSTOM_CSS: &str = "custom.css";

/// The longest custom file that is taken, in bytes: a theme is text.
const LIMIT: usize = 1 << 20;

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/default/"]
struct Default;

/// The default theme with `overlay` on top, and a warning for each file that no theme reads.
pub(super) fn merge(overlay: &[ThemeFile]) -> (Files, Vec<Diagnostic>) {
    let mut files: Files = Default::iter()
        .filter_map(|path| Some((path.to_string(), Arc::from(Default::get(&path)?.data.as_ref()))))
        .collect();
    let known: Vec<String> = files.keys().cloned().collect();
    let mut warnings = Vec::new();
    for file in overlay {
        match problem(&file.path, file.bytes.len(), &known) {
            Some(warning) => warnings.push(warning),
            None => {
                files.insert(file.path.clone(), file.bytes.clone());
            }
        }
    }
    (files, warnings)
}

/// Why an overlay's file is left out, if it is.
fn problem(path: &str, size: usize, known: &[String]) -> Option<Diagnostic> {
    let warning =
        |message: String| Diagnostic::new(codes::THEME_UNKNOWN_FILE, message).in_file(&super::vault_path(path));
    if size > LIMIT {
        return Some(warning(format!("theme file of {size} bytes is left out; the limit is {LIMIT} bytes")));
    }
    // New partials, style sheets, scripts and languages are for the overlay's own templates to use.
    let new = [("templates/parts/", ".html"), ("css/", ".css"), ("js/", ".js"), ("i18n/", ".toml"), ("assets/", "")];
    let is_new = new.iter().any(|(folder, end)| path.starts_with(folder) && path.ends_with(end));
    if is_new || path == CUSTOM_CSS || known.iter().any(|name| name == path) {
        return None;
    }
    let near = did_you_mean(path, known.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean {near}?"),
        None => "a theme folder holds theme.toml, custom.css, templates/, css/, js/, i18n/ and assets/".to_owned(),
    };
    Some(warning("this file has no place in a theme".to_owned()).help(help))
}

/// A file as text; empty where there is none.
///
/// # Errors
/// A file that is not UTF-8.
pub(super) fn source(files: &Files, path: &str) -> Result<Source, Vec<Diagnostic>> {
    let bytes = files.get(path).map_or(&[][..], |bytes| bytes);
    std::str::from_utf8(bytes).map(|text| super::source_of(path, text.trim_start_matches('\u{feff}'))).map_err(|_| {
        let diagnostic = Diagnostic::new(codes::THEME_TEMPLATE, "this theme file is not UTF-8 text");
        vec![diagnostic.in_file(&super::vault_path(path))]
    })
}
