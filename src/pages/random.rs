//! `/random/`: some random notes, the target of the link to a random note without a script.

use crate::index::NoteId;
use crate::routes::Route;
use crate::view::{PageHead, RandomView};

use super::context::{Made, Pages};
use super::kind::Plan;
use super::scope::Scope;

/// The number of notes that the build chooses.
const CHOSEN: usize = 12;

/// Whether there is more than one note to choose from.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.listed().nth(1).is_some()
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Random, random);
}

/// The notes whose names have the smallest hashes: a random choice that is the same in every build.
fn random(pages: &Pages) -> Made {
    let listed = pages.site.ids().filter(|(_, note)| note.listed());
    let mut all: Vec<_> = listed.map(|(id, note)| (blake3::hash(note.path().as_str().as_bytes()), id)).collect();
    all.sort_unstable_by_key(|(hash, _)| *hash.as_bytes());
    let head = pages.head(&pages.translate("nav.random"), &Route::Random.url());
    let link = |&(_, id): &(_, NoteId)| pages.note_link(id);
    pages.page(&RandomView {
        head: PageHead { section: Some("random".to_owned()), noindex: true, ..head },
        notes: all.iter().take(CHOSEN).map(link).collect(),
        total: all.len() as u32,
    })
}
