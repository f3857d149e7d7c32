//! kbgen: an Obsidian vault in, a review-aware website out.
//!
//! A build is a pipeline of pure functions over immutable types; effects happen only at its two ends.
//!
//! 1. [`config`]: what the user said becomes what was decided.
//! 2. [`scan`]: the vault's files become a [`Vault`](scan::Vault). The only reader of the vault.
//! 3. [`parse`]: each note becomes a [`ParsedNote`](parse::ParsedNote): properties, a Markdown tree, unresolved links.
//! 4. [`index`]: all notes become a [`Site`](index::Site): names, resolved links, backlinks, topics, the publish gate.
//! 5. [`review`]: a site and a day become a [`Schedule`](review::Schedule): what is due.
//! 6. [`render`]: site, schedule and theme become [`Rendered`](render::Rendered): every file of the site.
//!
//! Only [`edit`] ever changes the vault, and only when somebody ticks a box.
#![forbid(unsafe_code)]
#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests make vaults of their own"))]

pub mod check;
pub mod cli;
pub mod config;
pub mod date;
pub mod diag;
pub mod edit;
pub mod export;
pub mod index;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod render;
pub mod review;
pub mod scan;
#[cfg(feature = "serve")]
pub mod serve;
pub mod text;
pub mod theme;
pub mod write;
