//! Mentions: where a note names a topic, in its topic lines, in `tags`, and inline.

use rustc_hash::FxHashMap;

use crate::index::NoteId;
use crate::index::link_end::LinkEnd;
use crate::index::lookup::{File, Lookup};
use crate::index::names::Match;
use crate::parse::{Dest, ParsedNote};
use crate::path::{fold, nfc};

/// The key by which two spellings are one topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Note(NoteId),
    /// Folded.
    Name(String),
}

/// One mention of a topic.
#[derive(Debug)]
pub struct Mention {
    pub key: Key,
    pub spelling: String,
}

/// The mentions of a note, in its own order; the last list is parallel to its tags.
#[derive(Debug)]
pub struct Mentions {
    pub named: Vec<Mention>,
    pub tags: Vec<Mention>,
}

/// A finder of mentions, for one note after the other.
pub struct Finder<'a> {
    lookup: &'a Lookup,
    /// The topic of each folded tag, cached since tags repeat.
    tag_keys: FxHashMap<String, Key>,
}

impl<'a> Finder<'a> {
    pub fn new(lookup: &'a Lookup) -> Self {
        Self { lookup, tag_keys: FxHashMap::default() }
    }

    /// `raw` are the ends of the note's links, `topic_links` those of its topic lines.
    pub fn mentions(&mut self, note: &ParsedNote, topic_links: &[u32], raw: &[LinkEnd]) -> Mentions {
        let mut named = Vec::new();
        for &link in topic_links {
            let Dest::Internal(text) = &note.links[link as usize].dest else { continue };
            named.extend(self.of_link(text.path(), &raw[link as usize]));
        }
        named.extend(note.properties.tags().into_iter().filter_map(|tag| self.of_tag(&tag)));
        let tags = note.tags.iter().filter_map(|tag| self.of_tag(&tag.name)).collect();
        Mentions { named, tags }
    }

    fn of_link(&mut self, path: &str, raw: &LinkEnd) -> Option<Mention> {
        let spelling = last_segment(path.trim_end_matches('\\'));
        match raw {
            LinkEnd::Note(note, _) => Some(Mention { key: Key::Note(*note), spelling }),
            // A private note's topic is known by its spelling alone, like one without a note.
            LinkEnd::Missing { path, .. } => {
                let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
                (!name.is_empty()).then(|| Mention { key: Key::Name(name.to_owned()), spelling })
            }
            LinkEnd::Asset(_) | LinkEnd::External | LinkEnd::Refused => None,
        }
    }

    fn of_tag(&mut self, tag: &str) -> Option<Mention> {
        let segments: Vec<&str> = tag.split('/').map(str::trim).filter(|segment| !segment.is_empty()).collect();
        let spelling = nfc(&segments.join("/")).into_owned();
        (!spelling.is_empty()).then(|| Mention { key: self.tag_key(&spelling), spelling })
    }

    /// The topic of the tag of this name: a note's, or one of its own.
    pub fn tag_key(&mut self, name: &str) -> Key {
        let folded = fold(name);
        if let Some(key) = self.tag_keys.get(&folded) {
            return key.clone();
        }
        let file = match self.lookup.names().find(&format!("{name}.md"), "") {
            Match::One(ix) => Some(self.lookup.file(ix)),
            Match::Tie(list) => list.first().map(|&ix| self.lookup.file(ix)),
            Match::None => None,
        };
        let key = match file {
            Some(File::Note(note)) => Key::Note(note),
            _ => Key::Name(folded.clone()),
        };
        self.tag_keys.insert(folded, key.clone());
        key
    }
}

/// The last segment of a path, without `.md`.
fn last_segment(path: &str) -> String {
    let name = path.trim().rsplit('/').next().unwrap_or(path).trim();
    nfc(name.strip_suffix(".md").unwrap_or(name)).into_owned()
}
