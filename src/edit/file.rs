//! A note's file: read with every byte preserved, and replaced as a whole or not at all.

#![expect(clippy::disallowed_methods, reason = "the only writer of notes")]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::refusal::{Reason, Refusal};
use crate::diag::codes;
use crate::path::VaultPath;
use crate::platform::{FileId, Readers, create_new, is_read_only, keep_owner, open_regular};
use crate::scan::{self, NOTE_LIMIT};
use crate::text::Source;

/// The name of the new file until it replaces the old one. The vault's lock is held meanwhile, so one name is enough,
/// and the next edit overwrites the file of a killed process.
const TEMPORARY: &str = ".kbgen-edit.tmp";

/// A note's file as it was read.
#[derive(Clone, Debug)]
pub struct NoteFile {
    pub path: VaultPath,
    disk: PathBuf,
    pub bytes: Vec<u8>,
    /// The bytes as text: no byte order mark, lines ended by LF.
    pub source: Source,
}

impl NoteFile {
    /// Reads the file of a note below the vault's folder, which must have no links on the way.
    pub fn read(root: &Path, path: &VaultPath) -> Result<Self, Refusal> {
        let disk = root.join(path.as_str());
        let folder = disk.parent().unwrap_or(root);
        let no_file = |reason, message: &'static str| {
            let help = "only regular files of the vault itself are edited";
            Refusal::new(reason, codes::EDIT_NO_FILE, message, help).in_note(path)
        };
        let meta = disk.symlink_metadata().map_err(|error| Refusal::io("read the note", path, &error))?;
        if meta.is_symlink() || !folder.canonicalize().is_ok_and(|real| real == folder) {
            return Err(no_file(Reason::Unfit, "the note is behind a symbolic link"));
        }
        if !meta.is_file() {
            return Err(no_file(Reason::Unfit, "the note is not a regular file"));
        }
        if is_read_only(&meta) {
            let help = "make the file writable if it is to be edited";
            let refusal = Refusal::new(Reason::Unfit, codes::EDIT_READ_ONLY, "the note is read-only", help);
            return Err(refusal.in_note(path));
        }
        let bytes = read(&disk).map_err(|error| Refusal::io("read the note", path, &error))?;
        let text = scan::decode(&mut bytes.clone()).map(str::to_owned).map_err(|error| {
            Refusal::new(Reason::Unfit, codes::FILE_NOT_UTF8, error.to_string(), error.help()).in_note(path)
        })?;
        let source = Source::new(path.clone(), text);
        Ok(Self { path: path.clone(), disk, bytes, source })
    }

    /// The offset in the bytes of an offset in the text; the start of a line end is the start of its bytes.
    pub fn raw(&self, offset: usize) -> usize {
        let start = if self.bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        let mut at = start;
        for _ in 0..offset {
            let crlf = self.bytes.get(at) == Some(&b'\r') && self.bytes.get(at + 1) == Some(&b'\n');
            at += if crlf { 2 } else { 1 };
        }
        at
    }

    /// Replaces the file's bytes, unless the file changed. A reader sees the old bytes or the new ones.
    pub fn replace(&self, bytes: &[u8]) -> Result<(), Refusal> {
        let folder = self.disk.parent().unwrap_or(&self.disk);
        let temporary = folder.join(TEMPORARY);
        let failed = |error: std::io::Error| {
            // The incomplete file is useless.
            let _ = fs::remove_file(&temporary);
            Refusal::io("write the note", &self.path, &error)
        };
        let meta = self.disk.symlink_metadata().map_err(|error| Refusal::io("read the note", &self.path, &error))?;
        self.write_temporary(&temporary, bytes, &meta).map_err(failed)?;
        let now = self.disk.symlink_metadata().and_then(|now| Ok((now, read(&self.disk)?))).map_err(failed)?;
        if FileId::of(&now.0) != FileId::of(&meta) || now.1 != self.bytes {
            let _ = fs::remove_file(&temporary);
            return Err(Refusal::changed(&self.path));
        }
        fs::rename(&temporary, &self.disk).map_err(failed)?;
        // The note is in place. Should the folder's own sync fail, a power cut may restore the old bytes, complete.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    fn write_temporary(&self, path: &Path, bytes: &[u8], meta: &fs::Metadata) -> std::io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = create_new(path, Readers::Owner)?;
        keep_owner(&file, meta)?;
        file.set_permissions(meta.permissions())?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

fn read(disk: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(disk)?.take(NOTE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > NOTE_LIMIT {
        return Err(std::io::Error::other("it is larger than the limit of notes"));
    }
    Ok(bytes)
}
