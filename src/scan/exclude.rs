//! The exclusions of the walk: hidden files, Obsidian's and other tools' own files, templates, the output, excludes.
//!
//! Names are compared in NFC, since a pattern is typed in NFC and a vault from macOS may be stored decomposed. A
//! pattern that missed for that reason would publish files that it should hide.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::vault::ObsidianSettings;
use crate::config::ScanRules;
use crate::diag::{Diagnostic, codes};
use crate::path::{fold, nfc};
use crate::routes::Route;

/// The manifest that marks a folder as kbgen's own output.
const MANIFEST: &str = Route::BuildManifest.file_name();

/// The treatment of a file or folder because of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    /// Not part of the vault, as everybody expects.
    Hidden,
    /// Matched by an exclude pattern of the config.
    Excluded,
}

/// The rules of one scan, compiled.
pub(super) struct Gate {
    root: PathBuf,
    /// Only where it exists, with links resolved.
    out: Option<PathBuf>,
    /// Relative to the vault, folded.
    templates: Option<String>,
    patterns: Gitignore,
}

impl Gate {
    /// `root` must have no links on the way.
    pub(super) fn new(rules: &ScanRules, root: &Path, obsidian: &ObsidianSettings) -> Result<Self, Box<Diagnostic>> {
        let mut builder = GitignoreBuilder::new(".");
        builder.allow_unclosed_class(false);
        for pattern in &rules.exclude {
            builder.add_line(None, &nfc(pattern)).map_err(|error| bad_pattern(pattern, &error))?;
        }
        let patterns = builder.build().map_err(|error| bad_pattern(&rules.exclude.join(", "), &error))?;
        let out = rules.out.as_ref().and_then(|out| out.canonicalize().ok());
        let templates = obsidian.templates_folder.as_deref().map(|folder| fold(folder.trim_matches('/').trim()));
        Ok(Self { root: root.to_owned(), out, templates: templates.filter(|folder| !folder.is_empty()), patterns })
    }

    /// The verdict on one entry whose folders are all included. `path` is relative to the vault.
    pub(super) fn verdict(&self, path: &str, is_dir: bool) -> Verdict {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        if is_hidden_name(name.as_bytes()) || path == "kbgen.toml" || is_dir && self.is_hidden_folder(path) {
            Verdict::Hidden
        } else if self.patterns.matched(Path::new(nfc(path).as_ref()), is_dir).is_ignore() {
            Verdict::Excluded
        } else {
            Verdict::Keep
        }
    }

    /// The verdict on a file from those on each of its folders and its own.
    pub(super) fn verdict_of_all(&self, path: &str) -> Verdict {
        let folders = path.match_indices('/').map(|(end, _)| self.verdict(&path[..end], true));
        folders.chain([self.verdict(path, false)]).find(|&verdict| verdict != Verdict::Keep).unwrap_or(Verdict::Keep)
    }

    fn is_hidden_folder(&self, path: &str) -> bool {
        let disk = self.root.join(path);
        self.out.as_ref() == Some(&disk)
            || self.templates.as_ref().is_some_and(|templates| *templates == fold(path))
            // A site built earlier to another place: its copies of attachments must not compete with the originals.
            || disk.join(MANIFEST).is_file()
    }
}

/// Whether a name begins with a dot, or is of a file that synchronisers, editors and systems leave behind.
pub(super) fn is_hidden_name(name: &[u8]) -> bool {
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || name.ends_with(b"~")
        || name.eq_ignore_ascii_case(b"Thumbs.db")
        || name.windows(SYNC_CONFLICT.len()).any(|part| part == SYNC_CONFLICT)
}

const SYNC_CONFLICT: &[u8] = b".sync-conflict";

fn bad_pattern(pattern: &str, error: &ignore::Error) -> Box<Diagnostic> {
    let message = format!("the exclude pattern `{pattern}` is invalid: {error}");
    Box::new(Diagnostic::new(codes::CONFIG_BAD_VALUE, message).help("write it like a line of a .gitignore file"))
}
