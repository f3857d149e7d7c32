//! The [`Site`] of all notes: names, resolved links, backlinks, topics, folders, and the publish gate.
//!
//! A private note never becomes a [`Note`], and only notes and assets of a `Site` have an address: nothing later in
//! the pipeline could render one. Names of private notes are still known to resolution, so that a link to one ends
//! there (as in the vault) instead of finding another note; it gets the markup of a missing target.

mod address;
mod assets;
mod build;
mod facts;
mod folders;
pub mod gate;
mod headings;
mod input;
mod link_end;
mod linked_attachments;
mod lookup;
mod memo;
mod mentions;
mod names;
pub mod order;
mod plugin_notices;
mod resolve;
mod taxonomy;
mod topics;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::parse::ParsedNote;
use crate::path::{UrlPath, VaultPath};
use crate::scan::Asset;

pub use build::index;
pub use input::{Input, Probe};
pub use memo::Last;
pub use memo::Memo;
pub use names::{Match, Names};

/// A published note's index in [`Site::notes`]; ids are in path order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);
/// An index into [`Site::assets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);
/// An index into [`Site::topics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub u32);
/// An index into [`Site::folders`]; the default is the root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FolderId(pub u32);

/// The published vault, resolved. Immutable.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// In path order.
    pub notes: Vec<Note>,
    /// Attachments that published notes refer to, in path order.
    pub assets: Vec<PublishedAsset>,
    pub topics: Vec<Topic>,
    /// Folders with published notes, and the folders above them, in path order; the first is the root, whose page is
    /// the front page.
    pub folders: Vec<Folder>,
    /// One for each of the config's taxonomies that some note uses.
    pub taxonomies: Vec<TaxonomyTerms>,
    /// Redirects: old addresses and their targets, in order of address.
    pub redirects: Vec<(UrlPath, NoteId)>,
    /// The note that is the front page.
    pub home: Option<NoteId>,
    /// Property name (folded) to Obsidian's name of the type, where the vault declares it.
    pub property_types: BTreeMap<String, String>,
}

impl Site {
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.0 as usize]
    }

    pub fn asset(&self, id: AssetId) -> &PublishedAsset {
        &self.assets[id.0 as usize]
    }

    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    pub fn folder(&self, id: FolderId) -> &Folder {
        &self.folders[id.0 as usize]
    }

    /// The HTML id of the part that a link names; `None` for the whole note or a missing part.
    pub fn anchor(&self, note: NoteId, section: &Section) -> Option<String> {
        let note = self.note(note);
        match section {
            Section::Whole | Section::Missing => None,
            Section::Heading(ix) => note.parsed.headings.get(*ix as usize).map(|heading| heading.id.to_string()),
            Section::Block(ix) => note.parsed.blocks.get(*ix as usize).map(|block| block_anchor(&block.id)),
            Section::Element(id) => Some(id.to_string()),
        }
    }

    /// Every note with its id.
    pub fn ids(&self) -> impl Iterator<Item = (NoteId, &Note)> {
        self.notes.iter().enumerate().map(|(ix, note)| (NoteId(ix as u32), note))
    }
}

/// The HTML id of a block: `^` and the id in lower case, since block ids compare without case.
pub fn block_anchor(id: &str) -> String {
    format!("^{}", id.to_ascii_lowercase())
}

/// A published note.
#[derive(Clone, Debug)]
pub struct Note {
    pub parsed: Arc<ParsedNote>,
    /// `title`, else the file's name.
    pub title: String,
    pub url: UrlPath,
    /// Whether it is published but in no index.
    pub unlisted: bool,
    /// The BCP 47 tag of `lang`, if the note has one.
    pub lang: Option<String>,
    /// Parallel to [`ParsedNote::links`].
    pub targets: Vec<Target>,
    /// Topics of this note, in the order the note names them.
    pub topics: Vec<TopicId>,
    /// Parallel to [`ParsedNote::tags`]; `None` where only notes outside the lists use the tag.
    pub tag_topics: Vec<Option<TopicId>>,
    /// Terms of taxonomies, in the order of the taxonomies.
    pub terms: Vec<TermRef>,
    pub folder: FolderId,
    /// Links from listed notes, in path order, then in document order.
    pub backlinks: Vec<Backlink>,
    /// The `image` or `cover`: an asset or a URL.
    pub cover: Option<Cover>,
    /// The exported picture of an Excalidraw drawing, which the note shows in place of its text.
    pub drawing: Option<AssetId>,
    /// The topic whose page shows this note's text.
    pub topic_of: Option<TopicId>,
    /// `created`, else `date`.
    pub created: Option<NaiveDate>,
    /// `updated`, else git's date, where the config asks for it.
    pub updated: Option<NaiveDate>,
}

impl Note {
    pub fn path(&self) -> &VaultPath {
        self.parsed.path()
    }

    /// Whether lists, feeds, search and the graph show it.
    pub fn listed(&self) -> bool {
        !self.unlisted && !self.parsed.quiet
    }
}

/// The picture that represents a note in previews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    Asset(AssetId),
    Url(String),
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A published note, or a part of one.
    Note {
        note: NoteId,
        section: Section,
    },
    Asset(AssetId),
    /// No file of that name, but a topic.
    Topic(TopicId),
    /// A URL; the link has it.
    External,
    /// A scheme that must not be linked.
    Refused,
    /// No target that may be shown: no such file, or a private one.
    Missing,
}

/// The part of a note that a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    Whole,
    /// An index into the target's headings.
    Heading(u32),
    /// An index into the target's block ids.
    Block(u32),
    /// An `id` of raw HTML in the target.
    Element(Box<str>),
    /// The note has no such part: a link leads to the note, an embed shows the missing box.
    Missing,
}

/// A link to a note, seen from the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlink {
    pub from: NoteId,
    /// An index into the other note's links.
    pub link: u32,
}

/// An attachment that is published.
#[derive(Clone, Debug)]
pub struct PublishedAsset {
    pub asset: Asset,
    pub url: UrlPath,
    /// Width and height in pixels, where the file's header has them.
    pub size: Option<(u32, u32)>,
}

/// A topic or tag.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The whole name in its most common spelling: `aws/storage`.
    pub name: String,
    /// `/tags/…/`.
    pub url: UrlPath,
    /// The note of that name, whose text the topic's page shows.
    pub note: Option<NoteId>,
    pub parent: Option<TopicId>,
    /// In natural order.
    pub children: Vec<TopicId>,
    /// Listed notes that name this topic or one below it, in natural order of their titles.
    pub notes: Vec<NoteId>,
}

impl Topic {
    /// The topic's own last segment. A link to the topic leads to its note's page if it has one.
    pub fn label(&self) -> &str {
        self.name.rsplit_once('/').map_or(&self.name, |(_, last)| last)
    }
}

/// A folder of the vault.
#[derive(Clone, Debug)]
pub struct Folder {
    /// `""` for the root.
    pub path: String,
    pub title: String,
    pub url: UrlPath,
    pub parent: Option<FolderId>,
    /// In natural order.
    pub children: Vec<FolderId>,
    /// Listed notes directly in this folder, in natural order; not its own note.
    pub notes: Vec<NoteId>,
    /// `X/X.md` or `X/index.md`: the folder's page shows its text.
    pub note: Option<NoteId>,
    /// Whether it has a page: some listed note is in it or below.
    pub listed: bool,
}

/// A property that groups notes, with its terms.
#[derive(Clone, Debug)]
pub struct TaxonomyTerms {
    /// The slug from the config.
    pub slug: String,
    pub title: Option<String>,
    pub url: UrlPath,
    /// In natural order.
    pub terms: Vec<Term>,
}

/// A term that a note has: indices into [`Site::taxonomies`] and its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermRef {
    pub taxonomy: u32,
    pub term: u32,
}

/// One value of a taxonomy.
#[derive(Clone, Debug)]
pub struct Term {
    pub name: String,
    pub url: UrlPath,
    /// Listed notes, in natural order.
    pub notes: Vec<NoteId>,
}

/// Vault paths and addresses of everything published, for the manifest.
pub fn sources(site: &Site) -> BTreeMap<VaultPath, UrlPath> {
    let notes = site.notes.iter().map(|note| (note.path().clone(), note.url.clone()));
    let assets = site.assets.iter().map(|asset| (asset.asset.path.clone(), asset.url.clone()));
    notes.chain(assets).collect()
}
