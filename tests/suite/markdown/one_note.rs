//! A vault of one note, read and rendered without a disk: for the fuzzer, and the test that replays its corpus.

use std::sync::Arc;

use kbgen::article::code::OnDemand;
use kbgen::article::{BaseViews, Context, Labels, article};
use kbgen::config::{Declared, Dirs, Flags, Language, VaultFacts};
use kbgen::date::Clock;
use kbgen::index::{Input, index};
use kbgen::parse::{ParseRules, parse};
use kbgen::path::VaultPath;
use kbgen::scan::image::ImageFacts;
use kbgen::scan::{Asset, SourceFile, Vault};
use kbgen::text::Source;

/// The HTML of a note's article; `None` where the note is left out.
pub fn html(text: &str) -> Option<String> {
    let dirs = Dirs { vault: "/vault".into(), config: "/vault".into(), work: "/".into() };
    let declared = Declared::read(None, &Flags::default(), dirs).ok()?.value;
    let facts = VaultFacts { name: "vault".to_owned(), language: Language::English, strict_line_breaks: None };
    let config = declared.settle(&facts, Clock::Day("2024-10-27".parse().ok()?)).value;
    let source = Source::new(VaultPath::new("note.md"), text.to_owned());
    let vault = Vault { notes: vec![SourceFile { source, quiet: false }], ..Vault::default() };
    let rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
    let parsed: Vec<_> = vault.notes.iter().filter_map(|file| parse(file, &rules).value).map(Arc::new).collect();
    let probe = |_: &Asset| ImageFacts::default();
    let input = Input { parsed: &parsed, refused: &[], vault: &vault, config: &config, probe: &probe };
    let site = index(input, None).value.0;
    let words = Labels::from_lookup(|key| key.to_owned());
    let context =
        Context { site: &site, config: &config, words: &words, code: &OnDemand, bases: &BaseViews::new(&site) };
    let (id, _) = site.ids().next()?;
    Some(article(context, id, None).value.html)
}
