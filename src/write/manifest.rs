//! `/.kbgen-manifest.json`: the files kbgen wrote, and the address of each published note and attachment (C-MANIFEST).
//!
//! Only files named in it are ever replaced or deleted, so an untrusted one counts as missing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::path::{OutPath, UrlPath, VaultPath};
use crate::routes::Route;

/// The manifest's own name; it never lists itself.
pub(super) const NAME: &str = Route::BuildManifest.file_name();

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Path below the output folder.
    pub files: BTreeMap<OutPath, FileHash>,
    /// Path in the vault to URL path, without the base path.
    pub sources: BTreeMap<VaultPath, UrlPath>,
}

/// The BLAKE3 hash of a file; 64 hex digits in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileHash(pub blake3::Hash);

impl FileHash {
    /// The length of its text in bytes.
    const TEXT: usize = 64;
}

impl Serialize for FileHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_hex())
    }
}

impl<'de> Deserialize<'de> for FileHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        blake3::Hash::from_hex(String::deserialize(deserializer)?).map(Self).map_err(de::Error::custom)
    }
}

impl Manifest {
    /// `None` for a text that kbgen cannot have written.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_plain =
            |path: &str| path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0');
        let files = manifest.files.keys().map(OutPath::as_str).all(|path| is_plain(path) && path != NAME);
        // The path types promise this, but a manifest may hold anything.
        let sources =
            manifest.sources.iter().all(|(path, url)| is_plain(path.as_str()) && url.as_str().starts_with('/'));
        (files && sources).then_some(manifest)
    }

    /// The text: sorted, one file a line, so that changes are easy to read in a repository.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Allocated at once: a buffer that doubles as it grows has the manifest of a large site in memory three times.
        let line = |a: &str, length: usize| a.len() + length + "    \"\": \"\",\n".len();
        let files = self.files.keys().map(|path| line(path.as_str(), FileHash::TEXT));
        let sources = self.sources.iter().map(|(path, url)| line(path.as_str(), url.as_str().len()));
        let room = files.chain(sources).sum::<usize>() + 64;
        let mut bytes = Vec::with_capacity(room);
        serde_json::to_writer_pretty(&mut bytes, self).expect("maps of strings are always JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Every folder that holds a file of the manifest, at any depth; not the output folder itself.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        let mut folders = BTreeSet::new();
        for path in self.files.keys().map(OutPath::as_str) {
            for (end, _) in path.match_indices('/').rev() {
                if !folders.insert(&path[..end]) {
                    break;
                }
            }
        }
        folders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_comes_back_as_it_was_written() {
        let file = |path: &str| (OutPath::new(path), FileHash(blake3::hash(path.as_bytes())));
        let manifest = Manifest {
            files: BTreeMap::from([file("b/가/index.html"), file("a.css")]),
            sources: BTreeMap::from([(VaultPath::new("가.md"), UrlPath::new("/b/가/"))]),
        };
        assert_eq!(Manifest::parse(&manifest.to_bytes()), Some(manifest.clone()));
        assert_eq!(manifest.folders().into_iter().collect::<Vec<_>>(), ["b", "b/가"]);
    }

    #[test]
    fn a_manifest_that_leads_out_of_the_output_is_not_believed() {
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "a/", NAME] {
            let text = serde_json::json!({ "files": { path: "0".repeat(64) }, "sources": {} }).to_string();
            assert_eq!(Manifest::parse(text.as_bytes()), None, "{path:?}");
        }
        let relative = "{\"files\": {}, \"sources\": {\"a.md\": \"a/\"}}";
        let outside = "{\"files\": {}, \"sources\": {\"../a.md\": \"/a/\"}}";
        let short = "{\"files\": {\"a\": \"00\"}, \"sources\": {}}";
        for text in [
            "",
            "{}",
            "[]",
            short,
            relative,
            outside,
            "{\"files\": [], \"sources\": {}}",
            "{\"files\": {}, \"sources\": {}, \"x\": 1}",
        ] {
            assert_eq!(Manifest::parse(text.as_bytes()), None, "{text}");
        }
    }
}
