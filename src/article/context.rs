//! [`Context`]: everything that an article is made from besides its note.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::article::code::Highlight;
use crate::config::Config;
use crate::index::{NoteId, Site};
use crate::parse::Form;
use crate::parse::base::Base;

use super::labels::Labels;

/// Everything that an article is made from besides its note. The same for all notes of a site.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    pub words: &'a Labels,
    pub code: &'a dyn Highlight,
    pub bases: &'a BaseViews,
}

/// The HTML of each view, and whether they exceeded their budget.
#[derive(Debug)]
pub(super) struct MadeBase {
    pub views: Box<[Box<str>]>,
    pub exhausted: bool,
}

/// By the note that holds bases: a slot for each of them, in order.
///
/// Making a base waits for no other thread, so none can wait for itself.
#[derive(Debug, Default)]
pub struct BaseViews(FxHashMap<NoteId, Box<[OnceLock<MadeBase>]>>);

impl BaseViews {
    pub fn new(site: &Site) -> Self {
        let places = site.ids().filter_map(|(id, note)| {
            let bases = note.parsed.bases.len() + usize::from(matches!(note.parsed.form, Form::Base(_)));
            (bases > 0).then(|| (id, std::iter::repeat_with(OnceLock::new).take(bases).collect()))
        });
        Self(places.collect())
    }

    /// The slot of a base in this note; `None` where it must be evaluated again for each page.
    pub(super) fn place(&self, site: &Site, note: NoteId, base: &Base) -> Option<&OnceLock<MadeBase>> {
        let fence = site.note(note).parsed.bases.iter().position(|(_, other)| std::ptr::eq(other, base));
        self.0.get(&note).filter(|_| !base.uses_this)?.get(fence.unwrap_or(0))
    }
}
