//! One note and its nearest neighbours, with the links among them.
//!
//! Computed for every page, so it reads the note's own links and those of the few shown neighbours, never the whole
//! site.

use crate::index::{Note, NoteId, Site, Target};

use super::network::Subject;

/// The most neighbours in a picture.
pub const MAX_NEIGHBOURS: usize = 20;

/// The side of the note on which a neighbour is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The neighbour links to the note.
    Before,
    /// The note links to the neighbour, or has it as a topic.
    After,
}

/// A neighbour of the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub subject: Subject,
    pub side: Side,
}

/// A note's nearest neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ego {
    /// The closest first.
    pub neighbours: Vec<Neighbour>,
    /// The number of all neighbours.
    pub total: usize,
    /// Pairs of neighbours that are joined, each once, the lower index first.
    pub joined: Vec<(usize, usize)>,
}

/// The relation of a note to one other.
#[derive(Clone, Copy, Default)]
struct Tie {
    out: u32,
    back: u32,
    topic: bool,
}

impl Tie {
    /// The strength of a tie. Ties in both directions are the strongest.
    fn strength(self) -> u32 {
        let both = u32::from(self.out > 0 && self.back > 0);
        4 * both + 3 * u32::from(self.topic) + 2 * self.out.min(3) + self.back.min(3)
    }
}

/// The neighbourhood of a listed note. That of an unlisted note is empty, as it is not in the graph.
pub fn ego(site: &Site, id: NoteId) -> Ego {
    let note = site.note(id);
    if !note.listed() {
        return Ego::default();
    }
    let mut ties = merged(ties(site, id, note));
    let total = ties.len();
    let folder = |subject: Subject| match subject {
        Subject::Note(other) => site.note(other).folder == note.folder,
        Subject::Topic(_) => false,
    };
    // Of equals, those of the same folder come first, then path order, which is the order of the merged list.
    ties.sort_by_cached_key(|&(subject, tie)| std::cmp::Reverse(2 * tie.strength() + u32::from(folder(subject))));
    ties.truncate(MAX_NEIGHBOURS);
    let side = |tie: Tie| if tie.out > 0 || tie.topic { Side::After } else { Side::Before };
    let neighbours: Vec<Neighbour> =
        ties.iter().map(|&(subject, tie)| Neighbour { subject, side: side(tie) }).collect();
    let joined = joined(site, &neighbours);
    Ego { neighbours, total, joined }
}

/// Every link, one by one.
fn ties(site: &Site, id: NoteId, note: &Note) -> Vec<(Subject, Tie)> {
    let out = Tie { out: 1, ..Tie::default() };
    let back = Tie { back: 1, ..Tie::default() };
    let topic = Tie { topic: true, ..Tie::default() };
    let mut ties: Vec<(Subject, Tie)> = subjects(site, note).map(|subject| (subject, out)).collect();
    ties.extend(note.topics.iter().map(|&of| (of_topic(site, of), topic)));
    ties.extend(note.backlinks.iter().map(|link| (Subject::Note(link.from), back)));
    if let Some(own) = note.topic_of {
        let own = site.topic(own);
        ties.extend(own.notes.iter().map(|&member| (Subject::Note(member), back)));
        ties.extend(own.parent.iter().chain(&own.children).map(|&near| (of_topic(site, near), topic)));
    }
    ties.retain(|&(subject, _)| match subject {
        Subject::Note(other) => other != id && site.note(other).listed(),
        Subject::Topic(_) => true,
    });
    ties
}

/// The targets of a note's links.
fn subjects<'a>(site: &'a Site, note: &'a Note) -> impl Iterator<Item = Subject> + 'a {
    note.targets.iter().filter_map(|target| match target {
        Target::Note { note, .. } => Some(Subject::Note(*note)),
        Target::Topic(topic) => Some(of_topic(site, *topic)),
        Target::Asset(_) | Target::External | Target::Refused | Target::Missing => None,
    })
}

/// The subject of a topic: its note, where that is listed.
fn of_topic(site: &Site, id: crate::index::TopicId) -> Subject {
    let note = site.topic(id).note.filter(|&note| site.note(note).listed());
    note.map_or(Subject::Topic(id), Subject::Note)
}

/// Merges all ties to the same subject, notes in path order before topics.
fn merged(mut ties: Vec<(Subject, Tie)>) -> Vec<(Subject, Tie)> {
    ties.sort_unstable_by_key(|&(subject, _)| rank(subject));
    ties.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1.out += later.1.out;
            first.1.back += later.1.back;
            first.1.topic |= later.1.topic;
        }
        same
    });
    ties
}

fn rank(subject: Subject) -> (bool, u32) {
    match subject {
        Subject::Note(id) => (false, id.0),
        Subject::Topic(id) => (true, id.0),
    }
}

fn joined(site: &Site, neighbours: &[Neighbour]) -> Vec<(usize, usize)> {
    let mut places: Vec<((bool, u32), usize)> =
        neighbours.iter().zip(0..).map(|(neighbour, ix)| (rank(neighbour.subject), ix)).collect();
    places.sort_unstable();
    let place = |subject: Subject| {
        let found = places.binary_search_by_key(&rank(subject), |&(rank, _)| rank);
        found.ok().map(|at| places[at].1)
    };
    let mut joined = Vec::new();
    for (ix, neighbour) in neighbours.iter().enumerate() {
        let Subject::Note(id) = neighbour.subject else { continue };
        let note = site.note(id);
        let topics = note.topics.iter().map(|&topic| of_topic(site, topic));
        let others = subjects(site, note).chain(topics).filter_map(place).filter(|&other| other != ix);
        joined.extend(others.map(|other| (ix.min(other), ix.max(other))));
    }
    joined.sort_unstable();
    joined.dedup();
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestSite, site};

    fn names(site: &TestSite, path: &str) -> Vec<String> {
        let ego = ego(&site.site, site.id(path));
        let name = |neighbour: &Neighbour| match neighbour.subject {
            Subject::Note(id) => site.site.note(id).title.clone(),
            Subject::Topic(id) => format!("#{}", site.site.topic(id).name),
        };
        ego.neighbours.iter().map(name).collect()
    }

    #[test]
    fn neighbours_are_those_of_links_both_ways_and_topics_the_closest_first() {
        let site = site(&[
            ("a.md", "#topic\n\n[[b]] and [[c]] and [[a]] and [[gone]]"),
            ("b.md", "[[a]] [[a]] is about [[c]]"),
            ("c.md", "text"),
            ("d.md", "see [[a]]"),
            ("quiet.md", "---\nunlisted: true\n---\n[[a]]"),
            ("secret.md", "---\npublish: false\n---\n[[a]]"),
        ]);
        assert_eq!(names(&site, "a.md"), ["b", "#topic", "c", "d"]);
        assert_eq!(ego(&site.site, site.id("a.md")).joined, [(0, 2)]);
        assert_eq!(names(&site, "quiet.md"), [""; 0]);
    }

    #[test]
    fn a_hub_shows_its_nearest_and_counts_them_all() {
        let mut files = vec![("hub.md".to_owned(), "text".to_owned())];
        files.extend((0..50).map(|ix| (format!("n{ix:02}.md"), "[[hub]] is it".to_owned())));
        files.push(("z.md".to_owned(), "[[hub]] again [[hub]]".to_owned()));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let site = site(&files);
        let ego = ego(&site.site, site.id("hub.md"));
        assert_eq!((ego.neighbours.len(), ego.total), (MAX_NEIGHBOURS, 51));
        assert_eq!(ego.neighbours[0].subject, Subject::Note(site.id("z.md")));
    }
}
