//! The searched text of a note, and the weight of a word in each place.

use crate::config::SearchSettings;
use crate::index::{Note, Site, TopicId};
use crate::parse::tree::{Kind, TextRole};

/// The place of a word, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Title,
    Alias,
    Heading,
    Topic,
    Body,
    /// A code block: it often has many words, and they are rarely searched for.
    Code,
}

/// Calls `found` with every piece of a note's text, in its order. Only the text of the note's page is read, so
/// comments and properties cannot be found.
pub fn fields(site: &Site, note: &Note, mut found: impl FnMut(Field, &str)) {
    found(Field::Title, &note.title);
    for alias in note.parsed.properties.aliases() {
        found(Field::Alias, &alias);
    }
    for topic in topics(site, note) {
        found(Field::Topic, &site.topic(topic).name);
    }
    for term in &note.terms {
        found(Field::Topic, &site.taxonomies[term.taxonomy as usize].terms[term.term as usize].name);
    }
    body(note, &mut found);
}

/// A note's topics and those above them, each once.
pub fn topics(site: &Site, note: &Note) -> Vec<TopicId> {
    let mut topics = note.topics.clone();
    let mut next = 0;
    while let Some(&topic) = topics.get(next) {
        topics.extend(site.topic(topic).parent.filter(|parent| !topics.contains(parent)));
        next += 1;
    }
    topics
}

/// Reads the blocks one by one, so that a word that is bold in part stays one word.
fn body(note: &Note, found: &mut impl FnMut(Field, &str)) {
    let (tree, source) = (&note.parsed.body, &*note.parsed.source.text);
    let mut text = String::new();
    let (mut field, mut end) = (Field::Body, 0);
    for (ix, node) in tree.nodes().enumerate() {
        if field == Field::Heading && ix as u32 >= end {
            flush(&mut text, &mut field, found);
        }
        match node.kind.text_role() {
            TextRole::Text(piece) | TextRole::Code(piece) => text.push_str(tree.text(piece, source)),
            TextRole::Tag => text.push_str(note.parsed.source.slice(node.span)),
            TextRole::Through => {}
            TextRole::Math(_) | TextRole::Object | TextRole::Aside | TextRole::Break => text.push('\n'),
            TextRole::Block { code: Some(code) } => {
                flush(&mut text, &mut field, found);
                found(Field::Code, tree.text(tree.code(code).code, source));
            }
            TextRole::Block { code: None } if matches!(node.kind, Kind::Heading(_)) => {
                flush(&mut text, &mut field, found);
                (field, end) = (Field::Heading, node.end);
            }
            TextRole::Block { code: None } => text.push('\n'),
        }
        if text.len() > FLUSH && text.ends_with('\n') {
            flush(&mut text, &mut field, found);
        }
    }
    flush(&mut text, &mut field, found);
}

/// The bytes of text that are split into words at a time.
const FLUSH: usize = 1 << 14;

fn flush(text: &mut String, field: &mut Field, found: &mut impl FnMut(Field, &str)) {
    if !text.is_empty() {
        found(*field, text);
        text.clear();
    }
    *field = Field::Body;
}

/// Whether the words of a field are found by their initial consonants too, where the config asks for it.
pub fn by_initials(field: Field, settings: SearchSettings) -> bool {
    settings.choseong && matches!(field, Field::Title | Field::Alias | Field::Heading | Field::Topic)
}
