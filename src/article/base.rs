//! A base: each view as a table, as cards or as a list of the published notes, in Obsidian's class names.

use crate::index::{AssetId, NoteId, Section};
use crate::parse::base::{Base, Column, Layout, Summary, View, safe_html};
use crate::parse::tree::NodeIx;
use crate::path::same_name;
use crate::query::{Group, Link, Run, Shown, To, Value};
use crate::text::Span;

use super::labels::fill;
use super::writer::Writer;

/// The most values of a list in one cell.
const MAX_VALUES: usize = 50;
/// The most characters of a text in a cell.
const MAX_CELL: usize = 500;

impl<'a> Writer<'_, 'a> {
    /// A `.base` file: all views on its own page, each with its name; embedded, the first.
    pub fn base_file(&mut self, base: &'a Base) {
        if self.embedded {
            return self.base_view_at(base, 0);
        }
        self.base_views(base, 0..base.views.len(), Span::default(), |writer, ix| {
            if !base.views[ix].name.is_empty() {
                let node: NodeIx = writer.note.parsed.headings[ix].node;
                writer.run(node, writer.tree.node(node).end);
            }
        });
    }

    /// One view of a `.base` file, by its index.
    pub fn base_view_at(&mut self, base: &'a Base, ix: u32) {
        let ix = ix as usize;
        if ix < base.views.len() {
            self.base_views(base, ix..ix + 1, Span::default(), |_, _| {});
        }
    }

    /// A fence in a note: all views, each with its name where there are several.
    pub fn base_fence(&mut self, base: &'a Base, place: Span) {
        self.base_views(base, 0..base.views.len(), place, |writer, ix| {
            let name = &base.views[ix].name;
            if base.views.len() > 1 && !name.is_empty() {
                writer.push("<p class=\"bases-view-name\">");
                writer.text(name);
                writer.push("</p>\n");
            }
        });
    }

    /// `this` is the note that a base is in: for an embedded file, the note that embeds it.
    pub fn base_run(&self, base: &'a Base) -> Run<'a> {
        let context = self.page.context;
        let this = self.page.embeds.host(self.note.parsed.form.is_base());
        Run::new(context.site, context.config, &context.words.relative, base, this)
    }

    pub fn view(&mut self, run: &Run<'a>, view: &'a View) {
        let shown = run.rows(view);
        self.push("<div class=\"bases-view\"");
        self.attribute(
            "data-layout",
            match view.layout {
                Layout::Table => "table",
                Layout::Cards => "cards",
                Layout::List => "list",
            },
        );
        self.push(">\n");
        if shown.groups.iter().all(|group| group.rows.is_empty()) {
            let empty = self.page.context.words.base_empty.clone();
            self.push("<p class=\"bases-empty\">");
            self.text(&empty);
            self.push("</p>\n");
        } else {
            match view.layout {
                Layout::Table => self.base_table(run, view, &shown),
                Layout::Cards | Layout::List => self.base_lists(run, view, &shown),
            }
        }
        if shown.cut > 0 {
            let more = fill(&self.page.context.words.base_more, "{n}", &shown.cut.to_string());
            self.push("<p class=\"bases-more\">");
            self.text(&more);
            self.push("</p>\n");
        }
        self.push("</div>\n");
    }

    fn base_table(&mut self, run: &Run<'a>, view: &'a View, shown: &Shown<'a>) {
        self.push("<div class=\"kb-wrap\" tabindex=\"0\"><table class=\"bases-table\"><thead><tr>");
        for column in &view.columns {
            let name = self.column_name(run.base, column);
            self.push("<th scope=\"col\">");
            self.text(&name);
            self.push("</th>");
        }
        self.push("</tr></thead>\n");
        for group in &shown.groups {
            self.push("<tbody>");
            if let Some(value) = &group.value {
                let columns = view.columns.len().to_string();
                self.push("<tr class=\"bases-group-heading\"><th scope=\"rowgroup\"");
                self.attribute("colspan", &columns);
                self.push(">");
                self.value_or_dash(run, value);
                self.push("</th></tr>\n");
            }
            for &row in &group.rows {
                if self.page.is_full() {
                    break;
                }
                self.push("<tr>");
                for column in &view.columns {
                    self.push("<td>");
                    self.cell(run, column, row);
                    self.push("</td>");
                }
                self.push("</tr>\n");
            }
            self.push("</tbody>\n");
        }
        self.base_summaries(run, view, shown);
        self.push("</table></div>\n");
    }

    fn base_summaries(&mut self, run: &Run<'a>, view: &'a View, shown: &Shown<'a>) {
        if view.summaries.is_empty() {
            return;
        }
        let rows: Vec<NoteId> = shown.groups.iter().flat_map(|group| group.rows.iter().copied()).collect();
        self.push("<tfoot><tr>");
        for column in &view.columns {
            self.push("<td>");
            if let Some((_, summary)) = view.summaries.iter().find(|(of, _)| same_column(of, column)) {
                let word = match summary {
                    Summary::Custom(ix) => &run.base.summaries[usize::from(*ix)].0,
                    known => self.page.context.words.summary(*known),
                };
                self.push("<small>");
                self.text(word);
                self.push("</small> ");
                let value = run.summary(*summary, column, &rows);
                self.value(run, &value);
            }
            self.push("</td>");
        }
        self.push("</tr></tfoot>");
    }

    fn base_lists(&mut self, run: &Run<'a>, view: &'a View, shown: &Shown<'a>) {
        for group in &shown.groups {
            if let Some(value) = &group.value {
                self.push("<p class=\"bases-group-heading\">");
                self.value_or_dash(run, value);
                self.push("</p>\n");
            }
            self.push(if view.layout == Layout::Cards {
                "<ul class=\"bases-cards\">\n"
            } else {
                "<ul class=\"bases-list\">\n"
            });
            self.base_items(run, view, group);
            self.push("</ul>\n");
        }
    }

    fn base_items(&mut self, run: &Run<'a>, view: &'a View, group: &Group<'a>) {
        for &row in &group.rows {
            if self.page.is_full() {
                return;
            }
            if view.layout == Layout::List {
                self.push("<li>");
                let mut first = true;
                for column in &view.columns {
                    let value = run.column(column, row);
                    if !value.is_empty() {
                        self.push(if first { "" } else { ", " });
                        self.cell(run, column, row);
                        first = false;
                    }
                }
                self.push("</li>\n");
                continue;
            }
            self.push("<li class=\"bases-cards-item\">");
            if let Some(image) = &view.image {
                self.push("<div class=\"bases-cards-cover\">");
                let value = run.column(image, row);
                self.picture(run, &value);
                self.push("</div>");
            }
            for (ix, column) in view.columns.iter().enumerate() {
                self.push(if ix == 0 {
                    "<div class=\"bases-cards-title\">"
                } else {
                    "<div class=\"bases-cards-property\">"
                });
                if ix > 0 {
                    let name = self.column_name(run.base, column);
                    self.push("<small>");
                    self.text(&name);
                    self.push("</small> ");
                }
                self.cell(run, column, row);
                self.push("</div>");
            }
            self.push("</li>\n");
        }
    }

    /// The name over a column: the base's own, else that of the property; fields of files have labels.
    fn column_name(&self, base: &Base, column: &Column) -> String {
        if let Some((_, name)) = base.names.iter().find(|(of, _)| same_column(of, column)) {
            return name.to_string();
        }
        match column {
            Column::File(name) => self.page.context.words.file_field(name).to_owned(),
            Column::Note(name) | Column::Formula(name) => name.to_string(),
        }
    }

    fn cell(&mut self, run: &Run<'a>, column: &'a Column, row: NoteId) {
        match column {
            // The name links to the note.
            Column::File(name) if matches!(&**name, "name" | "basename" | "file") => {
                self.value(run, &Value::File(row));
            }
            column => {
                let value = run.column(column, row);
                self.value(run, &value);
            }
        }
    }

    fn value_or_dash(&mut self, run: &Run<'a>, value: &Value<'a>) {
        if value.is_empty() { self.push("–") } else { self.value(run, value) }
    }

    fn value(&mut self, run: &Run<'a>, value: &Value<'a>) {
        match value {
            Value::Bool(flag) => self.check_box(*flag),
            Value::Date(date, timed) => {
                let text = run.display(value);
                let form = if *timed { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%d" };
                self.push("<time");
                self.attribute("datetime", &date.format(form).to_string());
                self.push(">");
                self.text(&text);
                self.push("</time>");
            }
            Value::List(list) => {
                for (ix, value) in list.iter().take(MAX_VALUES).enumerate() {
                    self.push(if ix == 0 { "" } else { ", " });
                    // A list in a list is text, so that no cell grows without end.
                    if matches!(value, Value::List(_)) { self.cell_text(run, value) } else { self.value(run, value) }
                }
            }
            Value::File(note) => self.base_link(run.display(value).as_str(), Some(&To::Note(*note)), ""),
            Value::Link(Link { target, to, .. }) => self.base_link(&run.display(value), to.as_ref(), target),
            Value::Image(of) => self.picture(run, of),
            Value::Html(html) => self.push(&safe_html(html)),
            Value::Text(text) if crate::query::is_url(text) => self.base_link(text, Some(&To::Url), text),
            value => self.cell_text(run, value),
        }
    }

    fn cell_text(&mut self, run: &Run<'a>, value: &Value<'a>) {
        let text = run.display(value);
        let end = text.char_indices().nth(MAX_CELL).map_or(text.len(), |(end, _)| end);
        self.text(&text[..end]);
        self.push(if end < text.len() { "…" } else { "" });
    }

    fn check_box(&mut self, on: bool) {
        let words = self.page.context.words;
        self.push("<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled");
        self.push(if on { " checked" } else { "" });
        self.attribute("aria-label", if on { &words.task_done } else { &words.task_open });
        self.push(">");
    }

    /// A link; without a target it looks like any missing one.
    fn base_link(&mut self, text: &str, to: Option<&To>, target: &str) {
        match to {
            Some(To::Note(note)) => {
                self.push("<a class=\"internal-link\" href=\"");
                self.note_url(*note, &Section::Whole);
            }
            Some(To::Asset(asset)) => {
                self.push("<a class=\"internal-link\" href=\"");
                self.asset_url(*asset);
            }
            Some(To::Url) => {
                self.push("<a class=\"external-link\" href=\"");
                self.text(target);
            }
            None => self.push("<a class=\"internal-link is-unresolved"),
        }
        self.push("\">");
        self.text(text);
        self.push("</a>");
    }

    fn asset_url(&mut self, asset: AssetId) {
        let asset = self.page.context.site.asset(asset);
        self.site_url(&asset.url);
    }

    /// A picture of the vault or of the web; or a colour in its place.
    fn picture(&mut self, run: &Run<'a>, value: &Value<'a>) {
        let text = run.display(value);
        let link = match value {
            Value::Link(link) => link.clone(),
            _ => run.link(text.clone().into(), None),
        };
        match &link.to {
            Some(To::Asset(asset)) => {
                self.push("<img src=\"");
                self.asset_url(*asset);
                self.push("\"");
                let size = self.page.context.site.asset(*asset).size;
                self.dimensions(None, size);
            }
            Some(To::Url) if link.target.starts_with("https://") => {
                self.push("<img");
                self.attribute("src", &link.target);
            }
            _ => {
                if is_color(&text) {
                    self.push("<span class=\"bases-color\"");
                    self.attribute("style", &format!("background:{text}"));
                    self.push("></span>");
                }
                return;
            }
        }
        self.push(" alt=\"\" loading=\"lazy\" decoding=\"async\">");
    }
}

fn same_column(a: &Column, b: &Column) -> bool {
    match (a, b) {
        (Column::Note(a), Column::Note(b)) => same_name(a, b),
        (a, b) => a == b,
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
