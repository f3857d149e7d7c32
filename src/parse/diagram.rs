//! Links of Mermaid diagrams: `class A,B internal-link` makes a node a link to the note that it names.

use super::links::{self, LinkRef, LinkSyntax};
use super::tree::Tree;
use crate::text::{Source, Span};

/// The class that makes a node a link.
const CLASS: &str = "internal-link";
/// The most links of a diagram: the label of each is searched for in the whole diagram.
const MOST: usize = 100;

/// The links to notes in the diagrams of a note.
pub(super) fn links_of(tree: &Tree, source: &Source) -> Vec<LinkRef> {
    let mut found = Vec::new();
    for (node, ix) in tree.code_blocks() {
        let block = tree.code(ix);
        let code = tree.text(block.code, &source.text);
        let is_diagram = tree.text(block.info, &source.text).split_whitespace().next() == Some("mermaid");
        if !is_diagram || !code.contains(CLASS) {
            continue;
        }
        found.extend(nodes(code).take(MOST).map(|(id, at)| {
            // The code in a quote is not a slice of the source: the location is then the block itself.
            let start = block.code.as_source().map(|span| span.start + at as u32);
            let span = start.map_or(node.span, |start| Span { start, end: start + id.len() as u32 });
            let dest = links::internal(label(code, id).to_owned());
            LinkRef::new(span, LinkSyntax::Wiki, false, dest)
        }));
    }
    found
}

/// The nodes with that class, each with its location.
fn nodes(code: &str) -> impl Iterator<Item = (&str, usize)> {
    let place = |part: &str| part.as_ptr() as usize - code.as_ptr() as usize;
    let statements = code.split(['\n', ';']).map(str::trim);
    let classes = statements.filter_map(|statement| {
        let (ids, class) = statement.strip_prefix("class ")?.trim_end().rsplit_once([' ', '\t'])?;
        (class == CLASS).then_some(ids)
    });
    let ids = classes.flat_map(|ids| ids.split(',')).map(|id| id.trim().trim_matches('"'));
    ids.filter(|id| !id.is_empty()).map(move |id| (id, place(id)))
}

/// The label of a node: the text in its brackets, else its id.
fn label<'a>(code: &'a str, id: &'a str) -> &'a str {
    let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let shown = code.match_indices(id).find_map(|(at, _)| {
        let rest = &code[at + id.len()..];
        if code[..at].ends_with(in_word) || !rest.starts_with(['[', '(', '{', '>']) {
            return None;
        }
        let line = rest.lines().next()?.trim_start_matches(['[', '(', '{', '>', '/', '\\']);
        let text = match line.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => line.split([']', ')', '}', '/', '\\']).next()?,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    });
    shown.unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_the_class_name_notes_by_what_they_show() {
        let code = "graph TD\nA[\"[가] 나\"] --> B(다 라) --> AB[x]\nC --> \"⨳ 마\"\nclass A,B,C internal-link;\n\
                    class \"⨳ 마\" internal-link\nclass X other\n class AB  internal-link \n";
        let found: Vec<_> = nodes(code).map(|(id, at)| (label(code, id), &code[at..at + id.len()])).collect();
        assert_eq!(found, [("[가] 나", "A"), ("다 라", "B"), ("C", "C"), ("⨳ 마", "⨳ 마"), ("x", "AB")]);
    }
}
