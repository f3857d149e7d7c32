//! The text of diagnostics: for people, as JSON, and as GitHub annotations.
//!
//! Notes are other people's text: control characters and those that change the direction of writing are replaced, so
//! that no note can move the cursor of a terminal or make a line read differently from its content.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Excerpt, Place, Severity};
use crate::text::{Position, Span};

/// The columns of source text in an excerpt; a longer line is cut around the mark.
const EXCERPT_WIDTH: usize = 100;

/// The text for a terminal or a log: `severity[code]: message`, the place, the line with a caret, `help:`. Blank lines
/// separate the diagnostics; without any the text is empty.
pub fn human<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(EXCERPT_WIDTH);
    let mut out = String::new();
    for (ix, diagnostic) in diagnostics.into_iter().enumerate() {
        if ix > 0 {
            out.push('\n');
        }
        let rendered = renderer.render(&[report(diagnostic)]);
        let excerpt = diagnostic.place.as_ref().and_then(Place::excerpt);
        // Title, place, bar, and then the line with which the renderer separates a given place from its own snippet.
        let separator = excerpt.filter(|excerpt| excerpt.cut).map(|_| 3);
        for (_, line) in rendered.lines().enumerate().filter(|(ix, _)| Some(*ix) != separator) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn report(diagnostic: &Diagnostic) -> Group<'static> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str()));
    if let Some(place) = &diagnostic.place {
        let path = visible(place.path.as_str());
        let origin =
            |Position { line, column }, path| Origin::path(path).line(line as usize).char_column(column as usize);
        group = match &place.excerpt() {
            Some(excerpt) if excerpt.line.is_empty() => group.element(origin(excerpt.position, path)),
            Some(excerpt) if excerpt.cut => group.element(origin(excerpt.position, path)).element(snippet(excerpt)),
            Some(excerpt) => group.element(snippet(excerpt).path(path)),
            None => group.element(Origin::path(path)),
        };
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(visible(help))),
        None => group,
    }
}

fn snippet(excerpt: &Excerpt) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let (line, mark) = visible_line(excerpt);
    Snippet::source(line)
        .line_start(excerpt.position.line as usize)
        .annotation(AnnotationKind::Primary.span(mark.range()))
}

/// The excerpt's line with unsafe characters replaced, and the position of its mark. Each character stays one
/// character, so that the renderer counts the same column as in the file.
fn visible_line(excerpt: &Excerpt) -> (String, Span) {
    let (start, end) = (excerpt.mark.start as usize, excerpt.mark.end as usize);
    let before = replaced(&excerpt.line[..start]);
    let marked = replaced(&excerpt.line[start..end]);
    let mark = Span::new(before.len(), before.len() + marked.len());
    (before + &marked + &replaced(&excerpt.line[end..]), mark)
}

/// A text from the vault as one line that is safe in a terminal.
pub fn visible(text: &str) -> String {
    replaced(text).replace('\t', " ")
}

/// Replaces the characters that a terminal would act on instead of showing them: controls by their pictures, the rest
/// by U+FFFD. Tabs stay; the excerpt's renderer widens them.
fn replaced(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => c,
            '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => '\u{fffd}',
            '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[derive(Serialize)]
struct Json<'a> {
    severity: &'static str,
    code: &'static str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
}

/// A JSON array of objects with the keys `severity code path line column message help`, in this order; `null` where
/// a diagnostic has none. Line and column are 1-based, the column in characters.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let all: Vec<Json<'_>> = diagnostics.iter().map(json_object).collect();
    let mut out = serde_json::to_string_pretty(&all).expect("strings and numbers always serialise");
    out.push('\n');
    out
}

fn json_object(diagnostic: &Diagnostic) -> Json<'_> {
    let place = diagnostic.place.as_ref();
    let position = place.and_then(Place::excerpt).map(|excerpt| excerpt.position);
    Json {
        severity: diagnostic.severity.name(),
        code: diagnostic.code.as_str(),
        path: place.map(|place| place.path.as_str()),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    }
}

/// GitHub's workflow commands, one a line. `vault` is the vault's folder relative to the repository, `""` at its root:
/// annotations need paths from there.
pub fn github(diagnostics: &[Diagnostic], vault: &str) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = &diagnostic.place {
            let slash = if vault.is_empty() { "" } else { "/" };
            properties.push(format!("file={}", property(&format!("{vault}{slash}{}", place.path))));
            if let Some(Excerpt { position, .. }) = place.excerpt() {
                properties.push(format!("line={},col={}", position.line, position.column));
            }
        }
        properties.push(format!("title={}", property(diagnostic.code.as_str())));
        let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = data(&format!("{}{help}", diagnostic.message));
        writeln!(out, "::{command} {}::{message}", properties.join(",")).expect("writing to a string cannot fail");
    }
    out
}

/// Escapes the text of a workflow command (`escapeData` of GitHub's toolkit).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command (`escapeProperty` of GitHub's toolkit).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::diag::codes;
    use crate::path::VaultPath;
    use crate::text::Source;

    #[test]
    fn a_place_can_be_shown_without_its_text() {
        assert_eq!(
            human(&[at("a\nb secret\n", "secret").unquoted().help("do it")], false),
            "warning[link::missing]: no note or file is named \"secret\"\n--> 노트/a.md:2:3\n = help: do it\n"
        );
    }

    /// A warning at the first `needle` of a note with this text.
    fn at(text: &str, needle: &str) -> Diagnostic {
        let source = Source::new(VaultPath::new("노트/a.md"), text);
        let start = text.find(needle).expect("the needle is in the text");
        Diagnostic::new(codes::LINK_MISSING, format!("no note or file is named \"{needle}\""))
            .at(&source, Span::new(start, start + needle.len()))
    }

    #[test]
    fn a_diagnostic_reads_like_this() {
        let text = "---\ntags: x\n---\n쿠버네티스는 [[Kubernets]]이다.\n";
        let diagnostic = at(text, "Kubernets").help("did you mean `Kubernetes`?");
        assert_eq!(
            human(&[diagnostic], false),
            "warning[link::missing]: no note or file is named \"Kubernets\"\n \
              --> 노트/a.md:4:10\n  \
               |\n\
             4 | 쿠버네티스는 [[Kubernets]]이다.\n  \
               |                ^^^^^^^^^\n  \
               |\n  \
               = help: did you mean `Kubernetes`?\n"
        );
        let whole = Diagnostic::new(codes::CONFIG_NO_ZONE, "no time zone").help("set one");
        let file = Diagnostic::new(codes::FILE_NOT_UTF8, "not UTF-8").in_file(&VaultPath::new("b.md"));
        assert_eq!(
            human(&[whole, file], false),
            "info[config::no-timezone]: no time zone\n |\n = help: set one\n\n\
             error[file::not-utf8]: not UTF-8\n--> b.md\n"
        );
    }

    #[test]
    fn the_caret_is_below_the_marked_text() {
        for text in [
            "plain x",
            "한글 사이 x 끝",
            "\u{1112}\u{1161}\u{11ab} x",
            "🟩🟩 x",
            "👩‍👩‍👧 x",
            "\tx",
            "e\u{301}e\u{301} x",
            "日本語 x",
            "\u{202e}abc\u{1b}[31m x",
            "가",
        ] {
            let needle = if text.contains('x') { "x" } else { "가" };
            let shown = human(&[at(text, needle)], false);
            let lines: Vec<&str> = shown.lines().collect();
            let (source, carets) = (lines[3], lines[4]);
            // Characters are measured one by one, as terminals without grapheme clusters do.
            let columns = |text: &str| text.chars().map(|c| UnicodeWidthStr::width(c.to_string().as_str())).sum();
            let before: usize = columns(&source[..source.rfind(needle).expect("the line is shown")]);
            assert_eq!(columns(&carets[..carets.find('^').expect("a caret")]), before, "{shown}");
            assert_eq!(carets.matches('^').count(), needle.width(), "{shown}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        for filler in ["글자 ", "word "] {
            let text = format!("{}[[없다]]{}", filler.repeat(1000), filler.repeat(1000));
            let shown = human(&[at(&text, "[[없다]]")], false);
            let lines: Vec<&str> = shown.lines().collect();
            assert!(lines.iter().all(|line| line.width() <= EXCERPT_WIDTH + 20), "{shown}");
            assert_eq!(lines[1], format!(" --> 노트/a.md:1:{}", filler.chars().count() * 1000 + 1));
            assert!(lines[3].contains("[[없다]]") && lines[3].ends_with("..."), "{shown}");
            assert_eq!(lines[3][..lines[3].find("[[").unwrap()].width(), lines[4].find('^').unwrap(), "{shown}");
        }
    }

    #[test]
    fn a_mark_without_width_is_a_point() {
        let source = Source::new(VaultPath::new("a.md"), "ab");
        for (at, column) in [(0, 4), (1, 5), (2, 6)] {
            let diagnostic = Diagnostic::new(codes::COMMENT_UNCLOSED, "x").at(&source, Span::new(at, at));
            let shown = human(&[diagnostic], false);
            assert_eq!(shown.lines().nth(4).and_then(|line| line.find('^')), Some(column), "{shown}");
        }
    }

    #[test]
    fn no_note_can_command_the_terminal() {
        let hostile = "a\u{1b}[2J\u{9b}31m\u{202e}b\rc\u{7f}";
        let mut diagnostic = at(hostile, "b");
        diagnostic.message = format!("{hostile}\nerror[fake::code]: x").into();
        diagnostic.help = Some(hostile.to_owned().into());
        let shown = human(&[diagnostic], false);
        assert!(shown.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{shown:?}");
        assert!(shown.starts_with("warning[link::missing]: a␛[2J�31m�b␍c␡␊error[fake::code]: x\n"), "{shown:?}");
    }

    #[test]
    fn colours_change_nothing_but_the_looks() {
        for text in ["가 [[x]]".to_owned(), "가 ".repeat(500) + "[[x]]"] {
            let diagnostic = at(&text, "[[x]]").help("y");
            let coloured = human(std::slice::from_ref(&diagnostic), true);
            assert!(coloured.contains("\u{1b}["));
            let mut plain = String::new();
            for (ix, part) in coloured.split("\u{1b}[").enumerate() {
                plain.push_str(if ix == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
            }
            assert_eq!(plain, human(&[diagnostic], false));
        }
    }

    #[test]
    fn json_has_every_key_in_order_and_null_where_there_is_none() {
        let parsed = json(&[at("\"가\" [[x]]", "[[x]]").help("y"), Diagnostic::new(codes::CONFIG_NO_ZONE, "z")]);
        assert_eq!(
            parsed.split_whitespace().collect::<Vec<_>>().join(" "),
            r#"[ { "severity": "warning", "code": "link::missing", "path": "노트/a.md", "line": 1, "column": 5, "#
                .to_owned()
                + r#""message": "no note or file is named \"[[x]]\"", "help": "y" }, { "severity": "info", "#
                + r#""code": "config::no-timezone", "path": null, "line": null, "column": null, "message": "z", "#
                + r#""help": null } ]"#
        );
        assert_eq!(json(&[]), "[]\n");
    }

    #[test]
    fn github_annotations_are_escaped_and_begin_at_the_repository() {
        let source = Source::new(VaultPath::new("a, b: 100%.md"), "x");
        let warning = Diagnostic::new(codes::LINK_MISSING, "50%\nmore: a, b").at(&source, Span::new(0, 1)).help("y");
        assert_eq!(
            github(&[warning.clone(), Diagnostic::new(codes::CONFIG_NO_ZONE, "z")], "vault"),
            "::warning file=vault/a%2C b%3A 100%25.md,line=1,col=1,title=link%3A%3Amissing::50%25%0Amore: a, \
             b%0Ahelp: y\n::notice title=config%3A%3Ano-timezone::z\n"
        );
        assert!(github(&[warning], "").starts_with("::warning file=a%2C b"));
    }
}
