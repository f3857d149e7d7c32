//! What one index worked out and the next may take over, so that a server's rebuild costs what the edit touched.
//!
//! Two things are dear and rarely change: the look-up of names, which depends on the list of files and the aliases, and
//! the resolution of each note's links, which depends on the look-up, the note, and the parts of notes that its links
//! name. Everything else of a site is made afresh, and so is right by construction; a test compares both ways.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Outcome};
use crate::index::lookup::Lookup;
use crate::index::resolve::{Raw, Resolver};
use crate::index::{NoteId, Section};
use crate::parse::ParsedNote;

/// Kept from one index to the next.
#[derive(Clone, Debug)]
pub struct Memo {
    lookup: Arc<Lookup>,
    /// In the order of the site's notes.
    notes: Vec<(Arc<ParsedNote>, Arc<Resolved>)>,
}

/// Where each link of a note leads, and what was noticed.
type Resolved = Outcome<Vec<Raw>>;

impl Memo {
    /// Resolves the links of all `notes`, taking over from `last` what still holds.
    pub fn next(last: Option<&Self>, lookup: Lookup, notes: &[Arc<ParsedNote>]) -> Self {
        let same = last.filter(|last| *last.lookup == lookup);
        let lookup = same.map_or_else(|| Arc::new(lookup), |last| last.lookup.clone());
        let resolver = Resolver { lookup: &lookup, notes };
        // The same files in the same order: notes have the numbers they had.
        let moved: Vec<bool> = same.map_or_else(Vec::new, |last| {
            last.notes
                .iter()
                .zip(notes)
                .map(|((old, _), new)| !Arc::ptr_eq(old, new) && !same_parts(old, new))
                .collect()
        });
        let any_moved = moved.contains(&true);
        let holds = |resolved: &Resolved| !any_moved || !resolved.value.iter().any(|raw| leads_into(raw, &moved));
        let resolve = |(ix, note): (usize, &Arc<ParsedNote>)| {
            let kept = same.and_then(|last| last.notes.get(ix));
            let kept = kept.filter(|(old, resolved)| Arc::ptr_eq(old, note) && holds(resolved));
            let resolved = kept
                .map_or_else(|| Arc::new(resolver.resolve_note(NoteId(ix as u32))), |(_, resolved)| resolved.clone());
            (note.clone(), resolved)
        };
        let notes = notes.par_iter().enumerate().map(resolve).collect();
        Self { lookup, notes }
    }

    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// Where the links of each note lead, in the order of the site's notes.
    pub fn resolved(&self) -> impl IndexedParallelIterator<Item = &Resolved> {
        self.notes.par_iter().map(|(_, resolved)| &**resolved)
    }

    /// What was noticed, in the order of the site's notes.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.notes.iter().flat_map(|(_, resolved)| resolved.diagnostics.iter().cloned())
    }

    /// Where the links of a note lead.
    pub fn links_of(&self, note: usize) -> &[Raw] {
        &self.notes[note].1.value
    }
}

/// Whether links into parts of a note lead to the same places in both states of it.
fn same_parts(old: &ParsedNote, new: &ParsedNote) -> bool {
    let heading =
        |note: &ParsedNote, ix: usize| note.headings.get(ix).map(|h| (h.level, h.raw.clone(), h.text.clone()));
    old.headings.len() == new.headings.len()
        && (0..old.headings.len()).all(|ix| heading(old, ix) == heading(new, ix))
        && old.blocks.iter().map(|block| &block.id).eq(new.blocks.iter().map(|block| &block.id))
        && old.html_ids == new.html_ids
}

fn leads_into(raw: &Raw, moved: &[bool]) -> bool {
    matches!(raw, Raw::Note(note, section) if *section != Section::Whole && moved[note.0 as usize])
}
