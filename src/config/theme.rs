//! The `[theme]` table: the theme, its options, and the other hosts its pages may load from.

use std::collections::BTreeMap;

use super::raw::{Bad, ConfigValue, Problems, Read, Table, choice, each, text};
use crate::text::{Source, Span};

/// The themes that are part of kbgen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    #[default]
    Default,
    /// One small style sheet and no script.
    Plain,
}

#[derive(Clone, Debug, Default)]
pub struct ThemeSettings {
    pub name: ThemeName,
    /// The options as written: the theme defines their names and values.
    pub options: BTreeMap<String, ThemeOption>,
    pub csp: CspSources,
}

/// An option and its place in the config, for the theme's diagnostics.
#[derive(Clone, Debug)]
pub struct ThemeOption {
    /// The texts of a list, or one.
    pub values: Vec<String>,
    pub source: Source,
    pub span: Span,
}

/// The sources that the pages' content security policy allows besides the site itself, each checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CspSources {
    pub script: Vec<String>,
    pub style: Vec<String>,
    pub img: Vec<String>,
    pub font: Vec<String>,
    pub connect: Vec<String>,
    pub frame: Vec<String>,
}

pub(super) fn read(root: &mut Table<'_>, problems: &mut Problems<'_>) -> ThemeSettings {
    let mut table = root.table(problems, "theme");
    let names = [("default", ThemeName::Default), ("plain", ThemeName::Plain)];
    let name = table.get(problems, "name", |value| choice(value, &names)).unwrap_or_default();
    let mut given = table.table(problems, "options");
    let mut options = BTreeMap::new();
    for (key, value) in given.own_keys() {
        let source = problems.source().clone();
        let option = given.get(problems, key, option);
        let option = option.map(|values| ThemeOption { values, source, span: Span::from(value.span()) });
        options.extend(option.map(|option| (key.to_owned(), option)));
    }
    given.finish(problems);
    let mut table_csp = table.table(problems, "csp");
    let mut list = |key: &str, kind: SourceKind| {
        table_csp.get(problems, key, |value| each(value, |value| source(value, kind))).unwrap_or_default()
    };
    let csp = CspSources {
        script: list("script", SourceKind::Code),
        style: list("style", SourceKind::Code),
        img: list("img", SourceKind::Fetched),
        font: list("font", SourceKind::Fetched),
        connect: list("connect", SourceKind::Connection),
        frame: list("frame", SourceKind::Fetched),
    };
    table_csp.finish(problems);
    table.finish(problems);
    ThemeSettings { name, options, csp }
}

/// A text, a number or a switch as text, or a list of texts.
fn option(value: &ConfigValue<'_>) -> Read<Vec<String>> {
    let own = value.get_ref();
    if own.is_array() {
        return each(value, |value| text(value).map(str::to_owned));
    }
    let number = own.as_integer().map(|number| number.as_str().to_owned());
    let number = number.or_else(|| own.as_float().map(|number| number.as_str().to_owned()));
    match number.or_else(|| own.as_bool().map(|switch| switch.to_string())) {
        Some(text) => Ok(vec![text]),
        None => text(value).map(|text| vec![text.to_owned()]),
    }
}

/// The use of a source, which decides its schemes and whether a hash is allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceKind {
    Code,
    Fetched,
    Connection,
}

/// A host by `https`, maybe with a path, or the hash of an inline script or style, but nothing that would open the
/// policy to everybody.
fn source(value: &ConfigValue<'_>, kind: SourceKind) -> Read<String> {
    let text = text(value)?;
    let hash = kind == SourceKind::Code && is_hash(text);
    let rest = text.strip_prefix("https://");
    let rest = rest.or_else(|| text.strip_prefix("wss://").filter(|_| kind == SourceKind::Connection));
    if hash || rest.is_some_and(is_host_and_path) {
        return Ok(text.to_owned());
    }
    let help = match kind {
        SourceKind::Code => "write an origin like \"https://giscus.app\", or a hash like \"'sha256-…'\"",
        SourceKind::Fetched => "write an origin like \"https://giscus.app\"",
        SourceKind::Connection => "write an origin like \"https://plausible.io\"",
    };
    Err(vec![
        Bad::new(value, format!("has \"{}\", which is not a source that may be added", text.escape_debug()))
            .help(Some(help)),
    ])
}

fn is_host_and_path(rest: &str) -> bool {
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let host = host.strip_prefix("*.").unwrap_or(host);
    let label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let in_path = |b: u8| b.is_ascii_alphanumeric() || b"-._~/%@+".contains(&b);
    // A host of one label would be a whole domain behind `*.`.
    (host.contains('.') || host == "localhost")
        && host.split('.').all(label)
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
        && path.bytes().all(in_path)
}

fn is_hash(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let Some((kind, digest)) = inner.and_then(|inner| inner.split_once('-')) else { return false };
    matches!(kind, "sha256" | "sha384" | "sha512")
        && digest.len() >= 44
        && digest.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_host_and_nothing_that_opens_the_policy() {
        for good in ["giscus.app", "*.example.org/js/", "x.test:8443/a%20b/@1+2", "localhost:4000"] {
            assert!(is_host_and_path(good), "{good}");
        }
        for bad in [
            "",
            "*",
            "*.com",
            "x.test; script-src *",
            "x.test 'unsafe-inline'",
            "x.test/a,b",
            "u@x.test",
            "x..test",
            "한국.kr",
        ] {
            assert!(!is_host_and_path(bad), "{bad}");
        }
        assert!(is_hash("'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"));
        for bad in [
            "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc=",
            "'unsafe-inline'",
            "'sha256-a'",
            "'md5-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='",
        ] {
            assert!(!is_hash(bad), "{bad}");
        }
    }
}
