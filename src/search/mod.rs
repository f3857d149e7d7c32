//! The search index: every word of every listed note, in files that a reader's browser fetches as it needs them.
//!
//! The set of files depends only on the notes' number and length, so that the plan of a site costs nothing; their
//! content is made all at once, when the first is requested. Terms are spread over shards by their first characters,
//! so that a query reads one shard a word, and notes over shelves by their number. Each file begins with the id of its
//! index: after a new build of the site, an open page must not mix two.
//!
//! The index holds no text of notes. Around a hit, the reader's script shows the text of the note's own page.

mod fields;
mod initial;
mod postings;
mod shard;
mod terms;
mod word;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use compact_str::CompactString;

use crate::config::SearchSettings;
use crate::index::{Note, NoteId, Site};
use crate::path::UrlPath;
use crate::routes::Route;
use postings::{List, Postings};

pub use initial::Initial;

/// The most bytes of notes for each shard. If no word were in two notes, a shard of that size would be about 50 KB,
/// compressed, so that the first request stays below 100 KB. With an ordinary vocabulary it is a tenth of that.
const BYTES_PER_SHARD: usize = 64 << 10;
/// The notes on a shelf. Ten results may be on ten shelves, so these must be small.
const SHELF: usize = 64;

/// The number of notes and of each kind of file of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub notes: usize,
    pub shards: usize,
    pub shelves: usize,
}

impl Shape {
    pub fn of<'a>(notes: impl Iterator<Item = &'a Note>) -> Self {
        let (notes, bytes) =
            notes.fold((0, 0), |(notes, bytes), note| (notes + 1, bytes + note.parsed.source.text.len()));
        Self::of_size(notes, bytes)
    }

    fn of_size(notes: usize, bytes: usize) -> Self {
        let shards = bytes.div_ceil(BYTES_PER_SHARD).max(1).next_power_of_two();
        Self { notes, shards, shelves: notes.div_ceil(SHELF) }
    }
}

/// The address of a shard: terms and the notes that have them.
pub fn shard_url(shard: usize) -> UrlPath {
    Route::SearchTerms.below(format_args!("{shard}.txt"))
}

/// The address of a shelf: titles and addresses of notes.
pub fn shelf_url(shelf: usize) -> UrlPath {
    Route::SearchNotes.below(format_args!("{shelf}.json"))
}

/// The notes that are searched, in path order.
pub fn searched(site: &Site) -> impl Iterator<Item = (NoteId, &Note)> {
    site.ids().filter(|(_, note)| note.listed())
}

/// The whole index.
pub struct SearchIndex {
    /// The id of the index: a hash of its content.
    pub build: String,
    pub shape: Shape,
    shards: Vec<String>,
    shelves: Vec<String>,
}

impl SearchIndex {
    /// Reads every listed note, on `threads` threads; their number does not change a byte.
    ///
    /// These are threads of its own: one of rayon's, waiting for a part of the index, could start another page
    /// meanwhile, which would wait for the index.
    pub fn of(site: &Site, settings: SearchSettings, threads: NonZeroUsize) -> Self {
        let notes: Vec<&Note> = searched(site).map(|(_, note)| note).collect();
        let shape = Shape::of(notes.iter().copied());
        let size = notes.len().div_ceil(threads.get()).max(1);
        let parts: Vec<(usize, &[&Note])> =
            notes.chunks(size).enumerate().map(|(ix, part)| (ix * size, part)).collect();
        let collected = map_on_threads(parts, |(first, part)| collect_terms(first, part, site, settings, shape.shards));
        let per_thread = shape.shards.div_ceil(threads.get());
        let written = map_on_threads(merged_runs(collected, shape.shards, per_thread), |shards| {
            shards.into_iter().map(shard::lines).collect::<Vec<_>>()
        });
        let shards: Vec<String> = written.into_iter().flatten().collect();
        let shelves: Vec<String> = notes.chunks(SHELF).map(|notes| shelf(site, notes)).collect();
        let mut hasher = blake3::Hasher::new();
        for file in shards.iter().chain(&shelves) {
            hasher.update(&(file.len() as u64).to_le_bytes()).update(file.as_bytes());
        }
        let build = hasher.finalize().to_hex()[..12].to_owned();
        Self { build, shape, shards, shelves }
    }

    /// The text of a shard's file.
    pub fn shard(&self, shard: usize) -> String {
        format!("{}\n{}", self.build, self.shards[shard])
    }

    /// The text of a shelf's file.
    pub fn shelf(&self, shelf: usize) -> String {
        format!("{{\"build\":\"{}\",\"notes\":{}}}\n", self.build, self.shelves[shelf])
    }

    /// The text of the manifest, with the labels of the reader's script.
    pub fn manifest(&self, labels: &BTreeMap<&str, &str>) -> String {
        let Shape { notes, shards, .. } = self.shape;
        let manifest = serde_json::json!({
            "format": 1, "build": self.build, "notes": notes, "shards": shards, "shelf": SHELF, "words": labels,
        });
        format!("{manifest}\n")
    }
}

/// The terms of one shard.
type Terms = Vec<(CompactString, List)>;

/// The terms of some notes, shard by shard.
fn collect_terms(first: usize, notes: &[&Note], site: &Site, settings: SearchSettings, shards: usize) -> Vec<Terms> {
    let mut postings = Postings::default();
    for (ix, note) in notes.iter().enumerate() {
        postings.add((first + ix) as u32, site, note, settings);
    }
    let mut by_shard: Vec<Terms> = std::iter::repeat_with(Vec::new).take(shards).collect();
    for (term, notes) in postings.into_terms() {
        by_shard[terms::shard_of(&term, shards)].push((term, notes));
    }
    by_shard
}

/// Merges the terms of each shard, in the order of the parts, and splits the shards into runs.
fn merged_runs(parts: Vec<Vec<Terms>>, shards: usize, run: usize) -> Vec<Vec<Terms>> {
    let mut all: Vec<Terms> = std::iter::repeat_with(Vec::new).take(shards).collect();
    for part in parts {
        for (shard, terms) in all.iter_mut().zip(part) {
            shard.extend(terms);
        }
    }
    let mut runs = Vec::new();
    let mut all = all.into_iter().peekable();
    while all.peek().is_some() {
        runs.push(all.by_ref().take(run).collect());
    }
    runs
}

/// An ordered map with a thread for each task.
fn map_on_threads<T: Send, R: Send>(tasks: Vec<T>, work: impl Fn(T) -> R + Copy + Send + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let running: Vec<_> = tasks.into_iter().map(|task| scope.spawn(move || work(task))).collect();
        let done =
            running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.collect()
    })
}

/// Some notes as JSON: title, address without the base path, topics, folder.
fn shelf(site: &Site, notes: &[&Note]) -> String {
    let row = |note: &&Note| {
        let topics: Vec<&str> =
            fields::topics(site, note).iter().map(|&topic| site.topic(topic).name.as_str()).collect();
        let folder = site.folder(note.folder);
        let folder = folder.parent.map_or("", |_| &folder.title);
        serde_json::json!([note.title, relative(&note.url), topics, folder])
    };
    serde_json::Value::from(notes.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// An address relative to the site's front page.
fn relative(url: &UrlPath) -> &str {
    url.as_str().trim_start_matches('/')
}

#[cfg(test)]
mod tests;
