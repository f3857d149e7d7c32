//! The labels of the interface inside an article.

use crate::article::diagram::KINDS;
use crate::parse::base::Summary;
use crate::query::RelativeLabels;

/// The `[article]`, `[diagram]` and `[base]` tables of a theme's translations. `{name}` and `{n}` are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The box in place of an embedded note, heading or block that does not exist: `“{name}” is not created yet.`
    pub not_created: String,
    /// The box in place of an attachment that does not exist: `“{name}” could not be found.`
    pub not_found: String,
    /// The label of the footnotes' section.
    pub footnotes: String,
    /// The label of the link from footnote `{n}` back to its reference.
    pub footnote_back: String,
    /// The label of the link beside heading `{name}`.
    pub heading_link: String,
    /// The label of the link from an embed to note or file `{name}`.
    pub open: String,
    /// The label of a task's box that is not ticked.
    pub task_open: String,
    /// The label of a task's box that is ticked.
    pub task_done: String,
    /// The title of an embedded video's frame without one.
    pub video: String,
    /// The label of canvas `{name}`, which a reader can move about in.
    pub canvas: String,
    /// The summary of the list of a canvas's `{n}` arrows.
    pub canvas_edges: String,
    /// The summary of the source of a diagram.
    pub diagram_source: String,
    /// The name of a diagram of unknown kind.
    diagram_other: String,
    /// The names of diagrams of each kind.
    diagram_kinds: Vec<String>,
    /// The text of a base without a note.
    pub base_empty: String,
    /// The line below a base that leaves out `{n}` notes.
    pub base_more: String,
    /// Names of columns that show a field of a file.
    file_fields: Vec<String>,
    /// Names of the summaries below columns.
    summaries: Vec<String>,
    /// Phrases for how long ago a day was.
    pub relative: RelativeLabels,
}

impl Labels {
    /// Takes the labels from a theme's translations: `get` is given keys such as `article.not_created`, and must leave
    /// placeholders in braces as they are.
    pub fn from_lookup(get: impl Fn(&str) -> String) -> Self {
        Self {
            not_created: get("article.not_created"),
            not_found: get("article.not_found"),
            footnotes: get("article.footnotes"),
            footnote_back: get("article.footnote_back"),
            heading_link: get("article.heading_link"),
            open: get("article.open"),
            task_open: get("article.task_open"),
            task_done: get("article.task_done"),
            video: get("article.video"),
            canvas: get("article.canvas"),
            canvas_edges: get("article.canvas_edges"),
            diagram_source: get("diagram.source"),
            diagram_other: get("diagram.other"),
            diagram_kinds: KINDS.iter().map(|kind| get(&format!("diagram.{kind}"))).collect(),
            base_empty: get("base.empty"),
            base_more: get("base.more"),
            file_fields: FILE_FIELDS.iter().map(|field| get(&format!("base.file_{field}"))).collect(),
            relative: RelativeLabels::from_lookup(&get),
            summaries: Summary::ALL.iter().map(|summary| get(&format!("base.sum_{}", summary.name()))).collect(),
        }
    }
}

/// Fields of files that columns show.
const FILE_FIELDS: [&str; 12] =
    ["name", "basename", "path", "folder", "ext", "size", "ctime", "mtime", "tags", "links", "embeds", "backlinks"];

impl Labels {
    /// The name of a column that shows this field of a file.
    pub fn file_field<'w>(&'w self, field: &'w str) -> &'w str {
        FILE_FIELDS.iter().position(|known| *known == field).map_or(field, |ix| &self.file_fields[ix])
    }

    /// The name of a diagram, by the index of its kind.
    pub fn diagram(&self, kind: Option<usize>) -> &str {
        kind.and_then(|kind| self.diagram_kinds.get(kind)).unwrap_or(&self.diagram_other)
    }

    pub fn summary(&self, summary: Summary) -> &str {
        Summary::ALL.iter().position(|known| *known == summary).map_or("", |ix| &self.summaries[ix])
    }
}

/// The pattern with its `{key}` replaced.
pub(super) fn fill(pattern: &str, key: &str, value: &str) -> String {
    pattern.replace(key, value)
}
