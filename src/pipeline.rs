//! The pipeline: runs the phases and times them.
//!
//! [`load`] reads and parses the vault once; [`Loaded::build`] makes a site of what was read. A server keeps the
//! [`Loaded`], reads a changed note again and builds again: everything past the parser is made afresh, so nothing stale
//! can stay.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::article::code::{Highlight, HighlightedCode, OnDemand};
use crate::config::{Config, Declared, ScanRules, VaultFacts, language};
use crate::date::{Clock, Today};
use crate::diag::{self, Diagnostic, Outcome};
use crate::index::{self, Site};
use crate::pages::{self, KINDS, Pages};
use crate::parse::{self, ParseRules, ParsedNote};
use crate::path::VaultPath;
use crate::rendered::Rendered;
use crate::review::{self, LogFile, Schedule};
use crate::scan::{self, Reading, SourceFile, Vault};
use crate::social::{self, CardRenderer, ImageCache, NoImageCache, Pictures};
use crate::theme::{Theme, ThemeFile};

/// The reason why there is no site.
#[derive(Debug)]
pub enum Failure {
    /// The vault itself cannot be read.
    Vault(Diagnostic),
    /// The config or the theme is wrong.
    Setup(Vec<Diagnostic>),
}

/// The purpose of a build, which decides what is made beforehand and what another build may take over.
#[derive(Clone, Copy)]
pub enum Purpose<'a> {
    /// To make every page once: code is highlighted beforehand, each block once, and nothing is kept.
    WholeSite,
    /// To make pages on request, once; nothing is kept.
    SomePages,
    /// The same for a server: the build keeps what the next one may take over.
    Preview,
    /// The same after this build, which was made of the same [`Loaded`] before some notes were read again or a day went
    /// by.
    NextPreview(&'a Build),
}

impl<'a> Purpose<'a> {
    fn makes_all_pages(self) -> bool {
        matches!(self, Self::WholeSite)
    }

    /// Whether another build may follow.
    fn is_preview(self) -> bool {
        matches!(self, Self::Preview | Self::NextPreview(_))
    }

    /// The build before, with the results that may be taken over from it.
    fn last(self) -> Option<(&'a Build, &'a Memos)> {
        match self {
            Self::NextPreview(last) => Some((last, last.memo.as_ref()?)),
            Self::WholeSite | Self::SomePages | Self::Preview => None,
        }
    }
}

/// The time of each phase, in order.
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

/// The vault, read and parsed, with its settings.
pub struct Loaded {
    pub config: Arc<Config>,
    rules: ScanRules,
    vault: Vault,
    theme: Arc<Theme>,
    /// The renderer of social images, where there are any, and the cache of those drawn before.
    card_renderer: Option<Arc<CardRenderer>>,
    image_cache: Arc<dyn ImageCache>,
    /// Parallel to the vault's notes.
    parsed: Vec<Parsed>,
    /// Attachments whose bytes may have changed since the last build.
    touched: BTreeSet<VaultPath>,
    /// Diagnostics of the config and the scan.
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
}

/// The result of parsing one note.
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
    /// The input of the pages, for exports that show parts of them.
    pub pages: Arc<Pages>,
    pub rendered: Rendered,
    pub theme: Arc<Theme>,
    /// The results that the next build may take over, where one may follow.
    memo: Option<Memos>,
    /// The diagnostics so far, sorted. Making the pages may add more.
    pub diagnostics: Vec<Diagnostic>,
    pub timings: Timings,
}

impl Build {
    /// The diagnostics once every page is made; everything else is dropped, the notes by all threads.
    pub fn into_findings(self) -> (Vec<Diagnostic>, Timings) {
        let Self { site, schedule, pages, rendered, diagnostics, timings, .. } = self;
        drop((schedule, pages, rendered));
        if let Some(site) = Arc::into_inner(site) {
            site.notes.into_par_iter().for_each(drop);
        }
        (diagnostics, timings)
    }
}

/// The results that the phases may take over from one build to the next.
struct Memos {
    index: index::Memo,
    review: review::Memo,
}

/// A site before its pages.
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
    let card_renderer = CardRenderer::of(&config).map_err(Failure::Setup)?.take(&mut diagnostics).map(Arc::new);
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

fn parse_file(file: &SourceFile, rules: &ParseRules<'_>) -> Parsed {
    let Outcome { value, diagnostics } = parse::parse(file, rules);
    Parsed { note: value.map(Arc::new), diagnostics }
}

impl Loaded {
    /// Sets the cache from which drawn social images are taken, and to which new ones are added.
    pub fn keep_pictures(&mut self, image_cache: Arc<dyn ImageCache>) {
        self.image_cache = image_cache;
    }

    /// The site of what was read.
    pub fn build(&self, purpose: Purpose<'_>) -> Build {
        let of_notes = self.parsed.iter().flat_map(|parsed| &parsed.diagnostics);
        self.build_with(purpose, self.diagnostics.iter().chain(of_notes).cloned().collect())
    }

    /// The same, where nothing else is built of this value: its diagnostics are moved instead of copied.
    pub fn into_build(mut self, purpose: Purpose<'_>) -> Build {
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        for parsed in &mut self.parsed {
            diagnostics.append(&mut parsed.diagnostics);
        }
        self.build_with(purpose, diagnostics)
    }

    /// `diagnostics`: those of the scan and of each note.
    fn build_with(&self, purpose: Purpose<'_>, diagnostics: Vec<Diagnostic>) -> Build {
        let config = self.config.clone();
        let mut timings = self.timings.clone();
        let notes: Vec<Arc<ParsedNote>> = self.parsed.iter().filter_map(|parsed| parsed.note.clone()).collect();
        let highlight = || -> Box<dyn Highlight + Send> {
            if purpose.makes_all_pages() { Box::new(HighlightedCode::of(&notes)) } else { Box::new(OnDemand) }
        };
        // Much of index and review runs on one thread, and highlighting does not depend on them.
        let (linked, (code, highlighting)) =
            rayon::join(|| self.link(&notes, purpose, diagnostics), || timed(highlight));
        let Linked { site, schedule, memo, diagnostics: mut all, timings: of_linking } = linked;
        timings.0.extend(of_linking.0);
        timings.0.push(("highlight", highlighting));
        let pictures = self.pictures(&site).map(|planned| planned.take(&mut all));
        let pages = pages::bind(KINDS, config.clone(), site.clone(), schedule.clone(), self.theme.clone(), code);
        let pages = Arc::new(pages.with_pictures(pictures));
        let rendered = timings.measure("plan", || pages::plan(KINDS, pages.clone()));
        if purpose.makes_all_pages() {
            // Before the pages, while memory holds the least.
            timings.measure("search", || pages.prepare());
        }
        diag::sort(&mut all);
        let theme = self.theme.clone();
        Build { config, site, schedule, pages, rendered, theme, memo, diagnostics: all, timings }
    }

    /// Index and review.
    fn link(&self, notes: &[Arc<ParsedNote>], purpose: Purpose<'_>, mut diagnostics: Vec<Diagnostic>) -> Linked {
        let mut timings = Timings::default();
        let (config, refused) = (&*self.config, self.refused());
        let probe = |asset: &scan::Asset| scan::image::image_facts(&asset.disk);
        let input = index::Input { parsed: notes, refused: &refused, vault: &self.vault, config, probe: &probe };
        let last = purpose.last();
        let last_index =
            last.map(|(last, memos)| index::Last { site: &last.site, memo: &memos.index, touched: &self.touched });
        let (site, of_index) = timings.measure("index", || index::index(input, last_index)).take(&mut diagnostics);
        let of_index = purpose.is_preview().then_some(of_index);
        let mut diagnostics = index::gate::reportable(diagnostics, &self.vault, &site);
        let last_review = last.map(|(_, memos)| &memos.review);
        let schedule = timings.measure("review", || self.schedule(last_review, &site, purpose.is_preview()));
        let (schedule, of_review) = schedule.take(&mut diagnostics);
        let memo = of_index.zip(of_review).map(|(index, review)| Memos { index, review });
        Linked { site: Arc::new(site), schedule: Arc::new(schedule), memo, diagnostics, timings }
    }

    fn pictures(&self, site: &Site) -> Option<Outcome<Pictures>> {
        let tools = (self.card_renderer.clone()?, self.image_cache.clone());
        let colours = social::Colours::of(&self.theme);
        Some(Pictures::plan(tools, colours, site, &self.config))
    }

    /// Adds the results that the next build may take over, where one may follow.
    fn schedule(
        &self,
        last: Option<&review::Memo>,
        site: &Site,
        another_follows: bool,
    ) -> Outcome<(Schedule, Option<review::Memo>)> {
        let is_note = |path: &VaultPath| {
            let notes = &self.vault.notes;
            notes.binary_search_by(|file| file.source.path.cmp(path)).is_ok() || self.vault.unreadable.contains(path)
        };
        let log = self.vault.reviews.as_ref().map(|source| LogFile { source, is_note: &is_note });
        if another_follows {
            review::schedule_after(last, site, log, &self.config).map(|(schedule, memo)| (schedule, Some(memo)))
        } else {
            review::schedule(site, log, &self.config).map(|schedule| (schedule, None))
        }
    }

    /// Notes that were read but refused: their names stay taken.
    fn refused(&self) -> Vec<VaultPath> {
        let files = self.vault.notes.iter().zip(&self.parsed);
        files.filter(|(_, parsed)| parsed.note.is_none()).map(|(file, _)| file.source.path.clone()).collect()
    }

    /// Reads these notes again, parses them, and takes them over; all else stays as it was read. `touched` are
    /// attachments with new bytes, which are read again by the next build.
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
