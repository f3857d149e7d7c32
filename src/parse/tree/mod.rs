//! The Markdown tree of a note: a flat arena in document order.
//!
//! A node's subtree is the run of nodes after it, so a walk is a loop over an array, dropping a deep tree cannot
//! overflow the stack, and 10,000 notes fit in little memory. Text is a range of the note's source if it is in there
//! unchanged, else a range of the tree's own side buffer.

mod arena;
mod builder;
mod kind;
mod node;
mod packed;
mod text;

pub use arena::{Siblings, Tree};
pub use builder::TreeBuilder;
pub use kind::{Align, Content, Kind, TextRole};
pub use node::{Callout, CodeBlock, Fold, HtmlTag, Node};
pub use text::{LinkId, NodeIx, TagId, Text};
