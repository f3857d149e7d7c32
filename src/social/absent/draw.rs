//! A stand-in for `draw` where kbgen is built without the feature `social`.

use super::card::{Card, CardRenderer, Colours};

pub(super) fn png(_: &Card, card_renderer: &CardRenderer, _: Colours) -> Vec<u8> {
    match card_renderer.bold {}
}
