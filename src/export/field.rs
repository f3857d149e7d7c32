//! The HTML of a card as a field of a text file: its pictures are in Anki's media, its links go to the web.

use std::collections::BTreeMap;

use html5gum::{StartTag, Token, Tokenizer};

use crate::index::AssetId;
use crate::markup::{attribute, escape};
use crate::path::{BaseUrl, percent};

/// The targets of the site's addresses on a card.
pub(super) struct Links<'a> {
    pub base: &'a BaseUrl,
    /// By attachment: its name among Anki's media.
    pub names: &'a [String],
    pub by_address: &'a BTreeMap<String, AssetId>,
    /// The attachments on the card.
    pub used: Vec<AssetId>,
}

/// The HTML in one line without tabs. It is the renderer's own, so it is well formed.
pub(super) fn field(html: &str, links: &mut Links<'_>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut pre = 0u32;
    // A link without a target on a card becomes its text.
    let mut dropped = false;
    for Ok(token) in Tokenizer::new(html.trim()) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                pre += u32::from(name == "pre");
                dropped = name == "a" && !has_target(&tag, links);
                if !dropped {
                    start(&mut out, &tag, links);
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                pre -= u32::from(name == "pre" && pre > 0);
                if name == "a" && std::mem::take(&mut dropped) {
                    continue;
                }
                out.push_str(&format!("</{name}>"));
            }
            Token::String(content) => {
                let mut escaped = String::new();
                escape(&mut escaped, &text(&content));
                out.push_str(&one_line(&escaped, pre > 0));
            }
            _ => {}
        }
    }
    out
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Keeps line ends and tabs in code; elsewhere they become blanks.
fn one_line(text: &str, in_code: bool) -> String {
    if in_code {
        text.replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "")
    } else {
        text.replace(['\n', '\t', '\r'], " ")
    }
}

fn has_target(tag: &StartTag<()>, links: &Links<'_>) -> bool {
    let href = tag.attributes.get(&b"href"[..]).map(|href| text(href));
    href.is_some_and(|href| !href.starts_with('#') && (!href.starts_with('/') || links.base.origin.is_some()))
}

fn start(out: &mut String, tag: &StartTag<()>, links: &mut Links<'_>) {
    out.push('<');
    out.push_str(&text(&tag.name));
    for (name, value) in &tag.attributes {
        let (name, value) = (text(name), text(value));
        let value = match name.as_str() {
            "src" => links.media(&value),
            "href" => links.absolute(value),
            // A card has neither the site's scripts nor its ids.
            "id" | "loading" | "decoding" => continue,
            _ => value,
        };
        attribute(out, &name, &one_line(&value, false));
    }
    out.push('>');
}

impl Links<'_> {
    /// The name of an attachment among Anki's media; any other address is unchanged.
    fn media(&mut self, src: &str) -> String {
        let (address, fragment) = src.split_once('#').map_or((src, None), |(address, part)| (address, Some(part)));
        let Some(&id) = self.by_address.get(address) else { return src.to_owned() };
        self.used.push(id);
        let name = percent(&self.names[id.0 as usize]);
        fragment.map_or(name.clone(), |fragment| format!("{name}#{fragment}"))
    }

    fn absolute(&self, href: String) -> String {
        match &self.base.origin {
            Some(origin) if href.starts_with('/') => format!("{origin}{href}"),
            _ => href,
        }
    }
}
