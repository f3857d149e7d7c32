//! The theme's files: the embedded default, overlaid file by file by the chosen theme, then by the vault's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::ThemeName;
use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::path::VaultPath;
use crate::text::{Source, Span};

/// A file of the vault's `theme/` folder.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// The path below the theme's folder, with `/`: `templates/note.html`.
    pub path: String,
    pub bytes: Arc<[u8]>,
}

/// All files of a theme by their path below its folder.
pub(super) type Files = BTreeMap<String, File>;

/// A theme's file and its layer.
#[derive(Clone)]
pub(super) struct File {
    bytes: Arc<[u8]>,
    /// The folder of its layer, as a diagnostic shows it.
    pub(super) layer: &'static str,
}

impl std::ops::Deref for File {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The layer of the vault's own files.
pub(super) const OWN: &str = "theme";

/// The style sheet after all others, as a file of its own.
pub(super) const CUSTOM_CSS: &str = "custom.css";

/// The largest custom file, in bytes: a theme is text.
const LIMIT: usize = 1 << 20;

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/default/"]
struct Default;

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/plain/"]
struct Plain;

/// The embedded theme of a name: the default, with the files that the named one replaces or adds.
pub(super) fn embedded(name: ThemeName) -> Files {
    let mut files = layer::<Default>("themes/default");
    match name {
        ThemeName::Default => {}
        ThemeName::Plain => files.extend(layer::<Plain>("themes/plain")),
    }
    files
}

fn layer<E: rust_embed::RustEmbed>(layer: &'static str) -> Files {
    let file = |path: &str| Some(File { bytes: Arc::from(E::get(path)?.data.as_ref()), layer });
    E::iter().filter_map(|path| Some((path.to_string(), file(&path)?))).collect()
}

/// The theme of a name with `overlay` on top, and a warning for each file that no theme reads.
pub(super) fn merge(name: ThemeName, overlay: &[ThemeFile]) -> (Files, Vec<Diagnostic>) {
    let mut files = embedded(name);
    let known: Vec<String> = files.keys().cloned().collect();
    let mut warnings = Vec::new();
    for file in overlay {
        match problem(&file.path, file.bytes.len(), &known) {
            Some(warning) => warnings.push(warning),
            None => {
                files.insert(file.path.clone(), File { bytes: file.bytes.clone(), layer: OWN });
            }
        }
    }
    (files, warnings)
}

/// The problem for which an overlay's file is left out.
fn problem(path: &str, size: usize, known: &[String]) -> Option<Diagnostic> {
    let warning =
        |message: String| Diagnostic::new(codes::THEME_UNKNOWN_FILE, message).in_file(&place(&Files::new(), path));
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
        None => "a theme folder contains theme.toml, custom.css, templates/, css/, js/, i18n/ and assets/".to_owned(),
    };
    Some(warning("a theme does not use this file".to_owned()).help(help))
}

/// The path of a file in a diagnostic, which shows its owner: `theme/…` in the vault, else `themes/…` in kbgen.
pub(super) fn place(files: &Files, path: &str) -> VaultPath {
    VaultPath::new(format!("{}/{path}", files.get(path).map_or(OWN, |file| file.layer)))
}

/// A file as text; empty where there is none.
///
/// # Errors
/// A file that is not UTF-8.
pub(super) fn source(files: &Files, path: &str) -> Result<Source, Vec<Diagnostic>> {
    let bytes = files.get(path).map_or(&[][..], |file| file);
    let source = |text: &str| Source::new(place(files, path), text.trim_start_matches('\u{feff}'));
    std::str::from_utf8(bytes).map(source).map_err(|_| {
        let diagnostic = Diagnostic::new(codes::THEME_TEMPLATE, "this theme file is not UTF-8 text");
        vec![diagnostic.in_file(&place(files, path))]
    })
}

/// Reads a TOML file of the theme; an absent one reads as empty.
pub(super) fn parse_toml<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> Result<T, Vec<Diagnostic>> {
    let source = source(files, path)?;
    toml::from_str(&source.text).map_err(|error| {
        let span = error.span().map_or(Span::new(0, 0), Span::from);
        let message = format!("cannot read {path}: {}", error.message());
        vec![Diagnostic::new(codes::THEME_TEMPLATE, message).at(&source, span)]
    })
}

/// `main.js` -> `main.1a2b3c4d.js`.
pub(super) fn hashed(file: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..8];
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{file}.{hash}"),
    }
}
