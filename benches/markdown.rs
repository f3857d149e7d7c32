//! The time for notes to HTML, beside that of pulldown-cmark's own writer for the same notes: `cargo bench`.
//!
//! The vault is the folder in `KBGEN_BENCH_VAULT`, else the demo vault. Code is not coloured, and notes with math are
//! left out, so both sides do the same kind of work; kbgen also does Obsidian's dialect and its links.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its vault")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::LazyLock;

use divan::Bencher;
use kbgen::article::code::{Highlight, Highlighted};
use kbgen::article::{BaseViews, Context, Labels, article};
use kbgen::config::{Config, Declared, Dirs, Flags, Language, VaultFacts};
use kbgen::date::Clock;
use kbgen::index::{Input, Site, index};
use kbgen::parse::{ParseRules, parse};
use kbgen::path::VaultPath;
use kbgen::scan::image::ImageFacts;
use kbgen::scan::{Asset, SourceFile, Vault};
use kbgen::text::Source;
use walkdir::WalkDir;

fn main() {
    divan::main();
}

struct NoColours;

impl Highlight for NoColours {
    fn highlight(&self, _: &str, _: &str) -> Highlighted<'_> {
        Highlighted::Plain
    }
}

struct Bench {
    vault: Vault,
    /// The same notes without their properties.
    bodies: Vec<SourceFile>,
    config: Config,
    site: Site,
    words: Labels,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let folder = std::env::var_os("KBGEN_BENCH_VAULT").map_or_else(|| PathBuf::from("content-sample"), PathBuf::from);
    let vault = vault(&folder);
    let config = config();
    let rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
    let parsed: Vec<_> = vault.notes.iter().filter_map(|file| parse(file, &rules).value).map(Arc::new).collect();
    let probe = |_: &Asset| ImageFacts::default();
    let input = Input { parsed: &parsed, refused: &[], vault: &vault, config: &config, probe: &probe };
    let site = index(input, None).value.0;
    let words = Labels::from_lookup(|key| key.to_owned());
    let body = |file: &SourceFile| {
        let text = file.source.text.strip_prefix("---\n").and_then(|rest| Some(rest.split_once("\n---\n")?.1));
        let text = text.unwrap_or(&file.source.text);
        SourceFile { source: Source::new(file.source.path.clone(), text), quiet: false }
    };
    let bodies = vault.notes.iter().map(body).collect();
    Bench { vault, bodies, config, site, words }
});

fn vault(folder: &Path) -> Vault {
    let mut vault = Vault::default();
    for entry in
        WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        let path =
            entry.path().strip_prefix(folder).expect("a file of the folder").to_string_lossy().replace('\\', "/");
        let path = VaultPath::new(path);
        if !path.is_note() {
            vault.assets.push(Asset { path, disk: entry.path().to_owned(), size: 0 });
        } else if let Ok(text) = std::fs::read_to_string(entry.path())
            && !text.contains('$')
        {
            vault.notes.push(SourceFile { source: Source::new(path, text), quiet: false });
        }
    }
    vault
}

fn config() -> Config {
    let source = Source::new(VaultPath::new("kbgen.toml"), "[site]\nlanguage = \"en\"\n".to_owned());
    let dirs = Dirs { vault: "/vault".into(), config: "/vault".into(), work: "/".into() };
    let declared = Declared::read(Some(&source), &Flags::default(), dirs).expect("a valid config").value;
    let facts = VaultFacts { name: "vault".to_owned(), language: Language::English, strict_line_breaks: None };
    declared.settle(&facts, Clock::Day("2024-10-27".parse().expect("a day"))).value
}

#[divan::bench(sample_count = 20)]
fn pulldown_cmark(bencher: Bencher) {
    with_its_own_writer(bencher, &BENCH.vault.notes);
}

#[divan::bench(sample_count = 20)]
fn pulldown_cmark_bodies(bencher: Bencher) {
    with_its_own_writer(bencher, &BENCH.bodies);
}

fn with_its_own_writer(bencher: Bencher, notes: &[SourceFile]) {
    use pulldown_cmark::{Options, Parser, html::push_html};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS;
    bencher.bench(|| {
        for note in notes {
            let mut html = String::with_capacity(note.source.text.len() * 3 / 2);
            push_html(&mut html, Parser::new_ext(&note.source.text, options));
            divan::black_box(html);
        }
    });
}

#[divan::bench(sample_count = 20)]
fn kbgen_parse(bencher: Bencher) {
    parsed(bencher, &BENCH.vault.notes);
}

#[divan::bench(sample_count = 20)]
fn kbgen_parse_bodies(bencher: Bencher) {
    parsed(bencher, &BENCH.bodies);
}

fn parsed(bencher: Bencher, notes: &[SourceFile]) {
    let bench = &*BENCH;
    let rules = ParseRules { markdown: &bench.config.markdown, shown_properties: &bench.config.shown_properties };
    bencher.bench(|| {
        for note in notes {
            divan::black_box(parse(note, &rules));
        }
    });
}

#[divan::bench(sample_count = 20)]
fn kbgen_html(bencher: Bencher) {
    let bench = &*BENCH;
    let bases = BaseViews::new(&bench.site);
    let (site, config, words) = (&bench.site, &bench.config, &bench.words);
    let context = Context { site, config, words, code: &NoColours, bases: &bases };
    bencher.bench(|| {
        for (id, _) in bench.site.ids() {
            divan::black_box(article(context, id, None));
        }
    });
}
