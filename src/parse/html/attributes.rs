//! The attributes of a tag, rebuilt from the allowed ones.

use html5gum::StartTag;

use super::piece::OpenTag;
use super::{policy, style};
use crate::diag::{Diagnostic, codes};
use crate::markup::elements::{Link, element};
use crate::parse::links::{self, Dest, LinkRef, LinkSyntax};
use crate::text::{Source, Span};

/// The sandbox permissions of a frame. Its page is from another host, so `allow-same-origin` means that host.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups";

/// The tag with its allowed attributes; warns about attributes that would run code.
pub(super) fn read(
    source: &Source,
    name: String,
    tag: &StartTag<usize>,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> OpenTag {
    let mut open = OpenTag { name, attributes: String::new(), link: None, ids: Vec::new(), span };
    let leads = element(&open.name).and_then(|element| element.link);
    for (attribute, value) in &tag.attributes {
        let (Ok(attribute), Ok(value)) = (std::str::from_utf8(attribute), std::str::from_utf8(&value.value)) else {
            continue;
        };
        match attribute {
            attribute if leads.is_some_and(|leads| leads.attribute() == attribute) => {
                open.link = link(source, &open.name, value, leads == Some(Link::Loads), span, diagnostics);
            }
            "poster" => {
                if let Dest::External(url) = links::markdown(value, true) {
                    push(&mut open.attributes, attribute, &url);
                }
            }
            "style" => {
                let kept = style::filter(value);
                if !kept.is_empty() {
                    push(&mut open.attributes, attribute, &kept);
                }
            }
            "class" => {
                let own = |class: &&str| !class.starts_with("kb-") && *class != "markdown-rendered";
                let kept: Vec<&str> = value.split_ascii_whitespace().filter(own).collect();
                push(&mut open.attributes, attribute, &kept.join(" "));
            }
            attribute if policy::is_allowed(attribute) => {
                if matches!(attribute, "id" | "name") && !value.is_empty() {
                    open.ids.push(value.to_owned());
                }
                push(&mut open.attributes, attribute, value);
            }
            attribute if attribute.starts_with("on") || matches!(attribute, "srcdoc" | "formaction") => {
                let message = format!("the attribute `{attribute}` of `<{}>` is not published", open.name);
                diagnostics
                    .push(Diagnostic::new(codes::HTML_UNSAFE, message).help("remove the attribute").at(source, span));
            }
            _ => {}
        }
    }
    if open.name == "iframe" {
        push(&mut open.attributes, "sandbox", SANDBOX);
        push(&mut open.attributes, "loading", "lazy");
    }
    open
}

/// The link of an `href` or `src`; `None` if it must not be followed.
fn link(
    source: &Source,
    element: &str,
    value: &str,
    loaded: bool,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<LinkRef> {
    let dest = links::markdown(value, loaded);
    let insecure = element == "iframe" && !matches!(&dest, Dest::External(url) if url.starts_with("https:"));
    if dest == Dest::Refused || insecure {
        diagnostics.push(links::refused(source, value, span));
        return None;
    }
    if element == "img" {
        diagnostics.extend(links::insecure_image(source, &dest, span));
    }
    Some(LinkRef::new(span, LinkSyntax::Html, loaded, dest))
}

fn push(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Text escaped for HTML, between tags or in a quoted attribute.
pub(in crate::parse) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
