//! The elements of HTML: one row each, with every fact that kbgen needs. Names are in lower case.

use Flow::{Block, Inline, Item, TablePart, TextBlock};
use Publish::{Keep, Remove, Show, Unwrap};

/// An element.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    pub name: &'static str,
    pub publish: Publish,
    pub flow: Flow,
    /// The allowed parents of a part such as `td`. Empty for an element that can be anywhere.
    pub within: &'static [&'static str],
    /// An open element that ends where this one begins as its sibling.
    pub ends: &'static [&'static str],
    /// Whether it has no content and no end tag.
    pub void: bool,
    pub link: Option<Link>,
    pub starts: Option<BlockStart>,
}

/// How an element in a note is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    Keep,
    /// The tags are removed, their content is kept.
    Unwrap,
    /// The element is removed with its content.
    Remove,
    /// The tags are shown as text: `Vec<T>` is not meant as HTML.
    Show,
}

/// The content model of an element: where it can be, and what it can contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Inline,
    /// It ends a paragraph and can contain blocks.
    Block,
    /// It ends a paragraph and cannot contain blocks.
    TextBlock,
    /// A block that is part of a list or of `details`.
    Item,
    TablePart,
}

/// The attribute of an element that references another resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// `href`: the reader can follow it.
    Leads,
    /// `src`: the page loads it.
    Loads,
}

impl Link {
    /// The attribute's name.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Leads => "href",
            Self::Loads => "src",
        }
    }
}

/// How a tag at the start of a line starts an HTML block of CommonMark (spec 0.31, section 4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockStart {
    /// Condition 1: up to this end tag.
    Verbatim(&'static str),
    /// Condition 6: up to a blank line.
    Markup,
}

/// The element with this name; `None` for a name that HTML does not have.
pub fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.binary_search_by(|element| element.name.cmp(name)).ok().map(|at| &ELEMENTS[at])
}

/// The same for a name in any case, as typed in a note.
pub fn element_in_any_case(name: &[u8]) -> Option<&'static Element> {
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    element(std::str::from_utf8(lower).ok()?)
}

impl Element {
    /// Whether it ends a paragraph: inline, it would leave the paragraph's end tag without a start tag.
    pub fn is_block(&self) -> bool {
        matches!(self.flow, Block | TextBlock | Item)
    }

    const fn new(name: &'static str, publish: Publish) -> Self {
        Self { name, publish, flow: Inline, within: &[], ends: &[], void: false, link: None, starts: None }
    }

    const fn block(self) -> Self {
        Self { flow: Block, ..self }
    }

    const fn text_block(self) -> Self {
        Self { flow: TextBlock, ..self }
    }

    const fn item(self, within: &'static [&'static str]) -> Self {
        Self { flow: Item, within, ..self }
    }

    const fn table_part(self, within: &'static [&'static str]) -> Self {
        Self { flow: TablePart, within, ..self }
    }

    const fn within(self, within: &'static [&'static str]) -> Self {
        Self { within, ..self }
    }

    const fn ends(self, ends: &'static [&'static str]) -> Self {
        Self { ends, ..self }
    }

    const fn void(self) -> Self {
        Self { void: true, ..self }
    }

    const fn leads(self) -> Self {
        Self { link: Some(Link::Leads), ..self }
    }

    const fn loads(self) -> Self {
        Self { link: Some(Link::Loads), ..self }
    }

    const fn verbatim(self, end: &'static str) -> Self {
        Self { starts: Some(BlockStart::Verbatim(end)), ..self }
    }

    const fn starts(self) -> Self {
        Self { starts: Some(BlockStart::Markup), ..self }
    }
}

const fn keep(name: &'static str) -> Element {
    Element::new(name, Keep)
}

const fn unwrap(name: &'static str) -> Element {
    Element::new(name, Unwrap)
}

const fn remove(name: &'static str) -> Element {
    Element::new(name, Remove)
}

/// An element that only CommonMark lists.
const fn show(name: &'static str) -> Element {
    Element::new(name, Show)
}

/// The length of the longest name, in bytes.
const LONGEST: usize = 10;
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Sorted by name.
#[rustfmt::skip]
static ELEMENTS: &[Element] = &[
    keep("a").leads(),
    keep("abbr"),
    unwrap("acronym"),
    keep("address").block().starts(),
    remove("applet"),
    keep("area").void().leads(),
    keep("article").block().starts(),
    keep("aside").block().starts(),
    keep("audio").loads(),
    keep("b"),
    unwrap("base").starts(),
    unwrap("basefont").starts(),
    keep("bdi"),
    keep("bdo"),
    keep("big"),
    keep("blockquote").block().starts(),
    unwrap("body").starts(),
    keep("br").void(),
    unwrap("button"),
    remove("canvas"),
    keep("caption").table_part(&["table"]).starts(),
    keep("center").block().starts(),
    keep("cite"),
    keep("code"),
    keep("col").table_part(&["colgroup"]).void().starts(),
    keep("colgroup").table_part(&["table"]).starts(),
    unwrap("data"),
    remove("datalist"),
    keep("dd").item(&["dl"]).ends(&["dd", "dt"]).starts(),
    keep("del"),
    keep("details").block().starts(),
    keep("dfn"),
    unwrap("dialog").starts(),
    unwrap("dir").starts(),
    keep("div").block().starts(),
    keep("dl").block().starts(),
    keep("dt").item(&["dl"]).ends(&["dd", "dt"]).starts(),
    keep("em"),
    remove("embed").void(),
    unwrap("fieldset").starts(),
    keep("figcaption").block().within(&["figure"]).starts(),
    keep("figure").block().starts(),
    keep("font"),
    keep("footer").block().starts(),
    unwrap("form").starts(),
    unwrap("frame").starts(),
    remove("frameset").starts(),
    keep("h1").text_block().ends(HEADINGS).starts(),
    keep("h2").text_block().ends(HEADINGS).starts(),
    keep("h3").text_block().ends(HEADINGS).starts(),
    keep("h4").text_block().ends(HEADINGS).starts(),
    keep("h5").text_block().ends(HEADINGS).starts(),
    keep("h6").text_block().ends(HEADINGS).starts(),
    unwrap("head").starts(),
    keep("header").block().starts(),
    keep("hgroup").block(),
    keep("hr").block().void().starts(),
    unwrap("html").starts(),
    keep("i"),
    keep("iframe").loads().starts(),
    keep("img").void().loads(),
    unwrap("input").void(),
    keep("ins"),
    keep("kbd"),
    unwrap("label"),
    unwrap("legend").starts(),
    keep("li").item(&["ol", "ul"]).ends(&["li"]).starts(),
    unwrap("link").starts(),
    unwrap("main").block().starts(),
    keep("map"),
    keep("mark"),
    unwrap("marquee"),
    remove("math"),
    unwrap("menu").starts(),
    show("menuitem").starts(),
    unwrap("meta"),
    keep("meter"),
    unwrap("nav").block().starts(),
    unwrap("nobr"),
    remove("noembed"),
    remove("noframes").starts(),
    remove("noscript"),
    remove("object"),
    keep("ol").block().starts(),
    remove("optgroup").starts(),
    remove("option").starts(),
    unwrap("output"),
    keep("p").text_block().starts(),
    unwrap("param").starts(),
    keep("picture"),
    remove("plaintext"),
    keep("pre").text_block().verbatim("</pre>"),
    keep("progress"),
    keep("q"),
    keep("rp").within(&["ruby"]),
    keep("rt").within(&["ruby"]),
    keep("ruby"),
    keep("s"),
    keep("samp"),
    remove("script").verbatim("</script>"),
    unwrap("search").starts(),
    keep("section").block().starts(),
    remove("select"),
    unwrap("slot"),
    keep("small"),
    keep("source").within(&["audio", "picture", "video"]).void().loads(),
    keep("span"),
    keep("strike"),
    keep("strong"),
    remove("style").verbatim("</style>"),
    keep("sub"),
    keep("summary").item(&["details"]).starts(),
    keep("sup"),
    remove("svg"),
    keep("table").block().starts(),
    keep("tbody").table_part(&["table"]).starts(),
    keep("td").table_part(&["tr"]).ends(&["td", "th"]).starts(),
    remove("template"),
    remove("textarea").verbatim("</textarea>"),
    keep("tfoot").table_part(&["table"]).starts(),
    keep("th").table_part(&["tr"]).ends(&["td", "th"]).starts(),
    keep("thead").table_part(&["table"]).starts(),
    keep("time"),
    remove("title").starts(),
    keep("tr").table_part(&["table", "tbody", "tfoot", "thead"]).starts(),
    keep("track").within(&["audio", "video"]).void().loads().starts(),
    keep("tt"),
    keep("u"),
    keep("ul").block().starts(),
    keep("var"),
    keep("video").loads(),
    keep("wbr").void(),
    remove("xmp"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_by_its_name() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(ELEMENTS.iter().map(|element| element.name.len()).max(), Some(LONGEST));
        for (name, publish) in [("script", Some(Remove)), ("form", Some(Unwrap)), ("menuitem", Some(Show)), ("t", None)]
        {
            assert_eq!(element(name).map(|element| element.publish), publish, "{name}");
        }
        for (name, found) in [("BlockQuote", Some("blockquote")), ("blockquotes", None), ("", None), ("한글", None)] {
            assert_eq!(element_in_any_case(name.as_bytes()).map(|element| element.name), found, "{name}");
        }
    }

    #[test]
    fn a_part_names_parents_that_are_elements() {
        for part in ELEMENTS {
            assert!(part.within.iter().chain(part.ends).all(|name| element(name).is_some()), "{}", part.name);
        }
    }
}
