//! Embedded files: pictures, sound, video, PDF, and anything else as a link.

use crate::index::{AssetId, Target};
use crate::parse::{Dest, LinkRef, LinkSyntax};

use super::video::{is_post, youtube_id};
use super::writer::Writer;

/// The kind of embed that a file becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Image,
    Audio,
    Video,
    Pdf,
    Other,
}

/// The kind by the extension, lower-cased (D-MEDIA).
pub(super) fn kind(extension: &str) -> Media {
    match extension {
        "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp" => Media::Image,
        "flac" | "m4a" | "mp3" | "ogg" | "wav" | "3gp" => Media::Audio,
        "mkv" | "mov" | "mp4" | "ogv" | "webm" => Media::Video,
        "pdf" => Media::Pdf,
        _ => Media::Other,
    }
}

impl<'a> Writer<'_, 'a> {
    pub fn file_embed(&mut self, reference: &'a LinkRef, target: &'a Target, asset: AssetId) {
        let path = &self.page.context.site.asset(asset).asset.path;
        match kind(&path.extension()) {
            Media::Image => self.image_embed(reference, asset),
            Media::Audio => self.player(reference, target, "audio"),
            Media::Video => self.player(reference, target, "video"),
            Media::Pdf if !self.in_line() => self.pdf(reference, asset),
            Media::Pdf | Media::Other => {
                self.begin();
                if self.in_link() {
                    return self.text(path.file_name());
                }
                self.push("<a class=\"internal-embed file-embed mod-generic\"");
                self.address("href", target, reference);
                self.push(">");
                self.text(path.file_name());
                self.push("</a>");
            }
        }
    }

    fn image_embed(&mut self, reference: &'a LinkRef, asset: AssetId) {
        self.begin();
        self.push("<span class=\"internal-embed media-embed image-embed");
        if let Some(subpath) = subpath(reference) {
            for class in subpath.split(['#', ' ']).filter(|class| is_class(class)) {
                self.push(" ");
                self.push(class);
            }
        }
        self.push("\"><img src=\"");
        let file = self.page.context.site.asset(asset);
        self.site_url(&file.url);
        self.push("\"");
        self.attribute("alt", alt(reference));
        self.dimensions(reference.size(), file.size);
        self.push(" loading=\"lazy\" decoding=\"async\"></span>");
        if !self.embedded && self.page.article.first_image.is_none() {
            self.page.article.first_image = Some(asset);
        }
    }

    /// The exported picture of a drawing.
    pub fn drawing(&mut self, asset: AssetId) {
        let file = self.page.context.site.asset(asset);
        self.push("<p><span class=\"internal-embed media-embed image-embed\"><img src=\"");
        self.site_url(&file.url);
        self.push("\"");
        let title = &self.note.title;
        self.attribute("alt", title);
        self.dimensions(None, file.size);
        self.push(" decoding=\"async\"></span></p>\n");
        if !self.embedded && self.page.article.first_image.is_none() {
            self.page.article.first_image = Some(asset);
        }
    }

    /// Writes width and height wherever they are known, so that nothing moves when the picture loads.
    pub fn dimensions(&mut self, wanted: Option<(u32, Option<u32>)>, natural: Option<(u32, u32)>) {
        let (width, height) = match (wanted, natural) {
            (Some((width, Some(height))), _) => (Some(width), Some(height)),
            (Some((width, None)), Some((w, h))) => (Some(width), Some(scaled(h, width, w))),
            (Some((width, None)), None) => (Some(width), None),
            (None, Some((w, h))) => (Some(w), Some(h)),
            (None, None) => (None, None),
        };
        for (name, side) in [("width", width), ("height", height)] {
            if let Some(side) = side {
                self.attribute(name, &side.to_string());
            }
        }
    }

    /// A player; a fragment such as `#t=10` goes along.
    fn player(&mut self, reference: &'a LinkRef, target: &'a Target, element: &str) {
        self.begin();
        self.push("<span class=\"internal-embed media-embed ");
        self.push(element);
        self.push("-embed\"><");
        self.push(element);
        self.push(" controls preload=\"metadata\"");
        self.address("src", target, reference);
        if element == "video" {
            self.dimensions(reference.size(), None);
        }
        self.attribute("aria-label", named(reference));
        self.push("></");
        self.push(element);
        self.push("></span>");
    }

    fn pdf(&mut self, reference: &'a LinkRef, asset: AssetId) {
        let asset = self.page.context.site.asset(asset);
        let id = self.split_paragraph();
        self.push("<div class=\"internal-embed pdf-embed\"");
        if let Some(id) = id {
            self.block_id(id);
        }
        self.push("><iframe src=\"");
        self.site_url(&asset.url);
        let mut height = reference.size().and_then(|(_, height)| height).map(|height| height.to_string());
        let mut rest = Vec::new();
        if let Some(subpath) = subpath(reference) {
            for part in subpath.split('&') {
                match part.strip_prefix("height=") {
                    Some(value) => height = Some(value.chars().filter(char::is_ascii_digit).collect()),
                    None => rest.push(part),
                }
            }
        }
        if !rest.is_empty() {
            crate::markup::fragment(self.out(), &rest.join("&"));
        }
        self.push("\"");
        self.attribute("title", named(reference));
        if let Some(height) = height.filter(|height| !height.is_empty()) {
            self.attribute("height", &height);
        }
        self.push(" loading=\"lazy\"></iframe></div>\n");
        self.page.frame_src.insert("'self'".to_owned());
    }

    /// A picture, a video or a post from another host.
    pub fn external_embed(&mut self, reference: &'a LinkRef) {
        let Dest::External(url) = &reference.dest else { return };
        self.begin();
        if let Some(id) = youtube_id(url) {
            self.youtube(reference, id);
        } else if is_post(url) {
            self.external_link(url, url);
        } else if url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:")) {
            let label = reference.label().filter(|label| !label.is_empty());
            self.external_link(url, label.unwrap_or(url));
        } else {
            self.push("<img");
            self.attribute("src", url);
            self.attribute("alt", alt(reference));
            if let Some(title) = reference.title() {
                self.attribute("title", title);
            }
            self.dimensions(reference.size(), None);
            self.push(" loading=\"lazy\" decoding=\"async\">");
        }
    }

    fn external_link(&mut self, url: &str, text: &str) {
        if self.in_link() {
            return self.text(text);
        }
        self.push("<a class=\"external-link\"");
        self.attribute("href", url);
        self.push(">");
        self.text(text);
        self.push("</a>");
    }

    /// Writes a YouTube frame; YouTube does not play without a referrer.
    fn youtube(&mut self, reference: &LinkRef, id: &str) {
        self.push("<iframe class=\"external-embed mod-receives-events\"");
        self.attribute("src", &format!("https://www.youtube-nocookie.com/embed/{id}"));
        let label = reference.label().filter(|label| !label.is_empty());
        self.attribute("title", label.unwrap_or(&self.page.context.words.video));
        self.dimensions(reference.size(), None);
        self.push(" loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" allowfullscreen></iframe>");
        self.page.frame_src.insert("https://www.youtube-nocookie.com".to_owned());
    }
}

fn scaled(height: u32, width: u32, of: u32) -> u32 {
    let of = u64::from(of.max(1));
    let height = (u64::from(height) * u64::from(width) + of / 2) / of;
    u32::try_from(height.max(1)).unwrap_or(u32::MAX)
}

/// A picture's subpath is a class for the author's CSS, never one of the site's own.
fn is_class(word: &str) -> bool {
    !word.is_empty() && !word.starts_with("kb-") && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The alt text: the author's, else the file as typed in a wikilink. Markdown's `![](x.png)` is an empty one.
fn alt(reference: &LinkRef) -> &str {
    match reference.label() {
        Some(label) => label,
        None if reference.syntax == LinkSyntax::Wiki => typed(reference),
        None => "",
    }
}

/// A name for a frame or player, which must have one.
fn named(reference: &LinkRef) -> &str {
    reference.label().filter(|label| !label.is_empty()).unwrap_or_else(|| typed(reference))
}

fn subpath(reference: &LinkRef) -> Option<&str> {
    if let Dest::Internal(text) = &reference.dest { text.subpath() } else { None }
}

fn typed(reference: &LinkRef) -> &str {
    match &reference.dest {
        Dest::Internal(text) => text.path(),
        _ => "",
    }
}
