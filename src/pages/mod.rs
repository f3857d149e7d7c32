//! The pages: one file for each kind of page, feed or host file, and [`KINDS`], the table that the plan, the
//! navigation, the feeds and the sitemap are made from.
//!
//! To add a page: its address in [`crate::routes`], a file here with `exists` and `plan`, its line in the two lists
//! below, its translations in `themes/default/i18n`.

mod assets;
pub mod calendar;
mod chart;
mod context;
mod due;
mod feed;
mod folder;
mod graph;
mod head;
mod home;
mod host;
mod json_ld;
mod kind;
mod list;
mod not_found;
mod note;
mod orphans;
mod plan;
mod progress;
mod properties;
pub mod quiz;
mod random;
mod recent;
mod redirect;
mod review;
mod review_feed;
mod review_json;
mod scope;
mod search;
mod shared;
mod side;
mod site;
mod sitemap;
mod social;
mod subscribe;
mod taxonomy;
mod topic;
mod xml;

use crate::routes::Route;

use kind::{Kind, Nav};

pub use context::Pages;
pub use plan::{bind, plan};

/// Every kind of page and file, in the order of the navigation.
pub const KINDS: &[Kind] = &[
    Kind::at(Route::Home, "home", home::plan).in_nav(Nav::Main).in_sitemap(),
    Kind::at(Route::Due, "due", due::plan).when(review::exists).in_nav(Nav::Main).with_count(due::count).in_sitemap(),
    Kind::at(Route::Quiz, "quiz", quiz::plan).when(review::exists).in_nav(Nav::Main).in_sitemap(),
    Kind::at(Route::Progress, "progress", progress::plan).when(review::exists).in_nav(Nav::Main).in_sitemap(),
    Kind::at(Route::Topics, "topics", topic::plan)
        .when(topic::exists)
        .in_nav(Nav::Main)
        .in_sitemap()
        .with_sitemap(topic::sitemap),
    Kind::of_vault(taxonomy::plan).in_nav(Nav::Each(taxonomy::nav)).with_sitemap(taxonomy::sitemap),
    Kind::at(Route::Graph, "graph", graph::plan).when(graph::exists).in_nav(Nav::Main).in_sitemap(),
    Kind::at(Route::Recent, "recent", recent::plan).when(recent::exists).in_nav(Nav::More).in_sitemap(),
    Kind::at(Route::Random, "random", random::plan).when(random::exists).in_nav(Nav::More),
    Kind::at(Route::Orphans, "orphans", orphans::plan).when(orphans::exists).in_nav(Nav::More).in_sitemap(),
    Kind::at(Route::Folders, "folders", folder::plan_tree).when(folder::exists).in_sitemap(),
    Kind::of_vault(folder::plan).with_sitemap(folder::sitemap),
    Kind::of_vault(note::plan).with_sitemap(note::sitemap),
    Kind::of_vault(redirect::plan),
    Kind::at(Route::Search, "search", search::plan).when(search::exists),
    Kind::at(Route::Feed, "notes", feed::plan).when(feed::exists).announced("application/atom+xml"),
    Kind::at(Route::ReviewFeed, "review", review_feed::plan)
        .when(review_feed::exists)
        .announced("application/atom+xml"),
    Kind::at(Route::Calendar, "calendar", calendar::plan).when(review::exists).announced("text/calendar"),
    Kind::at(Route::ReviewJson, "", review_json::plan).when(review::exists),
    Kind::at(Route::NotFound, "", not_found::plan),
    Kind::at(Route::Sitemap, "", sitemap::plan),
    Kind::of_vault(host::plan),
    Kind::of_vault(social::plan),
    Kind::of_vault(assets::plan),
];
