//! The event reader: turns pulldown-cmark's events into blocks of the tree and inline tokens.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::build::{Builder, FrameKind, Leaf};
use super::inline::read::{inline_token, wrap_of};
use super::inline::{Token, TokenKind, Wrap};
use super::offsets::CalloutMark;
use crate::parse::links::{self, Dest, LinkRef, LinkSyntax, LinkWords};
use crate::parse::tree::{Align, Callout, CodeBlock, Kind, Text};
use crate::text::Span;

/// The extensions of pulldown-cmark in use; other syntax is masked or found by later passes.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// An event with its range in the masked text.
type Ranged<'e> = (Event<'e>, Range<usize>);

/// The current code or HTML block.
#[derive(Default)]
struct Verbatim {
    info: Option<Text>,
    /// The lines so far, as long as they are adjacent in the source.
    span: Option<Span>,
    /// A copy of the lines, if they are not.
    owned: Option<String>,
}

/// Reads the whole body. Stops early if a limit is exceeded.
pub(super) fn read(builder: &mut Builder) {
    let masked = builder.masked;
    let mut events = Parser::new_ext(&masked.text, options()).into_offset_iter().peekable();
    let mut reader =
        EventReader { builder, aligns: Vec::new(), column: 0, code: None, in_html: false, html: Vec::new() };
    while let Some((event, range)) = events.next() {
        reader.event(event, range, &mut events);
        if reader.builder.budget.excess.is_some() {
            return;
        }
    }
    reader.builder.flush();
    reader.builder.close_html(0, Span::default());
}

struct EventReader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    /// The alignments of the current table.
    aligns: Vec<Align>,
    column: usize,
    code: Option<Verbatim>,
    in_html: bool,
    /// Lines of the current HTML block.
    html: Vec<Span>,
}

impl EventReader<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let masked = self.builder.masked;
        Span::new(masked.original(range.start), masked.original(range.end))
    }

    fn event<'e>(
        &mut self,
        event: Event<'e>,
        range: Range<usize>,
        events: &mut Peekable<impl Iterator<Item = Ranged<'e>>>,
    ) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.code.is_some() => self.code_text(&text, range),
            // The blanks before its first tag arrive as text that is not in the source.
            Event::Html(_) | Event::Text(_) if self.in_html => {
                self.html.extend(self.builder.masked.visible(self.span(&range)));
            }
            Event::Rule => {
                let span = self.span(&range);
                self.builder.solid(Kind::Rule, span);
            }
            event => {
                if matches!(event, Event::FootnoteReference(_)) {
                    self.builder.budget.footnote(self.span(&range).start as usize);
                }
                if self.builder.leaf == Leaf::None {
                    self.builder.leaf = Leaf::Tight;
                }
                let builder = &mut *self.builder;
                inline_token(builder.text, builder.masked, event, range, &mut builder.tokens);
            }
        }
    }

    fn start<'e>(
        &mut self,
        tag: Tag<'e>,
        range: Range<usize>,
        events: &mut Peekable<impl Iterator<Item = Ranged<'e>>>,
    ) {
        let span = self.span(&range);
        let start = span.start as usize;
        match tag {
            Tag::Paragraph => self.leaf(Leaf::Paragraph(span)),
            Tag::Heading { level, .. } => self.leaf(Leaf::Heading(level as u8, span)),
            Tag::BlockQuote(_) => self.start_quote(span, events),
            Tag::CodeBlock(kind) => self.start_code(kind, span),
            Tag::HtmlBlock => {
                self.builder.flush();
                self.in_html = true;
            }
            Tag::List(number) => {
                let start = number.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
                let kind = Kind::List { start, tasks: false };
                self.builder.enter(FrameKind::List { start, tasks: false }, kind, span);
            }
            Tag::Item => {
                self.builder.deeper(start);
                let frame = FrameKind::Item { task: None, toggle: false, named: false };
                self.builder.enter(frame, Kind::Item { task: None, toggle: false }, span);
            }
            Tag::FootnoteDefinition(label) => {
                self.builder.budget.footnote(start);
                self.builder.deeper(start);
                let label = self.builder.tree.side(&crate::path::fold(&label));
                self.builder.enter(FrameKind::Footnote, Kind::FootnoteDefinition(label), span);
            }
            Tag::Table(aligns) => {
                self.builder.budget.columns(aligns.len(), start);
                self.aligns = aligns.into_iter().map(Align::from).collect();
                self.builder.enter(FrameKind::Table, Kind::Table, span);
            }
            Tag::TableHead => {
                self.column = 0;
                self.builder.enter(FrameKind::Row, Kind::TableHead, span);
                self.builder.tree.open(Kind::TableRow, span);
            }
            Tag::TableRow => {
                self.column = 0;
                self.builder.enter(FrameKind::Row, Kind::TableRow, span);
            }
            Tag::TableCell => {
                self.builder.budget.cell(start);
                let align = self.aligns.get(self.column).copied().unwrap_or(Align::None);
                self.column += 1;
                self.leaf(Leaf::Cell(align, span));
            }
            tag => self.start_inline(tag, span),
        }
    }

    /// A quote whose first line the pre-pass turned into a heading is a callout.
    fn start_quote<'e>(&mut self, span: Span, events: &mut Peekable<impl Iterator<Item = Ranged<'e>>>) {
        self.builder.deeper(span.start as usize);
        let header = match events.peek() {
            Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range)) => {
                self.builder.masked.callout_at(self.span(range).start)
            }
            _ => None,
        };
        match header {
            Some(mark) => {
                let title = events.next().map_or(span, |(_, range)| self.span(&range));
                self.callout(mark, span, title);
            }
            None => self.builder.enter(FrameKind::Quote, Kind::Quote, span),
        }
    }

    fn leaf(&mut self, leaf: Leaf) {
        self.builder.flush();
        self.builder.leaf = leaf;
    }

    fn callout(&mut self, mark: CalloutMark, span: Span, title: Span) {
        let callout = Callout { kind: Text::source(mark.kind), metadata: Text::source(mark.metadata), fold: mark.fold };
        self.builder.flush();
        let kind = self.builder.tree.callout(callout);
        self.builder.enter(FrameKind::Callout { body: false }, kind, span);
        self.builder.leaf = Leaf::CalloutTitle(title);
    }

    fn start_inline(&mut self, tag: Tag, span: Span) {
        self.builder.deeper(span.start as usize);
        if self.builder.leaf == Leaf::None {
            self.builder.leaf = Leaf::Tight;
        }
        let wrap = match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                let auto = matches!(link_type, pulldown_cmark::LinkType::Autolink | pulldown_cmark::LinkType::Email);
                let dest = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                let syntax = if auto { LinkSyntax::Auto } else { LinkSyntax::Markdown };
                Some(Wrap::Link(self.link(span, syntax, false, &dest, &title)))
            }
            Tag::Image { dest_url, title, .. } => {
                Some(Wrap::Image(self.link(span, LinkSyntax::Markdown, true, &dest_url, &title)))
            }
            tag => wrap_of(&tag),
        };
        let wrap = wrap.unwrap_or(Wrap::Undone);
        self.builder.tokens.push(Token::new(TokenKind::Open(wrap), span));
    }

    fn link(&mut self, span: Span, syntax: LinkSyntax, embed: bool, dest: &str, title: &str) -> usize {
        let raw = dest;
        self.builder.budget.link(raw.len() + title.len(), span.start as usize);
        let dest: Dest = links::markdown(raw, embed);
        let source = self.builder.source;
        if dest == Dest::Refused {
            self.builder.parts.diagnostics.push(links::refused(source, raw, span));
        }
        if embed {
            self.builder.parts.diagnostics.extend(links::insecure_image(source, &dest, span));
        }
        let title = Some(title).filter(|title| !title.is_empty()).map(Into::into);
        let link = LinkRef::new(span, syntax, embed, dest).with(LinkWords { title, ..LinkWords::default() });
        self.builder.pending.push(Some(link));
        self.builder.pending.len() - 1
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.builder.flush(),
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.builder.leave();
                self.builder.depth -= 1;
            }
            TagEnd::List(_) | TagEnd::TableRow => self.builder.leave(),
            TagEnd::TableHead => {
                self.builder.tree.close();
                self.builder.leave();
                let end = Span { start: self.span(&range).end, end: self.span(&range).end };
                self.builder.tree.open(Kind::TableBody, end);
            }
            TagEnd::Table => {
                self.builder.tree.close();
                self.builder.leave();
            }
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => {
                let span = self.span(&range);
                self.builder.html_block(&self.html, span);
                self.html.clear();
                self.in_html = false;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.builder.depth -= 1;
                let span = self.span(&range);
                self.builder.tokens.push(Token::new(TokenKind::Close, span));
            }
            _ => {}
        }
    }

    fn start_code(&mut self, kind: CodeBlockKind, span: Span) {
        self.builder.flush();
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(self.info(&info, span)),
            CodeBlockKind::Indented => None,
        };
        self.code = Some(Verbatim { info, ..Verbatim::default() });
    }

    /// The info string, as a range of the source if it is in there unchanged.
    fn info(&mut self, info: &CowStr, span: Span) -> Text {
        let text = &self.builder.text[span.range()];
        let line = text.split('\n').next().unwrap_or(text);
        match line.find(&**info) {
            Some(at) => {
                let start = span.start as usize + at;
                Text::source(Span::new(start, start + info.len()))
            }
            None => self.builder.tree.side(info),
        }
    }

    fn code_text(&mut self, text: &str, range: Range<usize>) {
        let builder = &mut *self.builder;
        let span = Span::new(builder.masked.original(range.start), builder.masked.original(range.end));
        let same = builder.masked.text[range.clone()] == *text && builder.masked.is_visible(span);
        let Some(code) = &mut self.code else { return };
        let piece = if same { &builder.text[span.range()] } else { text };
        match (&mut code.owned, code.span) {
            (None, None) if same => code.span = Some(span),
            (None, Some(before)) if same && before.end == span.start => {
                code.span = Some(Span { start: before.start, end: span.end });
            }
            (Some(owned), _) => owned.push_str(piece),
            (None, before) => {
                let mut owned = before.map_or(String::new(), |before| builder.text[before.range()].to_owned());
                owned.push_str(piece);
                code.owned = Some(owned);
            }
        }
    }

    fn end_code(&mut self, range: Range<usize>) {
        let span = self.span(&range);
        let Some(code) = self.code.take() else { return };
        let builder = &mut *self.builder;
        let text = match (&code.owned, code.span) {
            (Some(owned), _) => builder.tree.side(owned),
            (None, Some(span)) => Text::source(span),
            (None, None) => Text::default(),
        };
        let kind = builder.tree.code(CodeBlock { info: code.info.unwrap_or_default(), code: text });
        builder.solid(kind, span);
    }
}
