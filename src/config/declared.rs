//! The user's settings: `kbgen.toml` and the command line, read and checked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::base_url::parse_base_url;
use super::raw::{self, Bad, ConfigValue, Problems, Read, Table, boolean, choice, each, number, parsed, text, texts};
use super::review::DeclaredReview;
use super::{
    FeedSettings, Language, MarkdownSettings, PublishSettings, ScanRules, SearchSettings, Taxonomy, ThemeName,
    ThemeSettings, bare_key, theme,
};
use crate::diag::{Diagnostic, Outcome, codes};
use crate::path::{BaseUrl, fold, slug};
use crate::text::{Source, Span};

/// The folders that relative paths are relative to; all absolute.
#[derive(Clone, Debug)]
pub struct Dirs {
    /// The vault.
    pub vault: PathBuf,
    /// The folder of the config file: `[build] out` is relative to it.
    pub config: PathBuf,
    /// The working directory: `--out` is relative to it, and so is the default output folder.
    pub work: PathBuf,
}

/// The settings that the command line overrides.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub base_url: Option<String>,
    pub out: Option<PathBuf>,
    pub drafts: bool,
}

/// The config with its gaps; [`settle`](Self::settle) fills them.
#[derive(Clone, Debug)]
pub struct Declared {
    pub(super) dirs: Dirs,
    pub(super) out: PathBuf,
    pub(super) title: Option<String>,
    pub(super) base: Option<BaseUrl>,
    pub(super) language: Option<Language>,
    pub(super) author: Option<String>,
    pub(super) git_dates: bool,
    pub(super) social_images: bool,
    pub(super) social_font: Option<PathBuf>,
    pub(super) exclude: Vec<String>,
    pub(super) allow_active_svg: bool,
    pub(super) keep_metadata: bool,
    pub(super) publish: PublishSettings,
    pub(super) review: DeclaredReview,
    pub(super) markdown: MarkdownSettings,
    /// Obsidian's own setting counts where it is absent.
    pub(super) strict_line_breaks: Option<bool>,
    pub(super) shown_properties: Vec<String>,
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) theme: ThemeSettings,
    pub(super) search: SearchSettings,
    pub(super) graph: bool,
    pub(super) feeds: FeedSettings,
}

/// The default output folder.
const DEFAULT_OUT: &str = "public";
/// The properties that are shown by default: none that an author may consider private.
const DEFAULT_SHOWN: &[&str] = &["aliases", "created", "updated", "date"];

impl Declared {
    /// Reads the config file, if there is one, and the flags over it.
    ///
    /// # Errors
    /// Every unknown key and every bad value of the file and of the flags.
    pub fn read(file: Option<&Source>, flags: &Flags, dirs: Dirs) -> Result<Outcome<Self>, Vec<Diagnostic>> {
        let empty = Source::new(crate::path::VaultPath::new("kbgen.toml"), "");
        let source = file.unwrap_or(&empty);
        let (document, errors) = DeTable::parse_recoverable(&source.text);
        if !errors.is_empty() {
            let mut found: Vec<_> = errors.iter().map(|error| syntax(source, error)).collect();
            crate::diag::sort(&mut found);
            return Err(found);
        }
        let mut problems = Problems::new(source);
        let mut declared = read_document(Table::root(Some(document.get_ref())), &mut problems, dirs);
        let mut found = problems.finish();
        declared.apply(flags, &mut found);
        crate::diag::sort(&mut found);
        if found.is_empty() { Ok(Outcome::new(declared, found)) } else { Err(found) }
    }

    fn apply(&mut self, flags: &Flags, found: &mut Vec<Diagnostic>) {
        self.publish.drafts = flags.drafts;
        if let Some(out) = &flags.out {
            self.out = self.dirs.work.join(out);
        }
        match flags.base_url.as_deref().map(parse_base_url) {
            Some(Ok(base)) => self.base = Some(base),
            Some(Err((message, help))) => {
                let diagnostic = Diagnostic::new(codes::CONFIG_BAD_VALUE, format!("`--base-url` {message}"));
                found.push(Diagnostic { help: help.map(Into::into), ..diagnostic });
            }
            None => {}
        }
    }

    /// The output folder, absolute: `--out`, else `[build] out`, else `public` in the working directory.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// The theme below the vault's own theme files.
    pub fn theme(&self) -> ThemeName {
        self.theme.name
    }

    /// The folders of this run.
    pub fn dirs(&self) -> &Dirs {
        &self.dirs
    }

    /// The settings of the walk over the vault.
    pub fn scan_rules(&self) -> ScanRules {
        ScanRules {
            root: self.dirs.vault.clone(),
            exclude: self.exclude.clone(),
            out: Some(self.out.clone()),
            git_dates: self.git_dates,
        }
    }
}

fn syntax(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
    let diagnostic = Diagnostic::new(codes::CONFIG_SYNTAX, message);
    match error.span() {
        Some(span) => diagnostic.at(source, Span::from(span)),
        None => diagnostic.in_file(&source.path),
    }
}

fn read_document(mut root: Table<'_>, problems: &mut Problems<'_>, dirs: Dirs) -> Declared {
    let mut site = root.table(problems, "site");
    let title = site.get(problems, "title", raw::owned_text);
    let base = site.get(problems, "base_url", |value| parsed(value, parse_base_url));
    let language = site.get(problems, "language", language);
    let author = site.get(problems, "author", raw::owned_text);
    let git_dates = site.get(problems, "git_dates", boolean).unwrap_or(false);
    let social_images = site.get(problems, "social_images", boolean).unwrap_or(false);
    let social_font = site.get(problems, "social_font", file_name).map(|file| dirs.config.join(file));
    site.finish(problems);

    let mut build = root.table(problems, "build");
    let out = build.get(problems, "out", folder_name);
    let out = out.map_or_else(|| dirs.work.join(DEFAULT_OUT), |out| dirs.config.join(out));
    let exclude = build.get(problems, "exclude", |value| each(value, glob)).unwrap_or_default();
    let allow_active_svg = build.get(problems, "allow_active_svg", boolean).unwrap_or(false);
    let keep_metadata = build.get(problems, "keep_metadata", boolean).unwrap_or(false);
    build.finish(problems);

    let mut publish = root.table(problems, "publish");
    let modes = [("all", false), ("opt-in", true)];
    let opt_in = publish.get(problems, "mode", |value| choice(value, &modes)).unwrap_or(false);
    publish.finish(problems);

    let mut review = root.table(problems, "review");
    let declared_review = DeclaredReview::read(&mut review, problems);
    review.finish(problems);

    let (markdown, strict_line_breaks) = read_markdown(&mut root, problems);

    let mut properties = root.table(problems, "properties");
    let shown = properties.get(problems, "show", texts);
    let shown = shown.unwrap_or_else(|| DEFAULT_SHOWN.iter().map(|key| (*key).to_owned()).collect());
    properties.finish(problems);

    let taxonomies = read_taxonomies(&mut root, problems);
    let theme = theme::read(&mut root, problems);
    let search = read_search(&mut root, problems);
    let graph = read_switch(&mut root, problems, "graph");
    let feeds = read_feeds(&mut root, problems);
    root.finish(problems);

    Declared {
        dirs,
        out,
        title,
        base,
        language,
        author,
        git_dates,
        social_images,
        social_font,
        exclude,
        allow_active_svg,
        keep_metadata,
        publish: PublishSettings { opt_in, drafts: false },
        review: declared_review,
        markdown,
        strict_line_breaks,
        shown_properties: shown.iter().map(|key| fold(key)).collect(),
        taxonomies,
        theme,
        search,
        graph,
        feeds,
    }
}

fn read_markdown(root: &mut Table<'_>, problems: &mut Problems<'_>) -> (MarkdownSettings, Option<bool>) {
    let mut table = root.table(problems, "markdown");
    let strict = table.get(problems, "strict_line_breaks", boolean);
    let default = MarkdownSettings::default();
    let mut switch = |key: &str, default: bool| table.get(problems, key, boolean).unwrap_or(default);
    let markdown = MarkdownSettings {
        strict_line_breaks: strict.unwrap_or(default.strict_line_breaks),
        alias_links: switch("alias_links", default.alias_links),
        cjk_emphasis: switch("cjk_emphasis", default.cjk_emphasis),
        topic_line: switch("topic_line", default.topic_line),
        toggles: switch("toggles", default.toggles),
        legacy_singular_keys: switch("legacy_singular_keys", default.legacy_singular_keys),
    };
    table.finish(problems);
    (markdown, strict)
}

/// The default taxonomies and the user's: a slug of the file replaces the default of that slug, and an empty list of
/// keys removes it.
fn read_taxonomies(root: &mut Table<'_>, problems: &mut Problems<'_>) -> Vec<Taxonomy> {
    let mut all: BTreeMap<String, Taxonomy> = BTreeMap::new();
    for (name, keys) in [("subjects", ["과목", "subject", "course"]), ("books", ["교재", "textbook", "book"])] {
        let keys = keys.iter().map(|key| bare_key(key)).collect();
        all.insert(name.to_owned(), Taxonomy { slug: name.to_owned(), keys, title: None });
    }
    let mut table = root.table(problems, "taxonomies");
    for (name, value) in table.own_keys() {
        if let Some(bad) = bad_slug(name, value) {
            problems.bad(&table.dotted(name), bad);
        }
        let (keys, title) = if value.get_ref().is_table() {
            let mut inner = table.table(problems, name);
            let keys = inner.get(problems, "keys", texts).unwrap_or_default();
            let title = inner.get(problems, "title", raw::owned_text);
            inner.finish(problems);
            (keys, title)
        } else {
            (table.get(problems, name, texts).unwrap_or_default(), None)
        };
        let keys = keys.iter().map(|key| bare_key(key)).collect();
        all.insert(name.to_owned(), Taxonomy { slug: name.to_owned(), keys, title });
    }
    table.finish(problems);
    all.into_values().filter(|taxonomy| !taxonomy.keys.is_empty()).collect()
}

fn bad_slug(name: &str, value: &ConfigValue<'_>) -> Option<Bad> {
    let slug = slug(name);
    if slug.as_deref() != Some(name) {
        let help = slug.map(|slug| format!("write it as `{slug}`; a `title` may be any text"));
        return Some(Bad::new(value, "is not a valid segment of an address").help(help));
    }
    let reserved = crate::routes::is_reserved(name);
    reserved.then(|| Bad::new(value, "is an address of the site's own pages").help(Some("choose another name")))
}

fn read_switch(root: &mut Table<'_>, problems: &mut Problems<'_>, name: &str) -> bool {
    let mut table = root.table(problems, name);
    let enabled = table.get(problems, "enabled", boolean).unwrap_or(true);
    table.finish(problems);
    enabled
}

fn read_search(root: &mut Table<'_>, problems: &mut Problems<'_>) -> SearchSettings {
    let mut table = root.table(problems, "search");
    let enabled = table.get(problems, "enabled", boolean).unwrap_or(true);
    let choseong = table.get(problems, "choseong", boolean).unwrap_or(false);
    table.finish(problems);
    SearchSettings { enabled, choseong }
}

fn read_feeds(root: &mut Table<'_>, problems: &mut Problems<'_>) -> FeedSettings {
    let mut table = root.table(problems, "feeds");
    let enabled = table.get(problems, "enabled", boolean).unwrap_or(true);
    let limit = table.get(problems, "limit", |value| number(value, 1..=1000)).unwrap_or(20);
    table.finish(problems);
    FeedSettings { enabled, limit: limit as usize }
}

fn language(value: &ConfigValue<'_>) -> Read<Language> {
    choice(value, &[("ko", Language::Korean), ("en", Language::English)])
}

fn folder_name(value: &ConfigValue<'_>) -> Read<PathBuf> {
    match text(value)? {
        "" => Err(vec![Bad::new(value, "must name a folder")]),
        folder => Ok(PathBuf::from(folder)),
    }
}

fn file_name(value: &ConfigValue<'_>) -> Read<PathBuf> {
    match text(value)? {
        "" => Err(vec![Bad::new(value, "must name a file")]),
        file => Ok(PathBuf::from(file)),
    }
}

/// A `.gitignore`-style pattern that can be compiled.
fn glob(value: &ConfigValue<'_>) -> Read<String> {
    let pattern = text(value)?;
    match ignore::gitignore::GitignoreBuilder::new("").add_line(None, pattern) {
        Ok(_) => Ok(pattern.to_owned()),
        Err(error) => Err(vec![Bad::new(value, format!("has a bad pattern: {error}"))]),
    }
}
