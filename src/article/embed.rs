//! Embeds: notes within notes, and the boxes for what is missing.

use crate::diag::{Code, Diagnostic, codes};
use crate::index::{NoteId, Section, Target};
use crate::parse::tree::{Kind, LinkId, NodeIx, Tree};
use crate::parse::{Dest, Form, LinkRef, ParsedNote};
use crate::path::VaultPath;

use super::labels::fill;
use super::link::shown;
use super::media::{self, Media};
use super::page::{DEPTH_LIMIT, EMBED_LIMIT, Page, Part, Stop};
use super::writer::Writer;

impl<'a> Writer<'_, 'a> {
    pub fn embed(&mut self, link: LinkId) {
        let (reference, target) = self.link_of(link);
        match target {
            Target::Note { note, section } => {
                let part = match section {
                    Section::Whole => Part::Whole,
                    Section::Heading(heading) => Part::Heading(*heading),
                    Section::Block(block) => Part::Block(*block),
                    Section::Element(_) | Section::Missing => return self.missing(reference),
                };
                self.note_embed(reference, *note, section, part);
            }
            Target::Asset(asset) => self.file_embed(reference, target, *asset),
            Target::External => self.external_embed(reference),
            Target::Refused => self.label(reference),
            Target::Topic(_) | Target::Missing => self.missing(reference),
        }
    }

    /// The alt text of an image that may not be shown.
    fn label(&mut self, reference: &LinkRef) {
        self.begin();
        self.text(reference.label().unwrap_or_default());
    }

    /// The box of an embed without a target. A private target gets the same box.
    fn missing(&mut self, reference: &LinkRef) {
        let Dest::Internal(text) = &reference.dest else { return };
        let (name, path) = (text.as_str().trim(), text.path());
        let words = self.page.context.words;
        let (class, words) = if names_attachment(path) {
            ("mod-empty-attachment", &words.not_found)
        } else {
            ("mod-empty", &words.not_created)
        };
        self.begin();
        self.push("<span class=\"internal-embed file-embed ");
        self.push(class);
        self.push("\"");
        self.attribute("data-src", name);
        self.push(">");
        self.text(&fill(words, "{name}", name));
        self.push("</span>");
    }

    fn note_embed(&mut self, reference: &'a LinkRef, note: NoteId, section: &Section, part: Part) {
        if self.in_line() || self.in_link() {
            return self.link_in_place(reference, note, section);
        }
        let next = (note, part);
        if let Some(stop) = self.page.embeds.stop(next, self.page.out.len()) {
            self.report_stop(reference, next, stop);
            return self.link_in_place(reference, note, section);
        }
        let id = self.split_paragraph();
        let start = self.page.out.len();
        let outermost = self.page.embeds.depth() == 0;
        if outermost {
            self.page.embeds.start = start;
        }
        self.page.embeds.stack.push(next);
        self.note_box(reference, note, section, part, id);
        self.page.embeds.stack.pop();
        if !outermost {
            return;
        }
        if self.page.is_full() {
            self.page.out.truncate(start);
            self.report_stop(reference, next, Stop::Budget);
            self.link_in_place(reference, note, section);
        } else {
            self.page.embeds.spent += self.page.out.len() - start;
        }
    }

    fn note_box(&mut self, reference: &'a LinkRef, id: NoteId, section: &Section, part: Part, block: Option<NodeIx>) {
        let note = self.page.context.site.note(id);
        self.push(match note.parsed.form {
            Form::Note => "<div class=\"internal-embed markdown-embed\"",
            Form::Canvas(_) => "<div class=\"internal-embed markdown-embed canvas-embed\"",
            Form::Base(_) => "<div class=\"internal-embed markdown-embed bases-embed\"",
        });
        if let Dest::Internal(text) = &reference.dest {
            self.attribute("data-src", text.as_str().trim());
        }
        if let Some(block) = block {
            self.block_id(block);
        }
        self.push(">");
        let title = reference.label().filter(|label| !label.is_empty());
        let own = match part {
            Part::Whole => Some(note.title.as_str()),
            // A view begins without a heading.
            Part::Heading(view) if note.parsed.form.is_base() => Some(note.parsed.headings[view as usize].text()),
            Part::Heading(_) | Part::Block(_) => None,
        };
        if let Some(title) = title.or(own) {
            self.push("<div class=\"markdown-embed-title\">");
            self.text(title);
            self.push("</div>");
        }
        self.push("<div class=\"markdown-embed-content\">\n");
        write_part(self.page, id, part);
        self.push("</div><a class=\"markdown-embed-link\" href=\"");
        self.note_url(id, section);
        self.push("\"");
        let label = fill(&self.page.context.words.open, "{name}", &note.title);
        self.attribute("aria-label", &label);
        self.push("></a></div>\n");
    }

    /// The link that replaces an embed where the embed itself is not allowed.
    fn link_in_place(&mut self, reference: &LinkRef, note: NoteId, section: &Section) {
        self.begin();
        let Dest::Internal(text) = &reference.dest else { return };
        let label = reference.label().map(String::from).filter(|label| !label.is_empty());
        let label = format!("→ {}", label.unwrap_or_else(|| shown(&reference.dest)));
        if self.in_link() {
            return self.text(&label);
        }
        self.push("<a class=\"internal-link\"");
        self.attribute("data-href", text.as_str());
        self.push(" href=\"");
        self.note_url(note, section);
        self.push("\">");
        self.text(&label);
        self.push("</a>");
    }

    /// The position is that of the embed that is not written, in whichever note, so every page with it reports the
    /// same; a budget is spent once.
    fn report_stop(&mut self, reference: &LinkRef, next: (NoteId, Part), stop: Stop) {
        let page = &mut *self.page;
        let (code, message, help): (Code, String, &str) = match stop {
            Stop::Cycle => (
                codes::EMBED_CYCLE,
                format!("an embed shows itself: {}", chain(page, next)),
                "the page shows a link instead; make one of the embeds a link",
            ),
            Stop::Depth => (
                codes::EMBED_BUDGET,
                format!("embeds nest more than {DEPTH_LIMIT} deep here"),
                "the page shows a link instead",
            ),
            Stop::Budget if page.embeds.over_budget => return,
            Stop::Budget => {
                page.embeds.over_budget = true;
                let limit = EMBED_LIMIT >> 20;
                let top = page.context.site.note(page.embeds.stack[0].0).path();
                (
                    codes::EMBED_BUDGET,
                    format!("the embeds of {top} make more than {limit} MiB of HTML"),
                    "the page shows links instead from here on",
                )
            }
        };
        page.diagnostics.push(Diagnostic::new(code, message).at(&self.note.parsed.source, reference.span).help(help));
    }
}

/// The embeds from the one that is met again to itself.
fn chain(page: &Page<'_>, next: (NoteId, Part)) -> String {
    let stack = &page.embeds.stack;
    let from = stack.iter().position(|&open| open == next).unwrap_or(0);
    let names = stack[from..].iter().chain([&next]).map(|&(note, _)| page.context.site.note(note).path().as_str());
    names.collect::<Vec<_>>().join(" → ")
}

fn write_part(page: &mut Page<'_>, id: NoteId, part: Part) {
    let note = page.context.site.note(id);
    let tree = &note.parsed.body;
    let mut writer = Writer::new(page, id, true);
    match part {
        Part::Whole => writer.whole(None),
        Part::Heading(view) if note.parsed.form.is_base() => {
            if let Form::Base(base) = &note.parsed.form {
                writer.base_view_at(base, view);
            }
        }
        Part::Heading(heading) => {
            let (from, to) = section_nodes(&note.parsed, heading);
            writer.run(from, to);
        }
        Part::Block(block) => {
            let from = note.parsed.blocks[block as usize].node;
            let to = tree.node(from).end;
            if let Kind::Item { .. } = tree.node(from).kind {
                let (start, end) = item_list(tree, from);
                writer.push(&start);
                writer.run(from, to);
                writer.push(end);
            } else {
                writer.run(from, to);
            }
        }
    }
    writer.footnotes_section();
}

/// A section: its heading, and what follows up to the next heading of the same or a higher level.
fn section_nodes(note: &ParsedNote, heading: u32) -> (NodeIx, NodeIx) {
    let level = note.headings[heading as usize].level;
    let from = note.headings[heading as usize].node;
    let end = parent_of(&note.body, from).map_or(note.body.len(), |parent| note.body.node(parent).end);
    let mut ix = note.body.node(from).end;
    while ix < end {
        if let Kind::Heading(next) = note.body.node(ix).kind
            && note.headings[next as usize].level <= level
        {
            break;
        }
        ix = note.body.node(ix).end;
    }
    (from, ix)
}

/// The node that a node is a child of; `None` for a top-level block.
fn parent_of(tree: &Tree, ix: NodeIx) -> Option<NodeIx> {
    let mut parent = None;
    let mut siblings = tree.roots();
    while let Some(node) = siblings.find(|&node| tree.node(node).end > ix) {
        if node == ix {
            break;
        }
        parent = Some(node);
        siblings = tree.children(node);
    }
    parent
}

/// The tags of the list that an item is embedded in: numbered as in its own list.
fn item_list(tree: &Tree, item: NodeIx) -> (String, &'static str) {
    let list = parent_of(tree, item);
    let Some((list, Kind::List { start, tasks })) = list.map(|list| (list, tree.node(list).kind)) else {
        return ("<ul>\n".to_owned(), "</ul>\n");
    };
    let class = if tasks { " class=\"contains-task-list\"" } else { "" };
    let Some(start) = start else { return (format!("<ul{class}>\n"), "</ul>\n") };
    let number = u64::from(start) + tree.children(list).take_while(|&ix| ix < item).count() as u64;
    let start = if number == 1 { String::new() } else { format!(" start=\"{number}\"") };
    (format!("<ol{class}{start}>\n"), "</ol>\n")
}

/// Whether a path that leads to no file was meant for an attachment.
fn names_attachment(path: &str) -> bool {
    let extension = VaultPath::new(path.trim_start_matches('/')).extension();
    let plausible = (1..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        && extension.bytes().any(|b| b.is_ascii_alphabetic());
    extension != "md" && (plausible || media::kind(&extension) != Media::Other)
}
