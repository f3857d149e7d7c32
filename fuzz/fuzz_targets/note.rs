//! Any note is read and rendered whole, and never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/suite/markdown/one_note.rs"]
mod one_note;

fuzz_target!(|text: &str| {
    one_note::html(text);
});
