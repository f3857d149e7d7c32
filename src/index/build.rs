//! Puts the site together, step by step; each step is a module of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::index::address::Addresses;
use crate::index::names::{Found, Names};
use crate::index::resolve::{File, Raw, Resolver};
use crate::index::topics::{Topics, topic_line_links};
use crate::index::{
    AssetId, Backlink, Cover, FolderId, Note, NoteId, PublishedAsset, Site, Target, folders, gate, headings, taxonomy,
    topics,
};
use crate::parse::ParsedNote;
use crate::path::{UrlPath, VaultPath, fold, slug};
use crate::scan::image::ImageFacts;
use crate::scan::{Asset, Vault};

/// Looks at an attachment. A parameter, so that the index reads no file.
pub type Probe<'a> = &'a (dyn Fn(&Asset) -> ImageFacts + Sync);

/// GitHub and Cloudflare refuse files above these sizes, in bytes.
const LARGE: u64 = 25 << 20;
const TOO_LARGE: u64 = 100 << 20;

/// All notes become a site. `parsed` is in path order and holds private notes too; `refused` are the names of notes
/// that could be read and not published.
pub fn index(
    parsed: &[Arc<ParsedNote>],
    refused: &[VaultPath],
    vault: &Vault,
    config: &Config,
    probe: Probe<'_>,
) -> Outcome<Site> {
    let mut all = Vec::new();
    let admitted = gate::admit(parsed, &config.publish);
    let published: Vec<Arc<ParsedNote>> = admitted.iter().map(|(note, _)| note.clone()).collect();
    let resolver = resolver(parsed, &published, refused, vault, config);

    let raw: Outcome<Vec<Vec<Raw>>> =
        (0..published.len()).into_par_iter().map(|ix| resolve_note(&resolver, ix)).collect();
    let raw = raw.take(&mut all);

    let mut addresses = Addresses::new(config);
    let mut redirects = Vec::new();
    let mut notes = make_notes(&admitted, vault, &mut addresses, config, &mut redirects, &mut all);
    let folders = folders::folders(&mut notes, &mut addresses, config, &mut all);
    let topics = topics::topics(&mut notes, &raw, &resolver, &mut addresses, config.site.language, &mut all);
    let taxonomies = taxonomy::taxonomies(&mut notes, &mut addresses, config);
    let assets = publish_assets(&notes, &raw, &resolver, vault, config, &mut addresses, probe, &mut all);
    let ids: HashMap<u32, AssetId> =
        assets.iter().enumerate().map(|(ix, (asset, _))| (*asset, AssetId(ix as u32))).collect();

    let targets: Outcome<Vec<Vec<Target>>> =
        notes.par_iter().zip(raw).map(|(note, raw)| finish_targets(note, raw, &topics, &ids, &resolver)).collect();
    for (note, targets) in notes.iter_mut().zip(targets.take(&mut all)) {
        note.targets = targets;
    }
    set_covers(&mut notes, &resolver, &ids);
    set_backlinks(&mut notes, config);
    let redirects = settle_redirects(redirects, &notes, &mut addresses);
    let home = notes.iter().position(|note| note.url == UrlPath::root()).map(|ix| NoteId(ix as u32));
    let assets = assets.into_iter().map(|(_, asset)| asset).collect();
    Outcome::new(Site { notes, assets, topics: topics.list, folders, taxonomies, redirects, home }, all)
}

fn resolver<'a>(
    parsed: &'a [Arc<ParsedNote>],
    published: &'a [Arc<ParsedNote>],
    refused: &'a [VaultPath],
    vault: &'a Vault,
    config: &Config,
) -> Resolver<'a> {
    let ids: HashMap<&VaultPath, NoteId> =
        published.iter().enumerate().map(|(ix, note)| (note.path(), NoteId(ix as u32))).collect();
    let of_note = |path: &'a VaultPath| (path, ids.get(path).map_or(File::Withheld, |&id| File::Note(id)));
    let of_asset = |(ix, asset): (usize, &'a Asset)| (&asset.path, File::Asset(ix as u32));
    let mut known: Vec<(&VaultPath, File)> = parsed
        .iter()
        .map(|note| of_note(note.path()))
        .chain(vault.unreadable.iter().chain(refused).map(|path| (path, File::Withheld)))
        .chain(vault.assets.iter().enumerate().map(of_asset))
        .collect();
    known.sort_by_key(|(path, _)| *path);
    let (paths, files): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let mut aliases: HashMap<String, Vec<NoteId>> = HashMap::new();
    if config.markdown.alias_links {
        for (ix, note) in published.iter().enumerate() {
            let own: BTreeSet<String> = note.properties.aliases().iter().map(|alias| fold(alias)).collect();
            for alias in own {
                aliases.entry(alias).or_default().push(NoteId(ix as u32));
            }
        }
    }
    Resolver { names: Names::new(paths.iter().map(|path| path.as_str())), files, paths, notes: published, aliases }
}

fn resolve_note(resolver: &Resolver<'_>, ix: usize) -> Outcome<Vec<Raw>> {
    let mut all = Vec::new();
    let links = resolver.notes[ix].links.iter();
    let raw = links.map(|link| resolver.resolve(NoteId(ix as u32), link, &mut all)).collect();
    Outcome::new(raw, all)
}

/// The notes that may be the front page, folded, the first in this order.
const HOME: [&str; 3] = ["index.md", "home.md", "readme.md"];

fn make_notes(
    admitted: &[(Arc<ParsedNote>, bool)],
    vault: &Vault,
    addresses: &mut Addresses,
    config: &Config,
    redirects: &mut Vec<(UrlPath, NoteId)>,
    all: &mut Vec<Diagnostic>,
) -> Vec<Note> {
    let rank = |note: &ParsedNote| HOME.iter().position(|&name| fold(note.path().as_str()) == name);
    let home = admitted
        .iter()
        .enumerate()
        .filter(|(_, (note, unlisted))| !unlisted && !note.path().as_str().contains('/'))
        .filter_map(|(ix, (note, _))| Some((rank(note)?, ix)))
        .min()
        .map(|(_, ix)| ix);
    let ids: Vec<Vec<String>> = admitted.par_iter().map(|(note, _)| headings::heading_ids(note)).collect();
    admitted
        .iter()
        .zip(ids)
        .enumerate()
        .map(|(ix, ((parsed, unlisted), heading_ids))| {
            let url = if home == Some(ix) {
                UrlPath::root()
            } else {
                let (url, old) = addresses.of_note(parsed, all);
                redirects.extend(old.map(|old| (old, NoteId(ix as u32))));
                url
            };
            make_note(parsed, *unlisted, url, heading_ids, config, &vault.git_dates)
        })
        .collect()
}

fn make_note(
    parsed: &Arc<ParsedNote>,
    unlisted: bool,
    url: UrlPath,
    heading_ids: Vec<String>,
    config: &Config,
    git_dates: &BTreeMap<VaultPath, NaiveDate>,
) -> Note {
    let properties = &parsed.properties;
    let zone = config.today.zone;
    Note {
        title: properties.text("title").unwrap_or_else(|| parsed.path().stem()).to_owned(),
        url,
        unlisted,
        lang: properties.text("lang").map(str::to_owned),
        targets: Vec::new(),
        heading_ids,
        topics: Vec::new(),
        tag_topics: Vec::new(),
        terms: Vec::new(),
        folder: FolderId(0),
        backlinks: Vec::new(),
        cover: None,
        topic_of: None,
        created: properties.date("created", zone).or_else(|| properties.date("date", zone)),
        updated: properties.date("updated", zone).or_else(|| git_dates.get(parsed.path()).copied()),
        parsed: parsed.clone(),
    }
}

/// The attachments that published notes refer to, each with its index in the vault; SVG files that could act are
/// left out with a warning.
#[expect(clippy::too_many_arguments, reason = "one step of the index, called once")]
fn publish_assets(
    notes: &[Note],
    raw: &[Vec<Raw>],
    resolver: &Resolver<'_>,
    vault: &Vault,
    config: &Config,
    addresses: &mut Addresses,
    probe: Probe<'_>,
    all: &mut Vec<Diagnostic>,
) -> Vec<(u32, PublishedAsset)> {
    // The first link to each attachment, where its warnings point.
    let mut reached: HashMap<u32, Option<(usize, usize)>> = HashMap::new();
    for (note_ix, links) in raw.iter().enumerate() {
        for (link_ix, target) in links.iter().enumerate() {
            if let Raw::Asset(asset) = target {
                reached.entry(*asset).or_insert(Some((note_ix, link_ix)));
            }
        }
    }
    for note in notes {
        if let Some(asset) = cover_file(&note.parsed, resolver) {
            reached.entry(asset).or_insert(None);
        }
    }
    let mut order: Vec<(u32, Option<(usize, usize)>)> = reached.into_iter().collect();
    order.sort();
    let facts: Vec<ImageFacts> = order.par_iter().map(|(asset, _)| probe(&vault.assets[*asset as usize])).collect();
    let mut published = Vec::with_capacity(order.len());
    for ((ix, first), facts) in order.into_iter().zip(facts) {
        let asset = &vault.assets[ix as usize];
        let place = first.map(|(note, link)| (&notes[note].parsed, link));
        let at = |diagnostic: Diagnostic| match place {
            Some((note, link)) => diagnostic.at(&note.source, note.links[link].span),
            None => diagnostic.in_file(&asset.path),
        };
        if facts.active && !config.allow_active_svg {
            all.push(at(Diagnostic::new(
                codes::IMAGE_ACTIVE_SVG,
                format!("“{}” holds a script or the like", asset.path),
            )
            .help("it is not published; take the script out, or set `allow_active_svg = true` under [build]")));
            continue;
        }
        all.extend(too_large(asset).map(at));
        let url = addresses.of_asset(&asset.path);
        published.push((ix, PublishedAsset { asset: asset.clone(), url, size: facts.size }));
    }
    published
}

fn too_large(asset: &Asset) -> Option<Diagnostic> {
    let host = match asset.size {
        TOO_LARGE.. => "GitHub refuses files above 100 MiB, and Cloudflare Pages above 25 MiB",
        LARGE.. => "Cloudflare Pages refuses files above 25 MiB",
        _ => return None,
    };
    let message = format!("“{}” has {} MiB", asset.path, asset.size >> 20);
    Some(Diagnostic::new(codes::FILE_LARGE_ATTACHMENT, message).help(host))
}

fn finish_targets(
    note: &Note,
    raw: Vec<Raw>,
    topics: &Topics,
    assets: &HashMap<u32, AssetId>,
    resolver: &Resolver<'_>,
) -> Outcome<Vec<Target>> {
    let mut all = Vec::new();
    let links = note.parsed.links.iter();
    let targets = raw
        .into_iter()
        .zip(links)
        .map(|(raw, link)| match raw {
            Raw::Note(note, section) => Target::Note { note, section },
            Raw::Asset(asset) => assets.get(&asset).map_or(Target::Missing, |&id| Target::Asset(id)),
            Raw::External => Target::External,
            Raw::Refused => Target::Refused,
            Raw::Missing { path, withheld } => match topics.of_missing(&path).filter(|_| !link.embed) {
                Some(topic) => Target::Topic(topic),
                None => {
                    all.push(resolver.missing(&note.parsed, link, withheld, |asset| assets.contains_key(&asset)));
                    Target::Missing
                }
            },
        })
        .collect();
    Outcome::new(targets, all)
}

/// The attachment that `image` or `cover` names: a vault path from the root, or a link as elsewhere.
fn cover_file(note: &ParsedNote, resolver: &Resolver<'_>) -> Option<u32> {
    let text = note.properties.cover()?;
    let path = text.trim_start_matches("![[").trim_start_matches("[[").trim_end_matches("]]");
    let path = path.split('|').next().unwrap_or(path);
    match resolver.names.find(path, note.path().folder()) {
        Found::One(ix) => match resolver.files[ix as usize] {
            File::Asset(asset) => Some(asset),
            _ => None,
        },
        _ => None,
    }
}

fn set_covers(notes: &mut [Note], resolver: &Resolver<'_>, assets: &HashMap<u32, AssetId>) {
    for note in notes {
        let url = note.parsed.properties.cover().filter(|text| text.starts_with("https://"));
        note.cover = match url {
            Some(url) => Some(Cover::Url(url.to_owned())),
            None => cover_file(&note.parsed, resolver).and_then(|file| assets.get(&file)).map(|&id| Cover::Asset(id)),
        };
    }
}

/// Links and embeds from listed notes. Topic lines are no backlinks of their topics: the topic lists them already.
fn set_backlinks(notes: &mut [Note], config: &Config) {
    let found: Vec<Vec<(NoteId, Backlink)>> =
        notes.par_iter().enumerate().map(|(ix, note)| links_out(note, NoteId(ix as u32), config)).collect();
    for (target, backlink) in found.into_iter().flatten() {
        notes[target.0 as usize].backlinks.push(backlink);
    }
}

fn links_out(note: &Note, from: NoteId, config: &Config) -> Vec<(NoteId, Backlink)> {
    if !note.listed() {
        return Vec::new();
    }
    let topic_links: BTreeSet<u32> =
        if config.markdown.topic_line { topic_line_links(&note.parsed).into_iter().collect() } else { BTreeSet::new() };
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

/// Old addresses of notes: the usual one where a permalink is used, and those that aliases spell.
fn settle_redirects(
    defaults: Vec<(UrlPath, NoteId)>,
    notes: &[Note],
    addresses: &mut Addresses,
) -> Vec<(UrlPath, NoteId)> {
    let of_aliases = notes.iter().enumerate().flat_map(|(ix, note)| {
        let aliases = note.parsed.properties.aliases();
        aliases.into_iter().filter_map(move |alias| Some((alias_url(&alias)?, NoteId(ix as u32))))
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
