//! Obsidian's own settings that affect the reading of a vault. Nothing else in `.obsidian` is opened.

use std::path::Path;

use regex::Regex;
use serde_json::Value;

use super::read::read_settings;
use super::vault::ObsidianSettings;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::path::{VaultPath, fold};

/// Reads `app.json`, `templates.json` and `types.json` where they exist. One that cannot be read counts as absent.
pub(super) fn read(root: &Path) -> Outcome<ObsidianSettings> {
    let mut diagnostics = Vec::new();
    let mut load = |name| read_json(root, name).take(&mut diagnostics).unwrap_or_default();
    let (app, templates, types) = (load("app.json"), load("templates.json"), load("types.json"));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let settings = ObsidianSettings {
        strict_line_breaks: app["strictLineBreaks"].as_bool(),
        attachment_folder: text(&app["attachmentFolderPath"]),
        ignore_filters: app["userIgnoreFilters"].as_array().into_iter().flatten().filter_map(text).collect(),
        templates_folder: text(&templates["folder"]),
        property_types: types["types"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, kind)| Some((fold(name), text(kind)?)))
            .collect(),
    };
    Outcome::new(settings, diagnostics)
}

fn read_json(root: &Path, name: &str) -> Outcome<Option<Value>> {
    let path = VaultPath::new(format!(".obsidian/{name}"));
    let folder = root.join(".obsidian");
    if folder.canonicalize().is_ok_and(|real| real != folder) {
        return Outcome::new(None, vec![ignored(&path, "it is behind a symbolic link")]);
    }
    let text = match read_settings(&folder.join(name)) {
        Ok(Some(text)) => text,
        Ok(None) => return Outcome::clean(None),
        Err(why) => return Outcome::new(None, vec![ignored(&path, &why)]),
    };
    match serde_json::from_str(&text) {
        Ok(value) => Outcome::clean(Some(value)),
        Err(error) => Outcome::new(None, vec![ignored(&path, &error.to_string())]),
    }
}

fn ignored(path: &VaultPath, why: &str) -> Diagnostic {
    Diagnostic::new(codes::VAULT_OBSIDIAN_SETTINGS, format!("these settings are ignored: {why}"))
        .in_file(path)
        .help("let Obsidian write the file again, or delete it")
}

/// `userIgnoreFilters`, compiled: the notes that Obsidian excludes from its search.
#[derive(Debug, Default)]
pub(super) struct QuietFilters {
    /// Starts of paths, folded: Obsidian compares them without case.
    prefixes: Vec<String>,
    patterns: Vec<Regex>,
}

impl QuietFilters {
    pub(super) fn matches(&self, path: &VaultPath) -> bool {
        if self.prefixes.is_empty() && self.patterns.is_empty() {
            return false;
        }
        let folded = fold(path.as_str());
        self.prefixes.iter().any(|prefix| folded.starts_with(prefix))
            || self.patterns.iter().any(|pattern| pattern.is_match(path.as_str()))
    }
}

/// Compiles the filters: `/…/` is a regular expression, anything else the start of a path.
pub(super) fn quiet_filters(settings: &ObsidianSettings) -> Outcome<QuietFilters> {
    let mut filters = QuietFilters::default();
    let mut diagnostics = Vec::new();
    for filter in &settings.ignore_filters {
        let pattern =
            filter.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|inner| !inner.is_empty());
        match pattern.map(Regex::new) {
            Some(Ok(pattern)) => filters.patterns.push(pattern),
            Some(Err(_)) => diagnostics.push(
                Diagnostic::new(
                    codes::VAULT_OBSIDIAN_SETTINGS,
                    format!("the excluded-files filter `{filter}` is ignored: kbgen cannot read this expression"),
                )
                .in_file(&VaultPath::new(".obsidian/app.json"))
                .help("write it without look-around and back references"),
            ),
            None if filter.trim().is_empty() => {}
            None => filters.prefixes.push(fold(filter)),
        }
    }
    Outcome::new(filters, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excluded_files_are_named_by_the_start_of_their_path_or_by_an_expression() {
        let settings = ObsidianSettings {
            ignore_filters: ["Archive/", "/\\d{4}-\\d{2}\\/.*/", "/(?=x)/", ""].map(str::to_owned).to_vec(),
            ..ObsidianSettings::default()
        };
        let outcome = quiet_filters(&settings);
        assert_eq!(outcome.diagnostics.len(), 1, "{:?}", outcome.diagnostics);
        for (path, quiet) in
            [("archive/a.md", true), ("Notes/Archive/a.md", false), ("Daily/2024-10/a.md", true), ("a.md", false)]
        {
            assert_eq!(outcome.value.matches(&VaultPath::new(path)), quiet, "{path}");
        }
    }
}
