//! The report of a bug: its place and where to report it, without the panic's own text, which may quote notes.

use std::panic;
use std::sync::Once;

use super::exit::Exit;
use crate::diag::{Diagnostic, codes, render};

/// Runs the program; a panic anywhere in it becomes [`Exit::Bug`].
pub fn guard(run: impl FnOnce() -> Exit + panic::UnwindSafe) -> Exit {
    // Several threads may panic for the same reason at once.
    let printed = Once::new();
    panic::set_hook(Box::new(move |info| {
        if info.location().is_some_and(|at| is_contained(at.file())) {
            return;
        }
        printed.call_once(|| {
            use std::io::Write;
            let place = info.location().map(|at| (at.file(), at.line()));
            let _ = std::io::stderr().lock().write_all(message(place).as_bytes());
        });
    }));
    panic::catch_unwind(run).unwrap_or(Exit::Bug)
}

/// Whether a file is of a library whose panics `article::math` or `article::diagram` turns into findings about a note.
fn is_contained(file: &str) -> bool {
    ["pulldown-latex-", "merman", "dugong"].iter().any(|library| file.contains(&format!("/{library}")))
}

fn message(place: Option<(&str, u32)>) -> String {
    // File names of libraries contain paths of the build machine.
    let place = place.filter(|(file, _)| file.starts_with("src/")).map(|(file, line)| format!(" ({file}:{line})"));
    let what = format!("kbgen {} has a bug{}", env!("CARGO_PKG_VERSION"), place.unwrap_or_default());
    let help = match env!("CARGO_PKG_REPOSITORY") {
        "" => "please report it with the command you ran; the vault and the published site are unchanged".to_owned(),
        repository => format!(
            "please report it at {repository}/issues with the command you ran; the vault and the published site are \
             unchanged"
        ),
    };
    render::human(&[Diagnostic::new(codes::INTERNAL_BUG, what).help(help)], false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_names_its_place_in_kbgen_but_no_path_of_the_build_machine() {
        assert!(message(Some(("src/index/mod.rs", 7))).contains("has a bug (src/index/mod.rs:7)\n"));
        assert!(!message(Some(("/home/x/.cargo/y.rs", 7))).contains("/home"));
        assert!(message(None).starts_with("error[internal::bug]: kbgen "));
    }
}
