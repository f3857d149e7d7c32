//! Who may see a note: `publish`, `draft` and `unlisted`, read fail-closed (C-ACCESS).

use std::sync::LazyLock;

use regex::Regex;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::set::Properties;
use super::value::{Property, Scalar, Value};
use crate::diag::{Diagnostic, codes};
use crate::path::fold;
use crate::text::Source;

/// Who may see a note, read fail-closed: only these values exist. An unreadable flag is an error that
/// makes the note [`Access::Private`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// `publish: true`.
    Declared,
    /// No flag is set.
    Unsaid,
    /// `unlisted: true`: a page that is not in any index.
    Unlisted,
    /// `draft: true`, without `publish: false`.
    Draft,
    /// `publish: false`, or an unreadable flag.
    Private,
    /// A canvas or a base, which has no flags: published if a published note refers to it, as an attachment is.
    WhereLinked,
}

const FLAGS: [&str; 3] = ["publish", "draft", "unlisted"];

/// A flag's name where a key would be in YAML, in JSON or after a typing mistake.
static FLAG_LIKE: LazyLock<Regex> = LazyLock::new(|| {
    let name = r#"(?:publish|draft|unlisted)["']?"#;
    let pattern = format!(r#"(?im)(?:^|[{{,\[])\W*?\b{name}\s*[:：=]|^["']?{name}[ \t]*$"#);
    Regex::new(&pattern).expect("a constant pattern")
});

/// Whether an unreadable block may contain a privacy flag.
pub(super) fn may_hold_flag(block: &str) -> bool {
    FLAG_LIKE.is_match(block)
}

impl Properties {
    /// A privacy flag (`publish`, `draft`, `unlisted`) by its folded name: `None` if it is not set or not a boolean.
    /// If it is set twice in different cases, the stricter one counts.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let strict = name != "publish";
        let said: Vec<bool> = self.flags(name).filter_map(|property| boolean(&property.value)).collect();
        if said.contains(&strict) { Some(strict) } else { said.first().copied() }
    }

    fn flags(&self, name: &str) -> impl Iterator<Item = Property<'_>> {
        // Most keys cannot be a flag: its name is ASCII and short. (A key after an invisible character may be one.)
        let may_be = |key: &str| key.len() < 64 && key.bytes().any(|byte| byte.is_ascii_alphabetic());
        let found = (0..self.len()).filter(move |&at| may_be(self.key(at)) && flag_name(self.key(at)) == name);
        found.map(|at| self.entry(at))
    }
}

/// The access that the flags define. The second value is false if one of them is unreadable: the note is then private,
/// and the diagnostics give the reason.
pub(super) fn access(properties: &Properties, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> (Access, bool) {
    if properties.flag("publish") == Some(false) {
        return (Access::Private, true);
    }
    let unread = |property: &Property<'_>| boolean(&property.value).is_none();
    let bad: Vec<Property<'_>> = FLAGS.iter().flat_map(|name| properties.flags(name)).filter(unread).collect();
    for property in &bad {
        let name = flag_name(&property.key);
        diagnostics.push(
            Diagnostic::new(
                codes::PUBLISH_FLAG,
                format!("`{name}` is neither true nor false, so the note is kept private"),
            )
            .at(source, property.value_span)
            .help(format!("write `{name}: true` or `{name}: false`")),
        );
    }
    let access = if !bad.is_empty() {
        Access::Private
    } else if properties.flag("draft") == Some(true) {
        Access::Draft
    } else if properties.flag("unlisted") == Some(true) {
        Access::Unlisted
    } else if properties.flag("publish") == Some(true) {
        Access::Declared
    } else {
        Access::Unsaid
    };
    (access, bad.is_empty())
}

/// A key as a reader sees it: blanks and invisible characters at its ends could otherwise hide a flag.
fn flag_name(key: &str) -> String {
    fold(key.trim_matches(|c: char| c.is_whitespace() || c.general_category() == GeneralCategory::Format))
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Scalar(Scalar::Bool(flag)) => Some(*flag),
        Value::Scalar(Scalar::Text(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
