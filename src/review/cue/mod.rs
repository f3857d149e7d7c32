//! Cue questions: the questions of a note to its reader, with the answers, as ranges of the note's tree (R-CUE).
//!
//! Nothing is copied and nothing rendered here, so that pages, exports and the terminal all show the same questions.
//! Pure, and linear in the note.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::config::{ReviewSections, bare_key};
use crate::parse::tree::{Kind, NodeIx, Tree};
use crate::parse::{Heading, ParsedNote};

/// The purpose of a section that review pages know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Holds cue questions.
    Cue,
    /// Explains how to be reminded.
    Reminder,
    /// Any other known section: it ends the section before it.
    Other,
}

/// A section with a known title. It reaches to the next known title, whatever the levels of the headings between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub kind: SectionKind,
    /// The heading's node.
    pub heading: NodeIx,
    /// The top-level blocks below it.
    pub body: Range<NodeIx>,
}

/// A question and its answer, as runs of siblings in the note's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Inline content; never empty.
    pub prompt: Range<NodeIx>,
    /// In document order; empty where the note leaves the answer to the reader.
    pub answer: Vec<Run>,
}

/// Siblings in a note's tree, with their descendants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Inline content: the rest of the question's own paragraph.
    Inlines(Range<NodeIx>),
    Blocks(Range<NodeIx>),
}

/// The most bytes of symbols and blanks that a title may have besides its letters.
const MAX_DECORATION: usize = 64;

/// The known titles and placeholders of a config, normalised for comparison.
#[derive(Clone, Debug)]
pub struct Titles {
    kinds: FxHashMap<String, SectionKind>,
    /// The length of the longest known title, in bytes.
    longest: usize,
    placeholders: Vec<String>,
}

impl Titles {
    pub fn new(sections: &ReviewSections) -> Self {
        let mut kinds = FxHashMap::default();
        let lists = [
            (&sections.cue, SectionKind::Cue),
            (&sections.reminder, SectionKind::Reminder),
            (&sections.other, SectionKind::Other),
        ];
        for (titles, kind) in lists {
            for title in titles {
                kinds.entry(plain(title)).or_insert(kind);
            }
        }
        let longest = kinds.keys().map(String::len).max().unwrap_or(0);
        Self {
            kinds,
            longest,
            placeholders: sections.placeholders.iter().map(|text| unnumbered(&plain(text))).collect(),
        }
    }

    fn kind(&self, title: &str) -> Option<SectionKind> {
        // Most headings are not known titles, and most of those are too long for one.
        if title.len() > self.longest + MAX_DECORATION {
            return None;
        }
        self.kinds.get(&plain(title)).copied()
    }

    /// Whether a text is a template's placeholder for a question. Its number is ignored.
    fn is_placeholder(&self, text: &str) -> bool {
        let text = unnumbered(&plain(text));
        text.is_empty() || self.placeholders.contains(&text)
    }
}

/// A title without the parts that authors vary: case, leading symbols, blanks, a colon at its end.
fn plain(title: &str) -> String {
    let title = bare_key(title);
    let title = title.trim_end_matches([':', '：']);
    title.chars().filter(|c| !c.is_whitespace()).collect()
}

fn unnumbered(text: &str) -> String {
    text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
}

/// The known sections of a note, in order.
pub fn sections(note: &ParsedNote, titles: &Titles) -> Vec<Section> {
    let known: Vec<(NodeIx, SectionKind)> =
        note.headings.iter().filter_map(|heading| Some((heading.node, titles.kind(heading.text())?))).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Section> = Vec::new();
    let end = note.body.len();
    // A title within a quote or a list does not start a section.
    for root in note.body.roots() {
        let Ok(at) = known.binary_search_by_key(&root, |(node, _)| *node) else { continue };
        if let Some(last) = found.last_mut() {
            last.body.end = root;
        }
        found.push(Section { kind: known[at].1, heading: root, body: note.body.node(root).end..end });
    }
    found
}

/// The cue questions of a note, in order.
///
/// A question is an item of a list at the section's own level, or a heading within the section, whose answer ends at
/// the next heading that is not deeper. Blocks nested in a question belong to its answer.
pub fn questions(note: &ParsedNote, titles: &Titles) -> Vec<Question> {
    let mut reader = QuestionReader { note, tree: &note.body, titles, found: Vec::new(), may_continue: false };
    for section in sections(note, titles) {
        if section.kind == SectionKind::Cue {
            reader.blocks(section.body);
        }
    }
    reader.found
}

/// Whether a note has a section for cue questions, which may be empty.
pub fn has_cue_section(note: &ParsedNote, titles: &Titles) -> bool {
    note.headings.iter().any(|heading| titles.kind(heading.text()) == Some(SectionKind::Cue))
}

/// An id for each question, unique within the vault. It is made of the note's path and the question's text, so that it
/// survives an edit of the answer and a move within the note. Sixteen hex digits, and a number where a note asks the
/// same question twice.
pub fn ids(note: &ParsedNote, questions: &[Question]) -> Vec<String> {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    let id = |question: &Question| {
        let asked = format!("{}\n{}", note.path(), text(note, &question.prompt));
        let id = blake3::hash(asked.as_bytes()).to_hex()[..16].to_owned();
        let times = seen.entry(id.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { id } else { format!("{id}-{times}") }
    };
    questions.iter().map(id).collect()
}

/// The plain text of some nodes, in one line.
pub fn text(note: &ParsedNote, nodes: &Range<NodeIx>) -> String {
    let text = note.body.plain(nodes.start, nodes.end, &note.source.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct QuestionReader<'a> {
    note: &'a ParsedNote,
    tree: &'a Tree,
    titles: &'a Titles,
    found: Vec<Question>,
    /// Whether the last question was the last item of a list: blocks that follow it belong to it.
    may_continue: bool,
}

impl<'a> QuestionReader<'a> {
    /// Top-level blocks of a section.
    fn blocks(&mut self, run: Range<NodeIx>) {
        self.may_continue = false;
        let mut ix = run.start;
        while ix < run.end {
            let node = self.tree.node(ix);
            let mut next = node.end;
            if let Some(heading) = self.heading(ix) {
                next = self.end_of_heading(heading, next, run.end);
                let answer = self.without_rules(node.end..next);
                self.add_question(ix + 1..node.end, (!answer.is_empty()).then_some(Run::Blocks(answer)));
                self.may_continue = false;
            } else if matches!(node.kind, Kind::List { .. }) {
                self.list(ix);
            } else if node.kind == Kind::Rule {
                self.may_continue = false;
            } else if !matches!(node.kind, Kind::FootnoteDefinition(_)) {
                self.continue_answer(ix..next);
            }
            ix = next;
        }
    }

    /// The heading that a node is. Text above a line `---` is one to Markdown, but to its author it is an answer above
    /// a rule.
    fn heading(&self, ix: NodeIx) -> Option<&'a Heading> {
        let Kind::Heading(heading) = self.tree.node(ix).kind else { return None };
        let heading = &self.note.headings[heading as usize];
        self.note.source.slice(heading.span).trim_start().starts_with('#').then_some(heading)
    }

    /// Where the blocks below a heading end: at the next one that is no deeper.
    fn end_of_heading(&self, heading: &Heading, from: NodeIx, end: NodeIx) -> NodeIx {
        let ends = |ix: &NodeIx| self.heading(*ix).is_some_and(|other| other.level <= heading.level);
        siblings(self.tree, from..end).find(ends).unwrap_or(end)
    }

    /// A run without the rules at its ends, which separate an answer from its neighbours.
    fn without_rules(&self, mut run: Range<NodeIx>) -> Range<NodeIx> {
        let is_rule = |ix: NodeIx| self.tree.node(ix).kind == Kind::Rule;
        while run.start < run.end && is_rule(run.start) {
            run.start += 1;
        }
        while run.start < run.end && is_rule(run.end - 1) {
            run.end -= 1;
        }
        run
    }

    fn list(&mut self, list: NodeIx) {
        for item in self.tree.children(list) {
            self.item(item);
        }
    }

    fn item(&mut self, item: NodeIx) {
        let node = self.tree.node(item);
        let run = item + 1..node.end;
        let blocks = siblings(self.tree, run.clone()).find(|ix| self.tree.node(*ix).kind.is_block()).unwrap_or(run.end);
        // The item's first text: a loose item has it in a paragraph.
        let first = (blocks == run.start && !run.is_empty()).then(|| self.tree.node(run.start));
        let (own, rest) = match first {
            Some(first) if matches!(first.kind, Kind::Paragraph | Kind::Heading(_)) => {
                (run.start + 1..first.end, first.end..run.end)
            }
            _ => (run.start..blocks, blocks..run.end),
        };
        if matches!(node.kind, Kind::Item { toggle: true, .. }) && !self.is_question(&own) {
            // A toggle around questions.
            let tree = self.tree;
            let lists = siblings(tree, rest).filter(|ix| matches!(tree.node(*ix).kind, Kind::List { .. }));
            return lists.for_each(|list| self.list(list));
        }
        let line = siblings(self.tree, own.clone()).find(|ix| is_break(self.tree.node(*ix).kind));
        let (prompt, lead) = match line {
            Some(at) => (own.start..at, at + 1..own.end),
            None => (own.clone(), own.end..own.end),
        };
        let lead = (!lead.is_empty()).then_some(Run::Inlines(lead));
        let rest = (!rest.is_empty()).then_some(Run::Blocks(rest));
        self.add_question(prompt, lead.into_iter().chain(rest));
    }

    /// Whether a toggle's title is a question itself.
    fn is_question(&self, title: &Range<NodeIx>) -> bool {
        let text = text(self.note, title);
        text.trim_end_matches("접기").trim_end().ends_with(['?', '？'])
    }

    fn add_question(&mut self, prompt: Range<NodeIx>, answer: impl IntoIterator<Item = Run>) {
        self.may_continue = !self.titles.is_placeholder(&text(self.note, &prompt));
        if self.may_continue {
            self.found.push(Question { prompt, answer: answer.into_iter().collect() });
        }
    }

    /// Adds a block after a list to the last answer; Markdown would require it to be indented.
    fn continue_answer(&mut self, run: Range<NodeIx>) {
        let Some(last) = self.found.last_mut().filter(|_| self.may_continue) else { return };
        match last.answer.last_mut() {
            Some(Run::Blocks(blocks)) if blocks.end == run.start => blocks.end = run.end,
            _ => last.answer.push(Run::Blocks(run)),
        }
    }
}

/// The first nodes of the subtrees in a run.
fn siblings(tree: &Tree, run: Range<NodeIx>) -> impl Iterator<Item = NodeIx> {
    let mut next = run.start;
    std::iter::from_fn(move || {
        let here = (next < run.end).then_some(next)?;
        next = tree.node(here).end;
        Some(here)
    })
}

fn is_break(kind: Kind) -> bool {
    matches!(kind, Kind::HardBreak | Kind::SoftBreak)
}

#[cfg(test)]
mod tests;
