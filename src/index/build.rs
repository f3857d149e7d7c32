//! The steps that build the site; each is a module of its own.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diag::{Diagnostic, Outcome};
use crate::index::address::Addresses;
use crate::index::facts::Facts;
use crate::index::input::Input;
use crate::index::link_end::LinkEnd;
use crate::index::lookup::Lookup;
use crate::index::memo::{Last, Memo};
use crate::index::order::ranks;
use crate::index::topics::Topics;
use crate::index::{AssetId, Backlink, Cover, FolderId, Note, NoteId, Site, Target};
use crate::index::{assets, folders, gate, linked_attachments, plugin_notices, resolve, taxonomy, topics};
use crate::parse::ParsedNote;
use crate::path::{UrlPath, same_name, slug};
use crate::scan::Vault;

/// The site of all notes.
pub fn index(input: Input<'_>, last: Option<Last<'_>>) -> Outcome<(Site, Memo)> {
    let Input { parsed, vault, config, .. } = input;
    let mut all = Vec::new();
    let admitted = linked_attachments::with_linked(gate::admit(parsed, &config.publish), parsed);
    let published: Vec<Arc<ParsedNote>> = admitted.iter().map(|(note, _)| note.clone()).collect();
    let mut addresses = Addresses::new(config);
    addresses.know_folders(published.iter().map(|note| note.path().folder()));
    let memo = Memo::next(last.map(|last| last.memo), input, &published, &addresses);
    all.extend(memo.diagnostics());

    let mut redirects = Vec::new();
    let mut notes = make_notes(&admitted, &memo, vault, &mut addresses, &mut redirects, &mut all);
    let ranks = ranks(&(0..notes.len()).map(|ix| memo.facts(ix).sort_key.as_slice()).collect::<Vec<_>>());
    let folders = folders::folders(&mut notes, &mut addresses, config, &ranks, &mut all);
    let topics = topics::topics(&mut notes, &memo, &mut addresses, config.site.language, &ranks, &mut all);
    let taxonomies = taxonomy::taxonomies(&mut notes, &memo, &mut addresses, config, &ranks);
    let assets = assets::publish(assets::LinkedAttachments::of(&notes, &memo), input, last, &mut addresses, &mut all);
    let ids: FxHashMap<u32, AssetId> =
        assets.iter().enumerate().map(|(ix, (asset, _))| (*asset, AssetId(ix as u32))).collect();

    let targets: Outcome<Vec<Vec<Target>>> = notes
        .par_iter()
        .enumerate()
        .map(|(ix, note)| finish_targets(note, &memo.resolved(ix).links, &topics, &ids, memo.lookup()))
        .collect();
    for (note, targets) in notes.iter_mut().zip(targets.take(&mut all)) {
        note.targets = targets;
    }
    set_covers(&mut notes, &memo, &ids);
    plugin_notices::of_plugins(&notes, &mut all);
    set_backlinks(&mut notes, &memo, config);
    let redirects = settle_redirects(redirects, &notes, &memo, &mut addresses);
    let home = notes.iter().position(|note| note.url == UrlPath::root()).map(|ix| NoteId(ix as u32));
    let assets = assets.into_iter().map(|(_, asset)| asset).collect();
    let property_types = vault.obsidian.property_types.clone();
    let site = Site { notes, assets, topics: topics.list, folders, taxonomies, redirects, home, property_types };
    Outcome::new((site, memo), all)
}

/// The notes that may be the front page, folded, the first in this order.
const HOME: [&str; 3] = ["index.md", "home.md", "readme.md"];

fn make_notes(
    admitted: &[(Arc<ParsedNote>, bool)],
    memo: &Memo,
    vault: &Vault,
    addresses: &mut Addresses,
    redirects: &mut Vec<(UrlPath, NoteId)>,
    all: &mut Vec<Diagnostic>,
) -> Vec<Note> {
    let rank = |note: &ParsedNote| HOME.iter().position(|&name| same_name(note.path().as_str(), name));
    let home = admitted
        .iter()
        .enumerate()
        .filter(|(_, (note, unlisted))| !unlisted && !note.path().as_str().contains('/'))
        .filter_map(|(ix, (note, _))| Some((rank(note)?, ix)))
        .min()
        .map(|(_, ix)| ix);
    let mut notes = Vec::with_capacity(admitted.len());
    for (ix, (parsed, unlisted)) in admitted.iter().enumerate() {
        let facts = memo.facts(ix);
        let mut url = UrlPath::root();
        if home != Some(ix) {
            let (own, old) = addresses.of_note(parsed, facts.address.clone(), all);
            redirects.extend(old.map(|old| (old, NoteId(ix as u32))));
            url = own;
        }
        let git_date = || vault.git_dates.get(parsed.path()).copied();
        notes.push(make_note(parsed.clone(), facts, *unlisted, url, facts.updated.or_else(git_date)));
    }
    notes
}

/// The note before other notes and the lists are considered.
fn make_note(parsed: Arc<ParsedNote>, facts: &Facts, unlisted: bool, url: UrlPath, updated: Option<NaiveDate>) -> Note {
    Note {
        parsed,
        title: facts.title.clone(),
        url,
        unlisted,
        lang: facts.lang.clone(),
        targets: Vec::new(),
        topics: Vec::new(),
        tag_topics: Vec::new(),
        terms: Vec::new(),
        folder: FolderId(0),
        backlinks: Vec::new(),
        cover: None,
        drawing: None,
        topic_of: None,
        created: facts.created,
        updated,
    }
}

fn finish_targets(
    note: &Note,
    raw: &[LinkEnd],
    topics: &Topics,
    assets: &FxHashMap<u32, AssetId>,
    lookup: &Lookup,
) -> Outcome<Vec<Target>> {
    let mut all = Vec::new();
    let links = note.parsed.links.iter();
    let targets = raw
        .iter()
        .zip(links)
        .map(|(raw, link)| match raw {
            LinkEnd::Note(note, section) => Target::Note { note: *note, section: section.clone() },
            LinkEnd::Asset(asset) => assets.get(asset).map_or(Target::Missing, |&id| Target::Asset(id)),
            LinkEnd::External => Target::External,
            LinkEnd::Refused => Target::Refused,
            LinkEnd::Missing { path, withheld } => match topics.of_missing(path).filter(|_| !link.embed) {
                Some(topic) => Target::Topic(topic),
                None => {
                    all.push(resolve::missing(lookup, &note.parsed, link, *withheld, |asset| {
                        assets.contains_key(&asset)
                    }));
                    Target::Missing
                }
            },
        })
        .collect();
    Outcome::new(targets, all)
}

fn set_covers(notes: &mut [Note], memo: &Memo, assets: &FxHashMap<u32, AssetId>) {
    for (ix, note) in notes.iter_mut().enumerate() {
        note.drawing = memo.resolved(ix).drawing.and_then(|file| assets.get(&file)).copied();
        let url = note.parsed.properties.cover().filter(|text| text.starts_with("https://"));
        note.cover = match url {
            Some(url) => Some(Cover::Url(url.to_owned())),
            None => memo.resolved(ix).cover.and_then(|file| assets.get(&file)).map(|&id| Cover::Asset(id)),
        };
    }
}

/// Links and embeds from listed notes. Topic lines are not backlinks of their topics: the topic lists them already.
fn set_backlinks(notes: &mut [Note], memo: &Memo, config: &Config) {
    let found: Vec<Vec<(NoteId, Backlink)>> = notes
        .par_iter()
        .enumerate()
        .map(|(ix, note)| links_out(note, NoteId(ix as u32), memo.facts(ix), config))
        .collect();
    for (target, backlink) in found.into_iter().flatten() {
        notes[target.0 as usize].backlinks.push(backlink);
    }
}

fn links_out(note: &Note, from: NoteId, facts: &Facts, config: &Config) -> Vec<(NoteId, Backlink)> {
    if !note.listed() {
        return Vec::new();
    }
    let topic_links: &[u32] = if config.markdown.topic_line { &facts.topic_links } else { &[] };
    let targets = note.targets.iter().enumerate();
    targets
        .filter_map(|(link, target)| match target {
            Target::Note { note: to, .. } if *to != from && !topic_links.contains(&(link as u32)) => {
                Some((*to, Backlink { from, link: link as u32 }))
            }
            _ => None,
        })
        .collect()
}

/// Old addresses of notes: the default one where a permalink is used, and those that aliases spell.
fn settle_redirects(
    defaults: Vec<(UrlPath, NoteId)>,
    notes: &[Note],
    memo: &Memo,
    addresses: &mut Addresses,
) -> Vec<(UrlPath, NoteId)> {
    let of_aliases = (0..notes.len()).flat_map(|ix| {
        let aliases = memo.facts(ix).aliases.iter();
        aliases.filter_map(move |alias| Some((alias_url(alias)?, NoteId(ix as u32))))
    });
    let mut redirects: Vec<(UrlPath, NoteId)> = defaults
        .into_iter()
        .chain(of_aliases)
        .filter(|(url, id)| addresses.take_redirect(url, notes[id.0 as usize].path().as_str()))
        .collect();
    redirects.sort();
    redirects
}

fn alias_url(alias: &str) -> Option<UrlPath> {
    let alias = alias.trim().trim_matches('/');
    let alias = alias.strip_suffix(".md").unwrap_or(alias);
    let segments: Option<Vec<String>> = alias.split('/').map(slug).collect();
    segments.map(|segments| UrlPath::page(segments.iter().map(String::as_str)))
}
