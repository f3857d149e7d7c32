//! Tags and bare URLs within text (D-TAG, D-AUTOLINK: GFM's extended autolinks for `http` and `https`).

use super::{Chunk, Pending, Token, TokenKind, Wrap};
use crate::parse::links::{self, LinkRef, LinkSyntax};
use crate::text::Span;

/// Inserts the tags and URLs found in text tokens.
pub(in crate::parse::markdown) fn find(
    tokens: Vec<Token>,
    source: &str,
    pending: &mut Vec<Option<LinkRef>>,
) -> Vec<Token> {
    if !tokens.iter().any(|token| token.source_text().is_some_and(|span| has_word(&source[span.range()]))) {
        return tokens;
    }
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 4);
    let mut links_open: Vec<bool> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(wrap) => links_open.push(matches!(wrap, Wrap::Link(_))),
            TokenKind::Close => {
                links_open.pop();
            }
            _ => {}
        }
        match token.source_text() {
            Some(span) if has_word(&source[span.range()]) => {
                let in_link = links_open.contains(&true);
                Autolinks { source, pending, in_link, out: &mut out }.text(&token, span);
            }
            _ => out.push(token),
        }
    }
    out
}

fn has_word(text: &str) -> bool {
    memchr::memchr2(b'#', b':', text.as_bytes()).is_some()
}

struct Autolinks<'a> {
    source: &'a str,
    pending: &'a mut Vec<Option<LinkRef>>,
    /// Within a link: tags count but are not linked, URLs are text.
    in_link: bool,
    out: &'a mut Vec<Token>,
}

impl Autolinks<'_> {
    fn text(&mut self, token: &Token, span: Span) {
        let text = &self.source[span.range()];
        let mut done = 0;
        let mut tag_end = usize::MAX;
        let mut from = 0;
        while let Some(at) = memchr::memchr2(b'#', b':', &text.as_bytes()[from..]).map(|at| from + at) {
            from = at + 1;
            if text.as_bytes()[at] == b':' {
                let Some((start, end)) = url_at(text, at, done).filter(|_| !self.in_link) else { continue };
                self.push_text(token, span, done..start);
                self.url(&text[start..end], sub(span, start, end));
                done = end;
                from = end;
                continue;
            }
            let starts = tag_end == at || self.may_start_tag(token, &text[..at], at);
            let end = at + 1 + text[at + 1..].find(|c| !is_tag_char(c)).unwrap_or(text.len() - at - 1);
            let Some(name) = tag_name(&text[at + 1..end]).filter(|_| starts) else { continue };
            self.push_text(token, span, done..at);
            self.out.push(Token::new(TokenKind::Tag(name), sub(span, at, end)));
            (done, from, tag_end) = (end, end, end);
        }
        self.push_text(token, span, done..text.len());
    }

    /// A tag starts after white space, `_`, a line's start or the start of its container.
    fn may_start_tag(&self, token: &Token, before: &str, at: usize) -> bool {
        if let Some(c) = before.chars().next_back() {
            return c.is_whitespace() || c == '_';
        }
        let at_edge = match self.out.last() {
            None => true,
            Some(last) => last.is_break() || matches!(last.kind, TokenKind::Open(_)),
        };
        at == 0 && !token.escaped && at_edge
    }

    fn push_text(&mut self, token: &Token, span: Span, range: std::ops::Range<usize>) {
        if !range.is_empty() {
            let escaped = token.escaped && range.start == 0;
            self.out.push(Token { escaped, ..Token::source(sub(span, range.start, range.end)) });
        }
    }

    fn url(&mut self, url: &str, span: Span) {
        let dest = links::markdown(url, false);
        let mut link = LinkRef::new(span, LinkSyntax::Auto, false, dest);
        link.set_label(url);
        let pending: Pending = self.pending.len();
        self.pending.push(Some(link));
        self.out.push(Token::new(TokenKind::Open(Wrap::Link(pending)), span));
        self.out.push(Token { escaped: true, ..Token::new(TokenKind::Text(Chunk::Source(span)), span) });
        self.out.push(Token::new(TokenKind::Close, span));
    }
}

fn sub(span: Span, start: usize, end: usize) -> Span {
    Span::new(span.start as usize + start, span.start as usize + end)
}

/// Whether a character may be part of a tag.
pub(in crate::parse) fn is_tag_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    }
    !c.is_whitespace() && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}') && !c.is_control()
}

/// The tag's name without empty segments; `None` if it has only digits and slashes.
pub(in crate::parse) fn tag_name(raw: &str) -> Option<String> {
    if raw.chars().all(|c| c.is_ascii_digit() || c == '/') {
        return None;
    }
    let mut name = String::with_capacity(raw.len());
    for part in raw.split('/').filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(part);
    }
    Some(name)
}

/// The URL with its colon at `colon`.
pub(in crate::parse) fn url_at(text: &str, colon: usize, from: usize) -> Option<(usize, usize)> {
    let rest = text[colon..].strip_prefix("://")?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|&start| start >= from);
        start.is_some_and(|start| {
            let word = text.as_bytes();
            word[start..colon].eq_ignore_ascii_case(scheme.as_bytes())
                && !start.checked_sub(1).is_some_and(|before| word[before].is_ascii_alphanumeric())
        })
    })?;
    let host = rest.chars().next()?;
    if !(host.is_alphanumeric() || host == '[') {
        return None;
    }
    let len = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    let start = colon - scheme.len();
    Some((start, start + trimmed(&text[start..colon + 3 + len])))
}

/// The length of a URL without the punctuation that ends the sentence (GFM, "extended autolink path validation").
fn trimmed(url: &str) -> usize {
    let bytes = url.as_bytes();
    let mut len = bytes.len();
    let opens = memchr::memchr_iter(b'(', bytes).count();
    let mut closes = memchr::memchr_iter(b')', bytes).count();
    while len > 0 {
        match bytes[len - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => len -= 1,
            b')' if closes > opens => {
                closes -= 1;
                len -= 1;
            }
            b';' => {
                let name = bytes[..len - 1].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
                let entity = name > 0 && bytes.get((len - 1).wrapping_sub(name + 1)) == Some(&b'&');
                len -= if entity { name + 2 } else { 1 };
            }
            _ => break,
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut pending = Vec::new();
        let tokens = find(vec![Token::source(Span::new(0, text.len()))], text, &mut pending);
        let tags = tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Tag(name) => Some(name.clone()),
            _ => None,
        });
        let urls = pending.iter().flatten().filter_map(|link| link.label().map(String::from));
        (tags.collect(), urls.collect())
    }

    #[test]
    fn tags_follow_the_published_class() {
        for (text, tags) in [
            ("#tag text", &["tag"][..]),
            ("#1984 #y1984 #2024-01", &["y1984", "2024-01"]),
            ("#inbox/to-read #A_b", &["inbox/to-read", "A_b"]),
            ("#태그 #한글/하위 #📚책", &["태그", "한글/하위", "📚책"]),
            ("\u{3000}#a\u{a0}#b\t#c", &["a", "b", "c"]),
            ("#tl#tm #tn/#to", &["tl", "tm", "tn", "to"]),
            ("##tag #", &[]),
            ("#a/b/ #a//b #/a", &["a/b", "a/b", "a"]),
            ("#👩\u{200d}💻x #❤️", &["👩", "❤️"]),
            ("snake_case_#wc a#b", &["wc"]),
        ] {
            assert_eq!(read(text).0, tags, "{text}");
        }
    }

    #[test]
    fn bare_urls_end_before_the_sentence_does() {
        for (text, urls) in [
            ("https://a.b/c. (https://d.e/f)", &["https://a.b/c", "https://d.e/f"][..]),
            ("링크:https://x.y/#z", &["https://x.y/#z"]),
            ("https://en.wiki/a_(b)", &["https://en.wiki/a_(b)"]),
            ("xhttps://a.b ftp://a.b https://", &[]),
            ("https://a.b/?c&amp;", &["https://a.b/?c"]),
        ] {
            assert_eq!(read(text).1, urls, "{text}");
        }
    }
}
