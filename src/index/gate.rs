//! The publish gate: the parsed notes that become notes of the site. The only other way in is for the attachments that
//! [`super::linked_attachments`] finds linked from them.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::config::PublishSettings;
use crate::diag::{Diagnostic, Severity};
use crate::index::Site;
use crate::parse::{Access, ParsedNote};
use crate::path::VaultPath;
use crate::scan::Vault;

/// The notes that are published, in the order given, each with whether it is unlisted.
pub fn admit(notes: &[Arc<ParsedNote>], rules: &PublishSettings) -> Vec<(Arc<ParsedNote>, bool)> {
    notes.iter().filter(|note| admits(note.access, rules)).map(|note| (note.clone(), note.unlisted)).collect()
}

fn admits(access: Access, rules: &PublishSettings) -> bool {
    match access {
        Access::Declared | Access::Unlisted => true,
        Access::Unsaid => !rules.opt_in,
        Access::Draft => rules.drafts,
        Access::Private | Access::WhereLinked => false,
    }
}

/// The diagnostics that may be reported: a build log may be public. Of a note that is not on the site only errors are
/// left, which say why it is not, and nothing of its text is quoted.
pub fn reportable(all: Vec<Diagnostic>, vault: &Vault, site: &Site) -> Vec<Diagnostic> {
    let public: FxHashSet<&VaultPath> = site.notes.iter().map(|note| note.path()).collect();
    let private = vault.notes.iter().map(|file| &file.source.path).filter(|path| !public.contains(path));
    let private: FxHashSet<&VaultPath> = private.collect();
    let unreadable: FxHashSet<&VaultPath> = vault.unreadable.iter().collect();
    let reported = |diagnostic: Diagnostic| match &diagnostic.place {
        Some(place) if private.contains(&place.path) => {
            (diagnostic.severity == Severity::Error).then(|| diagnostic.unquoted())
        }
        Some(place) if unreadable.contains(&place.path) => Some(diagnostic.unquoted()),
        _ => Some(diagnostic),
    };
    all.into_iter().filter_map(reported).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_keeps_a_note_out() {
        let open = PublishSettings::default();
        let opt_in = PublishSettings { opt_in: true, drafts: false };
        let drafts = PublishSettings { opt_in: false, drafts: true };
        for (access, expected) in [
            (Access::Declared, [true, true, true]),
            (Access::Unsaid, [true, false, true]),
            (Access::Unlisted, [true, true, true]),
            (Access::Draft, [false, false, true]),
            (Access::Private, [false, false, false]),
            (Access::WhereLinked, [false, false, false]),
        ] {
            assert_eq!([open, opt_in, drafts].map(|rules| admits(access, &rules)), expected, "{access:?}");
        }
    }
}
