//! The alias of a wikilink, read as Markdown: `[[Note|**b** *i*]]`.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::inline::cut::Cut;
use super::inline::read::{inline_token, wrap_of};
use super::inline::{Token, TokenKind};
use super::mask::{self, MaskRules};
use super::offsets::Masker;
use crate::text::Span;

/// The tokens of an alias; `None` if it would not be one paragraph: it is then plain text.
pub(super) fn read(source: &str, span: Span, rules: MaskRules) -> Option<Vec<Token>> {
    let head = &source[..span.end as usize];
    let mut masker = Masker::new(head, span.start as usize);
    mask::mask(head, &[span.range()], rules, &mut masker);
    let masked = masker.finish();
    let mut tokens = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new_ext(&masked.text, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) if !inside => inside = true,
            Event::End(TagEnd::Paragraph) => {}
            Event::Start(tag) => {
                let span = Span::new(masked.original(range.start), masked.original(range.end));
                tokens.push(Token::new(TokenKind::Open(wrap_of(&tag)?), span));
            }
            Event::End(_) => {
                let span = Span::new(masked.original(range.start), masked.original(range.end));
                tokens.push(Token::new(TokenKind::Close, span));
            }
            event => inline_token(source, &masked, event, range, &mut tokens)?,
        }
    }
    let cut = Cut { source, regions: &masked.regions, links: &mut Vec::new(), in_cell: false, alias: &mut |_| None };
    Some(cut.run(tokens))
}
