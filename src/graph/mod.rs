//! The graph: how the published notes hang together, as a map of the whole site and as a picture of one note's links.
//!
//! 1. [`network`]: the site becomes nodes and edges.
//! 2. [`layout`]: nodes and edges become places. Pure arithmetic: the same on every machine and number of threads.
//! 3. [`data`]: all of it becomes the file that the page `/graph/` reads.
//! 4. [`ego`] and [`picture`]: one note and its neighbours become a small SVG, from the note's own links alone, so that a
//!    note's page waits for nothing that looks at the whole site.

mod coarse;
pub mod data;
pub mod ego;
pub mod layout;
pub mod network;
pub mod picture;
mod quadtree;
