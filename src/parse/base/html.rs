//! The HTML of `html(…)` in an expression: passed through the allow-list of raw HTML in notes, every element closed.
//!
//! It is in a table cell, so tables, frames and parts without their parent are reduced to their text, and a block in
//! an element that cannot contain one loses its tags.

use crate::markup::elements::{Flow, element};
use crate::parse::html::{OpenTag, Piece, RawHtml, escape, is_void, without_removed};
use crate::parse::links::Dest;
use crate::path::VaultPath;
use crate::text::{Source, Span};

/// The part of `text` that may be written unescaped; every element in it is closed.
pub fn safe_html(text: &str) -> String {
    let source = Source::new(VaultPath::new("html"), text);
    let mut warnings = Vec::new();
    let raw = RawHtml::new(&source.text, &[Span::new(0, text.len())]);
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    for piece in without_removed(raw.pieces(&source, &mut warnings)) {
        match piece {
            Piece::Break(_) => out.push_str("<br>"),
            Piece::Text { text, span } => escape(&mut out, text.as_deref().unwrap_or(source.slice(span))),
            Piece::Open(tag) if fits(&tag.name, &open) => {
                start(&mut out, &tag);
                if !is_void(&tag.name) {
                    open.push(tag.name);
                }
            }
            Piece::Close { name, .. } => {
                let Some(depth) = open.iter().rposition(|open| *open == name) else { continue };
                open.drain(depth..).rev().for_each(|name| end(&mut out, &name));
            }
            Piece::Open(_) | Piece::Remove { .. } => {}
        }
    }
    open.iter().rev().for_each(|name| end(&mut out, name));
    out
}

fn fits(name: &str, open: &[String]) -> bool {
    let Some(new) = element(name) else { return false };
    // Links of the vault are resolved elsewhere; one to the web keeps its tags.
    let dropped =
        matches!(name, "area" | "iframe" | "map" | "table") || name == "a" && open.iter().any(|open| open == "a");
    if dropped || new.flow == Flow::TablePart {
        return false;
    }
    if !new.within.is_empty() {
        return open.last().is_some_and(|last| new.within.contains(&last.as_str()));
    }
    !new.is_block() || open.iter().all(|open| holds_blocks(open))
}

fn holds_blocks(name: &str) -> bool {
    let Some(open) = element(name) else { return false };
    let part = open.is_block() || !open.within.is_empty();
    part && open.flow != Flow::TextBlock && name != "summary"
}

fn start(out: &mut String, tag: &OpenTag) {
    out.push('<');
    out.push_str(&tag.name);
    // The same cell is in many rows, and an id must be unique.
    out.push_str(&["id", "name"].iter().fold(tag.attributes.clone(), |all, name| without(&all, name)));
    if let Some(link) = &tag.link
        && let Dest::External(url) = &link.dest
    {
        out.push_str(if link.embed { " src=\"" } else { " href=\"" });
        escape(out, url);
        out.push('"');
    }
    out.push('>');
}

/// The attributes without this one. Quotes in a value are escaped, so the next one ends it.
fn without(attributes: &str, name: &str) -> String {
    match attributes.split_once(&format!(" {name}=\"")) {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after)),
        None => attributes.to_owned(),
    }
}

fn end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::safe_html;

    #[test]
    fn only_what_is_harmless_and_whole_is_left() {
        for (html, expected) in [
            ("<b>bold</b> & <i>i", "<b>bold</b> &amp; <i>i</i>"),
            ("<script>alert(1)</script>x", "x"),
            ("<img src=x onerror=alert(1)>", "<img>"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>"),
            ("<a href=\"https://a.b/?c=1&d\">x</a>", "<a href=\"https://a.b/?c=1&amp;d\">x</a>"),
            ("</td></tr></table><h2>x", "<h2>x</h2>"),
            ("<table><tr><td>x</table>", "x"),
            ("<b><p>x</p></b>", "<b>x</b>"),
            ("<ul><li>a<li>b</ul><li>c", "<ul><li>ab</li></ul>c"),
            ("<iframe src=\"https://a.b\"></iframe>x", "x"),
            (
                "<div class=\"kb-x y\" style=\"color:red;position:fixed\">x",
                "<div class=\"y\" style=\"color: red\">x</div>",
            ),
            ("<b id=x class=y name=z>a</b>", "<b class=\"y\">a</b>"),
            ("Vec<T> 1 < 2", "Vec&lt;T&gt; 1 &lt; 2"),
        ] {
            assert_eq!(safe_html(html), expected, "{html}");
        }
    }
}
