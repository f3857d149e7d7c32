//! Plain text taken from notes: a description for previews and search results, and the sentence around a link for the
//! backlinks of its target.
//!
//! Both read the tree, so neither can hold a comment, a property or anything else that the article does not show, and
//! nothing of an embedded note.

use unicode_width::UnicodeWidthChar;

use crate::config::Config;
use crate::index::Note;
use crate::parse::tree::{Kind, LinkId, Node, NodeIx, TextRole, Tree};
use crate::path::same_name;

/// The most characters of a description.
const DESCRIPTION: usize = 160;
/// The most characters on either side of a link.
const AROUND: usize = 100;
/// The most nodes on either side of a link whose text is read.
const NEAR: NodeIx = 500;

/// The text around a link; each part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkContext {
    pub before: String,
    pub link: String,
    pub after: String,
}

/// The description: the property, at most 160 characters, else as many columns of the first prose that is neither a
/// topic line nor a heading, from outside the cue questions where there is any. `None` where a note has no text.
pub fn description(note: &Note, config: &Config) -> Option<String> {
    if let Some(text) = note.parsed.properties.text("description") {
        return Some(shorten(text));
    }
    let text = prose(note, config, false).or_else(|| prose(note, config, true))?;
    Some(cut(&text, columns(&text)))
}

/// The prose of the sections that hold cue questions, or of all others.
fn prose(note: &Note, config: &Config, cues: bool) -> Option<String> {
    let sections = &config.review.sections;
    let tree = &note.parsed.body;
    let mut text = PlainText::default();
    let (mut in_cues, mut in_reminder) = (false, false);
    for ix in tree.roots() {
        if let Kind::Heading(heading) = tree.node(ix).kind {
            let title = note.parsed.headings[heading as usize].text().trim();
            let known = |titles: &[String]| titles.iter().any(|known| same_name(known, title));
            if known(&sections.cue) {
                (in_cues, in_reminder) = (true, false);
            } else if known(&sections.reminder) {
                (in_cues, in_reminder) = (false, true);
            } else if known(&sections.other) {
                (in_cues, in_reminder) = (false, false);
            }
        } else if !in_reminder && in_cues == cues {
            text.add(note, ix, tree.node(ix).end);
        }
        if text.is_enough() {
            break;
        }
    }
    let text = text.out.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Text with single blanks.
#[derive(Default)]
struct PlainText {
    out: String,
}

impl PlainText {
    /// Adds the prose of nodes `from..to`: no code blocks, no block math, no headings, no tables, no footnotes.
    fn add(&mut self, note: &Note, from: NodeIx, to: NodeIx) {
        let tree = &note.parsed.body;
        let mut ix = from;
        while ix < to && !self.is_enough() {
            let node = tree.node(ix);
            if !is_prose(node.kind) {
                ix = node.end;
                continue;
            }
            ix += 1;
            match node.kind.text_role() {
                TextRole::Text(text) | TextRole::Code(text) | TextRole::Math(text) => {
                    self.text(tree.text(text, &note.parsed.source.text));
                }
                TextRole::Tag => self.text(note.parsed.source.slice(node.span)),
                TextRole::Through | TextRole::Object | TextRole::Aside => {}
                TextRole::Break | TextRole::Block { .. } => self.text(" "),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let mut blank = text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            self.part(blank);
            self.out.push_str(word);
            blank = true;
        }
        self.part(text.ends_with(char::is_whitespace));
    }

    /// A blank, where there is none yet.
    fn part(&mut self, blank: bool) {
        if blank && !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// Whether it is longer than a description, at four bytes a character.
    fn is_enough(&self) -> bool {
        self.out.len() > DESCRIPTION * 4
    }
}

/// Whether a description may hold the text of a node of this kind.
fn is_prose(kind: Kind) -> bool {
    let headline = matches!(kind, Kind::TopicLines | Kind::Heading(_) | Kind::Table);
    !headline && !matches!(kind, Kind::FootnoteDefinition(_) | Kind::InlineFootnote)
}

/// The number of characters that fill [`DESCRIPTION`] columns, in which Hangul is twice as wide as Latin.
fn columns(text: &str) -> usize {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= DESCRIPTION
    };
    text.chars().take_while(fits).count()
}

/// At most [`DESCRIPTION`] characters, cut between words.
fn shorten(text: &str) -> String {
    cut(text, DESCRIPTION)
}

fn cut(text: &str, most: usize) -> String {
    let mut words = PlainText::default();
    words.text(text);
    let text = words.out.trim_end();
    let Some((limit, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = &text[..limit];
    // Text without blanks is cut anywhere.
    let cut = head.rfind(' ').filter(|&at| at > limit / 2).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([' ', ',', ';', ':', '.', '、', '，']))
}

/// The sentence around a link or embed of a note, by its index in the note's links.
///
/// Nodes farther away than [`NEAR`] are not read.
pub fn link_context(note: &Note, link: u32) -> LinkContext {
    let tree = &note.parsed.body;
    let label = || label(note, link);
    if let Some(property) = note.parsed.property_of(link) {
        return LinkContext { before: format!("{}: ", property.key), link: label(), ..LinkContext::default() };
    }
    let Some(found) = find_link(note, link) else { return LinkContext { link: label(), ..LinkContext::default() } };
    let Some((from, to)) = line_around(tree, found) else {
        return LinkContext { link: label(), ..LinkContext::default() };
    };
    let (mut before, mut shown, mut after) = (Pieces::default(), Pieces::default(), Pieces::default());
    let end = tree.end(found);
    // A paragraph may be a whole note, and each of its links reads it.
    before.add(note, from.max(found.saturating_sub(NEAR)), found);
    shown.add(note, found, end);
    after.add(note, end, to.min(end + NEAR));
    let shown = shown.out.trim().replace('\n', " ");
    LinkContext {
        before: last_sentence(&before.out),
        link: if shown.is_empty() { label() } else { shown },
        after: first_sentence(&after.out),
    }
}

/// The label of a link for which the tree holds no text: an embed.
fn label(note: &Note, link: u32) -> String {
    let reference = &note.parsed.links[link as usize];
    let label = reference.label().map(str::trim).filter(|label| !label.is_empty());
    match (&reference.dest, label) {
        (_, Some(label)) => label.to_owned(),
        (crate::parse::Dest::Internal(text), None) => text.as_str().trim().to_owned(),
        (crate::parse::Dest::External(url), None) => url.to_string(),
        (crate::parse::Dest::Refused, None) => String::new(),
    }
}

fn find_link(note: &Note, link: LinkId) -> Option<NodeIx> {
    let (tree, start) = (&note.parsed.body, note.parsed.links[link as usize].span.start);
    let is_link = |node: Node| {
        matches!(node.kind, Kind::Link(id) | Kind::Embed(id) if id == link)
            || matches!(node.kind, Kind::HtmlOpen(tag) if tree.html_tag(tag).link == Some(link))
    };
    let find = |from| (from..tree.len()).find(|&ix| is_link(tree.node(ix)));
    find(tree.first_from(start)).or_else(|| find(0))
}

/// The run of inline nodes around `ix`: the contents of the innermost block around it, without the blocks that
/// follow in it. `None` in topic lines, whose links are not context for each other.
fn line_around(tree: &Tree, ix: NodeIx) -> Option<(NodeIx, NodeIx)> {
    let mut siblings = tree.roots();
    let mut run = None;
    while let Some(node) = siblings.find(|&node| tree.end(node) > ix) {
        let kind = tree.node(node).kind;
        if kind == Kind::TopicLines {
            return None;
        }
        if node == ix {
            break;
        }
        if kind.is_block() || kind == Kind::InlineFootnote {
            run = Some((node + 1, tree.node(node).end));
        }
        siblings = tree.children(node);
    }
    let (from, mut to) = run?;
    let mut next = from;
    while next < to {
        if next > ix && tree.node(next).kind.is_block() {
            to = next;
        }
        next = tree.end(next);
    }
    Some((from, to))
}

/// Text that keeps hard line breaks, since they end a sentence.
#[derive(Default)]
struct Pieces {
    out: String,
}

impl Pieces {
    fn add(&mut self, note: &Note, from: NodeIx, to: NodeIx) {
        let tree = &note.parsed.body;
        let mut ix = from;
        while ix < to {
            let node = tree.node(ix);
            match node.kind.text_role() {
                TextRole::Text(text) | TextRole::Code(text) | TextRole::Math(text) => {
                    self.out.push_str(&tree.text(text, &note.parsed.source.text).replace('\n', " "));
                }
                TextRole::Tag => self.out.push_str(note.parsed.source.slice(node.span)),
                TextRole::Through | TextRole::Object => {}
                TextRole::Aside => {
                    ix = node.end;
                    continue;
                }
                TextRole::Break | TextRole::Block { .. } => self.out.push('\n'),
            }
            ix += 1;
        }
    }
}

/// The positions after which a sentence has ended.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            let next = chars.peek().map(|&(_, next)| next);
            let ends = match c {
                '\n' | '。' | '！' | '？' => true,
                // A full stop within a number, an address or an abbreviation has no blank after it.
                '.' | '!' | '?' | '…' => next.is_none_or(char::is_whitespace),
                _ => false,
            };
            if ends {
                return Some(at + c.len_utf8());
            }
        }
    })
}

/// The end of `text` from its last sentence on, at most [`AROUND`] characters.
fn last_sentence(text: &str) -> String {
    let start = sentence_ends(text).last().unwrap_or(0);
    let text = text[start..].trim_start();
    let length = text.chars().count();
    if length <= AROUND {
        return text.to_owned();
    }
    let cut = text.char_indices().nth(length - AROUND).map_or(0, |(at, _)| at);
    let tail = &text[cut..];
    let tail = tail.find(' ').map_or(tail, |at| &tail[at + 1..]);
    format!("…{tail}")
}

/// The beginning of `text` up to the end of its first sentence, at most [`AROUND`] characters.
fn first_sentence(text: &str) -> String {
    let end = sentence_ends(text).next().unwrap_or(text.len());
    let text = text[..end].trim_end();
    let Some((limit, _)) = text.char_indices().nth(AROUND) else { return text.to_owned() };
    let head = &text[..limit];
    let head = head.rfind(' ').filter(|&at| at > 0).map_or(head, |at| &head[..at]);
    format!("{}…", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::site;

    fn described(text: &str) -> Option<String> {
        let site = site(&[("N.md", text)]);
        description(site.site.note(site.id("N.md")), &site.config)
    }

    #[test]
    fn a_description_is_the_first_prose() {
        for (text, expected) in [
            (
                "[[DevOps]] [[CI CD]]\n\n### 단서 질문\n\n- 질문?\n\n### 핵심 필기\n\n- **답**이다[^1].\n\n[^1]: x",
                Some("답이다."),
            ),
            ("### 단서 질문\n\n- 질문?\n\n### 복습알림\n\n알림", Some("질문?")),
            ("# T\n\na %%hidden%% `b` [[c|d]]\n\n```\ncode\n```\n\n| t |\n|-|\n", Some("a b d")),
            ("![[picture.png]]", None),
            ("", None),
        ] {
            assert_eq!(described(text).as_deref(), expected, "{text}");
        }
    }

    fn context(text: &str) -> (String, String, String) {
        let site = site(&[("N.md", text), ("T.md", "")]);
        let target = site.site.note(site.id("T.md"));
        let backlink = target.backlinks.first().expect("a backlink");
        let context = link_context(site.site.note(backlink.from), backlink.link);
        (context.before, context.link, context.after)
    }

    #[test]
    fn a_backlink_has_the_sentence_around_it() {
        for (text, before, link, after) in [
            ("처음. 이것은 [[T|그것]]을 쓴다. 끝.", "이것은 ", "그것", "을 쓴다."),
            ("- a **b [[T]]** c\n    - not this", "a b ", "T", " c"),
            ("line\nsee ![[T]] there", "see ", "T", " there"),
            ("x %%private%% [[T]] ^[a note] y", "x ", "T", " y"),
            ("| a | b |\n|--|--|\n| other | in [[T]] |", "in ", "T", ""),
            ("# Title with [[T]]\n\nbody", "Title with ", "T", ""),
        ] {
            let (b, l, a) = context(text);
            let single = |text: String| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            let expected = [before, link, after].map(|part| single(part.to_owned()));
            assert_eq!([single(b), single(l), single(a)], expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_where_a_reader_says_so() {
        for (before, expected) in [
            ("첫 문장이다. 둘째는 ", "둘째는 "),
            ("Version 1.2 of ", "Version 1.2 of "),
            ("줄 하나\n줄 둘 ", "줄 둘 "),
            ("漢字。次は", "次は"),
            ("", ""),
        ] {
            assert_eq!(last_sentence(before), expected);
        }
        assert_eq!(first_sentence("을 쓴다. 그리고"), "을 쓴다.");
        assert_eq!(first_sentence(" is at example.com/a. Next"), " is at example.com/a.");
    }

    #[test]
    fn what_is_long_is_cut_between_words() {
        let text = "낱말 ".repeat(100);
        assert!(last_sentence(&text).starts_with("…낱말"));
        assert!(first_sentence(&text).ends_with("낱말…"));
        assert!(shorten(&text).chars().count() <= DESCRIPTION + 1);
        assert_eq!(shorten(&"가".repeat(200)).chars().count(), DESCRIPTION + 1);
        assert_eq!(shorten(" a\n b "), "a b");
    }
}
