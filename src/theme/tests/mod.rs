//! The promises of a theme: overlays, the places of errors, stable names, and that every page renders and escapes.

mod named;
mod options;
mod sample;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{ThemeName, ThemeSettings};
use crate::diag::{Diagnostic, Severity};
use crate::text::Position;
use crate::view::*;

use super::{Renderer, Theme, ThemeFile};

const HOSTILE: &str = "\"><img src=x onerror=alert(1)></script>";

fn file(path: &str, text: &str) -> ThemeFile {
    ThemeFile { path: path.into(), bytes: Arc::from(text.as_bytes()) }
}

fn load(overlay: &[ThemeFile], language: &str) -> Theme {
    let outcome = Theme::load(&ThemeSettings::default(), overlay, language).expect("the theme loads");
    assert_eq!(outcome.diagnostics, []);
    outcome.value
}

fn renderer(overlay: &[ThemeFile], language: &str) -> Renderer {
    load(overlay, language).renderer(&sample::site(language, "/repo"))
}

fn error(overlay: &[ThemeFile]) -> Diagnostic {
    let mut errors = Theme::load(&ThemeSettings::default(), overlay, "ko").err().expect("the theme does not load");
    assert_eq!(errors.len(), 1);
    errors.remove(0)
}

/// Every page, by its template.
fn pages(renderer: &Renderer, title: &str) -> Vec<(&'static str, String)> {
    fn one<P: Page>(renderer: &Renderer, page: &P) -> (&'static str, String) {
        let side = renderer.render_side(&sample::side(&page.head().title)).expect("a sidebar renders");
        let html = renderer.render_bytes(page, &side).unwrap_or_else(|error| panic!("{}: {error:?}", P::TEMPLATE));
        (P::TEMPLATE, String::from_utf8(html).expect("text"))
    }
    let head = || sample::head(title, "topics", "/repo/tags/x/");
    let topic = || TopicList {
        quiz_href: Some("/quiz/?topic=x".into()),
        label: title.into(),
        subtopics: sample::counted(title),
        listing: sample::listing(renderer, title),
    };
    let about = || Some(sample::link(title, "/03-tags/devops/"));
    let note = NoteView { topic: Some(topic()), ..sample::note(title, "<p>Text.</p>") };
    let home = HomeView { note: Some(Box::new(note.clone())), ..sample::home(title) };
    vec![
        one(renderer, &note),
        one(renderer, &NoteView::default()),
        one(
            renderer,
            &FolderView { head: head(), folders: sample::counted(title), listing: sample::listing(renderer, title) },
        ),
        one(renderer, &FolderView::default()),
        one(renderer, &sample::folders(renderer, title)),
        one(renderer, &FoldersView::default()),
        one(renderer, &sample::recent(title)),
        one(renderer, &RecentView::default()),
        one(renderer, &RandomView { head: head(), notes: vec![sample::link(title, "/repo/x/")], total: 3 }),
        one(renderer, &sample::sections(title)),
        one(renderer, &SectionsView::default()),
        one(renderer, &TopicsView { head: head(), topics: sample::counted(title) }),
        one(renderer, &TopicView { head: head(), topic: topic(), note: about(), note_html: Some("<p>x</p>".into()) }),
        one(renderer, &TaxonomyView { head: head(), terms: sample::counted(title) }),
        one(
            renderer,
            &TermView {
                head: head(),
                taxonomy: LinkView::default(),
                note: about(),
                listing: sample::listing(renderer, title),
            },
        ),
        one(renderer, &home),
        one(renderer, &sample::home(title)),
        one(renderer, &HomeView::default()),
        one(renderer, &sample::due(title)),
        one(renderer, &DueView::default()),
        one(renderer, &sample::progress(title)),
        one(renderer, &ProgressView::default()),
        one(renderer, &sample::quiz(title)),
        one(renderer, &QuizView::default()),
        one(renderer, &sample::search(title)),
        one(renderer, &SearchView::default()),
        one(renderer, &sample::graph(title)),
        one(renderer, &GraphView::default()),
        one(renderer, &NotFoundView { head: head() }),
        one(renderer, &RedirectView { head: head(), target_href: "/repo/x/".into() }),
    ]
}

#[test]
fn every_page_renders_in_both_languages_and_escapes_what_the_vault_says() {
    for language in ["ko", "en"] {
        let renderer = renderer(&[], language);
        let all = pages(&renderer, HOSTILE);
        for template in TEMPLATES {
            assert!(all.iter().any(|(name, _)| name == template), "{template} has no sample");
        }
        for (name, html) in all {
            assert!(!html.contains("<img"), "{name}: {html}");
            assert_eq!(html.matches("<script").count(), html.matches("</script>").count(), "{name}");
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name}");
            for style in ["<style", " style=", " onclick", "javascript:"] {
                assert!(!html.contains(style), "{name} holds {style}");
            }
        }
    }
}

#[test]
fn no_page_shows_a_key_in_place_of_a_translation() {
    for language in ["ko", "en", "ja"] {
        for (name, html) in pages(&renderer(&[], language), "Argo CD") {
            for area in [
                "nav.",
                "review.",
                "list.",
                "due.",
                "note.",
                "feed.",
                "date.",
                "script.",
                "subscribe.",
                "quiz.",
                "progress.",
                "graph.",
                "near.",
                "recent.",
                "random.",
                "orphans.",
                "side.",
            ] {
                for place in [">", " ", "\""] {
                    let key = format!("{place}{area}");
                    assert!(!html.contains(&key) || html.contains("/review."), "{name} in {language} shows {key}");
                }
            }
        }
    }
}

#[test]
fn a_notes_page_keeps_the_markup_contract() {
    let html = renderer(&[], "ko").render(&sample::note("Argo CD", "<p>본문</p>")).unwrap();
    assert_eq!(html.matches("<article").count(), 1);
    for part in [
        "<article class=\"markdown-rendered\" dir=\"auto\"><p>본문</p></article>",
        "<nav class=\"kb-toc\"",
        "<section class=\"kb-backlinks\"",
        "<main id=\"kb-main\" class=\"kb-main kb-note kb-has-toc\"",
        "<time class=\"kb-when\" datetime=\"2024-10-05\">2024년 10월 5일</time> <span class=\"kb-late\">22일 밀림</span> <small class=\"kb-stamp\">2024-10-27 기준</small>",
        "<a href=\"/repo/due/\" data-icon=\"due\">",
        "첫 학습 후 26일째",
        "저장된 값 0.6",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn the_chrome_of_a_page_is_within_its_budget() {
    let note = NoteView {
        head: sample::head("Argo CD", "notes", "/x/"),
        show_title: true,
        review: Some(sample::review(ReviewState::Overdue, 1, 22)),
        ..NoteView::default()
    };
    let renderer = renderer(&[], "ko");
    let side = renderer.render_side(&sample::side("Argo CD")).unwrap();
    let html = renderer.render_bytes(&note, &side).unwrap();
    assert!(html.len() <= 8 * 1024, "{} bytes", html.len());
}

#[test]
fn the_theme_styles_every_class_of_highlighted_code_and_no_other() {
    let theme = load(&[], "en");
    let sheet = theme.assets().iter().find(|asset| asset.path.as_str().starts_with("assets/kbgen.")).unwrap();
    let sheet = std::str::from_utf8(&sheet.bytes).unwrap();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let styled: BTreeSet<&str> = sheet
        .match_indices(".hl-")
        .map(|(at, _)| &sheet[at + 1..])
        .map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())])
        .collect();
    assert_eq!(styled, crate::article::code::CLASSES.iter().copied().collect());
}

#[test]
fn a_language_without_plurals_gives_scripts_none() {
    for (language, forms) in [("ko", &["late"][..]), ("en", &["late.one", "late.other"])] {
        let words = load(&[], language).translations().for_scripts();
        let words: BTreeMap<String, String> = serde_json::from_str(&words).unwrap();
        let late: Vec<&String> = words.keys().filter(|key| key.starts_with("late")).collect();
        assert_eq!(late, forms, "{language}");
    }
}

#[test]
fn english_has_plurals_and_any_other_language_falls_back_to_english() {
    for language in ["en", "ja", "en-GB"] {
        let theme = load(&[], language);
        let words = theme.translations();
        assert_eq!(words.get("review.late", &[("n", "1")]), "1 day late");
        assert_eq!(words.get("review.late", &[("n", "12")]), "12 days late");
        assert_eq!(words.date("2024-10-27", "long"), "27 October 2024");
        assert_eq!(words.date("2024-10-27", "short"), "Sun 27 October");
        assert_eq!(words.date("someday", "long"), "someday");
    }
    let korean = load(&[], "ko");
    assert_eq!(korean.translations().get("review.late", &[("n", "1")]), "1일 밀림");
    assert_eq!(korean.translations().date("2024-10-27", "short"), "10월 27일(일)");
    assert_eq!(
        korean.translations().get("by", &[("name", "{name} {n}")]),
        "{name} {n} 씀",
        "arguments are not filled again"
    );
}

#[test]
fn an_overlay_replaces_one_template_and_one_word_and_keeps_the_rest() {
    let overlay = [
        file("templates/hooks/footer.html", "<p>{{ site.title }}</p>{{ asset(name=\"js/due.js\") }}"),
        file("i18n/ko.toml", "skip = \"건너뛰기\""),
        file("i18n/ja.toml", "skip = \"本文へ\""),
    ];
    let html = renderer(&overlay, "ko").render(&NotFoundView::default()).unwrap();
    assert!(
        html.contains("<p>배움 노트</p>/repo/assets/due.")
            && html.contains(">건너뛰기<")
            && html.contains("홈으로 가기")
    );
    assert_eq!(load(&overlay, "ja").translations().get("skip", &[]), "本文へ");
}

#[test]
fn custom_css_is_a_file_of_its_own_after_the_themes() {
    let renderer = renderer(&[file("custom.css", "body { color: red }")], "ko");
    let html = renderer.render(&NotFoundView::default()).unwrap();
    let (own, custom) = (html.find("/repo/assets/kbgen.").unwrap(), html.find("/repo/assets/custom.").unwrap());
    assert!(own < custom);
}

#[test]
fn a_template_error_names_file_line_and_column() {
    let cases = [
        ("templates/note.html", "<p>\n  {{ page. }}\n", Position { line: 2, column: 12 }),
        ("templates/note.html", "한글 {{ page.head | nosuch }}", Position { line: 1, column: 19 }),
        ("templates/404.html", "<p>\n\n{{ nosuch(x=1) }}", Position { line: 3, column: 4 }),
        ("i18n/ko.toml", "a = \"b\"\nskip = \n", Position { line: 2, column: 8 }),
    ];
    for (path, text, position) in cases {
        let diagnostic = error(&[file(path, text)]);
        assert_eq!((diagnostic.code.as_str(), diagnostic.severity), ("theme::template", Severity::Error));
        let place = diagnostic.place.expect("a place");
        assert_eq!(place.path.as_str(), format!("theme/{path}"));
        assert_eq!(place.excerpt().expect("an excerpt").position, position, "{}", diagnostic.message);
    }
}

#[test]
fn a_template_that_fails_while_it_runs_names_its_place() {
    let renderer = renderer(&[file("templates/404.html", "{{ page.head.nothing }}")], "ko");
    let diagnostic = renderer.render(&NotFoundView::default()).unwrap_err();
    let place = diagnostic.place.unwrap();
    assert_eq!(place.path.as_str(), "theme/templates/404.html");
    assert_eq!(place.excerpt().unwrap().position.line, 1);
}

#[test]
fn what_no_theme_reads_is_a_warning_with_a_suggestion() {
    let outcome =
        Theme::load(&ThemeSettings::default(), &[file("templates/notes.html", "x"), file("sub/x.css", "y")], "ko")
            .ok()
            .unwrap();
    let texts: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code.as_str(), d.help.as_deref().unwrap())).collect();
    assert_eq!(texts[0], ("theme::unknown-file", "did you mean templates/note.html?"));
    assert_eq!(texts[1].0, "theme::unknown-file");
    let broken = error(&[file("templates/note.html", "")].map(|mut file| {
        file.bytes = Arc::from(&b"\xff\xfe"[..]);
        file
    }));
    assert_eq!(broken.message, "this theme file is not UTF-8 text");
}

#[test]
fn asset_names_are_hashes_of_content_and_scripts_share_one() {
    let names = |overlay: &[ThemeFile]| -> BTreeMap<String, String> {
        let theme = load(overlay, "ko");
        let name = |asset: &super::Asset| asset.path.as_str().to_owned();
        let plain = |name: &str| format!("{}.{}", name.split('.').next().unwrap(), name.rsplit('.').next().unwrap());
        theme.assets().iter().map(|asset| (plain(&name(asset)), name(asset))).collect()
    };
    let (first, again) = (names(&[]), names(&[]));
    assert_eq!(first, again);
    let changed = names(&[file("js/due.js", "export const x = 1;")]);
    for (name, changes) in [("assets/due.js", true), ("assets/main.js", true), ("assets/kbgen.css", false)] {
        assert_eq!(first[name] != changed[name], changes, "{name}");
    }
}

#[test]
fn the_policy_pins_the_inline_script_and_allows_no_other() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let theme = load(&[], "ko");
    let note = NoteView {
        head: PageHead { frame_src: vec!["'self'".into(), "https://www.youtube.com".into()], ..PageHead::default() },
        ..NoteView::default()
    };
    let html = theme.renderer(&sample::site("ko", "")).render(&note).unwrap();
    let inline = html.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(inline.as_bytes()));
    assert!(theme.csp().contains(&format!("script-src 'self' 'sha256-{hash}';")));
    let whole = html.replace("&#x27;", "'").replace("&#39;", "'");
    assert!(
        whole.contains(&format!("content=\"{}; frame-src 'self' https://www.youtube.com\"", theme.csp())),
        "{html}"
    );
}
