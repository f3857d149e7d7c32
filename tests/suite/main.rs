//! The black-box tests: one binary, a module for each feature.

mod architecture;
mod cli;
mod config;
mod docs;
mod input_confinement;
mod markdown;
mod output_safety;
mod support;
