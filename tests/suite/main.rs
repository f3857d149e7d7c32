//! The black-box tests: one binary, a module for each feature.

mod architecture;
mod cli;
mod config;
mod contract;
mod crawl;
mod docs;
mod markdown;
mod pages;
mod sample;
mod support;
