//! Support for the black-box tests: a vault in a folder of its own, and the program in a clean environment.
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use scraper::{Html, Selector};
use tempfile::TempDir;

/// The demo vault of this repository.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content-sample");

/// A folder with a vault in `vault/`; removed when dropped.
pub struct Vault {
    folder: TempDir,
}

/// The result of a run.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Vault {
    /// A vault of these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let vault = Self { folder: TempDir::new().expect("a temporary folder") };
        std::fs::create_dir(vault.path("vault")).expect("a new folder");
        for (path, text) in files {
            vault.write(path, text);
        }
        vault
    }

    /// A path beside the vault, or below `vault/`.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the vault.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path("vault").join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// The program with the folder beside the vault as its working directory, home and cache, and no other environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kbgen"));
        command.current_dir(self.folder.path()).env_clear().args(args);
        command.env("HOME", self.path("home")).env("XDG_CACHE_HOME", self.path("cache"));
        command
    }

    /// Builds the vault, for 2024-10-27 where no day is given, and reads the site back.
    pub fn build(&self, args: &[&str]) -> Site {
        let day: &[&str] = if args.contains(&"--date") { &[] } else { &["--date", "2024-10-27"] };
        let run = self.run(&[&["build", "vault"], day, args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        Site::read(&self.path("public"))
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args))
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.timeout(std::time::Duration::from_secs(60)).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        code: output.status.code().expect("the program ended by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Every file below a folder, by its relative path, in order.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries =
        entries.map(|entry| entry.expect("the folder can be listed")).filter(|entry| entry.file_type().is_file());
    entries.map(|entry| entry.path().strip_prefix(folder).expect("listed below it").display().to_string()).collect()
}

/// A built site, read back.
pub struct Site {
    /// Every file by its path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    pub fn read(folder: &Path) -> Self {
        let read = |path: String| {
            let bytes = std::fs::read(folder.join(&path)).expect("a file of the site");
            (path, bytes)
        };
        Self { files: files(folder).into_iter().map(read).collect() }
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", self.files.keys()));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(self.text(path)).expect("valid JSON")
    }

    /// The page at an address such as `/a/b/`.
    pub fn page(&self, url: &str) -> Page {
        Page(Html::parse_document(self.text(&format!("{}index.html", &url[1..]))))
    }
}

/// A page, queried by CSS selectors.
pub struct Page(pub Html);

impl Page {
    fn all(&self, selector: &str) -> Vec<scraper::ElementRef<'_>> {
        self.0.select(&Selector::parse(selector).expect("a selector")).collect()
    }

    pub fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// The text of each such element, with blanks collapsed.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.all(selector).into_iter().map(|element| words(element.text().collect())).collect()
    }

    /// The markup of each such element, one after the other.
    pub fn html(&self, selector: &str) -> String {
        self.all(selector).into_iter().map(|element| element.html()).collect()
    }

    pub fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_else(|| panic!("no {selector}"))
    }

    /// The attribute of each such element that has it, percent-decoded.
    pub fn attrs(&self, selector: &str, name: &str) -> Vec<String> {
        let decoded =
            |value: &str| percent_encoding::percent_decode_str(value).decode_utf8().expect("UTF-8").into_owned();
        self.all(selector).into_iter().filter_map(|element| element.value().attr(name)).map(decoded).collect()
    }
}
