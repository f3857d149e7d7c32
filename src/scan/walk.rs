//! The walk over the vault: every file that belongs to it, by name alone, and a diagnostic on every file that cannot
//! be read.
//!
//! No link is followed into a folder, and none out of the vault. An entry that is neither file, folder nor link is
//! never opened.

use std::ffi::OsStr;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::vault::is_page;
use crate::diag::{Diagnostic, Outcome, Severity, codes};
use crate::path::VaultPath;
use crate::scan::exclude::{Gate, Verdict, is_hidden_name};

/// The folder of the vault's own theme.
pub(super) const THEME_PREFIX: &str = "theme/";

/// The files by which a theme differs from a folder of notes of that name: paths below it, folders with a slash.
const THEME_MARKS: [&str; 7] = ["theme.toml", "custom.css", "templates/", "css/", "js/", "i18n/", "assets/icon.svg"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Note,
    /// A note that was found and must not be opened; its diagnostic exists already.
    Withheld,
    Asset,
    /// A note that an exclude pattern matches.
    Excluded,
}

/// The number of files sent at a time.
const BATCH: usize = 64;

/// One file of the vault.
#[derive(Clone, Debug)]
pub(super) struct FoundFile {
    pub path: VaultPath,
    /// The regular file with the bytes; inside the vault.
    pub disk: PathBuf,
    pub kind: FileKind,
}

/// Sends all files of the vault during the walk, in no order. `root` must have no links on the way.
///
/// # Errors
/// The vault's own folder cannot be listed.
pub(super) fn walk(
    root: &Path,
    gate: &Gate,
    mut tell: impl FnMut(Vec<FoundFile>),
) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    let mut walk = Walk { root, gate, found: Vec::new(), diagnostics: Vec::new() };
    let mut entries = WalkDir::new(root).follow_links(false).into_iter();
    // Below an excluded folder everything is excluded, whatever a later pattern matches.
    let mut excluded_from = usize::MAX;
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => return Err(unreadable_vault(root, &error)),
            Err(error) => {
                walk.unreadable(&error);
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        if entry.depth() <= excluded_from {
            excluded_from = usize::MAX;
        }
        match walk.visit(&entry, excluded_from != usize::MAX) {
            Verdict::Keep => {}
            Verdict::Hidden if entry.file_type().is_dir() => entries.skip_current_dir(),
            Verdict::Excluded if entry.file_type().is_dir() => excluded_from = excluded_from.min(entry.depth()),
            Verdict::Hidden | Verdict::Excluded => {}
        }
        if walk.found.len() == BATCH {
            tell(std::mem::take(&mut walk.found));
        }
    }
    tell(walk.found);
    Ok(walk.diagnostics)
}

/// One note by its path, as [`walk`] would find it; `None` where it does not exist, or with the reason.
pub(super) fn look_up(root: &Path, gate: &Gate, path: &VaultPath) -> Outcome<Option<FoundFile>> {
    let disk = root.join(path.as_str());
    let folder = disk.parent().unwrap_or(root);
    // A linked folder on the way is not followed, so nothing below it is in the vault.
    let in_place = folder.canonicalize().is_ok_and(|real| real == folder);
    let Some(meta) = disk.symlink_metadata().ok().filter(|meta| in_place && !meta.is_dir()) else {
        return Outcome::clean(None);
    };
    let mut walk = Walk { root, gate, found: Vec::new(), diagnostics: Vec::new() };
    walk.file(path.clone(), disk, meta.file_type());
    let found = walk.found.pop().filter(|found| found.kind == FileKind::Note);
    Outcome::new(found, walk.diagnostics)
}

struct Walk<'a> {
    root: &'a Path,
    gate: &'a Gate,
    found: Vec<FoundFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Adds an entry, and returns whether to enter its folder.
    fn visit(&mut self, entry: &DirEntry, excluded: bool) -> Verdict {
        if is_hidden_name(entry.file_name().as_encoded_bytes()) {
            return Verdict::Hidden;
        }
        let is_dir = entry.file_type().is_dir();
        let Some(path) = vault_path(self.root, entry.path()) else {
            if !excluded {
                self.diagnostics.push(name_not_utf8(self.root, entry.path()));
            }
            return Verdict::Hidden;
        };
        let verdict = match self.gate.verdict(&path, is_dir) {
            Verdict::Keep if excluded => Verdict::Excluded,
            verdict => verdict,
        };
        if is_dir || verdict == Verdict::Hidden {
            return verdict;
        }
        let path = VaultPath::new(path);
        let disk = entry.path().to_owned();
        if verdict == Verdict::Keep {
            self.file(path, disk, entry.file_type());
        } else if entry.file_type().is_file() && path.is_note() {
            self.found.push(FoundFile { path, disk, kind: FileKind::Excluded });
        }
        verdict
    }

    /// Adds a file, a link or another entry that is not hidden.
    fn file(&mut self, path: VaultPath, disk: PathBuf, file_type: FileType) {
        let disk = if file_type.is_file() {
            Ok(disk)
        } else if file_type.is_symlink() {
            self.behind_link(&path, &disk)
        } else {
            Err(Box::new(special_file(&path)))
        };
        let kind = match &disk {
            _ if !is_page(&path) => FileKind::Asset,
            Ok(_) => FileKind::Note,
            Err(_) => FileKind::Withheld,
        };
        if is_page(&path) {
            self.diagnostics.extend(name_problem(&path));
        }
        match disk {
            Ok(disk) => self.found.push(FoundFile { path, disk, kind }),
            Err(problem) => {
                // A link to a folder is not a note, even if its name looks like a note's.
                let is_note = kind == FileKind::Withheld && problem.severity != Severity::Info;
                self.diagnostics.push(*problem);
                if is_note {
                    self.found.push(FoundFile { path, disk: PathBuf::new(), kind });
                }
            }
        }
    }

    /// The regular file of the vault that a link leads to, or the reason why it is not read.
    fn behind_link(&self, path: &VaultPath, disk: &Path) -> Result<PathBuf, Box<Diagnostic>> {
        let skipped = |why: &str| {
            let message = format!("the symbolic link {why} and is not read");
            let help = "put the file itself into the vault";
            Box::new(Diagnostic::new(codes::FILE_SYMLINK, message).in_file(path).help(help))
        };
        let target = disk.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => skipped("leads nowhere"),
            _ => skipped("cannot be resolved"),
        })?;
        let Some(inside) = vault_path(self.root, &target) else { return Err(skipped("leads out of the vault")) };
        let file_type = target.symlink_metadata().map_err(|_| skipped("cannot be resolved"))?.file_type();
        if file_type.is_dir() {
            let info = skipped("leads to a folder").severity(Severity::Info);
            return Err(Box::new(info.help("its files are read in their own folder")));
        }
        if self.gate.verdict_of_all(&inside) != Verdict::Keep {
            return Err(skipped("leads to a file that is not published"));
        }
        if file_type.is_file() { Ok(target) } else { Err(Box::new(special_file(path))) }
    }

    /// The diagnostic of a folder that cannot be listed, or of an entry that vanished.
    fn unreadable(&mut self, error: &walkdir::Error) {
        let path = error.path().and_then(|path| vault_path(self.root, path));
        let Some(path) = path.map(VaultPath::new) else { return };
        let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        self.diagnostics.push(
            Diagnostic::new(codes::FILE_UNREADABLE, format!("the folder cannot be read: {why}"))
                .in_file(&path)
                .help("check that you may read it, or exclude it in kbgen.toml"),
        );
    }
}

/// Whether these paths are a theme's: then everything in `theme/` but notes is the theme's.
pub(super) fn is_theme<'p>(paths: impl IntoIterator<Item = &'p VaultPath>) -> bool {
    let is_mark =
        |path: &str| THEME_MARKS.iter().any(|&mark| path == mark || mark.ends_with('/') && path.starts_with(mark));
    let mut below = paths.into_iter().filter_map(|path| path.as_str().strip_prefix(THEME_PREFIX));
    below.any(is_mark)
}

/// The path below the vault; `None` outside it, or where it is not UTF-8.
fn vault_path(root: &Path, disk: &Path) -> Option<String> {
    disk.strip_prefix(root).ok()?.to_str().map(str::to_owned)
}

/// The problem of a note's name: it is displayed as another one, or links cannot name it (D-NAMES).
fn name_problem(path: &VaultPath) -> Option<Diagnostic> {
    let stem = path.stem();
    let unlinkable = ["#", "^", "|", "[[", "]]", "%%"].into_iter().find(|mark| stem.contains(mark));
    let message = if path.as_str().contains(is_bidi_control) {
        format!(
            "the name contains a control character that changes its direction: {}",
            without_bidi_controls(path.as_str())
        )
    } else if let Some(mark) = unlinkable {
        format!("a link cannot lead to this note: its name contains `{mark}`")
    } else if stem.ends_with(|c: char| c.is_whitespace() || c == '.') {
        "a link cannot lead to this note: its name ends in a blank or a dot".to_owned()
    } else {
        return None;
    };
    Some(Diagnostic::new(codes::FILE_NAME, message).in_file(path).help("rename the note"))
}

/// The text with its bidi controls as `\u{…}`, safe to print.
fn without_bidi_controls(text: &str) -> String {
    text.chars().map(|c| if is_bidi_control(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn special_file(path: &VaultPath) -> Diagnostic {
    Diagnostic::new(codes::FILE_SPECIAL, "this is not a regular file (a pipe, socket or device) and is not read")
        .in_file(path)
        .help("remove it from the vault, or exclude it in kbgen.toml")
}

fn name_not_utf8(root: &Path, disk: &Path) -> Diagnostic {
    let relative = disk.strip_prefix(root).unwrap_or(disk).as_os_str();
    let offset = std::str::from_utf8(disk.file_name().unwrap_or_default().as_encoded_bytes())
        .map_or_else(|error| error.valid_up_to(), |_| 0);
    Diagnostic::new(codes::FILE_NOT_UTF8, format!("the name is not UTF-8: its byte {offset} is wrong"))
        .in_file(&VaultPath::new(escaped(relative)))
        .help("rename it")
}

/// The name with each byte that is not UTF-8 as `\xNN`.
fn escaped(name: &OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    out
}

fn unreadable_vault(root: &Path, error: &walkdir::Error) -> Box<Diagnostic> {
    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let message = format!("the vault {} cannot be read: {why}", root.display());
    Box::new(Diagnostic::new(codes::VAULT_UNREADABLE, message).help("check that you may list the folder"))
}
