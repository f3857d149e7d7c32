//! The outline of a YAML block: the bytes of its top-level keys, values and list items, and forbidden constructs in it.
//!
//! The YAML library returns what a block means but not where, and needs seconds for a hostile block. This scan is
//! linear, looks no deeper than it must, and decides nothing about meaning: the reader checks every key it finds
//! against the library's, so that a misread construct loses its exact location, but never gets a wrong one.

mod flow;

use std::ops::Range;

/// The deepest nesting of collections, the block's own mapping included.
pub(super) const MAX_DEPTH: usize = 16;

/// The outline, in source order; ranges are bytes of the scanned text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub entries: Vec<OutlineEntry>,
    /// The byte at which collections nest deeper than [`MAX_DEPTH`]; the scan stops there.
    pub too_deep: Option<usize>,
    /// The first forbidden construct.
    pub forbidden: Option<(Forbidden, Range<usize>)>,
    /// The number of aliases (`*name`).
    pub aliases: usize,
}

/// A top-level key and its value.
#[derive(Debug)]
pub(super) struct OutlineEntry {
    /// Quotes included.
    pub key: Range<usize>,
    /// From the value's first to its last byte, brackets, quotes and dashes included.
    pub value: Option<Range<usize>>,
    /// The items of a list, empty ranges where an item is empty.
    pub items: Vec<Range<usize>>,
    /// A comment on the key's line in place of a value.
    pub comment: Option<Range<usize>>,
}

/// YAML that properties never need, and that can be used for attacks or to mislead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forbidden {
    Anchor,
    Alias,
    Tag,
    MergeKey,
    /// `{{title}}`: a template that was not filled in.
    Template,
}

impl Forbidden {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anchor => "a YAML anchor (`&`)",
            Self::Alias => "a YAML alias (`*`)",
            Self::Tag => "a YAML tag (`!`)",
            Self::MergeKey => "a YAML merge key (`<<`)",
            Self::Template => "a template placeholder (`{{…}}`)",
        }
    }
}

pub(super) fn outline(text: &str) -> Outline {
    let mut scanner = Scanner {
        text: text.as_bytes(),
        pos: 0,
        line_start: 0,
        blocks: Vec::new(),
        flow: Vec::new(),
        plain: None,
        next_item: false,
        out: Outline::default(),
    };
    while scanner.pos < scanner.text.len() {
        scanner.line();
    }
    scanner.out
}

/// An open block collection.
struct Block {
    indent: usize,
    list: bool,
}

struct Scanner<'a> {
    text: &'a [u8],
    pos: usize,
    line_start: usize,
    blocks: Vec<Block>,
    /// The open brackets of flow collections.
    flow: Vec<u8>,
    /// An unquoted scalar may continue in lines indented deeper than this.
    plain: Option<isize>,
    /// The next token begins a new item of a flow list.
    next_item: bool,
    out: Outline,
}

impl Scanner<'_> {
    /// One line of block context, with the lines that its last scalar or flow collection covers.
    fn line(&mut self) {
        self.line_start = self.pos;
        self.skip(b" ");
        let indent = self.pos - self.line_start;
        if self.at_line_end() {
            return self.next_line();
        }
        if let Some(parent) = self.plain.take()
            && indent as isize > parent
        {
            let rest = self.plain_rest(parent);
            self.touch(rest);
            return self.next_line();
        }
        if self.peek() != Some(b'#') {
            self.node_with_markers(indent);
        }
        self.next_line();
    }

    /// `- - key: value`: markers, then a scalar or a key with its value.
    fn node_with_markers(&mut self, indent: usize) {
        let mut column = indent;
        while let Some(marker @ (b'-' | b'?')) = self.peek()
            && self.blank_at(self.pos + 1)
        {
            self.enter(column, marker == b'-');
            if self.out.too_deep.is_some() {
                return;
            }
            let at = self.pos;
            if marker == b'-' && self.depth() == 2 {
                self.cover(at..at + 1);
                if let Some(entry) = self.out.entries.last_mut() {
                    entry.items.push(at + 1..at + 1);
                }
            } else {
                self.touch(at..at + 1);
            }
            self.pos += 1;
            self.skip(b" \t");
            column = self.pos - self.line_start;
            if self.at_line_end() || self.peek() == Some(b'#') {
                return;
            }
        }
        let parent = self.blocks.iter().rev().find(|block| block.indent < column);
        let node = self.node(parent.map_or(-1, |block| block.indent as isize));
        if self.at_colon() {
            self.key(node, column);
        } else {
            self.touch(node);
        }
    }

    /// A key of a block mapping; the value that begins on its line is scanned too.
    fn key(&mut self, key: Range<usize>, column: usize) {
        self.plain = None;
        self.enter(column, false);
        if self.out.too_deep.is_some() {
            return;
        }
        self.check_merge(&key);
        if self.depth() == 1 {
            self.out.entries.push(OutlineEntry { key, value: None, items: Vec::new(), comment: None });
        } else {
            self.touch(key);
        }
        self.skip(b" \t");
        self.pos += 1;
        self.skip(b" \t");
        if self.at_line_end() {
            return;
        }
        if self.peek() == Some(b'#') {
            let comment = self.pos..self.line_end();
            if let (1, Some(entry)) = (self.depth(), self.out.entries.last_mut()) {
                entry.comment = Some(comment);
            }
            return;
        }
        let value = self.node(column as isize);
        self.touch(value);
    }

    /// A scalar or flow collection in block context, its anchors and tags before it; `parent` is the indent of the
    /// collection that it belongs to.
    fn node(&mut self, parent: isize) -> Range<usize> {
        let start = self.pos;
        while let Some(indicator @ (b'&' | b'*' | b'!')) = self.peek() {
            self.forbid_indicator(indicator);
            self.skip(b" \t");
        }
        match self.peek() {
            Some(b'"' | b'\'') => self.quoted(),
            Some(b'[' | b'{') => self.flow(),
            Some(b'|' | b'>') => self.block_scalar(parent),
            Some(b'\n') | None => {}
            Some(_) => {
                self.plain_rest(parent);
            }
        }
        start..self.trimmed(start)
    }

    /// Unquoted text up to the end of the line, a comment or a colon that ends a key.
    fn plain_rest(&mut self, parent: isize) -> Range<usize> {
        let start = self.pos;
        self.plain = Some(parent);
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => break,
                b':' if self.blank_at(self.pos + 1) => break,
                b'#' if self.pos > start && is_blank(self.text[self.pos - 1]) => {
                    self.plain = None;
                    break;
                }
                _ => self.pos += 1,
            }
        }
        start..self.trimmed(start)
    }

    /// `|` or `>` and the lines below it that are indented deeper than `parent`.
    fn block_scalar(&mut self, parent: isize) {
        let mut end = self.line_end();
        let mut next = end + 1;
        while next < self.text.len() {
            let line_end = self.line_end_from(next);
            let line = &self.text[next..line_end];
            let indent = line.iter().take_while(|byte| **byte == b' ').count();
            if indent < line.len() {
                if indent as isize <= parent {
                    break;
                }
                end = line_end;
            }
            next = line_end + 1;
        }
        self.pos = end;
    }

    /// The collections around a line at this column: closes deeper ones, opens its own.
    fn enter(&mut self, column: usize, list: bool) {
        while let Some(top) = self.blocks.last() {
            if top.indent > column || (top.indent == column && top.list && !list) {
                self.blocks.pop();
            } else {
                break;
            }
        }
        if !self.blocks.last().is_some_and(|top| top.indent == column && top.list == list) {
            self.blocks.push(Block { indent: column, list });
            self.check_depth();
        }
    }

    fn check_depth(&mut self) {
        if self.depth() > MAX_DEPTH && self.out.too_deep.is_none() {
            self.out.too_deep = Some(self.pos.min(self.text.len()));
            self.pos = self.text.len();
        }
    }

    fn depth(&self) -> usize {
        self.blocks.len() + self.flow.len()
    }

    /// Whether the value of the current key is a list.
    fn in_list(&self) -> bool {
        match self.blocks.get(1) {
            Some(block) => block.list,
            None => self.blocks.len() < 2 && self.flow.get(1 - self.blocks.len()) == Some(&b'['),
        }
    }

    /// Adds a token to the current value, and to the current item if the value is a list.
    fn touch(&mut self, token: Range<usize>) {
        let in_item = self.in_list();
        let new_item = std::mem::take(&mut self.next_item);
        if let (true, Some(entry)) = (in_item, self.out.entries.last_mut()) {
            match entry.items.last_mut() {
                Some(item) if !new_item => *item = join(item, &token),
                _ => entry.items.push(token.clone()),
            }
        }
        self.cover(token);
    }

    fn cover(&mut self, token: Range<usize>) {
        if self.depth() > 0
            && let Some(entry) = self.out.entries.last_mut()
        {
            entry.value = Some(entry.value.as_ref().map_or(token.clone(), |value| join(value, &token)));
        }
    }

    fn check_merge(&mut self, key: &Range<usize>) {
        if self.text.get(key.clone()) == Some(b"<<") {
            self.forbid(Forbidden::MergeKey, key.clone());
        }
    }

    fn forbid_indicator(&mut self, indicator: u8) {
        let start = self.pos;
        while let Some(byte) = self.peek()
            && !is_blank(byte)
            && !matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
        {
            self.pos += 1;
        }
        let what = match indicator {
            b'&' => Forbidden::Anchor,
            b'*' => Forbidden::Alias,
            _ => Forbidden::Tag,
        };
        self.out.aliases += usize::from(what == Forbidden::Alias);
        self.forbid(what, start..self.pos);
    }

    fn forbid(&mut self, what: Forbidden, at: Range<usize>) {
        self.out.forbidden.get_or_insert((what, at));
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.pos).copied()
    }

    /// Whether a blank, a line end or the end of the text is at `at`.
    fn blank_at(&self, at: usize) -> bool {
        self.text.get(at).is_none_or(|byte| is_blank(*byte))
    }

    fn at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some(b'\n'))
    }

    fn at_colon(&self) -> bool {
        let blanks = self.text[self.pos..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.text.get(self.pos + blanks) == Some(&b':') && self.blank_at(self.pos + blanks + 1)
    }

    fn skip(&mut self, bytes: &[u8]) {
        while self.peek().is_some_and(|byte| bytes.contains(&byte)) {
            self.pos += 1;
        }
    }

    /// The end of the text scanned since `start`, without trailing blanks.
    fn trimmed(&self, start: usize) -> usize {
        start + self.text[start..self.pos].trim_ascii_end().len()
    }

    fn line_end(&self) -> usize {
        self.line_end_from(self.pos)
    }

    fn line_end_from(&self, from: usize) -> usize {
        memchr::memchr(b'\n', &self.text[from..]).map_or(self.text.len(), |at| from + at)
    }

    fn next_line(&mut self) {
        self.pos = (self.line_end() + 1).min(self.text.len());
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

fn join(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    if a.is_empty() { b.clone() } else { a.start.min(b.start)..a.end.max(b.end) }
}
