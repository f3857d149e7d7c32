//! Canvases and bases have no `publish` property, so they are published as attachments are: because a published
//! note refers to them, directly or through another canvas. One that only unlisted pages lead to is unlisted itself.

use std::sync::Arc;

use super::names::{Match, Names};
use crate::parse::{Access, Dest, ParsedNote};

/// The admitted notes with the canvases and bases that they link to, in path order; each with whether it is unlisted.
pub fn with_linked(
    mut admitted: Vec<(Arc<ParsedNote>, bool)>,
    parsed: &[Arc<ParsedNote>],
) -> Vec<(Arc<ParsedNote>, bool)> {
    let waiting: Vec<&Arc<ParsedNote>> = parsed.iter().filter(|note| note.access == Access::WhereLinked).collect();
    if waiting.is_empty() {
        return admitted;
    }
    let names = Names::new(&waiting.iter().map(|note| note.path().clone()).collect::<Vec<_>>());
    let mut reached = vec![false; waiting.len()];
    for unlisted in [false, true] {
        let mut from: Vec<&ParsedNote> = admitted
            .iter()
            .filter(|(note, is_unlisted)| (*is_unlisted || note.quiet) == unlisted)
            .map(|(note, _)| &**note)
            .collect();
        let mut found = Vec::new();
        while let Some(note) = from.pop() {
            for ix in linked(note, &names) {
                if !std::mem::replace(&mut reached[ix], true) {
                    found.push((waiting[ix].clone(), unlisted));
                    from.push(waiting[ix]);
                }
            }
        }
        admitted.extend(found);
    }
    admitted.sort_by(|(a, _), (b, _)| a.path().cmp(b.path()));
    admitted
}

fn linked<'a>(note: &'a ParsedNote, names: &'a Names) -> impl Iterator<Item = usize> + 'a {
    let paths = note.links.iter().filter_map(|link| match &link.dest {
        Dest::Internal(text) => Some(text.path()).filter(|path| has_extension(path)),
        Dest::External(_) | Dest::Refused => None,
    });
    paths.filter_map(|path| match names.find(path, note.path().folder()) {
        Match::One(ix) => Some(ix as usize),
        Match::Tie(list) => list.first().map(|&ix| ix as usize),
        Match::None => None,
    })
}

/// Links to anything but notes must name the extension.
fn has_extension(path: &str) -> bool {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    extension.eq_ignore_ascii_case("canvas") || extension.eq_ignore_ascii_case("base")
}
