//! kbgen: an Obsidian vault in, a review-aware website out.
//!
//! A build is a pipeline of pure functions over immutable types; effects happen only at its two ends.
//!
//! 1. [`config`]: what the user said becomes what was decided.
//! 2. [`scan`]: the vault's files become a `Vault`. The only reader of the vault.
//! 3. [`parse`]: each note becomes a `ParsedNote`: properties, a Markdown tree, unresolved links.
//! 4. [`index`]: all notes become a `Site`: names, resolved links, backlinks, topics, folders, the publish gate.
//! 5. [`review`]: a `Site` and a day become a `Schedule`: what is due.
//! 6. [`render`]: site, schedule and [`theme`] become `Rendered`: every file of the site.
//! 7. `write` puts it into a folder; `serve` answers requests from it.
#![forbid(unsafe_code)]

pub mod date;
pub mod diag;
pub mod path;
pub mod render;
pub mod text;
pub mod theme;
