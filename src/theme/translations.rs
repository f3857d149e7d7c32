//! The translations of the interface: `i18n/<language>.toml`, with plurals and dates.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, codes};

use super::files::{self, Files};
use crate::config::ThemeName;

/// Translations of one language; a key that it lacks is looked up in English.
#[derive(Clone, Debug)]
pub struct Translations(FxHashMap<String, String>);

impl Translations {
    /// Reads the default's English, then the default's file of `language`, then an overlay's.
    pub(super) fn load(files: &Files, language: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut texts = FxHashMap::default();
        let primary = language.split('-').next().unwrap_or("en");
        let default = files::embedded(ThemeName::Default);
        for (set, name) in [(&default, "en"), (files, "en"), (&default, primary), (files, primary)] {
            let path = format!("i18n/{name}.toml");
            let table: toml::Table = files::parse_toml(set, &path)?;
            flatten("", &table, &mut texts).map_err(|key| {
                let message = format!("the translation of {key} is not a text");
                vec![Diagnostic::new(codes::THEME_TEMPLATE, message).in_file(&files::place(set, &path))]
            })?;
        }
        Ok(Self(texts))
    }

    /// The translation of `key`, or the key itself so that a missing one is visible. `{n}` and other names in braces
    /// are filled from `arguments`; where an argument `n` is 1 and the key has a form `one`, that form is used.
    pub fn get(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        // Most translations have no arguments, and a page has dozens of them.
        if let ([], Some(text)) = (arguments, self.0.get(key)) {
            return text.clone();
        }
        let one = arguments.iter().any(|&(name, value)| name == "n" && value == "1");
        let form = if one { "one" } else { "other" };
        let text = self.0.get(&format!("{key}.{form}")).or_else(|| self.0.get(key));
        let Some(text) = text else { return key.to_owned() };
        fill(text, arguments)
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// A formatted day; `style` is `long` or `short` (`date.long` and `date.short` of the translations). Text that is
    /// not an ISO day stays as it is.
    pub fn date(&self, day: &str, style: &str) -> String {
        let Ok(date) = day.parse::<NaiveDate>() else { return day.to_owned() };
        let (year, month, number) = (date.year().to_string(), date.month().to_string(), date.day().to_string());
        let key = format!("date.{style}");
        let uses = |name: &str| self.0.get(&key).is_none_or(|text| text.contains(name));
        let part = |name: &str, key: String| if uses(name) { self.get(&key, &[]) } else { String::new() };
        let month_name = part("{month}", format!("date.months.{month}"));
        let weekday = part("{weekday}", format!("date.weekdays.{}", date.weekday().number_from_monday()));
        let arguments =
            [("y", &*year), ("m", &*month), ("d", &*number), ("month", &*month_name), ("weekday", &*weekday)];
        self.get(&key, &arguments)
    }

    /// Every translation whose key begins with `prefix`, by the rest of the key.
    pub fn below(&self, prefix: &str) -> BTreeMap<&str, &str> {
        self.0.iter().filter_map(|(key, text)| Some((key.strip_prefix(prefix)?, text.as_str()))).collect()
    }

    /// The translations that scripts need, those below `script.`, as a JSON object.
    pub(super) fn for_scripts(&self) -> String {
        serde_json::to_string(&self.below("script.")).expect("a map of strings is always JSON")
    }
}

/// Tables become dotted keys. The error names a value that is not a text.
fn flatten(prefix: &str, table: &toml::Table, texts: &mut FxHashMap<String, String>) -> Result<(), String> {
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::String(text) => {
                // A translation without plurals replaces both forms of one that has them.
                texts.remove(&format!("{key}.one"));
                texts.remove(&format!("{key}.other"));
                texts.insert(key, text.clone());
            }
            toml::Value::Table(table) => {
                if table.contains_key("other") {
                    texts.remove(&key);
                }
                flatten(&format!("{key}."), table, texts)?;
            }
            _ => return Err(key),
        }
    }
    Ok(())
}

/// Fills `{name}` from the arguments, once: braces in an argument are text.
fn fill(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let argument = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = arguments.iter().find(|(known, _)| *known == name)?;
            Some((value, tail))
        });
        match argument {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
