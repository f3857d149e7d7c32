//! Diagnostics name the exact position in the note, whatever the pre-pass has masked, inserted or moved before it.

use crate::support::Vault;

/// Marks the position in a note where the diagnostic is expected.
const HERE: char = '¦';

/// A diagram that shows nothing.
const DIAGRAM: &str = if cfg!(feature = "mermaid") { "mermaid::failed" } else { "code::mermaid" };

/// Notes with one finding each, and its code.
const NOTES: &[(&str, &str)] = &[
    ("link::missing", "가나 ¦[[nowhere]]"),
    ("link::missing", "---\na: 1\n---\n\n가 [[fine|b]] ¦[[nowhere|c]]"),
    ("link::missing", "> [!note] 제목 ¦[[nowhere]]\n> b"),
    ("link::missing", "> [!note] T\nlazy ¦[[nowhere]]"),
    ("link::missing", "> [!note] T\n> > [!tip]- U\n> x ¦[[nowhere]]"),
    ("link::missing", "- 가\n    -\n    - ¦[[nowhere]]"),
    ("link::missing", "%%\n숨김 [[hidden]]\n%%\n\n뒤 ¦[[nowhere]]"),
    ("link::missing", "앞 %%가%% ¦[[nowhere]]"),
    ("link::missing", "$$\n가\n$$\n\n¦[[nowhere]]"),
    ("link::missing", "$가$ **핵심(core)**은 ¦[[nowhere]]"),
    ("link::missing", "**핵심(core)**은 **가(나)**는 ¦[[nowhere]]"),
    ("link::missing", "| 가 | 나 |\n|--|--|\n| [[fine\\|x]] | ¦[[nowhere\\|y]] |"),
    ("link::missing", "- [ ] 가 ¦[[nowhere]]"),
    ("link::missing", "# 제목 ¦[[nowhere]]"),
    ("link::missing", "a ^[각주 ¦[[nowhere]]]"),
    ("link::missing", "a[^1]\n\n[^1]: 가\n    ¦[[nowhere]]"),
    ("link::missing", "==가 ¦[[nowhere]]=="),
    ("link::missing", "가 ¦[글](nowhere.md)"),
    ("link::missing", "가 ¦<a href=\"nowhere.md\">x</a>"),
    ("link::heading-missing", "🟩 ¦[[fine#없음]]"),
    ("link::block-missing", "\t\n가 ¦[[fine#^none]]"),
    ("link::scheme", "- 가 ¦[x](javascript:y)"),
    ("image::missing", "- A\n    \n    ¦![[none.png|100]]\n    \n- B"),
    ("image::missing", "[¦![[none.png]]](https://x.y)"),
    ("image::http", "> 가 ¦![x](http://a.b/c.png)"),
    ("embed::missing", "앞\n¦![[nowhere]]\n뒤"),
    ("comment::unclosed", "가\n\n¦%%\n나"),
    ("math::invalid", "가격은 ¦$\\nosuch$ 원"),
    ("math::invalid", "- 가\n\n  ¦$$\n  \\frac{a\n  $$"),
    ("math::invalid", "> [!note] T\n> 가 **나(다)**는 ¦$\\nosuch$"),
    ("math::invalid", "| a | b |\n|--|--|\n| 가 | ¦$\\nosuch\\|x$ |"),
    ("code::query", "- 가\n\n  ¦```dataview\n  LIST\n  ```"),
    (DIAGRAM, "가\n\n> ¦```mermaid\n> graph TD\n> ```"),
    ("link::missing", "```mermaid\ngraph TD\n가 --> 나[nowhere]\nclass ¦나 internal-link\n```"),
    ("code::language", "- 가\n\n  ¦```nosuch {1}\n  a\n  ```"),
    ("html::unsafe", "가 ¦<script>x</script>"),
];

#[test]
fn a_finding_is_where_its_author_sees_it() {
    let names: Vec<String> = (0..NOTES.len()).map(|ix| format!("n{ix:02}.md")).collect();
    let texts: Vec<String> = NOTES.iter().map(|(_, text)| text.replace(HERE, "")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    files.push(("fine.md", "# A\n\nb ^c"));
    let run = Vault::new(&files).run(&["check", "vault", "--format", "json", "--date", "2024-10-27"]);
    let found: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("an array of diagnostics");
    let mut wrong = String::new();
    for ((code, text), name) in NOTES.iter().zip(&names) {
        let before = &text[..text.find(HERE).expect("a place")];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        let places: Vec<String> = found
            .iter()
            .filter(|finding| finding["path"] == name.as_str())
            .map(|finding| {
                format!("{} {}:{}", finding["code"].as_str().unwrap_or(""), finding["line"], finding["column"])
            })
            .collect();
        if places != [format!("{code} {line}:{column}")] {
            wrong += &format!("{text:?}\n    want {code} {line}:{column}, got {places:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
