//! The cue questions as Anki's text import (R-ANKI; the format is that of Anki's manual, "Text Files").
//!
//! A line a question: its id, the deck, the question, the answer, the tags. The id does not depend on the answer, so
//! an import of a later export updates the cards instead of duplicating them. Only published, listed notes are
//! included.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::index::{AssetId, Note, Site};
use crate::markup::escape;
use crate::pages::Pages;
use crate::pages::quiz::Needs;
use crate::path::{VaultPath, short_hash};

use super::field::{Links, field};

/// The columns, in the form of Anki's file headers.
const HEADER: &str = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n";

/// An export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anki {
    pub text: String,
    /// The number of questions.
    pub cards: usize,
    /// The attachments on its cards, by their name among Anki's media.
    pub media: Vec<Media>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    pub name: String,
    pub path: VaultPath,
}

/// The cue questions of the whole site, notes in path order.
pub fn anki(pages: &Pages) -> Anki {
    let (site, config) = (&*pages.site, &*pages.config);
    let names = media_names(site);
    let by_address: BTreeMap<String, AssetId> =
        (0..site.assets.len() as u32).map(AssetId).map(|id| (config.site.base.link(&site.asset(id).url), id)).collect();
    let mut links = Links { base: &config.site.base, names: &names, by_address: &by_address, used: Vec::new() };
    let mut out = Anki { text: HEADER.to_owned(), ..Anki::default() };
    for id in pages.notes_with_cues() {
        let note = site.note(id);
        let (deck, tags) = (deck(site, config, note), tags(site, note));
        for question in pages.questions(id, &mut Needs::default()) {
            let front = field(&question.prompt_html, &mut links);
            let answer = question.answer_html.unwrap_or_else(|| title_html(note));
            let back = field(&answer, &mut links);
            out.text.push_str(&format!("{}\t{deck}\t{front}\t{back}\t{tags}\n", question.id));
            out.cards += 1;
        }
    }
    links.used.sort_unstable();
    links.used.dedup();
    let media = |&id: &AssetId| Media { name: names[id.0 as usize].clone(), path: site.asset(id).asset.path.clone() };
    out.media = links.used.iter().map(media).collect();
    out
}

/// The note's title, in place of an answer that the note leaves to its reader.
fn title_html(note: &Note) -> String {
    let mut html = String::from("<p>");
    escape(&mut html, &note.title);
    html.push_str("</p>");
    html
}

/// The deck of a note: the site, and below it the note's first topic.
fn deck(site: &Site, config: &Config, note: &Note) -> String {
    let mut deck = plain(&config.site.title);
    if let Some(&topic) = note.topics.first() {
        deck.push_str("::");
        deck.push_str(&plain(&site.topic(topic).name).replace('/', "::"));
    }
    deck
}

/// Topics and terms, without blanks, which separate tags.
fn tags(site: &Site, note: &Note) -> String {
    let topics = note.topics.iter().map(|&topic| site.topic(topic).name.as_str());
    let terms = note.terms.iter().map(|of| {
        let terms = &site.taxonomies[of.taxonomy as usize].terms;
        terms[of.term as usize].name.as_str()
    });
    let mut tags: Vec<String> = Vec::new();
    for name in topics.chain(terms) {
        let tag = plain(name).replace(' ', "_").replace('/', "::");
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags.join(" ")
}

/// Text for a column: one line, no tab, and no quote that would begin a quoted column.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace('"', "'")
}

/// A name for each attachment: Anki's media are in one folder, so of two files of one name the later has a hash.
fn media_names(site: &Site) -> Vec<String> {
    let mut taken: BTreeMap<String, ()> = BTreeMap::new();
    let name = |path: &VaultPath| {
        let name = path.file_name().replace(['"', '\\', ':', '*', '?', '<', '>', '|'], "_");
        match taken.insert(name.to_lowercase(), ()) {
            None => name,
            Some(()) => format!("{}-{name}", short_hash(path.as_str())),
        }
    };
    site.assets.iter().map(|asset| &asset.asset.path).map(name).collect()
}
