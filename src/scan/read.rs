//! The reading of single files of the vault. A name may turn out to be another kind of file when it is opened.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::decode::{NotText, decode};
use super::walk::FoundFile;
use crate::diag::{Code, Diagnostic, Outcome, codes};
use crate::path::VaultPath;
use crate::platform::open_regular;
use crate::text::{Source, Span};

/// The most bytes a note may have (P7).
pub const NOTE_LIMIT: u64 = 8 << 20;

/// The bytes of an excluded note that are searched for a publish flag; properties may not be longer.
const PROPERTIES_LIMIT: u64 = 64 << 10;

/// The longest line that a diagnostic about bytes quotes.
const QUOTED_LINE_LIMIT: usize = 200;

/// The decoded note, or `None` and the reason. `buffer` is scratch space.
pub(super) fn read_note(found: &FoundFile, buffer: &mut Vec<u8>) -> Outcome<Option<Source>> {
    let problem = match read_limited(&found.disk, buffer, NOTE_LIMIT) {
        Ok(()) => match decode(buffer) {
            Ok(text) => return Outcome::clean(Some(Source::new(found.path.clone(), text))),
            Err(error) => not_text(found, buffer, error),
        },
        Err(error) => file_problem(&found.path, "note", error),
    };
    Outcome::new(None, vec![problem])
}

/// The bytes of a file of the vault's theme, or `None` and the reason.
pub(super) fn read_theme_file(path: &VaultPath, disk: &Path) -> Outcome<Option<Arc<[u8]>>> {
    let mut bytes = Vec::new();
    match read_limited(disk, &mut bytes, NOTE_LIMIT) {
        Ok(()) => Outcome::clean(Some(bytes.into())),
        Err(error) => Outcome::new(None, vec![file_problem(path, "theme file", error)]),
    }
}

/// A settings file as text; `None` where there is none.
pub(super) fn read_settings(path: &Path) -> Result<Option<String>, String> {
    let mut bytes = Vec::new();
    match read_limited(path, &mut bytes, NOTE_LIMIT) {
        Ok(()) => decode(&mut bytes).map(|text| Some(text.to_owned())).map_err(|error| error.to_string()),
        Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(ReadError::Io(error)) => Err(error.to_string()),
        Err(ReadError::TooLarge(bytes)) => Err(format!("it has {bytes} bytes")),
    }
}

/// Whether a note's properties have the line `publish: true`. A cheap check without a parser: it decides on a warning
/// only.
pub(super) fn claims_to_be_public(path: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = open_regular(path).and_then(|file| file.take(PROPERTIES_LIMIT).read_to_end(&mut bytes));
    if read.is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.trim_start_matches('\u{feff}').split(['\n', '\r']);
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return false;
    }
    lines.take_while(|line| line.trim_end() != "---").any(|line| {
        let Some((key, value)) = line.split_once(':') else { return false };
        let bare = |word: &str| word.trim_matches(|c: char| c.is_whitespace() || "\"',{}".contains(c)).to_lowercase();
        bare(key) == "publish" && bare(value.split(" #").next().unwrap_or(value)) == "true"
    })
}

pub(super) enum ReadError {
    Io(io::Error),
    /// The size in bytes.
    TooLarge(u64),
}

/// Fills `buffer` with a file of at most `limit` bytes. The size is checked before reading, and again after, since the
/// file may grow meanwhile.
pub(super) fn read_limited(path: &Path, buffer: &mut Vec<u8>, limit: u64) -> Result<(), ReadError> {
    buffer.clear();
    let file = open_regular(path).map_err(ReadError::Io)?;
    let size = file.metadata().map_err(ReadError::Io)?.len();
    if size > limit {
        return Err(ReadError::TooLarge(size));
    }
    buffer.reserve(size as usize + 1);
    file.take(limit + 1).read_to_end(buffer).map_err(ReadError::Io)?;
    if buffer.len() as u64 > limit { Err(ReadError::TooLarge(buffer.len() as u64)) } else { Ok(()) }
}

fn file_problem(path: &VaultPath, what: &str, error: ReadError) -> Diagnostic {
    let (code, message, help): (Code, _, _) = match error {
        ReadError::Io(error) => (
            codes::FILE_UNREADABLE,
            format!("the {what} cannot be read: {error}"),
            "check that the file is there and that you may read it",
        ),
        ReadError::TooLarge(bytes) => (
            codes::FILE_TOO_LARGE,
            format!("the {what} has {bytes} bytes, more than the limit of {NOTE_LIMIT}"),
            "split it",
        ),
    };
    Diagnostic::new(code, message).in_file(path).help(help)
}

/// Points at the first wrong byte where the text before it can be shown.
fn not_text(found: &FoundFile, bytes: &[u8], error: NotText) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::FILE_NOT_UTF8, error.to_string()).help(error.help());
    let mut before = bytes[..error.offset().min(bytes.len())].to_vec();
    match decode(&mut before) {
        Ok(text)
            if error != NotText::Utf16 && text.len() - text.rfind('\n').map_or(0, |at| at + 1) <= QUOTED_LINE_LIMIT =>
        {
            let end = text.len();
            diagnostic.at(&Source::new(found.path.clone(), text), Span::new(end, end))
        }
        _ => diagnostic.in_file(&found.path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publish_flag_is_seen_in_the_properties_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        for (text, expected) in [
            ("---\npublish: true\n---\n", true),
            ("\u{feff}---\r\ntitle: x\r\nPublish: 'True' # yes\r\n---\r\n", true),
            ("---\n{\"publish\": true}\n---\n", true),
            ("---\npublish: false\n---\npublish: true\n", false),
            ("publish: true\n", false),
            ("---\nunpublish: true\n---\n", false),
            ("", false),
        ] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(claims_to_be_public(&path), expected, "{text:?}");
        }
    }
}
