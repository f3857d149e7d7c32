//! From a note's source to its [`Properties`]: the fences, the limits, YAML, and all locations.

use std::borrow::Cow;
use std::ops::Range;

use super::access::{Access, access, may_hold_flag};
use super::outline::{Forbidden, MAX_DEPTH, Outline, OutlineEntry, outline};
use super::set::Properties;
use super::value::{Property, Scalar, Value};
use super::{known, number};
use crate::diag::{Code, Diagnostic, Outcome, codes};
use crate::text::{Source, Span};

/// The most bytes between the fences (P7).
const MAX_BYTES: usize = 64 * 1024;
/// The most aliases: a block with more is hostile.
const MAX_ALIASES: usize = 16;
/// The most brackets open at once, quoted ones included; no block written by hand has more.
const MAX_OPEN_BRACKETS: i32 = 256;

/// The result of reading a note's properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub properties: Properties,
    pub access: Access,
    /// The start of the Markdown: after the closing fence, 0 if the note has no properties.
    pub body_start: usize,
    /// Whether an error was found that leaves the note out.
    pub refused: bool,
}

/// Reads the properties of a note: the YAML (or JSON) between a first line `---` and the next such line.
///
/// If properties are unreadable, that is a warning and the note has none, unless they may contain a privacy flag; an
/// unreadable privacy flag and a block over a limit are errors, and the note is refused.
pub fn read(source: &Source, legacy_singular_keys: bool) -> Outcome<Read> {
    let Some(fences) = Fences::find(&source.text) else { return without_block(source) };
    let mut diagnostics = Vec::new();
    let yaml = &source.text[fences.yaml.clone()];
    let block = Span::from(fences.block.clone());
    let mut read = Read {
        properties: Properties::new(source, &[], block, legacy_singular_keys),
        access: Access::Unsaid,
        body_start: fences.block.end,
        refused: false,
    };
    match parse(yaml) {
        Ok((mapping, outline)) => {
            let entries = Places { source, base: fences.yaml.start, block }.entries(&mapping, &outline);
            read.properties = Properties::new(source, &entries, block, legacy_singular_keys);
            let (access, readable) = access(&read.properties, source, &mut diagnostics);
            read.access = access;
            read.refused = !readable;
            diagnostics.extend(known::check(&read.properties, source, &outline, fences.yaml.start));
        }
        Err(problem) => {
            let diagnostic = problem.diagnostic(source, yaml, fences.yaml.start);
            if diagnostic.code != codes::FRONTMATTER_YAML {
                read.access = Access::Private;
                read.refused = true;
            }
            diagnostics.push(diagnostic);
        }
    }
    Outcome::new(read, diagnostics)
}

/// A note without properties, or with an opening fence that is never closed: then its first lines are text, but they
/// are searched for a privacy flag as far as they look like properties.
fn without_block(source: &Source) -> Outcome<Read> {
    let mut read = Read { properties: Properties::default(), access: Access::Unsaid, body_start: 0, refused: false };
    let Some(first) = source.text.lines().next().filter(|line| is_fence(line)) else { return Outcome::clean(read) };
    let looks_like_property = |line: &&str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['-', '#', '"', '\'', '{', '}', '[', ']']) || line.contains(':')
    };
    let head: Vec<&str> = source.text.lines().skip(1).take_while(looks_like_property).take(200).collect();
    let flagged = may_hold_flag(&head.join("\n"));
    if !flagged && head.first().is_none_or(|line| line.trim().is_empty()) {
        // A rule at the top of a note.
        return Outcome::clean(read);
    }
    let diagnostic = if flagged {
        read.access = Access::Private;
        read.refused = true;
        let message = "the properties have no closing `---` and may hold a privacy flag, so the note is kept private";
        Diagnostic::new(codes::PUBLISH_FLAG, message)
    } else {
        let message = "the properties have no closing `---`, so they are read as text";
        Diagnostic::new(codes::FRONTMATTER_UNTERMINATED, message)
    };
    let at = Span::new(0, first.len());
    Outcome::new(read, vec![diagnostic.at(source, at).help("add a line `---` after the last property")])
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b' ' | b'\t')))
}

/// The locations of the fences, as bytes of the source.
struct Fences {
    /// Both fences included, and the line end after the second.
    block: Range<usize>,
    /// The text between them.
    yaml: Range<usize>,
}

impl Fences {
    fn find(text: &str) -> Option<Self> {
        let mut lines = text.split_inclusive('\n');
        let first = lines.next().filter(|line| is_fence(line.trim_end_matches('\n')))?;
        let mut start = first.len();
        for line in lines {
            if is_fence(line.trim_end_matches('\n')) {
                return Some(Self { block: 0..start + line.len(), yaml: first.len()..start });
            }
            start += line.len();
        }
        None
    }
}

/// The reason why a block is unreadable. Ranges are bytes of the block.
struct Problem {
    /// [`codes::FRONTMATTER_YAML`] or [`codes::FRONTMATTER_LIMIT`].
    code: Code,
    message: String,
    at: Range<usize>,
    help: Option<String>,
}

impl Problem {
    fn yaml(message: impl Into<String>, at: Range<usize>) -> Self {
        Self { code: codes::FRONTMATTER_YAML, message: message.into(), at, help: None }
    }

    fn limit(message: impl Into<String>, at: Range<usize>) -> Self {
        Self { code: codes::FRONTMATTER_LIMIT, message: message.into(), at, help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The diagnostic; one that may concern a privacy flag is an error with its own code.
    fn diagnostic(self, source: &Source, yaml: &str, base: usize) -> Diagnostic {
        let (code, message) = if self.code == codes::FRONTMATTER_YAML && may_hold_flag(yaml) {
            let message = format!(
                "the properties cannot be read and may hold a privacy flag, so the note is kept private: {}",
                self.message
            );
            (codes::PUBLISH_FLAG, message)
        } else if self.code == codes::FRONTMATTER_YAML {
            (self.code, format!("the properties cannot be read: {}", self.message))
        } else {
            (self.code, self.message)
        };
        let start = source.text.floor_char_boundary(base + self.at.start);
        let end = source.text.floor_char_boundary(base + self.at.end);
        let diagnostic = Diagnostic::new(code, message).at(source, Span::new(start, end.max(start)));
        // A help text may quote, and a note that may be private is not quoted.
        let help = self.help.filter(|_| code != codes::PUBLISH_FLAG);
        diagnostic.help(help.unwrap_or_else(|| "correct the YAML between the two `---` lines".to_owned()))
    }
}

/// A block of YAML under the limits of properties; else the problem, and its byte.
pub(in crate::parse) fn mapping(yaml: &str) -> Result<serde_yaml::Mapping, (String, usize)> {
    parse(yaml).map(|(mapping, _)| mapping).map_err(|problem| (problem.message, problem.at.start))
}

fn parse(yaml: &str) -> Result<(serde_yaml::Mapping, Outline), Problem> {
    if yaml.len() > MAX_BYTES {
        let message = format!("the properties are larger than {} KiB", MAX_BYTES / 1024);
        return Err(Problem::limit(message, 0..0).help("move long text into the note"));
    }
    let outline = outline(yaml);
    check_limits(yaml, &outline)?;
    match number::from_str(yaml) {
        Ok(serde_yaml::Value::Mapping(mapping)) => match mapping.iter().find(|(key, _)| !is_plain(key)) {
            None => Ok((mapping, outline)),
            Some(_) => Err(Problem::yaml("a key is a list or a mapping", 0..0)),
        },
        Ok(serde_yaml::Value::Null) => Ok((serde_yaml::Mapping::new(), outline)),
        Ok(_) => {
            let end = yaml.find('\n').unwrap_or(yaml.len());
            Err(Problem::yaml("they are not a list of `key: value` lines", 0..end)
                .help("write each property as `key: value`"))
        }
        Err(error) => Err(yaml_problem(yaml, &error, &outline)),
    }
}

/// The checks that must come before the YAML library sees the block.
fn check_limits(yaml: &str, outline: &Outline) -> Result<(), Problem> {
    if let Some(at) = outline.too_deep.or_else(|| unbalanced(yaml)) {
        let message = format!("the properties are nested deeper than {} levels", MAX_DEPTH);
        return Err(Problem::limit(message, at..at).help("properties contain texts and lists of texts"));
    }
    let Some((what, at)) = &outline.forbidden else { return Ok(()) };
    if outline.aliases > MAX_ALIASES {
        return Err(Problem::limit(format!("the properties contain more than {MAX_ALIASES} YAML aliases"), at.clone()));
    }
    let help = match what {
        Forbidden::Template => "fill in the template, or leave its folder out with `exclude`",
        _ => "put the value in quotes if it is text",
    };
    Err(Problem::yaml(format!("they contain {}", what.name()), at.clone()).help(help))
}

/// The byte at which too many brackets are open, whatever the outline found: a fallback in case it misreads the block.
fn unbalanced(yaml: &str) -> Option<usize> {
    let mut open = 0;
    yaml.bytes().position(|byte| {
        open += i32::from(matches!(byte, b'[' | b'{')) - i32::from(matches!(byte, b']' | b'}'));
        open > MAX_OPEN_BRACKETS
    })
}

fn yaml_problem(yaml: &str, error: &serde_yaml::Error, outline: &Outline) -> Problem {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    if message.contains("duplicate entry") {
        // The library's own message names the key, which may be private.
        let at = repeated_key(yaml, outline).unwrap_or(0..0);
        return Problem::yaml("a property is defined twice", at).help("keep one of them");
    }
    if message.contains("more than one document") {
        let at = yaml.find("\n...").map_or(0, |line_end| line_end + 1);
        return Problem::yaml("they contain more than one YAML document", at..at).help("delete the line `...`");
    }
    let at = error.location().map_or(0, |location| location.index()).min(yaml.len());
    let problem = Problem::yaml(message, at..at);
    let line_start = yaml[..yaml.floor_char_boundary(at)].rfind('\n').map_or(0, |line_end| line_end + 1);
    let line = yaml[line_start..].lines().next().unwrap_or_default();
    match line.split_once(": ") {
        Some((key, value)) if value.contains(':') && message.contains("mapping values") => {
            let quoted = value.trim().replace('\\', r"\\").replace('"', "\\\"");
            problem.help(format!("put the value in quotes: `{}: \"{quoted}\"`", key.trim()))
        }
        _ => problem,
    }
}

fn repeated_key(yaml: &str, outline: &Outline) -> Option<Range<usize>> {
    let keys: Vec<&str> = outline.entries.iter().map(|entry| key_text(&yaml[entry.key.clone()])).collect();
    let at = (1..keys.len()).find(|&at| keys[..at].contains(&keys[at]))?;
    Some(outline.entries[at].key.clone())
}

/// A key without its quotes, as far as it can be read without the library.
fn key_text(key: &str) -> &str {
    let inner = |quote: char| key.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}

fn is_plain(key: &serde_yaml::Value) -> bool {
    !matches!(key, serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) | serde_yaml::Value::Tagged(_))
}

/// Joins the library's values with the outline's locations.
struct Places<'a> {
    source: &'a Source,
    /// The start of the block's YAML in the source.
    base: usize,
    block: Span,
}

impl<'a> Places<'a> {
    fn entries(&self, mapping: &'a serde_yaml::Mapping, outline: &Outline) -> Vec<Property<'a>> {
        let agree = mapping.len() == outline.entries.len()
            && mapping.keys().zip(&outline.entries).all(|(key, entry)| self.is_key(key, entry));
        let entry_of = |at: usize| if agree { outline.entries.get(at) } else { None };
        mapping.iter().enumerate().map(|(at, (key, value))| self.property(key, value, entry_of(at))).collect()
    }

    fn slice(&self, range: &Range<usize>) -> &'a str {
        &self.source.text[self.base + range.start..self.base + range.end]
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn is_key(&self, key: &serde_yaml::Value, entry: &OutlineEntry) -> bool {
        let written = self.slice(&entry.key);
        match key {
            serde_yaml::Value::String(key) if key_text(written) == key => true,
            key => serde_yaml::from_str::<serde_yaml::Value>(written).is_ok_and(|written| written == *key),
        }
    }

    fn property(
        &self,
        key: &'a serde_yaml::Value,
        value: &'a serde_yaml::Value,
        entry: Option<&OutlineEntry>,
    ) -> Property<'a> {
        let name = match (key, entry) {
            (serde_yaml::Value::String(name), _) => Cow::Borrowed(name.as_str()),
            (_, Some(entry)) => Cow::Borrowed(self.slice(&entry.key)),
            (key, None) => scalar(key, None).map(display).unwrap_or_default(),
        };
        let Some(entry) = entry else {
            let (value, item_spans) = self.value(value, None, self.block);
            return Property { key: name, value, key_span: self.block, value_span: self.block, item_spans };
        };
        let key_span = self.span(&entry.key);
        let value_span = entry.value.as_ref().map_or(key_span, |range| self.span(range));
        let (value, item_spans) = self.value(value, Some(entry), value_span);
        Property { key: name, value, key_span, value_span, item_spans }
    }

    /// A value and the locations of a list's items.
    fn value(&self, value: &'a serde_yaml::Value, entry: Option<&OutlineEntry>, whole: Span) -> (Value<'a>, Vec<Span>) {
        let written = entry.and_then(|entry| entry.value.as_ref()).map(|range| self.slice(range));
        if let Some(link) = unquoted_link(value, written) {
            return (Value::Scalar(link), Vec::new());
        }
        match value {
            serde_yaml::Value::Sequence(items) => {
                let ranges = entry.map(|entry| &entry.items).filter(|ranges| ranges.len() == items.len());
                let mut list = Vec::new();
                let mut spans = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let range = ranges.map(|ranges| &ranges[at]);
                    flatten(item, range.map(|range| self.slice(range)), &mut list);
                    let span = range.filter(|range| !range.is_empty()).map_or(whole, |range| self.span(range));
                    spans.resize(list.len(), span);
                }
                (Value::List(list), spans)
            }
            value => match scalar(value, written) {
                Some(scalar) => (Value::Scalar(scalar), Vec::new()),
                None => (Value::Map, Vec::new()),
            },
        }
    }
}

/// The scalars of a list's item, in order; a mapping counts as its text if that is known.
fn flatten<'a>(item: &'a serde_yaml::Value, written: Option<&'a str>, list: &mut Vec<Scalar<'a>>) {
    if let Some(link) = unquoted_link(item, written) {
        return list.push(link);
    }
    match item {
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| flatten(item, None, list)),
        item => list.extend(scalar(item, written).or_else(|| written.map(|text| nested(item, text)))),
    }
}

/// The text of a mapping in a list, without its comments, which are not meant for readers.
fn nested<'a>(item: &serde_yaml::Value, written: &'a str) -> Scalar<'a> {
    let anew = if written.contains('#') { serde_yaml::to_string(item).ok() } else { None };
    Scalar::Text(anew.map_or(Cow::Borrowed(written), |anew| Cow::Owned(anew.trim_end().to_owned())))
}

/// `[[Note]]` without quotes is a list in a list to YAML; to its author it is a link.
fn unquoted_link<'a>(value: &serde_yaml::Value, written: Option<&'a str>) -> Option<Scalar<'a>> {
    let serde_yaml::Value::Sequence(outer) = value else { return None };
    let [serde_yaml::Value::Sequence(_)] = outer.as_slice() else { return None };
    let written = written?;
    let inner = written.strip_prefix("[[")?.strip_suffix("]]")?;
    (!inner.contains(['[', ']', '\n', '"', '\''])).then_some(Scalar::Text(Cow::Borrowed(written)))
}

/// A scalar; a number keeps its digits as written. `None` for a list or mapping.
fn scalar<'a>(value: &'a serde_yaml::Value, written: Option<&'a str>) -> Option<Scalar<'a>> {
    match value {
        serde_yaml::Value::Null => Some(Scalar::Null),
        serde_yaml::Value::Bool(flag) => Some(Scalar::Bool(*flag)),
        serde_yaml::Value::Number(number) => {
            Some(Scalar::Number(written.map_or_else(|| Cow::Owned(number.to_string()), Cow::Borrowed)))
        }
        serde_yaml::Value::String(text) => Some(Scalar::Text(text.into())),
        serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) | serde_yaml::Value::Tagged(_) => None,
    }
}

fn display(scalar: Scalar<'_>) -> Cow<'_, str> {
    match scalar {
        Scalar::Null => "null".into(),
        Scalar::Bool(flag) => flag.to_string().into(),
        Scalar::Number(text) | Scalar::Text(text) => text,
    }
}
