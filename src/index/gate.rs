//! The publish gate: which of the parsed notes become notes of the site. There is no other way in, but for what
//! [`super::reach`] finds linked from them.

use std::sync::Arc;

use crate::config::PublishSettings;
use crate::parse::{Access, ParsedNote};

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
