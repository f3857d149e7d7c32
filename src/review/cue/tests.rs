//! The forms of questions: notes and the questions read from them (`tests/fixtures/cue`).

use std::fmt::Write;

use super::*;
use crate::config::{MarkdownSettings, ReviewSections};
use crate::parse::{ParseRules, parse};
use crate::path::VaultPath;
use crate::scan::SourceFile;
use crate::text::Source;

fn read(text: &str) -> ParsedNote {
    let file = SourceFile { source: Source::new(VaultPath::new("a.md"), text), quiet: false };
    let rules = ParseRules { markdown: &MarkdownSettings::default(), shown_properties: &[] };
    parse(&file, &rules).value.expect("no limit is passed")
}

/// The questions and answers of a note, a line each.
fn listed(note: &ParsedNote, titles: &Titles) -> String {
    let mut out = String::new();
    for question in questions(note, titles) {
        let _ = writeln!(out, "Q {}", text(note, &question.prompt));
        for run in question.answer {
            let _ = match run {
                Run::Inlines(nodes) => writeln!(out, "A inlines: {}", text(note, &nodes)),
                Run::Blocks(nodes) => writeln!(out, "A blocks: {}", text(note, &nodes)),
            };
        }
    }
    out
}

fn defaults() -> Titles {
    Titles::new(&ReviewSections::default())
}

#[test]
fn every_shape_of_question_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cue");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    names.sort();
    assert!(names.len() >= 6, "{names:?}");
    for path in names {
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        for line_end in ["\n", "\r\n"] {
            let source = std::fs::read_to_string(&path).unwrap();
            // Decoding turns every line end into LF. A note may lack the last one.
            let source = source.replace('\n', line_end).replace("\r\n", "\n");
            assert_eq!(listed(&read(&source), &defaults()), expected, "{}", path.display());
            assert_eq!(listed(&read(source.trim_end()), &defaults()), expected, "{}", path.display());
        }
    }
}

#[test]
fn titles_and_placeholders_are_the_configs() {
    let sections = ReviewSections {
        cue: vec!["Fragen".to_owned()],
        other: vec!["Notizen".to_owned()],
        reminder: Vec::new(),
        placeholders: vec!["Frage 1".to_owned(), "tbd".to_owned()],
    };
    let note = read("## fragen\n\n- Was?\n- Frage 12\n- TBD\n\n## 단서 질문\n\n- ein Teil\n\n## Notizen\n\n- nein\n");
    assert_eq!(listed(&note, &Titles::new(&sections)), "Q Was?\nQ 단서 질문\nA blocks: ein Teil\n");
    assert_eq!(listed(&note, &defaults()), "Q ein Teil\nQ Notizen\nA blocks: nein\n");
}

#[test]
fn a_note_without_the_section_has_no_questions() {
    for text in [
        "",
        "- Why?\n",
        "# Cue",
        "> # Cue\n\n- no\n",
        "- # Cue\n\n  - no\n",
        "# Cue cards\n\n- no\n",
        "# Cue\n\n- \n-\n",
    ] {
        assert_eq!(listed(&read(text), &defaults()), "", "{text}");
    }
}

#[test]
fn sections_end_at_the_next_known_title_whatever_its_level() {
    let note = read("# 복습알림\n\na\n\n### 그 밖의 제목\n\nb\n\n##### 핵심 요약\n\nc\n");
    let found = sections(&note, &defaults());
    let shown: Vec<_> = found.iter().map(|section| (section.kind, text(&note, &section.body))).collect();
    assert_eq!(shown, [(SectionKind::Reminder, "a 그 밖의 제목 b".to_owned()), (SectionKind::Other, "c".to_owned())]);
}

proptest::proptest! {
    #[test]
    fn whatever_a_note_holds_runs_are_siblings_inside_the_tree(
        body in "(?s)((# Cue|### \\*\\*Q\\?\\*\\*|- a|    - b|1\\. c|---|> q|text|- x 접기|<b>|</b>|\\*\\*|~~~|  )?\n{1,2}){0,24}"
    ) {
        let note = read(&format!("# Cue\n\n{body}"));
        let nodes: Vec<_> = note.body.nodes().collect();
        let mut last = 0;
        for question in questions(&note, &defaults()) {
            proptest::prop_assert!(last <= question.prompt.start && question.prompt.start < question.prompt.end);
            last = question.prompt.end;
            for run in question.answer {
                let (Run::Inlines(run) | Run::Blocks(run)) = run;
                proptest::prop_assert!(last <= run.start && run.start < run.end && run.end as usize <= nodes.len());
                let mut ix = run.start;
                while ix < run.end {
                    ix = nodes[ix as usize].end;
                }
                proptest::prop_assert_eq!(ix, run.end, "whole subtrees");
                last = run.end;
            }
        }
    }
}
