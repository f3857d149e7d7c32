//! A stand-in for `typeface` and `draw` where kbgen is built without the feature `social`: it has no typeface, so
//! nothing is ever drawn.

use std::sync::Arc;

/// A typeface that does not exist.
pub enum Typeface {}

impl Typeface {
    pub fn new(_: Arc<[u8]>, _: f32) -> Option<Self> {
        None
    }

    pub fn has(&self, _: char) -> bool {
        match *self {}
    }
}

pub mod draw {
    use crate::social::{Card, CardRenderer, Colours};

    pub fn png(_: &Card, card_renderer: &CardRenderer, _: Colours) -> Vec<u8> {
        match card_renderer.bold {}
    }
}
