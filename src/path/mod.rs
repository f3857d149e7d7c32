//! A type for each kind of path that the program handles, and all conversions between them.
//!
//! A vault file is named by a [`VaultPath`]; a page by its [`UrlPath`]; a file of the site by its [`OutPath`]. Names
//! are compared by their [`fold`] and never by their bytes, since vaults from macOS hold decomposed Hangul and links
//! are typed in any case.

mod slug;

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use unicase::UniCase;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::hangul::is_syllable;

pub use slug::{short_hash, slug, slug_as_typed, slug_or_hash};

/// A file's path below the vault's root, spelt as on disk, with `/` between the segments and none at the ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VaultPath(Arc<str>);

impl VaultPath {
    /// `path` must be relative and use `/` only.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(!path.starts_with('/'), "a vault path is relative: {path}");
        Self(path)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, `""` at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last segment, with its extension.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file name without its last extension: the name of a note.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(0) | None => name,
            Some(dot) => &name[..dot],
        }
    }

    /// The last extension, lower-cased, without its dot; `""` where there is none.
    pub fn extension(&self) -> String {
        self.written_extension().to_ascii_lowercase()
    }

    fn written_extension(&self) -> &str {
        let name = self.file_name();
        name.rfind('.').filter(|&dot| dot > 0).map_or("", |dot| &name[dot + 1..])
    }

    pub fn is_note(&self) -> bool {
        self.written_extension().eq_ignore_ascii_case("md")
    }
}

impl fmt::Display for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The NFC form of a text, borrowed where it already is NFC.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_settled) {
        return Cow::Borrowed(text);
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// The key by which names are compared: NFC, then full Unicode case folding, then NFC (Obsidian's own comparison;
/// plain lower-casing fails on a final sigma).
pub fn fold(text: &str) -> String {
    if text.chars().all(is_settled) {
        return text.to_ascii_lowercase();
    }
    let folded = UniCase::unicode(nfc(text).as_ref()).to_folded_case();
    nfc(&folded).into_owned()
}

/// Whether two names have the same [`fold`].
pub fn same_name(a: &str, b: &str) -> bool {
    match (a.is_ascii(), b.is_ascii()) {
        (true, true) => a.eq_ignore_ascii_case(b),
        (true, false) if b.contains(is_past_latin) => false,
        (false, true) if a.contains(is_past_latin) => false,
        (false, false) if a.chars().chain(b.chars()).all(is_settled) => a.eq_ignore_ascii_case(b),
        _ => a == b || fold(a) == fold(b),
    }
}

/// Whether a character is a sign, syllable or emoji past the Latin scripts: none of these folds to ASCII, but for a
/// few ligatures.
pub fn is_past_latin(c: char) -> bool {
    c >= '\u{2190}' && !matches!(c, '\u{fb00}'..='\u{fb06}')
}

/// Whether a character is ASCII, a Hangul syllable or Han. These are always NFC, and folding changes only the ASCII
/// letters. Most names and keys consist of these alone, and hundreds of thousands of names are folded.
fn is_settled(c: char) -> bool {
    c.is_ascii() || is_syllable(c) || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// A page's or file's address within the site: NFC, begins with `/`, without the base path; a page's ends in `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// `path` must begin with `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(path.starts_with('/'), "a URL path begins with a slash: {path}");
        Self(path)
    }

    pub fn root() -> Self {
        Self::new("/")
    }

    /// The page at these slugged segments: `["a", "b"]` is `/a/b/`.
    pub fn page<'a>(segments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut path = String::from("/");
        for segment in segments {
            path.push_str(segment);
            path.push('/');
        }
        Self::new(path)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The file of this address: `/a/b/` is `a/b/index.html`.
    pub fn to_out(&self) -> OutPath {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') {
            OutPath::new(format!("{path}index.html"))
        } else {
            OutPath::new(path)
        }
    }

    /// The address with everything but unreserved ASCII and `/` percent-encoded, as sitemaps and feeds require.
    pub fn encoded(&self) -> String {
        percent(&self.0)
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes the characters that are not allowed in the path or fragment of a URL (RFC 3986), Hangul included.
pub fn percent(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

/// The address at which the site is mounted: the origin, if known, and the path prefix of every link.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BaseUrl {
    /// `https://user.github.io`, without a trailing slash; `None` when no base URL was given.
    pub origin: Option<String>,
    /// `""`, `/repo` or `/a/b`: no trailing slash.
    pub prefix: String,
}

impl BaseUrl {
    /// The root-relative link to a page or file of the site, base path included, NFC, not percent-encoded.
    pub fn href(&self, url: &UrlPath) -> String {
        format!("{}{url}", self.prefix)
    }

    /// The link of [`BaseUrl::href`] for an attribute: the prefix is percent-encoded; a page's own path needs no
    /// encoding. Hangul stays Hangul, a third of the length and legible.
    pub fn link(&self, url: &UrlPath) -> String {
        format!("{}{url}", percent(&self.prefix))
    }

    /// The link for documents that are read away from the site (feeds, calendar, canonical): absolute where the origin
    /// is known, else root-relative; percent-encoded.
    pub fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{}{}", self.origin.as_deref().unwrap_or(""), percent(&self.prefix), url.encoded())
    }

    /// The host alone, for identifiers such as the calendar's UID; `kbgen.invalid` without a known one.
    pub fn host(&self) -> &str {
        let Some(origin) = &self.origin else { return "kbgen.invalid" };
        let rest = origin.split_once("://").map_or(origin.as_str(), |(_, rest)| rest);
        rest.split(':').next().unwrap_or(rest)
    }
}

/// A file of the built site, relative to the output folder, with `/` between the segments.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// `path` must be relative, without `.` or `..` segments.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|s| s == ".." || s == "." || s.is_empty()));
        Self(path)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of this file: `a/b/index.html` is `/a/b/`.
    pub fn to_url(&self) -> UrlPath {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => UrlPath::new(format!("/{folder}")),
            _ => UrlPath::new(format!("/{}", self.0)),
        }
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_joins_what_a_reader_calls_one_name() {
        assert_eq!(fold("ΛΌΓΟΣ"), fold("λόγος"));
        assert_eq!(fold("\u{1112}\u{1161}\u{11ab}"), fold("한"));
        assert_ne!(fold("it's"), fold("its"));
        for (a, b) in [
            ("Title", "title"),
            ("제목", "제목"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("k", "\u{212a}"),
            ("class", "cla\u{df}"),
            ("ÉTÉ", "été"),
        ] {
            assert!(same_name(a, b), "{a} {b}");
        }
        assert!(!same_name("title", "제목") && !same_name("tag", "tags"));
    }

    #[test]
    fn urls_lead_to_files_and_back() {
        for (url, out) in [("/", "index.html"), ("/a/b/", "a/b/index.html"), ("/feed.xml", "feed.xml")] {
            assert_eq!(UrlPath::new(url).to_out().as_str(), out);
            assert_eq!(OutPath::new(out).to_url().as_str(), url);
        }
    }

    #[test]
    fn a_vault_path_knows_its_parts() {
        let path = VaultPath::new("a/b/Note.1.MD");
        assert_eq!((path.folder(), path.file_name(), path.stem()), ("a/b", "Note.1.MD", "Note.1"));
        assert!(path.is_note());
        assert_eq!(VaultPath::new("Makefile").extension(), "");
    }
}
