//! The writer of the review log, and the lock that lets one kbgen at a time edit a vault.

#![expect(clippy::disallowed_methods, reason = "the only writer of the review log")]

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::refusal::{Reason, Refusal};
use crate::diag::codes;
use crate::path::VaultPath;
use crate::platform::append_to;
use crate::review::log::{self, Line};
use crate::scan::{REVIEW_LOG, read_reviews};

/// Makes git merge two machines' logs by keeping the lines of both.
const ATTRIBUTES: &str = "reviews.tsv merge=union\n";

/// The log, locked until it is dropped.
#[derive(Debug)]
pub struct LogWriter {
    disk: PathBuf,
    /// In the log's order.
    pub lines: Vec<Line>,
    /// The vault's folder, locked. The lock belongs to the process, and the system releases it however the process
    /// ends.
    _lock: File,
}

impl LogWriter {
    /// Waits for the lock, then reads the log. `root` must have no links on the way.
    pub fn open(root: &Path, zone: Tz) -> Result<Self, Refusal> {
        let path = VaultPath::new(REVIEW_LOG);
        let lock = File::open(root).map_err(|error| Refusal::io("open the vault", &path, &error))?;
        match lock.lock() {
            // Some network file systems have no locks; there the checks before each write must do.
            Err(error) if error.kind() != std::io::ErrorKind::Unsupported => {
                return Err(Refusal::io("lock the vault", &path, &error));
            }
            _ => {}
        }
        let read = read_reviews(root);
        if let Some(diagnostic) = read.diagnostics.first() {
            let help = "without the log no review could be undone";
            let refusal = Refusal::new(Reason::Unfit, codes::REVIEW_LOG_UNREADABLE, diagnostic.message.clone(), help);
            return Err(refusal.in_note(&path));
        }
        let lines = read.value.map(|source| log::lines(&source, zone).value).unwrap_or_default();
        Ok(Self { disk: root.join(REVIEW_LOG), lines, _lock: lock })
    }

    /// Appends a line; the result can remove it again.
    pub fn append(&mut self, line: &Line) -> Result<Appended, Refusal> {
        self.try_append(line).map_err(|error| Refusal::io("write the review log", &VaultPath::new(REVIEW_LOG), &error))
    }

    fn try_append(&mut self, line: &Line) -> std::io::Result<Appended> {
        self.make_folder()?;
        let mut file = append_to(&self.disk)?;
        let length = file.metadata()?.len();
        let mut text = line.to_text();
        if !ends_line(&mut file, length)? {
            text.insert(0, '\n');
        }
        let appended = Appended { file, length };
        match (&appended.file).write_all(text.as_bytes()).and_then(|()| appended.file.sync_all()) {
            Ok(()) => Ok(appended),
            Err(error) => {
                appended.remove();
                Err(error)
            }
        }
    }

    fn make_folder(&self) -> std::io::Result<()> {
        let Some(folder) = self.disk.parent() else { return Ok(()) };
        match fs::create_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
            made => made?,
        }
        // Without it two logs conflict in git, which a person can resolve.
        let _ = fs::write(folder.join(".gitattributes"), ATTRIBUTES);
        Ok(())
    }
}

/// Whether a file is empty or ends in a line end.
fn ends_line(file: &mut File, length: u64) -> std::io::Result<bool> {
    if length == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// An appended line.
#[derive(Debug)]
pub struct Appended {
    file: File,
    /// The length of the log before it.
    length: u64,
}

impl Appended {
    /// Truncates the log to its old length. If that fails, the line names a note that never had the recorded bytes,
    /// and does not count.
    pub fn remove(self) {
        let _ = self.file.set_len(self.length);
    }
}
