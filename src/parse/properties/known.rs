//! The properties with a meaning in every vault: titles, aliases, tags, addresses, dates (D-RESERVED).

use std::borrow::Cow;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::outline::Outline;
use super::set::Properties;
use super::value::{Property, Scalar, Value};
use crate::date::parse_date;
use crate::diag::{Diagnostic, codes};
use crate::path::fold;
use crate::text::{Source, Span};

impl Properties {
    /// `image`, else `cover`: a path from the vault's root, a link, or a URL, as written.
    pub fn cover(&self) -> Option<&str> {
        self.text("image").or_else(|| self.text("cover"))
    }

    /// `aliases`: the items of a list; a text is one alias, even with commas.
    pub fn aliases(&self) -> Vec<String> {
        let texts =
            |property: Property<'_>| texts(&property).map(|spelled| spelled.text.to_owned()).collect::<Vec<_>>();
        self.named("aliases", "alias").flat_map(texts).collect()
    }

    /// `tags`: the items of a list or the words of a text, without their `#`. Invalid tags are left out.
    pub fn tags(&self) -> Vec<String> {
        let names = |property: Property<'_>| {
            let words = texts(&property).flat_map(|spelled| words(spelled.text));
            words.filter_map(tag_name).collect::<Vec<_>>()
        };
        self.named("tags", "tag").flat_map(names).collect()
    }

    /// `cssclasses`: classes for the note's article. The classes of kbgen itself (`kb-…`) are not allowed.
    pub fn css_classes(&self) -> Vec<String> {
        let classes = |property: Property<'_>| {
            let classes = texts(&property).flat_map(|spelled| spelled.text.split_whitespace());
            classes.filter(|class| !class.starts_with("kb-")).map(str::to_owned).collect::<Vec<_>>()
        };
        self.named("cssclasses", "cssclass").flat_map(classes).collect()
    }

    /// The date in a property such as `created`, in any form that [`parse_date`] reads; `zone` is the site's.
    pub fn date(&self, key: &str, zone: Tz) -> Option<NaiveDate> {
        parse_date(self.text(key)?, zone)
    }

    fn named(&self, plural: &'static str, singular: &'static str) -> impl Iterator<Item = Property<'_>> {
        let legacy = self.legacy_singular_keys.then_some(singular);
        std::iter::once(plural).chain(legacy).filter_map(|key| self.get(key))
    }
}

/// One text of a property, with its location.
struct Spelled<'a> {
    text: &'a str,
    span: Span,
}

/// The texts and numbers of a property with one value or a list of them.
fn texts<'a>(property: &'a Property<'_>) -> impl Iterator<Item = Spelled<'a>> {
    let scalars = property.value.scalars().iter().enumerate();
    scalars.filter_map(|(ix, scalar)| Some(Spelled { text: scalar.as_text()?, span: property.scalar_span(ix) }))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty())
}

/// The name of a tag in a property: without `#`, empty segments dropped; `None` if it is not a tag
/// (D-TAG).
fn tag_name(word: &str) -> Option<String> {
    let name = word.strip_prefix('#').unwrap_or(word);
    let allowed = |c: char| {
        !c.is_whitespace()
            && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}')
            && !"'!\"#$%&()*+,.:;<=>?@^`{|}~[]\\".contains(c)
    };
    if !name.chars().all(allowed) || name.chars().all(|c| c.is_ascii_digit() || c == '/') {
        return None;
    }
    let segments: Vec<&str> = name.split('/').filter(|segment| !segment.is_empty()).collect();
    Some(segments.join("/"))
}

/// Warnings about invalid values of a note's known properties.
pub(super) fn check(properties: &Properties, source: &Source, outline: &Outline, base: usize) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, property) in properties.entries().enumerate() {
        let property = &property;
        let legacy = properties.legacy_singular_keys;
        // Keys without a Latin letter are none of these, and folding an emoji is slow.
        let latin = property.key.bytes().any(|byte| byte.is_ascii_alphabetic());
        let name = if latin { fold(&property.key) } else { String::new() };
        match name.as_str() {
            "tags" => check_tags(property, source, &mut found),
            "tag" if legacy => check_tags(property, source, &mut found),
            "aliases" => check_aliases(property, source, &mut found),
            "alias" if legacy => check_aliases(property, source, &mut found),
            "title" | "permalink" | "description" | "lang" => check_text(property, source, &mut found),
            "created" | "updated" | "date" => check_date(property, source, &mut found),
            _ => {}
        }
        found.extend(unquoted_link(property, source));
        let entry = outline.entries.get(at).filter(|entry| base + entry.key.start == property.key_span.start as usize);
        if let (Value::Scalar(Scalar::Null), Some(comment)) =
            (&property.value, entry.and_then(|entry| entry.comment.clone()))
        {
            found.extend(check_comment(property, source, Span::new(base + comment.start, base + comment.end)));
        }
    }
    found
}

/// `tags: #foo` is empty: the value is read as a comment.
fn check_comment(property: &Property, source: &Source, comment: Span) -> Option<Diagnostic> {
    let word = source.slice(comment).strip_prefix('#')?;
    word.starts_with(char::is_alphanumeric).then(|| {
        let message = format!("`{}` is empty: in YAML, `#` begins a comment", property.key);
        value(message).at(source, comment).help("put the value in quotes")
    })
}

fn value(message: impl Into<Cow<'static, str>>) -> Diagnostic {
    Diagnostic::new(codes::FRONTMATTER_VALUE, message)
}

fn check_tags(property: &Property, source: &Source, found: &mut Vec<Diagnostic>) {
    for Spelled { text, span } in texts(property) {
        if words(text).count() > 1 {
            let message = format!("`{}` holds several tags in one text", property.key);
            found.push(value(message).at(source, span).help("write one tag per line, each after `- `"));
        }
        for word in words(text).filter(|word| tag_name(word).is_none()) {
            let help = "a tag contains letters, digits, `-`, `_` and `/`, and is not all digits";
            found.push(
                Diagnostic::new(codes::TAG_INVALID, format!("`{word}` is not a tag")).at(source, span).help(help),
            );
        }
    }
}

fn check_aliases(property: &Property, source: &Source, found: &mut Vec<Diagnostic>) {
    if let Value::Scalar(Scalar::Text(text)) = &property.value
        && text.contains(',')
    {
        let message = format!("`{}` is one text, so it is one alias, commas included", property.key);
        found.push(value(message).at(source, property.value_span).help("write a list: `[A, B]`"));
    }
}

fn check_text(property: &Property, source: &Source, found: &mut Vec<Diagnostic>) {
    if matches!(property.value, Value::List(_) | Value::Map) {
        let message = format!("`{}` is not one text, so it is not used", property.key);
        found.push(value(message).at(source, property.value_span).help("write one text, in quotes if necessary"));
    }
}

fn check_date(property: &Property, source: &Source, found: &mut Vec<Diagnostic>) {
    let Some(text) = property.value.as_text() else { return };
    if parse_date(text, chrono_tz::UTC).is_none() {
        let message = format!("`{}` is not a date, so it is not used", property.key);
        found.push(value(message).at(source, property.value_span).help("write it as `2024-10-01`"));
    }
}

fn unquoted_link(property: &Property, source: &Source) -> Option<Diagnostic> {
    let mut spans = (0..property.value.scalars().len()).map(|ix| property.scalar_span(ix));
    let span = spans.find(|span| source.slice(*span).starts_with("[["))?;
    let texts = property.value.scalars().iter().filter_map(|scalar| scalar.as_text());
    let message = format!("the link in `{}` has no quotes, so in YAML it is a list in a list", property.key);
    let fixed = source.slice(span);
    texts
        .into_iter()
        .any(|text| text == fixed)
        .then(|| value(message).at(source, span).help(format!("write `\"{fixed}\"`")))
}
