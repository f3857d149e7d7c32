//! Raw HTML, read tag by tag and passed through an allow-list (P4, D-HTML).
//!
//! It is tokenised with html5gum, never matched as text; the output is rebuilt from the tokens.

mod attributes;
mod piece;
mod policy;
mod style;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::diag::{Diagnostic, codes};
use crate::markup::elements::{Flow, Publish, element};
use crate::parse::markdown::find::comments_in_html;
use crate::text::{Source, Span};

pub(super) use attributes::escape;
pub(super) use piece::{OpenTag, Piece};

/// An element without content, which has no end tag.
pub(super) fn is_void(name: &str) -> bool {
    element(name).is_some_and(|element| element.void)
}

/// An element that cannot hold blocks: it ends with its HTML block.
pub(super) fn closes_with_block(name: &str) -> bool {
    element(name).is_some_and(|element| element.flow == Flow::TextBlock)
}

fn publish(name: &str) -> Publish {
    element(name).map_or(Publish::Show, |element| element.publish)
}

/// The pieces without the elements that are removed together with their content.
pub(super) fn without_removed(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut removing: Option<String> = None;
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (&removing, piece) {
            (Some(name), Piece::Close { name: closed, .. }) if *name == closed => removing = None,
            (Some(_), _) => {}
            (None, Piece::Remove { name }) => removing = Some(name),
            (None, piece) => out.push(piece),
        }
    }
    out
}

/// Raw HTML: lines of the source that need not be adjacent (a quote's marks separate them).
pub(super) struct RawHtml {
    text: String,
    /// Offset in `text`, offset in the source; ascending.
    starts: Vec<(usize, usize)>,
}

impl RawHtml {
    /// The same lines without the comments in them.
    pub fn new(source: &str, lines: &[Span]) -> Self {
        let raw = Self::of_lines(source, lines);
        let hidden = comments_in_html(&raw.text);
        if hidden.is_empty() {
            return raw;
        }
        let mut shown = Vec::new();
        for (line, &(start, _)) in lines.iter().zip(&raw.starts) {
            let end = start + line.range().len();
            let in_source = |from: usize, to: usize| {
                let shift = line.start as usize;
                Span::new(shift + from - start, shift + to - start)
            };
            let mut at = start;
            let from = hidden.partition_point(|hidden| hidden.end <= start);
            for hidden in hidden[from..].iter().take_while(|hidden| hidden.start < end) {
                shown.push(in_source(at, hidden.start.max(at)));
                at = hidden.end.min(end);
            }
            shown.push(in_source(at, end));
        }
        Self::of_lines(source, &shown)
    }

    fn of_lines(source: &str, lines: &[Span]) -> Self {
        let mut raw = Self { text: String::new(), starts: Vec::new() };
        for line in lines {
            raw.starts.push((raw.text.len(), line.start as usize));
            raw.text.push_str(&source[line.range()]);
        }
        raw
    }

    /// The source offset of an offset in `text`; an end belongs to the line before it.
    fn place(&self, at: usize, end: bool) -> usize {
        let next = self.starts.partition_point(|&(start, _)| if end { start < at } else { start <= at });
        self.starts.get(next.saturating_sub(1)).map_or(0, |&(start, source)| source + at - start)
    }

    fn span(&self, span: html5gum::Span<usize>) -> Span {
        let start = self.place(span.start, false);
        Span::new(start, self.place(span.end, true).max(start))
    }

    /// The published pieces, and warnings about the others.
    pub fn pieces(&self, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Vec<Piece> {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut out = Vec::new();
        for token in Tokenizer::new_with_emitter(self.text.as_str(), emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let span = self.span(tag.span);
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    match publish(&name) {
                        Publish::Keep if name == "br" => out.push(Piece::Break(span)),
                        Publish::Keep => keep(source, name, &tag, span, &mut out, diagnostics),
                        Publish::Show => out.push(Piece::Text { text: None, span }),
                        Publish::Unwrap => diagnostics.push(refused(source, &name, span)),
                        Publish::Remove => {
                            diagnostics.push(refused(source, &name, span));
                            if !tag.self_closing {
                                out.push(Piece::Remove { name });
                            }
                        }
                    }
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let span = self.span(tag.span);
                    out.push(match publish(&name) {
                        Publish::Show => Piece::Text { text: None, span },
                        Publish::Keep | Publish::Unwrap | Publish::Remove => Piece::Close { name, span },
                    });
                }
                Token::String(text) => {
                    let span = self.span(text.span);
                    let shown = String::from_utf8_lossy(&text.value).into_owned();
                    let same = source.slice(span) == shown;
                    out.push(Piece::Text { text: (!same).then_some(shown), span });
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        out
    }
}

fn keep(
    source: &Source,
    name: String,
    tag: &html5gum::StartTag<usize>,
    span: Span,
    out: &mut Vec<Piece>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let frame = name == "iframe";
    let open = attributes::read(source, name, tag, span, diagnostics);
    if !frame {
        out.push(Piece::Open(Box::new(open)));
        return;
    }
    // The content of a frame is a fallback for browsers without frames.
    if open.link.is_some() {
        out.push(Piece::Open(Box::new(open)));
        out.push(Piece::Close { name: "iframe".to_owned(), span: Span { start: span.end, end: span.end } });
    }
    out.push(Piece::Remove { name: "iframe".to_owned() });
}

fn refused(source: &Source, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::HTML_UNSAFE, format!("`<{name}>` is not published"))
        .help("remove the element")
        .at(source, span)
}
