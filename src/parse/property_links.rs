//! Links in the properties that a note's page shows (D-PROPLINK).
//!
//! A text may be a link, or contain some: wikilinks, Markdown links, URLs. They are links of the note like those of its
//! body, so the index resolves them, reports broken ones, and counts them among the backlinks of their targets.
//! Properties that are not shown have no links: their content is private.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::links::{self, Dest, LinkRef, LinkSyntax, LinkWords};
use super::properties::Properties;
use crate::diag::Diagnostic;
use crate::parse::markdown::inline::autolinks::url_at;
use crate::path::same_name;
use crate::text::{Source, Span};

/// A link in a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyLink {
    /// Index into the properties, and into their scalars.
    pub property: u16,
    pub scalar: u16,
    /// Its range in the text of the scalar, bytes.
    pub range: Range<u32>,
    /// Index into the note's links.
    pub link: u32,
}

/// Appends the links of the `shown` properties (folded names) to those of the body.
pub(super) fn find(
    properties: &Properties,
    shown: &[String],
    source: &Source,
    links: &mut Vec<LinkRef>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Box<[PropertyLink]> {
    let mut found = Vec::new();
    let is_shown = |key: &str| shown.iter().any(|name| same_name(key, name));
    for at in (0..properties.len()).filter(|&at| is_shown(properties.key(at))) {
        let property = properties.entry(at);
        let texts = property.value.scalars().iter().enumerate();
        for (ix, text) in texts.filter_map(|(ix, scalar)| Some((ix, scalar.as_text()?))) {
            let span = property.scalar_span(ix);
            for (range, link) in in_text(text, span) {
                if link.dest == Dest::Refused {
                    diagnostics.push(links::refused(source, &text[range.clone()], span));
                }
                let range = range.start as u32..range.end as u32;
                found.push(PropertyLink { property: at as u16, scalar: ix as u16, range, link: links.len() as u32 });
                links.push(link);
            }
        }
    }
    found.into()
}

/// The links of a text, in order, each with its range in the text.
fn in_text(text: &str, span: Span) -> Vec<(Range<usize>, LinkRef)> {
    // Most texts are a date, a word or a number.
    if !text.contains(['[', ':', '<']) {
        return Vec::new();
    }
    if let Some(dest) = links::whole_url(text) {
        return vec![(0..text.len(), auto(dest, text, span))];
    }
    let mut found = Vec::new();
    let mut plain_from = 0;
    for (range, link) in marked(text, span) {
        bare(text, plain_from..range.start, span, &mut found);
        plain_from = range.end;
        found.extend(link.map(|link| (range, link)));
    }
    bare(text, plain_from..text.len(), span, &mut found);
    found
}

/// Wikilinks and Markdown links, and code, which cannot contain any.
fn marked(text: &str, span: Span) -> Vec<(Range<usize>, Option<LinkRef>)> {
    let mut found: Vec<(Range<usize>, Option<LinkRef>)> = Vec::new();
    let mut open: Option<(LinkRef, Range<usize>, String)> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_WIKILINKS).into_offset_iter() {
        match event {
            // Syntax within the label of a link belongs to that link.
            Event::Start(
                Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. },
            ) if open.is_none() => {
                let link = match link_type {
                    LinkType::WikiLink { .. } => wiki(&text[range.clone()], span),
                    kind => Some(markdown(kind, &dest_url, &title, span)),
                };
                open = link.map(|link| (link, range, String::new()));
            }
            Event::Text(part) | Event::Code(part) if open.is_some() => {
                open.as_mut().expect("asked above").2.push_str(&part);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((mut link, at, label)) = open.take_if(|(_, at, _)| at.end == range.end) {
                    if link.syntax != LinkSyntax::Wiki && !label.trim().is_empty() {
                        link.set_label(label.trim());
                    }
                    found.push((at, Some(link)));
                }
            }
            Event::Code(_) => found.push((range, None)),
            _ => {}
        }
    }
    found
}

fn wiki(written: &str, span: Span) -> Option<LinkRef> {
    let inner = written.trim_start_matches('!').strip_prefix("[[")?.strip_suffix("]]")?;
    let (target, alias) = match inner.split_once('|') {
        Some((target, alias)) => (target, Some(alias)),
        None => (inner, None),
    };
    links::wiki(span, false, target, alias).filter(|_| !inner.contains('\n'))
}

fn markdown(kind: LinkType, dest: &str, title: &str, span: Span) -> LinkRef {
    let dest = match kind {
        LinkType::Email => links::markdown(&format!("mailto:{dest}"), false),
        _ => links::markdown(dest, false),
    };
    let title = Some(title).filter(|title| !title.is_empty()).map(Into::into);
    LinkRef::new(span, LinkSyntax::Markdown, false, dest).with(LinkWords { title, ..LinkWords::default() })
}

/// Bare URLs within text.
fn bare(text: &str, range: Range<usize>, span: Span, found: &mut Vec<(Range<usize>, LinkRef)>) {
    let part = &text[range.clone()];
    let mut from = 0;
    while let Some(colon) = part[from..].find(':').map(|at| from + at) {
        let Some((start, end)) = url_at(part, colon, from) else {
            from = colon + 1;
            continue;
        };
        let url = &part[start..end];
        found.push((range.start + start..range.start + end, auto(links::markdown(url, false), url, span)));
        from = end;
    }
}

fn auto(dest: Dest, text: &str, span: Span) -> LinkRef {
    let mut link = LinkRef::new(span, LinkSyntax::Auto, false, dest);
    link.set_label(text);
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each link as `text -> destination`.
    fn found(text: &str) -> Vec<String> {
        let show = |(range, link): (Range<usize>, LinkRef)| {
            let dest = match &link.dest {
                Dest::Internal(text) => text.as_str().to_owned(),
                Dest::External(url) => format!("<{url}>"),
                Dest::Refused => "refused".to_owned(),
            };
            format!("{} -> {} -> {dest}", &text[range], link.label().unwrap_or("-"))
        };
        in_text(text, Span::default()).into_iter().map(show).collect()
    }

    #[test]
    fn a_text_may_be_a_link_or_hold_some() {
        for (text, expected) in [
            ("[[Note]]", &["[[Note]] -> - -> Note"][..]),
            ("[[폴더/노트#절|이름]]", &["[[폴더/노트#절|이름]] -> 이름 -> 폴더/노트#절"]),
            ("see [[A]], [[B|b]]!", &["[[A]] -> - -> A", "[[B|b]] -> b -> B"]),
            ("![[pic.png]]", &["![[pic.png]] -> - -> pic.png"]),
            ("[x](My%20Note.md)", &["[x](My%20Note.md) -> x -> My Note.md"]),
            ("[x](<a b.md> \"t\") y", &["[x](<a b.md> \"t\") -> x -> a b.md"]),
            ("[x](javascript:alert(1))", &["[x](javascript:alert(1)) -> x -> refused"]),
            ("https://a.b/c?d=e", &["https://a.b/c?d=e -> https://a.b/c?d=e -> <https://a.b/c?d=e>"]),
            ("보기: https://a.b.", &["https://a.b -> https://a.b -> <https://a.b>"]),
            ("mailto:a@b.c", &["mailto:a@b.c -> mailto:a@b.c -> <mailto:a@b.c>"]),
            ("JavaScript:alert(1)", &["JavaScript:alert(1) -> JavaScript:alert(1) -> refused"]),
            ("`[[code]]` [[A]]", &["[[A]] -> - -> A"]),
            ("쓰기 <a@b.co>", &["<a@b.co> -> a@b.co -> <mailto:a@b.co>"]),
            ("Re:Zero", &[]),
            ("[[]] [[ ]] [plain] 12:30", &[]),
            ("[[two\nlines]]", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
