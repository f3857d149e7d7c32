//! A small vault in memory and its site, for the tests of this layer.

use std::sync::{Arc, LazyLock};

use crate::article::code::OnDemand;
use crate::article::{Article, BaseViews, Context, Labels, article, fragment};
use crate::config::{Config, Declared, Dirs, Flags, Language, VaultFacts};
use crate::date::Clock;
use crate::diag::Diagnostic;
use crate::index::{Input, NoteId, Site, index};
use crate::parse::{ParseRules, parse};
use crate::path::VaultPath;
use crate::scan::image::ImageFacts;
use crate::scan::{Asset, SourceFile, Vault, is_page};
use crate::text::Source;

pub struct TestSite {
    pub site: Site,
    pub config: Config,
    pub words: Labels,
    bases: BaseViews,
}

/// The default config. Patterns take long to compile, and most tests use the defaults.
static DEFAULTS: LazyLock<Config> = LazyLock::new(|| config(""));

fn config(toml: &str) -> Config {
    let source = Source::new(VaultPath::new("kbgen.toml"), toml);
    let dirs = Dirs { vault: "/v".into(), config: "/v".into(), work: "/v".into() };
    let declared = Declared::read(Some(&source), &Flags::default(), dirs).expect("a valid config").value;
    let facts = VaultFacts { name: "v".to_owned(), language: Language::English, strict_line_breaks: None };
    declared.settle(&facts, Clock::Day("2024-10-27".parse().unwrap())).value
}

/// A site of these files, with the default settings of an English vault. Files other than notes are 400 by 300 pixels.
pub fn site(files: &[(&str, &str)]) -> TestSite {
    site_with("", files)
}

/// A site with a `kbgen.toml`.
pub fn site_with(toml: &str, files: &[(&str, &str)]) -> TestSite {
    let config = if toml.is_empty() { DEFAULTS.clone() } else { config(toml) };
    let mut vault = Vault::default();
    let mut files = files.to_vec();
    files.sort();
    for (path, text) in files {
        let path = VaultPath::new(path);
        if is_page(&path) {
            vault.notes.push(SourceFile { source: Source::new(path, text), quiet: false });
        } else {
            vault.assets.push(Asset { path, disk: "/nowhere".into(), size: 0 });
        }
    }
    let rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
    let parsed: Vec<_> = vault.notes.iter().filter_map(|file| parse(file, &rules).value).map(Arc::new).collect();
    let probe = |_: &Asset| ImageFacts { size: Some((400, 300)), active: false };
    let site =
        index(Input { parsed: &parsed, refused: &[], vault: &vault, config: &config, probe: &probe }, None).value.0;
    let bases = BaseViews::new(&site);
    TestSite { site, config, words: words(), bases }
}

impl TestSite {
    pub fn id(&self, path: &str) -> NoteId {
        self.site.ids().find(|(_, note)| note.path().as_str() == path).expect("a published note").0
    }

    pub fn article(&self, path: &str) -> (Article, Vec<Diagnostic>) {
        let context =
            Context { site: &self.site, config: &self.config, words: &self.words, code: &OnDemand, bases: &self.bases };
        let outcome = article(context, self.id(path), None);
        (outcome.value, outcome.diagnostics)
    }

    pub fn fragment(&self, path: &str, run: std::ops::Range<u32>) -> String {
        let context =
            Context { site: &self.site, config: &self.config, words: &self.words, code: &OnDemand, bases: &self.bases };
        fragment(context, self.id(path), [run]).html
    }

    /// The HTML of an article, without line ends.
    pub fn html(&self, path: &str) -> String {
        self.article(path).0.html.replace('\n', "")
    }
}

fn words() -> Labels {
    let words: toml::Table = include_str!("../themes/default/i18n/en.toml").parse().expect("translations");
    Labels::from_lookup(|key| {
        let (table, key) = key.rsplit_once('.').expect("a key in a table");
        let mut tables = table.split('.');
        let first = &words[tables.next().expect("a table")];
        tables.fold(first, |table, name| &table[name])[key].as_str().expect("a text").to_owned()
    })
}
