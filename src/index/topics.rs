//! Topics: the subjects that notes name in topic lines, in `tags`, and inline (C-TOPIC).
//!
//! Spellings that resolve to the same note, or to none and differ only in case, NFC or a `Folder/` prefix, are one
//! topic. A tag may nest: `aws/storage` is below `aws`.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Language;
use crate::diag::{Diagnostic, codes};
use crate::index::address::Addresses;
use crate::index::memo::Memo;
use crate::index::mentions::{Finder, Key, Mention};
use crate::index::order::natural_key;
use crate::index::{Note, NoteId, Topic, TopicId};
use crate::path::{fold, slug_or_hash};
use crate::routes::Route;

/// The topics, and an index of them by name.
#[derive(Default)]
pub struct Topics {
    pub list: Vec<Topic>,
    by_name: FxHashMap<String, TopicId>,
}

impl Topics {
    /// The topic of a link to the missing `path` (folded).
    pub fn of_missing(&self, path: &str) -> Option<TopicId> {
        self.by_name.get(path).or_else(|| self.by_name.get(path.rsplit('/').next()?)).copied()
    }
}

/// Finds the topics of all listed notes, and sets [`Note::topics`], [`Note::tag_topics`] and [`Note::topic_of`].
/// `ranks` are the notes' positions in natural order.
pub fn topics(
    notes: &mut [Note],
    memo: &Memo,
    addresses: &mut Addresses,
    language: Language,
    ranks: &[u32],
    all: &mut Vec<Diagnostic>,
) -> Topics {
    let mut groups = Groups::default();
    for (ix, note) in notes.iter().enumerate() {
        if note.listed() {
            let mentions = &memo.resolved(ix).mentions;
            for mention in mentions.named.iter().chain(&mentions.tags) {
                groups.of(&mention.key).add(&mention.spelling, NoteId(ix as u32));
            }
        }
    }
    add_parents(&mut groups, &mut Finder::new(memo.lookup()));
    let mut topics = number(groups, notes, addresses, all);
    link_up(&mut topics, notes, memo, language, ranks);
    topics
}

/// The mentions of each topic.
#[derive(Default)]
struct Groups(FxHashMap<Key, Group>);

impl Groups {
    fn of(&mut self, key: &Key) -> &mut Group {
        if !self.0.contains_key(key) {
            self.0.insert(key.clone(), Group::default());
        }
        self.0.get_mut(key).expect("it was put in")
    }
}

#[derive(Default)]
struct Group {
    /// Each spelling with its count and the rank of its first mention.
    spellings: FxHashMap<String, (usize, usize)>,
    /// In path order, each once.
    notes: Vec<NoteId>,
}

impl Group {
    /// Notes come in path order.
    fn add(&mut self, spelling: &str, note: NoteId) {
        let rank = self.spellings.len();
        match self.spellings.get_mut(spelling) {
            Some((count, _)) => *count += 1,
            None => drop(self.spellings.insert(spelling.to_owned(), (1, rank))),
        }
        if self.notes.last() != Some(&note) {
            self.notes.push(note);
        }
    }

    /// The most common spelling; of equals the one met first in path order.
    fn name(&self) -> String {
        let best = self.spellings.iter().max_by_key(|(_, (count, rank))| (*count, std::cmp::Reverse(*rank)));
        best.map(|(spelling, _)| spelling.clone()).unwrap_or_default()
    }
}

/// `a/b/c` needs `a/b` and `a`, so that the tree of tags has no holes.
fn add_parents(groups: &mut Groups, finder: &mut Finder<'_>) {
    let mut names: Vec<(String, NoteId)> = groups
        .0
        .values()
        .filter_map(|group| Some((group.name(), *group.notes.first()?)))
        .filter(|(name, _)| name.contains('/'))
        .collect();
    // Of equally common spellings the one in the first note counts.
    names.sort_by(|(a, first), (b, second)| (first, a).cmp(&(second, b)));
    for (mut name, first) in names {
        while let Some((parent, _)) = name.rsplit_once('/') {
            let group = groups.of(&finder.tag_key(parent));
            if group.spellings.is_empty() {
                group.add(parent, first);
                group.notes.clear();
            }
            name = parent.to_owned();
        }
    }
}

fn number(groups: Groups, notes: &mut [Note], addresses: &mut Addresses, all: &mut Vec<Diagnostic>) -> Topics {
    let mut topics = Topics::default();
    // By folded name: parents come before children, and the order does not depend on which notes exist.
    let mut groups: Vec<(String, Key, Group)> =
        groups.0.into_iter().map(|(key, group)| (group.name(), key, group)).collect();
    groups.sort_by_cached_key(|(name, key, _)| (fold(name), key.clone()));
    for (name, key, group) in groups {
        let id = TopicId(topics.list.len() as u32);
        let segments: Vec<String> = name.split('/').map(|segment| slug_or_hash(segment, &name)).collect();
        let url = Route::Topics.below(format_args!("{}/", segments.join("/")));
        let (url, clash) = addresses.take_or_suffix(url, &name);
        all.extend(clash.map(|clash| {
            Diagnostic::new(codes::SLUG_COLLISION, clash)
                .help(format!("its page is {url}; spell the topic differently, or create a note for it"))
        }));
        let note = match key {
            Key::Note(note) => Some(note).filter(|note| notes[note.0 as usize].listed()),
            Key::Name(_) => None,
        };
        if let Some(note) = note {
            notes[note.0 as usize].topic_of = Some(id);
        }
        topics.by_name.insert(fold(&name), id);
        for spelling in group.spellings.keys() {
            topics.by_name.entry(fold(spelling)).or_insert(id);
        }
        topics.list.push(Topic { name, url, note, parent: None, children: Vec::new(), notes: group.notes });
    }
    topics
}

fn link_up(topics: &mut Topics, notes: &mut [Note], memo: &Memo, language: Language, ranks: &[u32]) {
    let by_note: FxHashMap<NoteId, TopicId> =
        topics.list.iter().enumerate().filter_map(|(ix, topic)| Some((topic.note?, TopicId(ix as u32)))).collect();
    let id_of = |mention: &Mention| match &mention.key {
        Key::Note(note) => by_note.get(note).or_else(|| topics.by_name.get(&fold(&mention.spelling))).copied(),
        Key::Name(name) => topics.by_name.get(name).copied(),
    };
    for (ix, note) in notes.iter_mut().enumerate() {
        let mentions = &memo.resolved(ix).mentions;
        note.tag_topics = mentions.tags.iter().map(id_of).collect();
        let mut seen = FxHashSet::default();
        let named = mentions.named.iter().chain(&mentions.tags).filter_map(id_of);
        note.topics = named.filter(|id| seen.insert(*id)).collect();
    }
    for ix in 0..topics.list.len() {
        let parent = topics.list[ix].name.rsplit_once('/').map(|(parent, _)| fold(parent));
        if let Some(parent) = parent.and_then(|parent| topics.by_name.get(&parent)).copied() {
            topics.list[ix].parent = Some(parent);
            topics.list[parent.0 as usize].children.push(TopicId(ix as u32));
        }
    }
    collect_from_below(&mut topics.list);
    let names: Vec<Vec<u64>> = topics.list.iter().map(|topic| natural_key(&topic.name, language)).collect();
    for topic in &mut topics.list {
        topic.children.sort_by(|a, b| names[a.0 as usize].cmp(&names[b.0 as usize]));
        let own = topic.note;
        topic.notes.retain(|note| Some(*note) != own);
        topic.notes.sort_unstable_by_key(|note| ranks[note.0 as usize]);
    }
}

/// A topic lists the notes of those below it too. The deepest names are done first.
fn collect_from_below(topics: &mut [Topic]) {
    let mut order: Vec<usize> = (0..topics.len()).collect();
    order.sort_by_key(|&ix| std::cmp::Reverse(topics[ix].name.matches('/').count()));
    for ix in order {
        if let Some(parent) = topics[ix].parent {
            let below = topics[ix].notes.clone();
            let above = &mut topics[parent.0 as usize].notes;
            let known: BTreeSet<NoteId> = above.iter().copied().collect();
            above.extend(below.into_iter().filter(|note| !known.contains(note)));
        }
    }
}
