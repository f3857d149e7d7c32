//! The graph of the published notes, as a map of the whole site and as a picture of one note's links.
//!
//! 1. [`network`]: the site becomes nodes and edges.
//! 2. [`layout`]: nodes and edges become positions. Pure arithmetic: the same on every machine and number of threads.
//! 3. [`data`]: nodes, edges and positions become the file that the page `/graph/` reads.
//! 4. [`ego`] and [`picture`]: one note and its neighbours become a small SVG, from the note's own links alone, so
//!    that a note's page does not wait for anything that reads the whole site.

mod coarse;
pub mod data;
pub mod ego;
pub mod layout;
pub mod network;
pub mod picture;
mod quadtree;
