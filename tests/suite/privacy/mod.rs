//! Private means absent, from outside (rows T44 to T55).

mod canary;
mod flags;
mod indexes;
mod links;
mod pictures;
mod tokens;

use crate::support::{Run, Vault};

/// Builds into `public`, for a day that does not move.
fn build(vault: &Vault, args: &[&str]) -> Run {
    vault.run(&[&["build", "vault", "--out", "public", "--date", "2024-10-27"][..], args].concat())
}

/// A file of the site, `""` where it is not text.
fn page(vault: &Vault, path: &str) -> String {
    let bytes = std::fs::read(vault.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8(bytes).unwrap_or_default()
}

/// A note's own text on its page.
fn article(vault: &Vault, path: &str) -> String {
    let page = page(vault, path);
    let start = page.find("<article").expect("an article");
    page[start..page.find("</article>").expect("its end")].to_owned()
}

fn published(vault: &Vault, path: &str) -> bool {
    vault.path("public").join(path).is_file()
}
