//! Days of last changes from `git log`: one process, only when the config asks for it.

#![expect(clippy::disallowed_methods, reason = "the one process that a build may start")]

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::NaiveDate;

use crate::diag::{Diagnostic, Outcome, codes};
use crate::path::{VaultPath, nfc};

/// The first byte of a commit's line, which has its day and, after [`REFS`], its decorations.
const COMMIT: u8 = 1;
const REFS: u8 = 2;

/// The day of the newest commit of each note. Empty, with a warning, where the history is incomplete: a shallow clone
/// would date every note to the day of its oldest commit.
pub(super) fn last_changes<'a>(
    root: &Path,
    notes: impl Iterator<Item = &'a VaultPath>,
) -> Outcome<BTreeMap<VaultPath, NaiveDate>> {
    // Git stores names as they were added; macOS decomposes them on disk.
    let wanted: HashMap<_, _> = notes.map(|note| (nfc(note.as_str()).into_owned(), note)).collect();
    match log(root, &wanted) {
        Ok(days) => Outcome::clean(days),
        Err(why) => Outcome::new(BTreeMap::new(), vec![unusable(&why)]),
    }
}

fn log(root: &Path, wanted: &HashMap<String, &VaultPath>) -> Result<BTreeMap<VaultPath, NaiveDate>, String> {
    let mut git = Command::new("git")
        .current_dir(root)
        .args(["--no-pager", "-c", "log.showSignature=false", "-c", "core.quotepath=off", "log", "-z", "--name-only"])
        .args(["--relative", "--no-renames", "--decorate=short", "--format=%x01%cs%x02%D", "--", "."])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let parsed = git.stdout.take().map(|out| parse(BufReader::new(out), wanted));
    let status = git.wait().map_err(|error| format!("git cannot be run: {error}"))?;
    match parsed {
        Some(Ok(days)) if status.success() => days.ok_or_else(|| "the clone is shallow".to_owned()),
        Some(Err(error)) => Err(format!("git's answer cannot be read: {error}")),
        _ => Err("the vault has no git history".to_owned()),
    }
}

/// Reads the log, newest commit first; `None` for a truncated history.
fn parse(
    log: impl BufRead,
    wanted: &HashMap<String, &VaultPath>,
) -> std::io::Result<Option<BTreeMap<VaultPath, NaiveDate>>> {
    let mut days = BTreeMap::new();
    let mut day = None;
    let mut whole = true;
    for record in log.split(0) {
        let record = record?;
        if let Some(commit) = record.strip_prefix(&[COMMIT]) {
            let (date, refs) = commit.split_at(commit.iter().position(|&b| b == REFS).unwrap_or(commit.len()));
            day = std::str::from_utf8(date).ok().and_then(|date| date.parse().ok());
            whole &= !String::from_utf8_lossy(refs).split([REFS as char, ',']).any(|name| name.trim() == "grafted");
            continue;
        }
        let name = record.strip_prefix(b"\n").unwrap_or(&record);
        let note = std::str::from_utf8(name).ok().and_then(|name| wanted.get(nfc(name).as_ref()));
        if let (Some(&note), Some(day)) = (note, day) {
            days.entry(note.clone()).or_insert(day);
        }
    }
    Ok(whole.then_some(days))
}

fn unusable(why: &str) -> Diagnostic {
    Diagnostic::new(codes::VAULT_GIT_DATES, format!("notes get no dates from git: {why}"))
        .help("clone the whole history (`fetch-depth: 0` in GitHub Actions), or set `git_dates = false`")
}
