//! Content that the app or its plugins compute: canvases, bases, drawings, queries.

use serde_json::Value;

use super::support::Vault;

/// `code path:line` of every finding.
fn findings(vault: &Vault) -> Vec<String> {
    let run = vault.run(&["check", "vault", "--format", "json", "--date", "2024-10-27"]);
    let all: Vec<Value> = serde_json::from_str(&run.stdout).expect("valid JSON");
    let text = |found: &Value, key: &str| found[key].as_str().unwrap_or_default().to_owned();
    let all = all.iter().filter(|found| !text(found, "code").starts_with("config::"));
    all.map(|found| format!("{} {}:{}", text(found, "code"), text(found, "path"), found["line"])).collect()
}

#[test]
fn queries_of_plugins_are_shown_as_code_and_told_once() {
    let blocks = "```dataview\nLIST\n```\n\n```tasks\nnot done\n```\n\n```dataview\nTABLE x\n```\n\n\
                  ```mermaid\ngraph TD\n```\n";
    let private = format!("---\npublish: false\n---\n{blocks}");
    let vault = Vault::new(&[("A.md", &private), ("B.md", blocks), ("C.md", blocks)]);
    let mut expected = vec!["code::query B.md:1", "code::query B.md:5"];
    if cfg!(feature = "mermaid") {
        expected.splice(0..0, ["mermaid::failed B.md:13", "mermaid::failed C.md:13"]);
    } else {
        expected.push("code::mermaid B.md:13");
    }
    let mut found = findings(&vault);
    found.sort();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let page = vault.build(&[]).page("/c/");
    assert_eq!(page.texts("article pre code.language-dataview"), ["LIST", "TABLE x"]);
}

#[test]
fn a_drawing_shows_its_exported_picture() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";
    let note = "---\nexcalidraw-plugin: parsed\n---\n# Text Elements\nHello ^a1\n";
    let vault = Vault::new(&[
        ("d/A.excalidraw.md", note),
        ("d/A.excalidraw.svg", svg),
        ("d/B.md", note),
        ("d/B.svg", svg),
        ("d/C.excalidraw.md", note),
        ("Home.md", "![[A.excalidraw]]"),
    ]);
    assert_eq!(findings(&vault), ["drawing::not-exported d/C.excalidraw.md:null"]);
    let site = vault.build(&[]);
    let images = |url: &str| site.page(url).attrs("article img", "src");
    assert_eq!(images("/d/a.excalidraw/"), ["/files/d/a.excalidraw.svg"]);
    assert_eq!(images("/d/b/"), ["/files/d/b.svg"]);
    assert_eq!(images("/"), ["/files/d/a.excalidraw.svg"]);
    assert!(!site.page("/d/b/").text("article").contains("Hello"));
    assert!(site.page("/d/c.excalidraw/").text("article").contains("Hello"));
}

#[test]
fn a_canvas_and_a_base_go_where_the_manifest_says() {
    let node = r#"{"id":"1","type":"text","x":0,"y":0,"width":9,"height":9,"text":"[[Nowhere]]"}"#;
    let vault = Vault::new(&[
        ("Home.md", "[[Map.canvas]] ![[All.base]]"),
        ("m/Map.canvas", &format!("{{\n\"nodes\":[\n{node}]}}")),
        ("m/All.base", "views:\n- type: list\n"),
        ("m/Unused.canvas", "no JSON"),
        ("m/Unused.base", "views: ["),
    ]);
    assert_eq!(findings(&vault), ["link::missing m/Map.canvas:3"]);
    let site = vault.build(&[]);
    let sources = &site.json(".kbgen-manifest.json")["sources"];
    assert_eq!(sources["m/Map.canvas"], "/m/map.canvas/");
    assert_eq!(sources["m/All.base"], "/m/all.base/");
    assert!(sources.get("m/Unused.canvas").is_none() && sources.get("m/Unused.base").is_none());
    assert_eq!(site.page("/").texts("article .bases-list a"), ["Home"]);
    assert!(site.page("/m/map.canvas/").has(".canvas-node .is-unresolved"));
}

/// 80 000 cards, arrows between them, and a base over all notes: bounded, and built.
#[test]
fn canvases_and_bases_made_to_hurt_are_cut_to_size() {
    let node = |ix: usize| {
        format!(
            "{{\"id\":\"{ix}\",\"type\":\"file\",\"x\":{ix},\"y\":{ix}e99,\"width\":1e9,\"height\":1,\"file\":\"m.canvas\"}}"
        )
    };
    let nodes: Vec<String> = (0..80_000).map(node).collect();
    let edge = |ix: usize| format!("{{\"id\":\"e{ix}\",\"fromNode\":\"{ix}\",\"toNode\":\"0\"}}");
    let edges: Vec<String> = (0..1_000).map(edge).collect();
    let canvas = format!("{{\"nodes\":[{}],\"edges\":[{}]}}", nodes.join(","), edges.join(","));
    let deep = format!("filters: '{}1'\n", "(".repeat(2_000));
    let vault = Vault::new(&[("Home.md", "![[m.canvas]] ![[d.base]]"), ("m.canvas", &canvas), ("d.base", &deep)]);
    let run = vault.run(&["check", "vault"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for code in ["canvas::limit", "embed::cycle", "base::expression"] {
        assert!(run.stdout.contains(code), "{code}");
    }
}
