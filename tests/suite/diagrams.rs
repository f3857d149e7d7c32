//! Mermaid diagrams: drawn by the build, without anything active, in the theme's colours; else their source.

use super::hostile::inert::Inert;
use super::support::{Vault, files};

/// One diagram of each kind, and a word that it must show.
const KINDS: &[(&str, &str)] = &[
    ("flowchart TD\nA[노트 쓰기] --> B{다시?}", "노트 쓰기"),
    ("graph LR\n가 -->|예| 나", "예"),
    ("sequenceDiagram\n독자->>서버: 주세요", "주세요"),
    ("classDiagram\nclass 노트 {\n+String 제목\n}\n노트 <|-- 복습", "+String 제목"),
    ("stateDiagram-v2\n[*] --> 복습중", "복습중"),
    ("erDiagram\n노트 ||--o{ 링크 : \"가진다\"", "가진다"),
    ("gantt\ndateFormat YYYY-MM-DD\nsection 준비\n읽기 :a1, 2024-10-01, 5d", "읽기"),
    ("mindmap\n  root((지식))\n    정리", "정리"),
    ("pie title 시간\n\"읽기\" : 45\n\"쓰기\" : 30", "시간"),
    ("gitGraph\ncommit id: \"처음\"\nbranch dev\ncommit", "처음"),
    ("journey\ntitle 하루\nsection 아침\n복습: 5: 나", "복습"),
    ("timeline\ntitle 역사\n2022 : 시작", "시작"),
    ("quadrantChart\nx-axis 낮음 --> 높음\n복습: [0.8, 0.9]", "복습"),
    ("xychart-beta\nx-axis [1월, 2월]\nbar [10, 30]", "2월"),
    ("kanban\n  할일\n    [복습하기]", "복습하기"),
    ("requirementDiagram\nrequirement 요구 {\nid: 1\ntext: 빠르게\nrisk: high\nverifymethod: test\n}", "요구"),
    ("block-beta\ncolumns 1\na[\"첫째\"]", "첫째"),
    ("sankey-beta\n읽기,쓰기,10", "쓰기"),
    ("packet-beta\n0-15: \"원본\"", "원본"),
];

fn fence(code: &str) -> String {
    format!("```mermaid\n{code}\n```\n\n")
}

/// The findings about diagrams, and all the files that were written.
fn build(vault: &Vault) -> String {
    let run = vault.run(&["build", "vault", "--out", "public", "--date", "2024-10-27"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stderr
}

#[test]
fn every_kind_is_drawn_with_its_words_and_nothing_else() {
    let note: String = KINDS.iter().map(|(code, _)| fence(code)).collect();
    let vault = Vault::new(&[("A.md", &note)]);
    let told = build(&vault);
    assert!(!told.contains("mermaid"), "{told}");
    let page = vault.build(&[]).page("/a/");
    let drawn = page.texts("article pre.mermaid > svg.kb-diagram");
    assert_eq!(drawn.len(), KINDS.len());
    for ((code, word), text) in KINDS.iter().zip(&drawn) {
        assert!(text.contains(word), "{code}: {text}");
    }
    assert!(page.attrs("article svg", "aria-label").iter().all(|label| !label.is_empty() && label != "도표"));
    assert_eq!(page.texts("article details > pre > code.language-mermaid").len(), KINDS.len());
    for unwanted in ["article style", "article [style]", "article foreignobject", "article svg image", "article script"]
    {
        assert!(!page.has(unwanted), "{unwanted}");
    }
    let ids = page.attrs("article svg [id]", "id");
    let all: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(all.len(), ids.len(), "no two parts have the same name");
    let styles = page.attrs("link[rel=stylesheet]", "href");
    assert!(styles.iter().any(|href| href.contains("/assets/mermaid.")), "{styles:?}");
}

#[test]
fn a_page_without_a_diagram_does_not_load_their_styles() {
    let vault = Vault::new(&[("A.md", &fence("graph TD\na --> b")), ("B.md", "b"), ("C.md", "![[A]]")]);
    let site = vault.build(&[]);
    let loads =
        |url: &str| site.page(url).attrs("link[rel=stylesheet]", "href").iter().any(|href| href.contains("mermaid"));
    assert_eq!(["/a/", "/b/", "/c/"].map(loads), [true, false, true]);
}

/// Lines of a flowchart that run, load or lead where they should not.
const HOSTILE: &[&str] = &[
    "A[\"<img src=x onerror=alert(1)> <script>alert(1)</script><svg onload=alert(1)>\"] --> B",
    "C[\"<a href='javascript:alert(1)'>x</a>\"]",
    "D[\"`**굵게** <iframe src='https://evil.example'></iframe>`\"]",
    "E@{ img: \"https://evil.example/x.png\", label: \"그림\" }",
    "click A \"javascript:alert(1)\"",
    "click B call alert(1) \"tip\"",
    "click C href \"data:text/html,<script>alert(1)</script>\"",
    "style A fill:url(https://evil.example/y),stroke:red;}</style><script>alert(1)</script>",
    "classDef x fill:#f9f,background:url(javascript:alert(1))",
    "class B x",
    "linkStyle 0 stroke:url(#x),fill:expression(alert(1))",
    "%%{init: {\"securityLevel\": \"loose\", \"theme\": \"x\", \"themeCSS\": \"*{background:url(https://evil.example)}\"}}%%",
];

#[test]
fn hostile_diagrams_are_inert() {
    let mut notes: Vec<(String, String)> = HOSTILE
        .iter()
        .enumerate()
        .map(|(ix, line)| (format!("n{ix}.md"), fence(&format!("flowchart TD\n{line}"))))
        .collect();
    notes.push(("all.md".to_owned(), fence(&format!("flowchart TD\n{}", HOSTILE.join("\n")))));
    for (ix, label) in
        ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "</text></svg><script>", "&#60;script&#62;"]
            .iter()
            .enumerate()
    {
        for (kind, code) in [
            (
                "sequence",
                format!("sequenceDiagram\nA->>B: {label}\nNote over A: {label}\nlink A: x @ javascript:alert(1)"),
            ),
            ("class", format!("classDiagram\nclass A[\"{label}\"]\nA : {label}\nclick A href \"javascript:alert(1)\"")),
            ("state", format!("stateDiagram-v2\nstate \"{label}\" as a\na --> b : {label}")),
            ("pie", format!("pie title {label}\n\"{label}\" : 5")),
            ("mindmap", format!("mindmap\n  root(({label}))\n    {label}")),
            (
                "gantt",
                format!(
                    "gantt\ntitle {label}\nsection {label}\n{label} :a1, 2024-10-01, 5d\nclick a1 href \"javascript:alert(1)\""
                ),
            ),
            ("er", format!("erDiagram\nA ||--o{{ B : \"{label}\"")),
            ("git", format!("gitGraph\ncommit id: \"{label}\" tag: \"{label}\"")),
            ("kanban", format!("kanban\n  a[{label}]\n    b[{label}]@{{ ticket: x }}")),
        ] {
            notes.push((format!("{kind}{ix}.md"), fence(&code)));
        }
    }
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (&**path, &**text)).collect();
    let vault = Vault::new(&notes);
    build(&vault);
    let inert = Inert::new();
    let mut pages = 0;
    for file in files(&vault.path("public")).iter().filter(|file| file.ends_with(".html")) {
        let html = std::fs::read_to_string(vault.path("public").join(file)).expect("a page");
        inert.html(file, &html);
        // The page has the source escaped; the rest must not name the host.
        let drawn: String =
            html.split("<svg class=\"kb-diagram").skip(1).filter_map(|rest| rest.split("</svg>").next()).collect();
        assert!(!drawn.contains("evil.example") && !drawn.contains("javascript:"), "{file}: {drawn}");
        pages += usize::from(!drawn.is_empty());
    }
    assert!(pages > 20, "{pages} pages show a diagram");
}

#[test]
fn what_cannot_be_drawn_is_shown_as_its_source_with_a_finding() {
    let large = format!("graph TD\n{}", "a --> b\n".repeat(5000));
    let nodes: String = (0..3000).map(|ix| format!("n{ix} --> n{}\n", ix * 7 % 3000)).collect();
    for (code, reason) in [
        ("graph TD", "it shows nothing"),
        ("graph TD\nA --> [[[", "Unterminated node label"),
        ("nosuch\na --> b", "it does not begin with the name of a kind of diagram"),
        ("", "it does not begin with the name of a kind of diagram"),
        (&large, "it is longer than 32 KiB"),
        (&format!("graph TD\n{nodes}"), "it is "),
    ] {
        let note = format!("가\n\n{}", fence(code));
        let vault = Vault::new(&[("A.md", &note)]);
        let told = build(&vault);
        assert!(told.contains(reason), "{code:.40}: {told}");
        assert!(told.contains("warning[mermaid::failed]: ") && told.contains("--> A.md:3:1"), "{code:.40}: {told}");
        let page = vault.build(&[]).page("/a/");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&page.text("article pre.mermaid")), words(code));
        assert!(!page.has("article details") && !page.has("article svg"));
    }
}

#[test]
fn nodes_of_the_class_internal_link_lead_to_notes() {
    let code = "graph TD\nA[\"가 나\"] --> B(Other) --> Secret --> Nowhere\nclass A,B,Secret,Nowhere internal-link";
    let vault = Vault::new(&[
        ("A.md", &fence(code)),
        ("x/가 나.md", "가"),
        ("Other.md", "b"),
        ("Secret.md", "---\npublish: false\n---\ns"),
    ]);
    let site = vault.build(&[]);
    let page = site.page("/a/");
    assert_eq!(page.attrs("article svg a.internal-link", "href"), ["/x/가-나/", "/other/"]);
    assert_eq!(page.attrs("article svg", "role"), ["group"]);
    assert!(site.page("/other/").text(".kb-backlinks").contains('A'));
}

#[test]
fn threads_and_places_change_no_byte() {
    let note: String = KINDS.iter().map(|(code, _)| fence(code)).collect();
    let vault = Vault::new(&[("A.md", &note), ("B.md", &note), ("C.md", "![[A]]\n\n![[A]]\n\n![[B]]")]);
    let page = |threads: &str| {
        let mut command = vault.command(&["build", "vault", "--out", "public", "--date", "2024-10-27"]);
        let run = super::support::run(command.env("RAYON_NUM_THREADS", threads));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let read = |url: &str| std::fs::read_to_string(vault.path("public").join(url)).expect("a page");
        (read("a/index.html"), read("c/index.html"))
    };
    let (one, four) = (page("1"), page("4"));
    assert!(one == four);
    let ids = vault.build(&[]).page("/c/").attrs("article svg [id]", "id");
    let all: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(all.len(), ids.len(), "embeds have names of their own");
}
