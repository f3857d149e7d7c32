//! Results that one index may take over from the last, so that a server's rebuild costs only what the edit touched.
//!
//! Three things are expensive and rarely change: the facts of each note, a function of the note; the look-up of
//! names, which depends on the list of files and the aliases; and the targets of each note's links and tags, which
//! depends on the look-up, the note, and the parts of notes that its links name. Everything else of a site is made
//! afresh, and so is right by construction; `tests/suite/rebuild.rs` compares both ways.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::index::Section;
use crate::index::Site;
use crate::index::address::Addresses;
use crate::index::facts::{FactReader, Facts};
use crate::index::input::Input;
use crate::index::link_end::LinkEnd;
use crate::index::lookup::Lookup;
use crate::index::resolve::{Resolved, Resolver};
use crate::parse::ParsedNote;
use crate::path::VaultPath;

/// The results kept from one index to the next.
#[derive(Clone, Debug)]
pub struct Memo {
    lookup: Arc<Lookup>,
    /// In the order of the site's notes.
    notes: Vec<KnownNote>,
}

#[derive(Clone, Debug)]
struct KnownNote {
    note: Arc<ParsedNote>,
    facts: Arc<Facts>,
    resolved: Arc<Resolved>,
}

/// The site before an edit, from which a server's next one takes over the results that are still valid.
#[derive(Clone, Copy)]
pub struct Last<'a> {
    pub site: &'a Site,
    pub memo: &'a Memo,
    /// Attachments whose bytes may have changed.
    pub touched: &'a BTreeSet<VaultPath>,
}

impl Memo {
    /// The results for the `published` notes, with those of `last` that are still valid. `addresses` must know the
    /// notes' folders.
    pub fn next(last: Option<&Self>, input: Input<'_>, published: &[Arc<ParsedNote>], addresses: &Addresses) -> Self {
        let facts = facts(last, published, input.config, addresses);
        let lookup = Lookup::new(input, published, &facts, last.map(|last| &*last.lookup));
        let same = last.filter(|last| *last.lookup == lookup);
        let lookup = same.map_or_else(|| Arc::new(lookup), |last| last.lookup.clone());
        // The same files in the same order: notes have the numbers they had.
        let moved: Vec<bool> = same.map_or_else(Vec::new, |last| {
            let pairs = last.notes.iter().zip(published);
            pairs.map(|(old, new)| !Arc::ptr_eq(&old.note, new) && !same_parts(&old.note, new)).collect()
        });
        let any_moved = moved.contains(&true);
        let holds = |resolved: &Resolved| !any_moved || !resolved.links.iter().any(|raw| leads_into(raw, &moved));
        let resolve = |resolver: &mut Resolver<'_>, (ix, (note, facts)): (usize, (&Arc<ParsedNote>, Arc<Facts>))| {
            let kept = same.and_then(|last| last.notes.get(ix));
            let kept = kept.filter(|known| Arc::ptr_eq(&known.note, note) && holds(&known.resolved));
            let resolved = match kept {
                Some(known) => known.resolved.clone(),
                None => Arc::new(resolver.resolve_note(ix, &facts)),
            };
            KnownNote { note: note.clone(), facts, resolved }
        };
        let resolver = || Resolver::new(&lookup, published);
        let notes = published.par_iter().zip(facts).enumerate().map_init(resolver, resolve).collect();
        Self { lookup, notes }
    }

    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// The facts of a note, by its number.
    pub fn facts(&self, note: usize) -> &Facts {
        &self.notes[note].facts
    }

    /// The targets of a note's links and tags, by its number.
    pub fn resolved(&self, note: usize) -> &Resolved {
        &self.notes[note].resolved
    }

    /// The diagnostics, in the order of the notes.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.notes.iter().flat_map(|known| known.resolved.diagnostics.iter().cloned())
    }
}

fn facts(
    last: Option<&Memo>,
    published: &[Arc<ParsedNote>],
    config: &Config,
    addresses: &Addresses,
) -> Vec<Arc<Facts>> {
    // `last` keeps its notes alive, so an address in memory identifies one note.
    let address = |note: &Arc<ParsedNote>| Arc::as_ptr(note).addr();
    let known: FxHashMap<usize, &Arc<Facts>> = last.map_or_else(FxHashMap::default, |last| {
        last.notes.iter().map(|known| (address(&known.note), &known.facts)).collect()
    });
    let read = |reader: &mut FactReader<'_>, note: &Arc<ParsedNote>| match known.get(&address(note)) {
        Some(&facts) => facts.clone(),
        None => Arc::new(reader.read(note)),
    };
    published.par_iter().map_init(|| FactReader::new(config, addresses), read).collect()
}

/// Whether links into parts of a note have the same targets in both states of it.
fn same_parts(old: &ParsedNote, new: &ParsedNote) -> bool {
    fn headings(note: &ParsedNote) -> impl Iterator<Item = (u8, &str, &str)> {
        note.headings.iter().map(|heading| (heading.level, &*heading.raw, heading.text()))
    }
    headings(old).eq(headings(new))
        && old.blocks.iter().map(|block| &block.id).eq(new.blocks.iter().map(|block| &block.id))
        && old.html_ids == new.html_ids
}

fn leads_into(raw: &LinkEnd, moved: &[bool]) -> bool {
    matches!(raw, LinkEnd::Note(note, section) if *section != Section::Whole && moved[note.0 as usize])
}
