//! Link syntax: splits destinations, checks URL schemes, and makes the display text of a link without an alias.
//!
//! Rules: D-SPLIT, D-DISPLAY, D-SIZE and D-SCHEME. Nothing is resolved
//! here.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::diag::{Diagnostic, codes};
use crate::parse::markdown::find::without_comments;
use crate::text::{Source, Span};

/// A link or an embed as the note spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRef {
    /// The whole construct, from the opening bracket (or `!`) to the closing one.
    pub span: Span,
    pub syntax: LinkSyntax,
    /// `![[…]]`, `![…](…)`, or an `<img>`, `<audio>`, `<video>`, `<iframe>` element.
    pub embed: bool,
    pub dest: Dest,
    /// `None` if all fields are empty, as in most links; links are the most numerous items of a vault after nodes.
    words: Option<Box<LinkWords>>,
}

/// The optional parts of a link: everything but its destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkWords {
    /// The title in `[x](y "title")`.
    pub title: Option<Box<str>>,
    /// Text of an alias or of Markdown brackets, plain, without a size; the alt text of an image. `None` for `[[Note]]`.
    pub label: Option<Box<str>>,
    /// `|300` or `|300x200`, pixels.
    pub size: Option<(u32, Option<u32>)>,
}

impl LinkRef {
    pub fn new(span: Span, syntax: LinkSyntax, embed: bool, dest: Dest) -> Self {
        Self { span, syntax, embed, dest, words: None }
    }

    /// The same link with these details added.
    pub fn with(mut self, words: LinkWords) -> Self {
        self.words = Some(words).filter(|words| *words != LinkWords::default()).map(Box::new);
        self
    }

    pub fn title(&self) -> Option<&str> {
        self.words.as_ref()?.title.as_deref()
    }

    pub fn label(&self) -> Option<&str> {
        self.words.as_ref()?.label.as_deref()
    }

    pub fn size(&self) -> Option<(u32, Option<u32>)> {
        self.words.as_ref()?.size
    }

    pub fn set_label(&mut self, label: &str) {
        self.words.get_or_insert_default().label = Some(label.into());
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSyntax {
    Wiki,
    Markdown,
    /// `<https://…>` or a bare URL.
    Auto,
    Html,
}

/// The destination of a link, split and decoded, not resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dest {
    /// A file or heading of the vault.
    Internal(LinkText),
    /// A URL with an allowed scheme, valid in `href` (not yet HTML-escaped).
    External(Box<str>),
    /// A URL that must not be linked; a diagnostic was reported.
    Refused,
}

/// A link's text as typed (a Markdown destination percent-decoded): the value of `data-href`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkText(Box<str>);

impl LinkText {
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the first `#`, trimmed; empty means this note.
    pub fn path(&self) -> &str {
        self.0.split_once('#').map_or(&*self.0, |(path, _)| path).trim()
    }

    /// The part after the first `#`, trimmed; `None` without a `#`.
    pub fn subpath(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, subpath)| subpath.trim())
    }
}

/// A wikilink or wiki embed. `target` and `alias` are the raw halves; `None` if the target is blank.
pub(super) fn wiki(span: Span, embed: bool, target: &str, alias: Option<&str>) -> Option<LinkRef> {
    let text = target.strip_suffix('\\').filter(|_| alias.is_some()).unwrap_or(target);
    if text.trim().is_empty() {
        return None;
    }
    let alias = alias.map(|alias| without_comments(alias).replace("\\|", "|"));
    let (label, size) = match alias {
        Some(alias) if embed => sized(&alias),
        Some(alias) => (Some(alias.trim().to_owned()).filter(|alias| !alias.is_empty()), None),
        None => (None, None),
    };
    let words = LinkWords { title: None, label: label.map(Into::into), size };
    Some(LinkRef::new(span, LinkSyntax::Wiki, embed, internal(text.to_owned())).with(words))
}

/// An embed's label without its size, and the size: the last `|` part, or the whole label, if it is `300` or
/// `300x200`.
pub(super) fn sized(label: &str) -> (Option<String>, Option<(u32, Option<u32>)>) {
    let (rest, last) = match label.rsplit_once('|') {
        Some((rest, last)) => (rest, last),
        None => ("", label),
    };
    let (text, size) = match size(last.trim()) {
        Some(size) => (rest, Some(size)),
        None => (label, None),
    };
    let text = text.trim();
    ((!text.is_empty()).then(|| text.to_owned()), size)
}

fn size(part: &str) -> Option<(u32, Option<u32>)> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse().ok() } else { None }
    };
    match part.split_once('x') {
        Some((width, height)) => Some((number(width)?, Some(number(height)?))),
        None => Some((number(part)?, None)),
    }
}

/// A destination within the vault, split at the first `#`.
pub(super) fn internal(text: String) -> Dest {
    Dest::Internal(LinkText::new(text))
}

/// The display text of a wikilink without an alias: `Note#A#B` is `Note > A > B`.
pub(super) fn display(target: &str) -> Cow<'_, str> {
    if !target.contains('#') {
        return Cow::Borrowed(target.trim());
    }
    let parts: Vec<&str> = target.split('#').map(str::trim).filter(|part| !part.is_empty()).collect();
    Cow::Owned(if parts.is_empty() { target.trim().to_owned() } else { parts.join(" > ") })
}

/// Schemes allowed in links.
const LINK_SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "obsidian", "zotero"];
/// Media types allowed as an image in a `data:` URL.
const DATA_IMAGES: &[&str] = &["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];

/// The destination of a Markdown link, escapes and entities already decoded. `loaded` is true for resources that a page
/// loads: images and the `src` of media elements.
pub(super) fn markdown(dest: &str, loaded: bool) -> Dest {
    let plain = without_controls(dest);
    if let Some(rest) = plain.strip_prefix("//") {
        return Dest::External(encode(&format!("https://{rest}")).into());
    }
    match scheme(&plain) {
        None => internal(decoded(dest)),
        Some(scheme) if !loaded && LINK_SCHEMES.contains(&scheme.as_str()) => Dest::External(encode(&plain).into()),
        Some(scheme) if loaded && (scheme == "https" || scheme == "http") => Dest::External(encode(&plain).into()),
        Some(scheme) if loaded && scheme == "data" && is_data_image(&plain) => Dest::External(encode(&plain).into()),
        Some(_) => Dest::Refused,
    }
}

/// A text that is a single URL. An executable URL (`javascript:`) is distinguished from text with a colon in it.
pub(super) fn whole_url(text: &str) -> Option<Dest> {
    const ACTIVE: &[&str] = &["javascript", "vbscript", "data", "file"];
    let scheme = scheme(&without_controls(text))?;
    let meant = text.contains("://") || ACTIVE.contains(&scheme.as_str()) || matches!(&*scheme, "mailto" | "tel");
    (meant && !text.contains(char::is_whitespace)).then(|| markdown(text, false))
}

/// The warning about a refused URL.
pub(super) fn refused(source: &Source, url: &str, span: Span) -> Diagnostic {
    let shown: String = without_controls(url).chars().take(60).collect();
    Diagnostic::new(codes::LINK_SCHEME, format!("`{shown}` is not a URL that may be published"))
        .help(format!("use one of {}, or a path in the vault", LINK_SCHEMES.join(", ")))
        .at(source, span)
}

/// The warning about an image that is loaded without encryption.
pub(super) fn insecure_image(source: &Source, dest: &Dest, span: Span) -> Option<Diagnostic> {
    let Dest::External(url) = dest else { return None };
    let insecure = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"));
    insecure.then(|| {
        Diagnostic::new(codes::IMAGE_HTTP, "browsers block this image, since it is loaded over http")
            .help("use its https address, or save it in the vault")
            .at(source, span)
    })
}

/// The scheme in lower case; a single letter is a Windows drive, not a scheme.
fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_at(url.find([':', '/', '?', '#'])?);
    let named = url[scheme.len()..].starts_with(':')
        && scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    named.then(|| scheme.to_ascii_lowercase())
}

fn is_data_image(url: &str) -> bool {
    let lower = url.get(..32).unwrap_or(url).to_ascii_lowercase();
    DATA_IMAGES.iter().any(|kind| lower.strip_prefix(kind).is_some_and(|rest| rest.starts_with([';', ','])))
}

/// The URL without control characters and blanks: browsers skip them, so the scheme check does too.
fn without_controls(url: &str) -> Cow<'_, str> {
    let trimmed = url.trim();
    let odd = |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}');
    if trimmed.contains(odd) { Cow::Owned(trimmed.replace(odd, "")) } else { Cow::Borrowed(trimmed) }
}

/// Percent-encodes the few characters that a URL cannot contain.
fn encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' | '"' | '<' | '>' | '`' | '\\' => out.push_str(&format!("%{:02X}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Percent-decodes once; a text with a broken escape, or whose result is not UTF-8, is returned unchanged.
fn decoded(dest: &str) -> String {
    if !dest.contains('%') {
        return dest.to_owned();
    }
    let bytes = dest.as_bytes();
    let whole = (0..bytes.len())
        .filter(|&i| bytes[i] == b'%')
        .all(|i| bytes.get(i + 1..i + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)));
    match percent_decode_str(dest).decode_utf8() {
        Ok(text) if whole => text.into_owned(),
        _ => dest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_schemes_become_urls() {
        for (dest, loaded, expected) in [
            ("https://a.b/c?d=e f", false, Some("https://a.b/c?d=e%20f")),
            ("JaVaScRiPt:alert(1)", false, None),
            ("java\tscript:alert(1)", false, None),
            ("\u{1}javascript:alert(1)", false, None),
            ("vbscript:x", false, None),
            ("file:///etc/passwd", false, None),
            ("data:text/html,x", true, None),
            ("data:image/png;base64,AA", true, Some("data:image/png;base64,AA")),
            ("data:image/png;base64,AA", false, None),
            ("data:image/svg+xml,x", true, None),
            ("mailto:a@b.c", false, Some("mailto:a@b.c")),
            ("mailto:a@b.c", true, None),
            ("//host/x", false, Some("https://host/x")),
            ("obsidian://open?vault=v&file=n", false, Some("obsidian://open?vault=v&file=n")),
        ] {
            let expected = expected.map_or(Dest::Refused, |url| Dest::External(url.into()));
            assert_eq!(markdown(dest, loaded), expected, "{dest}");
        }
    }

    #[test]
    fn a_vault_destination_is_decoded_once_and_split_at_the_first_hash() {
        for (dest, path, subpath) in [
            ("My%20Note.md", "My Note.md", None),
            ("100%25%20sure.md", "100% sure.md", None),
            ("100%.md", "100%.md", None),
            ("%FF.md", "%FF.md", None),
            ("#%ED%95%9C", "", Some("한")),
            ("a.md#A#B", "a.md", Some("A#B")),
            ("C:\\x", "C:\\x", None),
        ] {
            let Dest::Internal(text) = markdown(dest, false) else { panic!("{dest}") };
            assert_eq!((text.path(), text.subpath()), (path, subpath), "{dest}");
        }
    }

    #[test]
    fn labels_of_embeds_end_in_a_size() {
        for (label, text, size) in [
            ("100", None, Some((100, None))),
            ("640x480", None, Some((640, Some(480)))),
            ("cap|100", Some("cap"), Some((100, None))),
            ("a caption", Some("a caption"), None),
            ("a|b", Some("a|b"), None),
            ("12px", Some("12px"), None),
            ("", None, None),
        ] {
            assert_eq!(sized(label), (text.map(str::to_owned), size), "{label}");
        }
    }

    #[test]
    fn a_link_without_an_alias_shows_its_path_and_segments() {
        for (target, text) in
            [(" Note ", "Note"), ("Note#A#B", "Note > A > B"), ("#A", "A"), ("Note#^id", "Note > ^id")]
        {
            assert_eq!(display(target), text);
        }
    }

    #[test]
    fn one_backslash_before_the_bar_belongs_to_the_table() {
        let link = wiki(Span::default(), false, "Note\\", Some("b|c")).unwrap();
        assert_eq!(link.dest, internal("Note".to_owned()));
        assert_eq!(link.label(), Some("b|c"));
        assert!(wiki(Span::default(), false, " ", Some("x")).is_none());
    }
}
