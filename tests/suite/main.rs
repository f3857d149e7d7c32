//! The black-box tests: one binary, a module for each feature.

mod architecture;
mod calendar;
mod citations;
mod cli;
mod client;
mod config;
mod contract;
mod crawl;
#[cfg(feature = "mermaid")]
mod diagrams;
mod docs;
mod due;
mod english;
mod export;
mod git_dates;
mod graph;
mod hostile;
mod input_confinement;
mod markdown;
mod navigation;
mod output_safety;
mod pages;
mod places;
mod plugins;
mod privacy;
mod progress;
mod properties;
mod quiz;
mod rebuild;
mod routes;
mod sample;
mod search;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod serve_write;
#[cfg(feature = "serve")]
mod server;
mod sharing;
mod support;
mod themes;
mod ticks;
