//! A stand-in for `typeface` where kbgen is built without the feature `social`: no font can be read, so nothing is ever
//! drawn.

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
