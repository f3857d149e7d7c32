//! Tera: the functions and data of templates, and its errors as diagnostics.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use crate::diag::{self, Diagnostic, codes};
use crate::text::Span;
use crate::view::{EntryView, Page, PageHead, SideView, SiteView};

use super::assets::Assets;
use super::chrome::Chrome;
use super::files::{self, Files};
use super::icons;
use super::manifest::Ground;
use super::translations::Translations;

/// The initial buffer of a page, bytes: an ordinary page fits.
const PAGE_CAPACITY: usize = 32 << 10;

/// A theme bound to one site. Cheap to share between threads.
pub struct Renderer {
    engine: Engine,
    /// An error if a template of the chrome fails; then every page fails.
    chrome: Result<Chrome, Box<Diagnostic>>,
}

/// The compiled templates, and their sources for the place of an error.
struct Engine {
    tera: Tera,
    files: Files,
}

impl Engine {
    fn render(&self, template: &str, name: &'static str, view: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert(name, view);
        self.tera.render(template, &context).map_err(|error| Box::new(diagnostic(&error, &self.files, template)))
    }
}

/// The data of a part of the chrome: its page's place in the navigation.
#[derive(Serialize)]
struct ChromeContext<'a> {
    head: &'a PageHead,
}

/// The parts of a theme that are the same on every page.
pub(super) struct Look<'a> {
    pub assets: &'a Assets,
    pub ground: &'a Ground,
    pub options: &'a BTreeMap<String, String>,
    pub csp: String,
    pub frame_src: &'a [String],
}

/// The variable `theme` of a template.
#[derive(Serialize)]
struct ThemeView<'a> {
    css: String,
    custom_css: Option<String>,
    /// `None` in a theme without scripts.
    js: Option<String>,
    icon: Option<String>,
    /// The icon of a phone's home screen.
    touch_icon: Option<String>,
    ground: &'a Ground,
    boot: &'a str,
    csp: String,
    /// The sources that every page's `frame-src` allows besides its own.
    frame_src: &'a [String],
    options: &'a BTreeMap<String, String>,
}

impl Renderer {
    pub(super) fn new(
        mut tera: Tera,
        files: Files,
        site: &SiteView,
        Look { assets, ground, options, csp, frame_src }: Look<'_>,
    ) -> Self {
        let href = |name: &str| assets.names.get(name).map(|path| format!("{}{path}", site.base));
        let view = ThemeView {
            css: href("css").unwrap_or_default(),
            custom_css: href("custom-css"),
            js: href("js/main.js"),
            icon: assets.icon(&site.base),
            touch_icon: icons::touch(&files, assets).map(|path| format!("{}{path}", site.base)),
            ground,
            boot: &assets.boot,
            csp,
            frame_src,
            options,
        };
        let names: BTreeMap<String, Value> =
            assets.names.iter().map(|(name, path)| (name.clone(), format!("{}{path}", site.base).into())).collect();
        // Functions are looked up when a template runs, so the site's own may be registered after the templates.
        tera.register_function("asset", move |arguments: Kwargs, _: &State| asset(&names, &arguments));
        let context = tera.global_context();
        context.insert("site", site);
        context.insert("theme", &view);
        let engine = Engine { tera, files };
        let chrome = Chrome::new(site, |template, head| engine.render(template, "page", &ChromeContext { head }));
        Self { engine, chrome }
    }

    /// Renders a page without a sidebar, as text.
    ///
    /// # Errors
    /// A template that fails while it runs, with its place: only a vault's own template can.
    pub fn render<P: Page>(&self, page: &P) -> Result<String, Box<Diagnostic>> {
        self.render_bytes(page, "").map(|bytes| String::from_utf8(bytes).expect("templates and views are text"))
    }

    /// Renders a page with its sidebar, as the bytes of its file, so that their encoding is not checked again.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn render_bytes<P: Page>(&self, page: &P, side: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("page", page);
        context.insert("side", side);
        context.insert_value("chrome", self.chrome.as_ref().map_err(Clone::clone)?.of(page.head()));
        let mut bytes = Vec::with_capacity(PAGE_CAPACITY);
        let rendered = self.engine.tera.render_to(P::TEMPLATE, &context, &mut bytes);
        rendered.map_err(|error| Box::new(diagnostic(&error, &self.engine.files, P::TEMPLATE)))?;
        Ok(bytes)
    }

    /// Renders a row of a list of notes: `parts/entry.html`, with the row as `entry`.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn render_row(&self, entry: &EntryView) -> Result<String, Box<Diagnostic>> {
        self.engine.render("parts/entry.html", "entry", entry)
    }

    /// Renders the sidebar that pages share: `parts/side.html`, with the sidebar as `side`.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn render_side(&self, side: &SideView) -> Result<String, Box<Diagnostic>> {
        self.engine.render("parts/side.html", "side", side)
    }

    /// Renders any template of the theme, such as `parts/subscribe.html`, with `view` as its `page`.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub fn render_part(&self, template: &str, view: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        self.engine.render(template, "page", view)
    }
}

/// Compiles all templates, with the functions and filters that they may use.
///
/// # Errors
/// A template that does not parse, or every name without a template, filter or function.
pub(super) fn compile(files: &Files, translations: &Arc<Translations>) -> Result<Tera, Vec<Diagnostic>> {
    let mut tera = Tera::default();
    register(&mut tera, translations);
    let mut templates = Vec::new();
    for path in files.keys() {
        if let Some(name) = path.strip_prefix("templates/") {
            templates.push((name.to_owned(), files::source(files, path)?.text));
        }
    }
    tera.add_raw_templates(templates.iter().map(|(name, text)| (name.as_str(), &**text))).map_err(
        |error| match error.kind() {
            ErrorKind::Msg(report) => unknown_names(report, files),
            _ => vec![diagnostic(&error, files, "")],
        },
    )?;
    Ok(tera)
}

/// Registers `t`, `has_words`, `asset` and the filter `date`. Templates that name an unknown one do not compile.
fn register(tera: &mut Tera, translations: &Arc<Translations>) {
    let shared = translations.clone();
    tera.register_function("t", move |arguments: Kwargs, _: &State| translate(&shared, &arguments));
    let shared = translations.clone();
    tera.register_function("has_words", move |arguments: Kwargs, _: &State| -> tera::TeraResult<bool> {
        Ok(shared.has(arguments.must_get::<&str>("key")?))
    });
    tera.register_function("asset", |arguments: Kwargs, _: &State| asset(&BTreeMap::new(), &arguments));
    let shared = translations.clone();
    tera.register_filter("date", move |day: &str, arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        let style = arguments.get::<&str>("style")?.unwrap_or("long");
        Ok(shared.date(day, style))
    });
}

/// The function `t(key="list.notes", n=3)`: every argument but `key` fills a placeholder in braces.
fn translate(translations: &Translations, arguments: &Kwargs) -> tera::TeraResult<String> {
    let key = arguments.must_get::<&str>("key")?;
    let texts: Vec<(String, String)> = arguments
        .iter()
        .filter(|(name, _)| name.as_str() != Some("key"))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok(translations.get(key, &texts))
}

/// The function `asset(name="js/due.js")`: the address of an asset.
fn asset(names: &BTreeMap<String, Value>, arguments: &Kwargs) -> tera::TeraResult<Value> {
    let name = arguments.must_get::<&str>("name")?;
    names.get(name).cloned().ok_or_else(|| tera::Error::message(format!("the theme has no asset {name}")))
}

/// Tera's error with the template's file, line and column where it has them.
fn diagnostic(error: &tera::Error, files: &Files, template: &str) -> Diagnostic {
    let whole = |name: &str, message: String| {
        let diagnostic = Diagnostic::new(codes::THEME_TEMPLATE, message.to_owned());
        if name.is_empty() {
            diagnostic
        } else {
            diagnostic.in_file(&files::place(files, &format!("templates/{name}")))
        }
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path = format!("templates/{}", report.filename());
            let message = one_line(report.message());
            match files::source(files, &path) {
                Ok(source) => {
                    Diagnostic::new(codes::THEME_TEMPLATE, message).at(&source, Span::from(report.span().range.clone()))
                }
                Err(_) => whole(report.filename(), message),
            }
        }
        ErrorKind::MissingParent { current, .. } => whole(current, error.to_string()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => whole(tpl, error.to_string()),
        _ => whole(template, one_line(&error.to_string())),
    }
}

/// The unknown names of a template. Tera reports unknown filters, functions, tests, components and includes as one
/// printed text: `error: …`, then `--> file:line:column`, for each.
fn unknown_names(report: &str, files: &Files) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut message = one_line(report);
    for line in report.lines() {
        if let Some(text) = line.strip_prefix("error: ") {
            message = one_line(text);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            found.push(at_place(&message, place, files));
        }
    }
    if found.is_empty() {
        found.push(Diagnostic::new(codes::THEME_TEMPLATE, message));
    }
    diag::sort(&mut found);
    found
}

/// A diagnostic at `file:line:column`, both 1-based, the column in characters.
fn at_place(message: &str, place: &str, files: &Files) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::THEME_TEMPLATE, message.to_owned());
    let mut parts = place.rsplitn(3, ':');
    let (column, line, name) = (parts.next(), parts.next(), parts.next().unwrap_or(place));
    let number = |part: Option<&str>| part?.parse::<usize>().ok()?.checked_sub(1);
    let path = format!("templates/{name}");
    let (Some(line), Some(column), Ok(source)) = (number(line), number(column), files::source(files, &path)) else {
        return diagnostic.in_file(&files::place(files, &path));
    };
    let start: usize = source.text.split_inclusive('\n').take(line).map(str::len).sum();
    let within: usize = source.text[start..].chars().take(column).map(char::len_utf8).sum();
    let offset = start + within;
    diagnostic.at(&source, Span::new(offset, offset))
}

/// The first line: a diagnostic's message is one sentence.
fn one_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}
