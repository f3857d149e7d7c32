//! The black-box tests: one binary, a module for each feature.

mod architecture;
mod docs;
mod markdown;
