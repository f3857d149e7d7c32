//! Replacements of a note's bytes, and their inverse.

use serde_json::{Value, json};

/// Some bytes of a note and their replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The offset in the bytes of the note before.
    pub at: usize,
    pub old: String,
    pub new: String,
}

/// The bytes with these patches in place; they must be in order and must not overlap.
pub fn apply(bytes: &[u8], patches: &[Patch]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut from = 0;
    for patch in patches {
        let old = bytes.get(patch.at..patch.at.checked_add(patch.old.len())?)?;
        if old != patch.old.as_bytes() {
            return None;
        }
        out.extend_from_slice(bytes.get(from..patch.at)?);
        out.extend_from_slice(patch.new.as_bytes());
        from = patch.at + patch.old.len();
    }
    out.extend_from_slice(&bytes[from..]);
    Some(out)
}

/// The patches that restore the original from the result of these patches.
pub fn inverse(patches: &[Patch]) -> Vec<Patch> {
    let mut moved = 0isize;
    let back = |patch: &Patch| {
        let at = patch.at.saturating_add_signed(moved);
        moved += patch.new.len() as isize - patch.old.len() as isize;
        Patch { at, old: patch.new.clone(), new: patch.old.clone() }
    };
    patches.iter().map(back).collect()
}

/// The fingerprint of a note's content.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

/// The record of a change in the log, enough to undo it byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Fingerprints of the note.
    pub before: String,
    pub after: String,
    /// The patches from after to before.
    pub back: Vec<Patch>,
}

impl Record {
    pub fn new(before: &[u8], after: &[u8], patches: &[Patch]) -> Self {
        Self { before: fingerprint(before), after: fingerprint(after), back: inverse(patches) }
    }

    /// One line of JSON.
    pub fn to_text(&self) -> String {
        let back: Vec<Value> = self.back.iter().map(|patch| json!([patch.at, patch.old, patch.new])).collect();
        json!({ "before": self.before, "after": self.after, "back": back }).to_string()
    }

    /// Reads a record; `None` for a line of another writer.
    pub fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let word = |key: &str| value[key].as_str().map(str::to_owned);
        let patch = |patch: &Value| {
            let text = |ix: usize| patch[ix].as_str().map(str::to_owned);
            Some(Patch { at: usize::try_from(patch[0].as_u64()?).ok()?, old: text(1)?, new: text(2)? })
        };
        let back = value["back"].as_array()?.iter().map(patch).collect::<Option<Vec<_>>>()?;
        Some(Self { before: word("before")?, after: word("after")?, back })
    }
}
