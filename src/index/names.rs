//! The file that a link text means (D-LOOKUP): one written policy for every tie.
//!
//! All files take part, private notes too: a name that belongs to a private note stays its name, and the link ends
//! there.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::edit_distance;
use crate::path::{VaultPath, fold, nfc};

/// A file's index in the list that [`Names`] was made from.
pub type FileIx = u32;

/// Every file of the vault by its folded name.
#[derive(Debug, Default)]
pub struct Names {
    files: Vec<File>,
    by_name: FxHashMap<Box<str>, Vec<FileIx>>,
    /// By the digits of the name, which must be equal for one name to be suggested for the other.
    by_digits: FxHashMap<u64, Vec<FileIx>>,
}

#[derive(Debug)]
struct File {
    /// The path as on disk, NFC.
    path: Box<str>,
    folded: Box<str>,
    /// The number of characters of the whole path: the shortest wins.
    length: u32,
    /// The shape of the name without `.md`.
    shape: Shape,
}

impl File {
    fn new(path: &str) -> Self {
        let folded = fold(path).into_boxed_str();
        let shape = Shape::of(shown_name(last_segment(&folded)));
        Self { path: nfc(path).into(), length: path.chars().count() as u32, shape, folded }
    }

    /// The folded name.
    fn name(&self) -> &str {
        last_segment(&self.folded)
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The answer to a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    One(FileIx),
    /// Several match equally well; the first in order is taken.
    Tie(Vec<FileIx>),
    None,
}

impl Names {
    /// `paths` in path order.
    pub fn new(paths: &[VaultPath]) -> Self {
        let files: Vec<File> = paths.par_iter().map(|path| File::new(path.as_str())).collect();
        let mut names = Self::default();
        for (ix, file) in files.iter().enumerate() {
            match names.by_name.get_mut(file.name()) {
                Some(list) => list.push(ix as FileIx),
                None => drop(names.by_name.insert(file.name().into(), vec![ix as FileIx])),
            }
            names.by_digits.entry(file.shape.digits).or_default().push(ix as FileIx);
        }
        Self { files, ..names }
    }

    /// The file that `path` (the part of a link before `#`, not empty) means in a note in `folder`.
    pub fn find(&self, path: &str, folder: &str) -> Match {
        let path = path.strip_suffix('\\').unwrap_or(path).trim();
        let last = path.rsplit('/').next().unwrap_or(path);
        if last.contains('.') && last != "." && last != ".." {
            match self.find_candidate(path, folder) {
                Match::None => {}
                found => return found,
            }
        }
        self.find_candidate(&format!("{path}.md"), folder)
    }

    fn find_candidate(&self, candidate: &str, folder: &str) -> Match {
        if let Some(rooted) = candidate.strip_prefix('/') {
            return self.exact(rooted);
        }
        if candidate.starts_with("./") || candidate.starts_with("../") {
            return join(folder, candidate).map_or(Match::None, |path| self.exact(&path));
        }
        match self.exact(candidate) {
            Match::None => self.by_suffix(candidate, folder),
            found => found,
        }
    }

    /// The file of exactly this path. On a case-sensitive disk several may fold alike: the same spelling wins,
    /// else the first.
    fn exact(&self, path: &str) -> Match {
        let folded = fold(path);
        let typed = nfc(path);
        let mut first = None;
        for &ix in self.named_like(&folded) {
            let file = &self.files[ix as usize];
            if *file.folded == *folded {
                if *file.path == *typed {
                    return Match::One(ix);
                }
                first = first.or(Some(ix));
            }
        }
        first.map_or(Match::None, Match::One)
    }

    /// Of the files whose path ends in `/` and the candidate: the one in the own folder, else the shortest path.
    fn by_suffix(&self, candidate: &str, folder: &str) -> Match {
        let folded = fold(candidate);
        let ends_so = |file: &File| {
            file.folded.strip_suffix(folded.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let matches: Vec<FileIx> =
            self.named_like(&folded).iter().copied().filter(|&ix| ends_so(&self.files[ix as usize])).collect();
        if matches.is_empty() {
            return Match::None;
        }
        let own = fold(folder);
        let lies_beside = |ix: &FileIx| {
            let path = &self.files[*ix as usize].folded;
            path.rsplit_once('/').map_or("", |(parent, _)| parent) == own
        };
        if let Some(&ix) = matches.iter().find(|&ix| lies_beside(ix)) {
            return Match::One(ix);
        }
        let shortest = matches.iter().map(|&ix| self.files[ix as usize].length).min();
        let mut best: Vec<FileIx> =
            matches.into_iter().filter(|&ix| Some(self.files[ix as usize].length) == shortest).collect();
        best.sort_by(|&a, &b| self.files[a as usize].path.cmp(&self.files[b as usize].path));
        match best.as_slice() {
            [one] => Match::One(*one),
            _ => Match::Tie(best),
        }
    }

    /// The name nearest to `wanted` among the files that `allowed` lets through, for "did you mean". Names that differ
    /// in a number are different things (`image 34.png`, `image 35.png`), not typos.
    pub fn nearest(&self, wanted: &str, allowed: impl Fn(FileIx) -> bool) -> Option<&str> {
        let folded = fold(wanted);
        let name = shown_name(last_segment(&folded));
        let shape = Shape::of(name);
        let limit = (shape.length / 4).clamp(1, 3);
        let candidates = self.by_digits.get(&shape.digits)?.iter().map(|&ix| (ix, &self.files[ix as usize]));
        let candidates = candidates.filter(|(_, file)| file.shape.is_near(&shape, limit));
        let distances = candidates
            .filter(|(ix, _)| allowed(*ix))
            .map(|(_, file)| (edit_distance(name, shown_name(file.name())), &*file.path));
        let (_, path) = distances.filter(|(distance, _)| *distance <= limit as usize).min()?;
        Some(shown_name(last_segment(path)))
    }

    fn named_like(&self, folded_path: &str) -> &[FileIx] {
        self.by_name.get(last_segment(folded_path)).map_or(&[], Vec::as_slice)
    }
}

/// The text of a link to the file: a note's name without `.md`.
fn shown_name(name: &str) -> &str {
    name.strip_suffix(".md").unwrap_or(name)
}

/// A summary of a name, so that most names need not be compared letter by letter.
#[derive(Debug)]
struct Shape {
    /// The characters, as a set of 64 classes.
    letters: u64,
    /// The number of characters.
    length: u32,
    /// A hash of the digits, in order.
    digits: u64,
}

impl Shape {
    fn of(name: &str) -> Self {
        let mut shape = Self { letters: 0, length: 0, digits: 0 };
        for c in name.chars() {
            shape.letters |= 1 << (c as u32 % 64);
            shape.length += 1;
            if c.is_numeric() {
                shape.digits = shape.digits.wrapping_mul(31).wrapping_add(u64::from(c) + 1);
            }
        }
        shape
    }

    /// Whether `limit` edits could make one of the other; an edit changes at most one letter into one other.
    fn is_near(&self, other: &Self, limit: u32) -> bool {
        self.length.abs_diff(other.length) <= limit && (self.letters ^ other.letters).count_ones() <= 2 * limit
    }
}

/// `candidate` (which begins with `./` or `../`) seen from `folder`; `None` where it leaves the vault.
fn join(folder: &str, candidate: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in candidate.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[&str] = &[
        "Ext.md",
        "Home.md",
        "Log.md",
        "Note.1.md",
        "Note.md",
        "a/Note.md",
        "a/b/Short.md",
        "dashboard.canvas",
        "dashboard.md",
        "img/pic.PNG",
        "long/Twin.md",
        "longer/k/Part.md",
        "m/k/Part.md",
        "nfd/\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}.md",
        "only.canvas",
        "p/Twin.md",
        "t1/Tie.md",
        "t2/Tie.md",
        "zzzz/Short.md",
        "λόγος.md",
    ];

    /// (link, from folder, expected path); `?` marks a tie with the first of two.
    const CASES: &[(&str, &str, &str)] = &[
        ("Note", "", "Note.md"),
        ("Note", "a", "Note.md"),
        ("Twin", "long", "long/Twin.md"),
        ("Twin", "long/deep", "p/Twin.md"),
        ("Short", "", "a/b/Short.md"),
        ("Tie", "", "?t1/Tie.md"),
        ("ng/Twin", "", ""),
        ("zzz/Twin", "", ""),
        ("../Note", "a/b", "a/Note.md"),
        ("./Note", "Sub", ""),
        ("../../x", "Sub", ""),
        ("/a/Note", "long", "a/Note.md"),
        ("LOG", "", "Log.md"),
        ("Note.1", "", "Note.1.md"),
        ("dashboard", "", "dashboard.md"),
        ("dashboard.canvas", "", "dashboard.canvas"),
        ("only", "", ""),
        ("PIC.png", "", "img/pic.PNG"),
        ("한글", "", "nfd/\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}.md"),
        ("ΛΌΓΟΣ", "", "λόγος.md"),
        ("Note.md", "long", "Note.md"),
        ("Note\\", "long", "Note.md"),
        ("k/Part", "longer/k", "longer/k/Part.md"),
    ];

    #[test]
    fn a_slip_of_the_finger_is_mended_and_another_number_is_not() {
        let names = Names::new(&["Kubernetes Pod.md", "image 35.png", "비밀.md"].map(VaultPath::new));
        assert_eq!(names.nearest("Kubernets Pod", |_| true), Some("Kubernetes Pod"));
        assert_eq!(names.nearest("image 34.png", |_| true), None);
        assert_eq!(names.nearest("imgae 35.png", |_| true), Some("image 35.png"));
        assert_eq!(names.nearest("비멀", |ix| ix != 2), None);
    }

    #[test]
    fn links_resolve_as_in_obsidian() {
        let paths: Vec<VaultPath> = FILES.iter().copied().map(VaultPath::new).collect();
        let names = Names::new(&paths);
        for (link, folder, expected) in CASES {
            let found = match names.find(link, folder) {
                Match::One(ix) => FILES[ix as usize].to_owned(),
                Match::Tie(list) => format!("?{}", FILES[list[0] as usize]),
                Match::None => String::new(),
            };
            assert_eq!(found, *expected, "[[{link}]] from {folder:?}");
        }
    }
}
