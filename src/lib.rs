//! kbgen: a static site generator for Obsidian vaults that knows their reviews.
//!
//! A build is a pipeline of pure functions over immutable types; effects happen only at its two ends.
//!
//! 1. [`config`]: the user's settings become decisions.
//! 2. [`scan`]: the vault's files become a [`Vault`](scan::Vault). The only reader of the vault.
//! 3. [`parse`]: each note becomes a [`ParsedNote`](parse::ParsedNote): properties, a Markdown tree, unresolved links.
//! 4. [`index`]: all notes become a [`Site`](index::Site): names, resolved links, backlinks, topics, the publish gate.
//! 5. [`review`]: a site and a day become a [`Schedule`](review::Schedule): what is due.
//! 6. [`article`]: a note's tree becomes the HTML of its article.
//! 7. [`pages`]: site, schedule and theme become [`Rendered`](rendered::Rendered): every file of the site.
//! 8. [`mod@write`], [`check`], [`serve`] or [`export`] take the parts that they need.
//!
//! Four engines turn a site into data for pages: [`search`], [`graph`], [`query`] and [`social`].
//!
//! Only [`edit`] ever changes the vault, and only when somebody ticks a box.
#![forbid(unsafe_code)]
#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests make vaults of their own"))]

pub mod article;
pub mod check;
pub mod cli;
pub mod config;
pub mod date;
pub mod diag;
pub mod edit;
pub mod export;
pub mod graph;
pub mod hangul;
pub mod index;
pub mod markup;
pub mod pages;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod platform;
pub mod query;
pub mod rendered;
pub mod review;
pub mod routes;
pub mod scan;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod social;
#[cfg(test)]
mod testing;
pub mod text;
pub mod theme;
pub mod view;
pub mod write;
