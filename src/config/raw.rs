//! `kbgen.toml` as a tree of spanned values, read key by key so that one run reports every problem.
//!
//! Deserialising into structs would stop at the first mistake. Here a [`Table`] records the keys that are read. All
//! other keys of the file are unknown, and the recorded names are the candidates for "did you mean".

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::text::{Source, Span};

/// A value with its place in the file.
pub(super) type ConfigValue<'d> = Spanned<DeValue<'d>>;

/// A problem with a value, and its place in the file.
pub(super) struct Bad {
    pub span: Range<usize>,
    /// Continues "`table.key`": "must be …".
    pub message: String,
    pub help: Option<String>,
}

impl Bad {
    pub fn new(value: &ConfigValue<'_>, message: impl Into<String>) -> Self {
        Self { span: value.span(), message: message.into(), help: None }
    }

    pub fn help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into);
        self
    }

    fn kind(value: &ConfigValue<'_>, wanted: &str) -> Self {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a decimal number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        Self::new(value, format!("must be {wanted}, not {found}"))
    }
}

/// A value, or every problem with it.
pub(super) type Read<T> = Result<T, Vec<Bad>>;

/// The problems found so far.
pub(super) struct Problems<'s> {
    source: &'s Source,
    found: Vec<Diagnostic>,
    tables: Vec<Keys>,
}

/// The keys of a table that was read.
struct Keys {
    /// Dotted, `""` for the root.
    table: String,
    known: Vec<String>,
    /// Keys of the file that were not read.
    unknown: Vec<(String, Range<usize>)>,
}

impl<'s> Problems<'s> {
    pub fn new(source: &'s Source) -> Self {
        Self { source, found: Vec::new(), tables: Vec::new() }
    }

    /// The file.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    pub fn bad(&mut self, name: &str, bad: Bad) {
        let mut diagnostic = Diagnostic::new(codes::CONFIG_BAD_VALUE, format!("`{name}` {}", bad.message))
            .at(self.source, Span::from(bad.span));
        diagnostic.help = bad.help.map(Into::into);
        self.found.push(diagnostic);
    }

    /// All problems. Unknown keys come last, since only now every table's keys are known.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for Keys { table, known, unknown } in &self.tables {
            for (key, span) in unknown {
                let message = match table.as_str() {
                    "" => format!("unknown key `{key}`"),
                    table => format!("unknown key `{key}` in `[{table}]`"),
                };
                let diagnostic = Diagnostic::new(codes::CONFIG_UNKNOWN_KEY, message)
                    .at(self.source, Span::from(span.clone()))
                    .help(self.unknown_help(table, known, key));
                self.found.push(diagnostic);
            }
        }
        self.found
    }

    fn unknown_help(&self, table: &str, known: &[String], key: &str) -> String {
        if let Some(near) = did_you_mean(key, known.iter().map(String::as_str)) {
            return format!("did you mean `{near}`?");
        }
        let mut others = self.tables.iter().filter(|keys| !keys.table.is_empty() && keys.table != table);
        let home = others.find_map(|Keys { table: home, known, .. }| {
            let near = did_you_mean(key, known.iter().map(String::as_str))?;
            Some(if near == key {
                format!("`{key}` belongs in `[{home}]`")
            } else {
                format!("did you mean `{near}` in `[{home}]`?")
            })
        });
        match home {
            Some(help) => help,
            None if table.is_empty() => format!("the tables are {}", list(known)),
            None => format!("the keys of `[{table}]` are {}", list(known)),
        }
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// One table of the file, or an absent table.
pub(super) struct Table<'d> {
    /// Dotted, `""` for the root.
    name: String,
    entries: Option<&'d DeTable<'d>>,
    known: Vec<String>,
}

impl<'d> Table<'d> {
    pub fn root(entries: Option<&'d DeTable<'d>>) -> Self {
        Self { name: String::new(), entries, known: Vec::new() }
    }

    /// The value of `key` by `read`; `None` where the file has none, or a bad one.
    pub fn get<T>(
        &mut self,
        problems: &mut Problems<'_>,
        key: &str,
        read: impl FnOnce(&'d ConfigValue<'d>) -> Read<T>,
    ) -> Option<T> {
        self.known.push(key.to_owned());
        match read(self.entries?.get(key)?) {
            Ok(value) => Some(value),
            Err(all) => {
                let name = self.dotted(key);
                all.into_iter().for_each(|bad| problems.bad(&name, bad));
                None
            }
        }
    }

    /// The table of that name; an empty one where the file has none, so that its keys are known nevertheless.
    pub fn table(&mut self, problems: &mut Problems<'_>, key: &str) -> Table<'d> {
        let entries = self.get(problems, key, table);
        Table { name: self.dotted(key), entries, known: Vec::new() }
    }

    /// Every key of a table whose keys are the user's own, in order of the names.
    pub fn own_keys(&mut self) -> Vec<(&'d str, &'d ConfigValue<'d>)> {
        let entries: Vec<(&str, _)> = self.entries.into_iter().flatten().map(|(k, v)| (&**k.get_ref(), v)).collect();
        self.known.extend(entries.iter().map(|(key, _)| (*key).to_owned()));
        entries
    }

    pub fn dotted(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// Passes the keys that were not read to `problems`.
    pub fn finish(self, problems: &mut Problems<'_>) {
        let unknown = self.entries.into_iter().flatten();
        let unknown = unknown.filter(|(key, _)| !self.known.iter().any(|known| *known == **key.get_ref()));
        let unknown = unknown.map(|(key, _)| (key.get_ref().to_string(), key.span())).collect();
        problems.tables.push(Keys { table: self.name, known: self.known, unknown });
    }
}

pub(super) fn table<'d>(value: &'d ConfigValue<'d>) -> Read<&'d DeTable<'d>> {
    value.get_ref().as_table().ok_or_else(|| vec![Bad::kind(value, "a table")])
}

pub(super) fn boolean(value: &ConfigValue<'_>) -> Read<bool> {
    value.get_ref().as_bool().ok_or_else(|| vec![Bad::kind(value, "true or false")])
}

pub(super) fn text<'d>(value: &'d ConfigValue<'d>) -> Read<&'d str> {
    value.get_ref().as_str().ok_or_else(|| vec![Bad::kind(value, "a string")])
}

pub(super) fn owned_text(value: &ConfigValue<'_>) -> Read<String> {
    text(value).map(str::to_owned)
}

/// A list, each element by `read`; all bad elements are reported.
pub(super) fn each<'d, T>(value: &'d ConfigValue<'d>, read: impl Fn(&'d ConfigValue<'d>) -> Read<T>) -> Read<Vec<T>> {
    let Some(array) = value.get_ref().as_array() else { return Err(vec![Bad::kind(value, "a list")]) };
    let mut bad = Vec::new();
    let good = array.iter().filter_map(|element| read(element).map_err(|all| bad.extend(all)).ok()).collect();
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

pub(super) fn texts(value: &ConfigValue<'_>) -> Read<Vec<String>> {
    each(value, owned_text)
}

/// A whole number within `range`.
pub(super) fn number(value: &ConfigValue<'_>, range: std::ops::RangeInclusive<u32>) -> Read<u32> {
    let wanted = format!("a whole number from {} to {}", range.start(), range.end());
    let Some(integer) = value.get_ref().as_integer() else { return Err(vec![Bad::kind(value, &wanted)]) };
    u32::from_str_radix(&integer.as_str().replace('_', ""), integer.radix())
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| vec![Bad::new(value, format!("must be {wanted}"))])
}

/// One of a few names.
pub(super) fn choice<T: Copy>(value: &ConfigValue<'_>, names: &[(&str, T)]) -> Read<T> {
    let written = text(value)?;
    if let Some((_, chosen)) = names.iter().find(|(name, _)| *name == written) {
        return Ok(*chosen);
    }
    let all = names.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(" or ");
    let near =
        did_you_mean(written, names.iter().map(|(name, _)| *name)).map(|near| format!("did you mean \"{near}\"?"));
    Err(vec![Bad::new(value, format!("must be {all}, not \"{written}\"")).help(near)])
}

/// A string that `parse` converts, or its problem and remedy.
pub(super) fn parsed<T>(
    value: &ConfigValue<'_>,
    parse: impl FnOnce(&str) -> Result<T, (String, Option<String>)>,
) -> Read<T> {
    parse(text(value)?).map_err(|(message, help)| vec![Bad::new(value, message).help(help)])
}
