//! Site, schedule and theme become the files of the site.

pub mod view;
