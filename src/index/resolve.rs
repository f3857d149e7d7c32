//! Resolution of links: the target of every [`LinkRef`] of a published note, and a diagnostic for each missing one.

use std::sync::Arc;

use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::index::facts::Facts;
use crate::index::headings::find_section;
use crate::index::link_end::LinkEnd;
use crate::index::lookup::{File, Lookup};
use crate::index::mentions::{Finder, Mentions};
use crate::index::names::{FileIx, Match};
use crate::index::{NoteId, Section, plugin_notices};
use crate::parse::{Dest, Heading, LinkRef, LinkSyntax, ParsedNote};
use crate::path::{VaultPath, fold};

/// The targets of a note's links, tags and cover.
#[derive(Debug)]
pub struct Resolved {
    /// Parallel to the note's links.
    pub links: Vec<LinkEnd>,
    pub mentions: Mentions,
    /// The attachment (an index into the vault's) that represents the note in previews.
    pub cover: Option<u32>,
    /// The exported picture of a drawing, likewise.
    pub drawing: Option<u32>,
    /// Diagnostics about the links.
    pub diagnostics: Vec<Diagnostic>,
}

/// The resolver of the links of `notes`, which are those of the site.
pub struct Resolver<'a> {
    lookup: &'a Lookup,
    notes: &'a [Arc<ParsedNote>],
    finder: Finder<'a>,
}

impl<'a> Resolver<'a> {
    pub fn new(lookup: &'a Lookup, notes: &'a [Arc<ParsedNote>]) -> Self {
        Self { lookup, notes, finder: Finder::new(lookup) }
    }

    /// The targets of the note of this number.
    pub fn resolve_note(&mut self, ix: usize, facts: &Facts) -> Resolved {
        let mut diagnostics = Vec::new();
        let note = &self.notes[ix];
        let links: Vec<LinkEnd> =
            note.links.iter().map(|link| self.resolve(NoteId(ix as u32), link, &mut diagnostics)).collect();
        let mentions = self.finder.mentions(note, &facts.topic_links, &links);
        Resolved {
            links,
            mentions,
            cover: self.cover(note),
            drawing: plugin_notices::drawing(note, self.lookup),
            diagnostics,
        }
    }

    /// The attachment that `image` or `cover` names: a vault path from the root, or a link as elsewhere.
    fn cover(&self, note: &ParsedNote) -> Option<u32> {
        let text = note.properties.cover()?;
        let path = text.trim_start_matches("![[").trim_start_matches("[[").trim_end_matches("]]");
        let path = path.split('|').next().unwrap_or(path);
        match self.lookup.names().find(path, note.path().folder()) {
            Match::One(ix) => match self.lookup.file(ix) {
                File::Asset(asset) => Some(asset),
                _ => None,
            },
            _ => None,
        }
    }

    /// The end of one link of `note`, with a diagnostic where it is ambiguous. Missing targets get theirs
    /// later, when topics are known.
    fn resolve(&self, id: NoteId, link: &LinkRef, all: &mut Vec<Diagnostic>) -> LinkEnd {
        let note = &self.notes[id.0 as usize];
        let (path, subpath) = match &link.dest {
            Dest::External(_) => return LinkEnd::External,
            Dest::Refused => return LinkEnd::Refused,
            Dest::Internal(text) => (text.path(), text.subpath()),
        };
        let target = if path.is_empty() { Some(File::Note(id)) } else { self.file(note, link, path, all) };
        match target {
            Some(File::Note(target)) => {
                let section = subpath.map_or(Section::Whole, |subpath| self.section(note, link, target, subpath, all));
                LinkEnd::Note(target, section)
            }
            Some(File::Asset(asset)) => LinkEnd::Asset(asset),
            Some(File::Withheld) => LinkEnd::Missing { path: fold(path), withheld: true },
            None => LinkEnd::Missing { path: fold(path), withheld: false },
        }
    }

    fn file(&self, note: &ParsedNote, link: &LinkRef, path: &str, all: &mut Vec<Diagnostic>) -> Option<File> {
        match self.lookup.names().find(path, note.path().folder()) {
            Match::One(ix) => Some(self.lookup.file(ix)),
            Match::Tie(list) => {
                all.push(self.ambiguous(note, link, path, &list));
                Some(self.lookup.file(list[0]))
            }
            Match::None => self.by_alias(note, link, path, all).map(File::Note),
        }
    }

    fn by_alias(&self, note: &ParsedNote, link: &LinkRef, path: &str, all: &mut Vec<Diagnostic>) -> Option<NoteId> {
        if link.syntax != LinkSyntax::Wiki {
            return None;
        }
        let list = self.lookup.aliased(&fold(path))?;
        if let [one] = list {
            return Some(*one);
        }
        let owners: Vec<&str> = list.iter().map(|id| self.notes[id.0 as usize].path().as_str()).collect();
        all.push(
            Diagnostic::new(codes::ALIAS_AMBIGUOUS, format!("“{path}” is an alias of {} notes", owners.len()))
                .at(&note.source, link.span)
                .help(format!("link to one of them by name: {}", owners.join(", "))),
        );
        None
    }

    /// Names only notes of the site and the file that is taken: a build log may be public.
    fn ambiguous(&self, note: &ParsedNote, link: &LinkRef, path: &str, list: &[FileIx]) -> Diagnostic {
        let public = |ix: &&FileIx| match self.lookup.file(**ix) {
            File::Note(_) => true,
            File::Asset(_) => **ix == list[0],
            File::Withheld => false,
        };
        let names: Vec<&str> = list.iter().filter(public).map(|&ix| self.lookup.path(ix).as_str()).collect();
        Diagnostic::new(codes::LINK_AMBIGUOUS, format!("“{path}” could be any of {} files", list.len()))
            .at(&note.source, link.span)
            .help(format!("the first is taken; write the folder too: {}", names.join(", ")))
    }

    fn section(
        &self,
        note: &ParsedNote,
        link: &LinkRef,
        target: NoteId,
        subpath: &str,
        all: &mut Vec<Diagnostic>,
    ) -> Section {
        let parsed = &self.notes[target.0 as usize];
        let section = find_section(parsed, subpath);
        if section == Section::Missing {
            all.push(missing_section(note, link, parsed, subpath));
        }
        section
    }
}

/// The diagnostic for a link without a target. Only published names are suggested; `published` decides
/// that for an attachment.
pub fn missing(
    lookup: &Lookup,
    note: &ParsedNote,
    link: &LinkRef,
    withheld: bool,
    published: impl Fn(u32) -> bool,
) -> Diagnostic {
    let path = match &link.dest {
        Dest::Internal(text) => text.path(),
        Dest::External(_) | Dest::Refused => "",
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let (code, message) = match (link.embed, is_image(&VaultPath::new(name).extension())) {
        (true, true) => (codes::IMAGE_MISSING, format!("no image is called “{path}”")),
        (true, false) => (codes::EMBED_MISSING, format!("no note or file to embed is called “{path}”")),
        (false, _) => (codes::LINK_MISSING, format!("no note or file is called “{path}”")),
    };
    let diagnostic = Diagnostic::new(code, message).at(&note.source, link.span);
    if withheld {
        return diagnostic.help("a note of that name exists but is not published; the page shows the text alone");
    }
    let public = |ix: FileIx| match lookup.file(ix) {
        File::Note(_) => true,
        File::Asset(asset) => published(asset),
        File::Withheld => false,
    };
    match lookup.names().nearest(name, public) {
        Some(near) => diagnostic.help(format!("did you mean “{near}”?")),
        None if link.embed => diagnostic.help("add the file to the vault, or remove the embed"),
        None => diagnostic.help("create the note, or correct the link; the page shows the text alone"),
    }
}

fn missing_section(note: &ParsedNote, link: &LinkRef, target: &ParsedNote, subpath: &str) -> Diagnostic {
    let name = target.path().stem();
    if let Some(id) = subpath.strip_prefix('^') {
        let near = did_you_mean(id, target.blocks.iter().map(|block| block.id.as_str()));
        return Diagnostic::new(codes::LINK_BLOCK_MISSING, format!("“{name}” has no block ^{id}"))
            .at(&note.source, link.span)
            .help(near.map_or_else(
                || format!("put ^{id} at the end of the block"),
                |near| format!("did you mean ^{near}?"),
            ));
    }
    let wanted = subpath.rsplit('#').next().unwrap_or(subpath);
    let near = did_you_mean(wanted, target.headings.iter().map(Heading::text));
    Diagnostic::new(codes::LINK_HEADING_MISSING, format!("“{name}” has no heading “{subpath}”"))
        .at(&note.source, link.span)
        .help(near.map_or_else(
            || "check the heading's text; the link leads to the note".to_owned(),
            |near| format!("did you mean “{near}”?"),
        ))
}

/// The extensions that Obsidian embeds as images (D-MEDIA).
pub fn is_image(extension: &str) -> bool {
    matches!(extension, "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp")
}
