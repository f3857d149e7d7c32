//! Attachments: one is published because a published note refers to it, never because it is in the vault.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, codes};
use crate::index::address::Addresses;
use crate::index::input::Input;
use crate::index::link_end::LinkEnd;
use crate::index::memo::Last;
use crate::index::memo::Memo;
use crate::index::{Note, PublishedAsset};
use crate::parse::ParsedNote;
use crate::path::VaultPath;
use crate::scan::Asset;
use crate::scan::image::ImageFacts;

/// GitHub and Cloudflare refuse files above these sizes, in bytes.
const LARGE: u64 = 25 << 20;
const TOO_LARGE: u64 = 100 << 20;

/// The attachments that published notes refer to (indices into the vault's), in path order, each with the first link
/// to it, the position of its warnings; one that is only a cover has none.
pub struct LinkedAttachments<'a>(Vec<(u32, Option<FirstLink<'a>>)>);

/// A note and the index of a link of it.
type FirstLink<'a> = (&'a ParsedNote, usize);

impl<'a> LinkedAttachments<'a> {
    /// By the notes' links, covers and drawings.
    pub fn of(notes: &'a [Note], memo: &Memo) -> Self {
        let mut reached: FxHashMap<u32, Option<FirstLink<'a>>> = FxHashMap::default();
        for (ix, note) in notes.iter().enumerate() {
            for (link, target) in memo.resolved(ix).links.iter().enumerate() {
                if let LinkEnd::Asset(asset) = target {
                    reached.entry(*asset).or_insert(Some((&note.parsed, link)));
                }
            }
        }
        let pictures = |ix| [memo.resolved(ix).cover, memo.resolved(ix).drawing];
        for asset in (0..notes.len()).flat_map(pictures).flatten() {
            reached.entry(asset).or_insert(None);
        }
        let mut order: Vec<_> = reached.into_iter().collect();
        order.sort_unstable_by_key(|(asset, _)| *asset);
        Self(order)
    }
}

/// Publishes them, each with its index in the vault; SVG files with active content are left out with a warning.
pub fn publish(
    reach: LinkedAttachments<'_>,
    input: Input<'_>,
    last: Option<Last<'_>>,
    addresses: &mut Addresses,
    all: &mut Vec<Diagnostic>,
) -> Vec<(u32, PublishedAsset)> {
    let known: FxHashMap<&VaultPath, &PublishedAsset> = last.map_or_else(FxHashMap::default, |last| {
        let untouched = last.site.assets.iter().filter(|old| !last.touched.contains(&old.asset.path));
        untouched.map(|old| (&old.asset.path, old)).collect()
    });
    let facts = |asset: &Asset| match known.get(&asset.path) {
        // Attachments already published have no active content.
        Some(old) if old.asset == *asset => ImageFacts { size: old.size, active: false },
        _ => (input.probe)(asset),
    };
    let facts: Vec<ImageFacts> =
        reach.0.par_iter().map(|(asset, _)| facts(&input.vault.assets[*asset as usize])).collect();
    let mut published = Vec::with_capacity(reach.0.len());
    for ((ix, first), facts) in reach.0.into_iter().zip(facts) {
        let asset = &input.vault.assets[ix as usize];
        let at = |diagnostic: Diagnostic| match first {
            Some((note, link)) => diagnostic.at(&note.source, note.links[link].span),
            None => diagnostic.in_file(&asset.path),
        };
        if facts.active && !input.config.allow_active_svg {
            all.push(at(Diagnostic::new(
                codes::IMAGE_ACTIVE_SVG,
                format!("“{}” holds active content, such as a script", asset.path),
            )
            .help("it is not published; remove the active content, or set `allow_active_svg = true` under [build]")));
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
