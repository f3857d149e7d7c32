//! Wires the phases and times them.
//!
//! [`load`] reads and parses the vault once; [`Loaded::build`] makes a site of what was read. A server keeps the
//! [`Loaded`], reads a changed note anew and builds again: everything past the parser is made afresh, so nothing stale
//! can stay.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::article::code::{Highlight, HighlightedCode, OnDemand};
use crate::config::{Config, Declared, ScanRules, VaultFacts, language};
use crate::date::{Clock, Today};
use crate::diag::{self, Diagnostic, Outcome, Severity, codes};
use crate::index::{self, Site};
use crate::pages::{self, KINDS, Pages};
use crate::parse::{self, ParseRules, ParsedNote};
use crate::path::VaultPath;
use crate::rendered::Rendered;
use crate::review::{self, LogFile, Schedule};
use crate::scan::{self, Reading, SourceFile, Vault, fonts};
use crate::social::{self, CardRenderer, ImageCache, NoImageCache, Pictures};
use crate::theme::{Theme, ThemeFile};

/// Why there is no site.
#[derive(Debug)]
pub enum Failure {
    /// The vault itself cannot be read.
    Vault(Diagnostic),
    /// The config or the theme is wrong.
    Setup(Vec<Diagnostic>),
}

/// What a site is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Every page will be made: code is highlighted beforehand, each block once.
    AllPages,
    /// Only pages that somebody asks for.
    SomePages,
}

/// How long each phase took, in order.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    /// Runs a phase and notes its time.
    pub fn measure<T>(&mut self, phase: &'static str, work: impl FnOnce() -> T) -> T {
        let (value, took) = timed(work);
        self.0.push((phase, took));
        value
    }
}

#[expect(clippy::disallowed_methods, reason = "the phase table of `build -v`; no output depends on it")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}

/// The vault, read and parsed, with the settings that hold for it.
pub struct Loaded {
    pub config: Arc<Config>,
    rules: ScanRules,
    vault: Vault,
    theme: Arc<Theme>,
    /// What social images are drawn with, where there are any, and where those are kept that were drawn before.
    card_renderer: Option<Arc<CardRenderer>>,
    image_cache: Arc<dyn ImageCache>,
    /// Parallel to the vault's notes.
    parsed: Vec<Parsed>,
    /// Attachments whose bytes may have changed since the last build.
    touched: BTreeSet<VaultPath>,
    /// Of the config and the scan.
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
}

/// What came of parsing one note.
struct Parsed {
    /// `None`: refused with an error.
    note: Option<Arc<ParsedNote>>,
    diagnostics: Vec<Diagnostic>,
}

/// A site that can be written or served.
pub struct Build {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub schedule: Arc<Schedule>,
    /// What the pages are made from, for exports that show parts of them.
    pub pages: Arc<Pages>,
    pub rendered: Rendered,
    pub theme: Arc<Theme>,
    /// What the next build may take over, where one may follow.
    memo: Option<Memos>,
    /// Everything noticed so far, sorted. Making the pages may find more.
    pub diagnostics: Vec<Diagnostic>,
    pub timings: Timings,
}

impl Build {
    /// What is left to tell once every page is made; all else is let go, the notes by all threads.
    pub fn into_findings(self) -> (Vec<Diagnostic>, Timings) {
        let Self { site, schedule, pages, rendered, diagnostics, timings, .. } = self;
        drop((schedule, pages, rendered));
        if let Some(site) = Arc::into_inner(site) {
            site.notes.into_par_iter().for_each(drop);
        }
        (diagnostics, timings)
    }
}

/// What the phases may take over from one build to the next.
struct Memos {
    index: index::Memo,
    review: review::Memo,
}

/// What a site is before its pages.
struct Linked {
    site: Arc<Site>,
    schedule: Arc<Schedule>,
    memo: Option<Memos>,
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
}

/// Reads and parses the vault.
///
/// # Errors
/// [`Failure::Vault`] when the vault's folder cannot be read, [`Failure::Setup`] when the theme is wrong.
pub fn load(declared: Declared, clock: Clock) -> Result<Loaded, Failure> {
    let mut timings = Timings::default();
    let mut diagnostics = Vec::new();
    let rules = declared.scan_rules();
    let vault = timings
        .measure("scan", || scan::scan(&rules))
        .map_err(|diagnostic| Failure::Vault(*diagnostic))?
        .take(&mut diagnostics);
    let prose = vault.notes.iter().filter(|file| file.source.path.is_note());
    let prose: Vec<&str> = prose.map(|note| &*note.source.text).collect();
    let facts = VaultFacts {
        name: rules.root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        language: language::guess(prose.into_iter()),
        strict_line_breaks: vault.obsidian.strict_line_breaks,
    };
    let config = declared.settle(&facts, clock).take(&mut diagnostics);
    let parse_rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
    let parsed =
        timings.measure("parse", || vault.notes.par_iter().map(|file| parse_file(file, &parse_rules)).collect());
    let theme = timings.measure("theme", || load_theme(&vault, &config))?.take(&mut diagnostics);
    let card_renderer = card_renderer(&config)?.take(&mut diagnostics).map(Arc::new);
    let (config, theme, touched) = (Arc::new(config), Arc::new(theme), BTreeSet::new());
    Ok(Loaded {
        rules,
        theme,
        card_renderer,
        image_cache: Arc::new(NoImageCache),
        config,
        vault,
        parsed,
        touched,
        diagnostics,
        timings,
    })
}

fn load_theme(vault: &Vault, config: &Config) -> Result<Outcome<Theme>, Failure> {
    let file = |(path, bytes): (&String, &Arc<[u8]>)| ThemeFile { path: path.clone(), bytes: bytes.clone() };
    let overlay: Vec<ThemeFile> = vault.theme.iter().map(file).collect();
    Theme::load(&config.theme, &overlay, config.site.language.tag()).map_err(Failure::Setup)
}

/// What social images are drawn with, where the config asks for them and they would have an address.
fn card_renderer(config: &Config) -> Result<Outcome<Option<CardRenderer>>, Failure> {
    let site = &config.site;
    let nothing = |code, message: &str, help: &str| {
        Ok(Outcome::new(None, vec![Diagnostic::new(code, message.to_owned()).help(help.to_owned())]))
    };
    if !site.social_images {
        return Ok(Outcome::clean(None));
    }
    if cfg!(not(feature = "social")) {
        let message = "no social images: this kbgen was built without them";
        return nothing(codes::SOCIAL_FONT, message, "build it with the feature `social`, which is on by default");
    }
    if site.base.origin.is_none() {
        let message = "no social images: without a base URL they have no address that others could fetch";
        return nothing(codes::SOCIAL_NO_BASE_URL, message, "set `[site] base_url` in kbgen.toml or `--base-url`");
    }
    if let Some(path) = &site.social_font {
        let read =
            fonts::of_file(path).and_then(|files| CardRenderer::new(&files).ok_or("it is no OpenType font".to_owned()));
        return read.map(|card_renderer| Outcome::clean(Some(card_renderer))).map_err(|why| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let message = format!("`site.social_font` cannot be used: {name}: {why}");
            let help = "name a file in TrueType or OpenType format, relative to the config file";
            Failure::Setup(vec![Diagnostic::new(codes::CONFIG_BAD_VALUE, message).help(help)])
        });
    }
    match fonts::of_system().and_then(|files| CardRenderer::new(&files)) {
        Some(card_renderer) => Ok(Outcome::clean(Some(card_renderer))),
        None => {
            let help = "install one (Debian and Ubuntu: `apt-get install fonts-noto-cjk`), or name a font file: `[site] social_font`";
            nothing(codes::SOCIAL_FONT, "no social images: there is no font that kbgen knows", help)
        }
    }
}

fn parse_file(file: &SourceFile, rules: &ParseRules<'_>) -> Parsed {
    let Outcome { value, diagnostics } = parse::parse(file, rules);
    Parsed { note: value.map(Arc::new), diagnostics }
}

impl Loaded {
    /// Takes social images that were drawn before from there, and puts new ones there.
    pub fn keep_pictures(&mut self, image_cache: Arc<dyn ImageCache>) {
        self.image_cache = image_cache;
    }

    /// The site of what was read.
    pub fn build(&self, purpose: Purpose) -> Build {
        self.build_after(purpose, true, None, self.noticed())
    }

    /// The same, where no other build follows: what was noticed so far is handed on.
    pub fn into_build(mut self, purpose: Purpose) -> Build {
        let mut all = std::mem::take(&mut self.diagnostics);
        for parsed in &mut self.parsed {
            all.append(&mut parsed.diagnostics);
        }
        self.build_after(purpose, false, None, all)
    }

    /// The same as [`build`](Self::build) for some pages, taking over what still holds of `last`: a build of this very
    /// value, before some notes were read again or a day went by.
    pub fn rebuild(&self, last: &Build) -> Build {
        self.build_after(Purpose::SomePages, true, Some(last), self.noticed())
    }

    /// What was noticed in the scan and in each note.
    fn noticed(&self) -> Vec<Diagnostic> {
        let of_notes = self.parsed.iter().flat_map(|parsed| &parsed.diagnostics);
        self.diagnostics.iter().chain(of_notes).cloned().collect()
    }

    /// `keep`: another build may follow and take over from this one.
    fn build_after(&self, purpose: Purpose, keep: bool, last: Option<&Build>, all: Vec<Diagnostic>) -> Build {
        let config = self.config.clone();
        let mut timings = self.timings.clone();
        let notes: Vec<Arc<ParsedNote>> = self.parsed.iter().filter_map(|parsed| parsed.note.clone()).collect();
        let highlight = || -> Box<dyn Highlight + Send> {
            match purpose {
                Purpose::AllPages => Box::new(HighlightedCode::of(&notes)),
                Purpose::SomePages => Box::new(OnDemand),
            }
        };
        // Much of index and review is one thread's work, and highlighting needs nothing of them.
        let (linked, (code, highlighting)) = rayon::join(|| self.link(&notes, last, keep, all), || timed(highlight));
        let Linked { site, schedule, memo, diagnostics: mut all, timings: of_linking } = linked;
        timings.0.extend(of_linking.0);
        timings.0.push(("highlight", highlighting));
        let pictures = self.pictures(&site).map(|planned| planned.take(&mut all));
        let pages = pages::bind(KINDS, config.clone(), site.clone(), schedule.clone(), self.theme.clone(), code);
        let pages = Arc::new(pages.with_pictures(pictures));
        let rendered = timings.measure("plan", || pages::plan(KINDS, pages.clone()));
        if purpose == Purpose::AllPages {
            // Before the pages, while memory holds the least.
            timings.measure("search", || pages.prepare());
        }
        diag::sort(&mut all);
        let theme = self.theme.clone();
        Build { config, site, schedule, pages, rendered, theme, memo, diagnostics: all, timings }
    }

    /// Index and review. `keep`: with what the next build may take over.
    fn link(&self, notes: &[Arc<ParsedNote>], last: Option<&Build>, keep: bool, mut all: Vec<Diagnostic>) -> Linked {
        let mut timings = Timings::default();
        let (config, refused) = (&*self.config, self.refused());
        let probe = |asset: &scan::Asset| scan::image::image_facts(&asset.disk);
        let input = index::Input { parsed: notes, refused: &refused, vault: &self.vault, config, probe: &probe };
        let memos = last.and_then(|last| last.memo.as_ref());
        let last = last.zip(memos).map(|(last, memos)| index::Last {
            site: &last.site,
            memo: &memos.index,
            touched: &self.touched,
        });
        let (site, of_index) = timings.measure("index", || index::index(input, last)).take(&mut all);
        let of_index = keep.then_some(of_index);
        let mut all = self.without_private_text(all, &site);
        let last = memos.map(|memos| &memos.review);
        let schedule = timings.measure("review", || self.schedule(keep, last, &site, config));
        let (schedule, of_review) = schedule.take(&mut all);
        let memo = of_index.zip(of_review).map(|(index, review)| Memos { index, review });
        Linked { site: Arc::new(site), schedule: Arc::new(schedule), memo, diagnostics: all, timings }
    }

    fn pictures(&self, site: &Site) -> Option<Outcome<Pictures>> {
        let tools = (self.card_renderer.clone()?, self.image_cache.clone());
        let colours = social::Colours::of(&self.theme);
        Some(Pictures::plan(tools, colours, site, &self.config))
    }

    /// With what the next build may take over, if there will be one.
    fn schedule(
        &self,
        keep: bool,
        last: Option<&review::Memo>,
        site: &Site,
        config: &Config,
    ) -> Outcome<(Schedule, Option<review::Memo>)> {
        let is_note = |path: &VaultPath| {
            let notes = &self.vault.notes;
            notes.binary_search_by(|file| file.source.path.cmp(path)).is_ok() || self.vault.unreadable.contains(path)
        };
        let log = self.vault.reviews.as_ref().map(|source| LogFile { source, is_note: &is_note });
        if keep {
            review::schedule_after(last, site, log, config).map(|(schedule, memo)| (schedule, Some(memo)))
        } else {
            review::schedule(site, log, config).map(|schedule| (schedule, None))
        }
    }

    /// A build log may be public. Of a note that is not on the site only errors are told, which say why it is not, and
    /// no text is quoted.
    fn without_private_text(&self, all: Vec<Diagnostic>, site: &Site) -> Vec<Diagnostic> {
        let public: FxHashSet<&VaultPath> = site.notes.iter().map(|note| note.path()).collect();
        let private = self.vault.notes.iter().map(|file| &file.source.path).filter(|path| !public.contains(path));
        let private: FxHashSet<&VaultPath> = private.collect();
        let unreadable: FxHashSet<&VaultPath> = self.vault.unreadable.iter().collect();
        let told = |diagnostic: Diagnostic| match &diagnostic.place {
            Some(place) if private.contains(&place.path) => {
                (diagnostic.severity == Severity::Error).then(|| diagnostic.unquoted())
            }
            Some(place) if unreadable.contains(&place.path) => Some(diagnostic.unquoted()),
            _ => Some(diagnostic),
        };
        all.into_iter().filter_map(told).collect()
    }

    /// Notes that were read but refused: their names stay taken.
    fn refused(&self) -> Vec<VaultPath> {
        let files = self.vault.notes.iter().zip(&self.parsed);
        files.filter(|(_, parsed)| parsed.note.is_none()).map(|(file, _)| file.source.path.clone()).collect()
    }

    /// Reads these notes again, parses them, and takes them over; all else stays as it was read. `touched` are
    /// attachments with new bytes, which are looked at again by the next build.
    ///
    /// # Errors
    /// As for [`scan::scan`].
    pub fn reread(&mut self, paths: &BTreeSet<VaultPath>, touched: BTreeSet<VaultPath>) -> Result<(), Diagnostic> {
        self.touched = touched;
        let config = self.config.clone();
        let rules = ParseRules { markdown: &config.markdown, shown_properties: &config.shown_properties };
        let here = |diagnostic: &Diagnostic| diagnostic.place.as_ref().is_some_and(|place| paths.contains(&place.path));
        self.diagnostics.retain(|diagnostic| !here(diagnostic));
        self.vault.unreadable.retain(|path| !paths.contains(path));
        for path in paths {
            let reading = scan::reread(&self.rules, &self.vault.obsidian, path)
                .map_err(|diagnostic| *diagnostic)?
                .take(&mut self.diagnostics);
            let place = self.vault.notes.binary_search_by(|file| file.source.path.cmp(path));
            if let Ok(at) = place {
                self.vault.notes.remove(at);
                self.parsed.remove(at);
            }
            match reading {
                Reading::Note(file) => {
                    let at = place.unwrap_or_else(|at| at);
                    self.parsed.insert(at, parse_file(&file, &rules));
                    self.vault.notes.insert(at, file);
                }
                Reading::Withheld => self.vault.unreadable.push(path.clone()),
                Reading::Absent => {}
            }
        }
        Ok(())
    }

    /// Reads the review log again; all else stays as it was read.
    ///
    /// # Errors
    /// As for [`scan::scan`].
    pub fn reread_reviews(&mut self) -> Result<(), Diagnostic> {
        let here = |diagnostic: &Diagnostic| {
            diagnostic.place.as_ref().is_some_and(|place| place.path.as_str() == scan::REVIEW_LOG)
        };
        self.diagnostics.retain(|diagnostic| !here(diagnostic));
        let reading = scan::reread_reviews(&self.rules).map_err(|diagnostic| *diagnostic)?;
        self.vault.reviews = reading.take(&mut self.diagnostics);
        Ok(())
    }

    /// Moves on to another day; nothing else changes.
    pub fn restamp(&mut self, clock: Clock) {
        let today = self.config.today;
        let today = Today::new(clock, today.zone, today.day_start);
        self.config = Arc::new(Config { today, ..(*self.config).clone() });
    }
}
