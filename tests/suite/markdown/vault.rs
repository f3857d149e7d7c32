//! The fixture vault, taken from its files to its articles without touching a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kbgen::article::code::OnDemand;
use kbgen::article::{BaseViews, Context, Labels, article};
use kbgen::config::{Config, Declared, Dirs, Flags, Language, VaultFacts};
use kbgen::date::Clock;
use kbgen::index::{Input, Site, Target, index, sources};
use kbgen::parse::{ParseRules, parse};
use kbgen::path::{VaultPath, nfc};
use kbgen::scan::image::ImageFacts;
use kbgen::scan::{Asset, SourceFile, Vault};
use kbgen::text::Source;

use super::Answers;

pub struct TestVault {
    site: Site,
    config: Config,
    words: Labels,
}

impl TestVault {
    /// The fixture with the note at `path` replaced by `text`.
    pub fn new(path: &str, text: &str, strict_line_breaks: bool) -> Self {
        let fixture = include_str!("../../fixtures/markdown/vault.json");
        let mut files: BTreeMap<String, String> = serde_json::from_str(fixture).expect("the fixture");
        files.insert(path.to_owned(), text.to_owned());
        let config = config(strict_line_breaks);
        let site = site(files, &config);
        Self { site, config, words: words() }
    }

    pub fn article(&self, path: &str) -> String {
        let (id, _) = self.site.ids().find(|(_, note)| note.path().as_str() == path).expect("the note is published");
        let (site, config, words) = (&self.site, &self.config, &self.words);
        let context = Context { site, config, words, code: &OnDemand, bases: &BaseViews::new(site) };
        article(context, id, None).value.html
    }

    /// The source of each link of a note.
    pub fn link_slices(&self, path: &str) -> Vec<&str> {
        let (_, note) = self.site.ids().find(|(_, note)| note.path().as_str() == path).expect("the note is published");
        note.parsed.links.iter().map(|link| note.parsed.source.slice(link.span)).collect()
    }

    /// The source of each tag of a note.
    pub fn tag_slices(&self, path: &str) -> Vec<&str> {
        let (_, note) = self.site.ids().find(|(_, note)| note.path().as_str() == path).expect("the note is published");
        note.parsed.tags.iter().map(|tag| note.parsed.source.slice(tag.span)).collect()
    }

    /// The vault path that the note's only link leads to, or `unresolved`.
    pub fn leads_to(&self, path: &str) -> String {
        let (_, note) = self.site.ids().find(|(_, note)| note.path().as_str() == path).expect("the note is published");
        match note.targets.first() {
            Some(Target::Note { note, .. }) => self.site.note(*note).path().to_string(),
            Some(Target::Asset(asset)) => self.site.asset(*asset).asset.path.to_string(),
            _ => "unresolved".to_owned(),
        }
    }
}

impl Answers for TestVault {
    fn url(&self, file: &str) -> Option<String> {
        let wanted = nfc(file);
        let found = sources(&self.site).into_iter().find(|(path, _)| nfc(path.as_str()) == wanted);
        found.map(|(_, url)| url.to_string())
    }

    fn ids(&self, url: &str) -> Option<BTreeSet<String>> {
        let note = self.site.notes.iter().find(|note| note.url.as_str() == url)?;
        Some(super::compare::ids(&self.article(note.path().as_str())))
    }

    fn is_topic(&self, url: &str) -> bool {
        self.site.topics.iter().any(|topic| topic.url.as_str() == url)
    }
}

fn config(strict_line_breaks: bool) -> Config {
    let text = format!(
        "[site]\nlanguage = \"en\"\n[markdown]\nstrict_line_breaks = {strict_line_breaks}\nalias_links = false\n\
         topic_line = false\ntoggles = false\n"
    );
    let source = Source::new(VaultPath::new("kbgen.toml"), text);
    let dirs = Dirs { vault: "/vault".into(), config: "/vault".into(), work: "/".into() };
    let declared = Declared::read(Some(&source), &Flags::default(), dirs).expect("a valid config").value;
    let facts = VaultFacts { name: "vault".to_owned(), language: Language::English, strict_line_breaks: None };
    declared.settle(&facts, Clock::Day("2024-10-27".parse().expect("a day"))).value
}

fn site(files: BTreeMap<String, String>, config: &Config) -> Site {
    let mut vault = Vault::default();
    for (path, text) in files.into_iter().filter(|(path, _)| !path.starts_with('.')) {
        let path = VaultPath::new(path);
        if path.is_note() {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
            vault.notes.push(SourceFile { source: Source::new(path, text), quiet: false });
        } else {
            vault.assets.push(Asset { path, disk: "/nowhere".into(), size: 0 });
        }
    }
    let rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
    let parsed: Vec<_> = vault.notes.iter().filter_map(|file| parse(file, &rules).value).map(Arc::new).collect();
    let probe = |_: &Asset| ImageFacts::default();
    index(Input { parsed: &parsed, refused: &[], vault: &vault, config, probe: &probe }, None).value.0
}

fn words() -> Labels {
    let words: toml::Table = include_str!("../../../themes/default/i18n/en.toml").parse().expect("translations");
    Labels::from_lookup(|key| {
        let (table, key) = key.rsplit_once('.').expect("a key in a table");
        let mut tables = table.split('.');
        let first = &words[tables.next().expect("a table")];
        tables.fold(first, |table, name| &table[name])[key].as_str().expect("a text").to_owned()
    })
}
