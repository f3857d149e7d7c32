//! What the black-box tests share: a vault in a folder of its own, and the program in a clean environment.
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder with a vault in `vault/`; gone when dropped.
pub struct Vault {
    folder: TempDir,
}

/// What a run left behind.
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
