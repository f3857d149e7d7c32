//! The properties on a note's page: those shown, their form, and those never shown.

use crate::support::{Page, Vault};

/// The page of `Note.md` with this block, in a vault that shows the named properties.
fn page(show: &str, block: &str, others: &[(&str, &str)]) -> (Page, Vault) {
    let config = format!("[site]\nlanguage = \"en\"\n[properties]\nshow = [{show}]\n");
    let note = format!("---\n{block}\n---\ntext\n");
    let vault = Vault::new(&[&[("kbgen.toml", &*config), ("Note.md", &note)], others].concat());
    (vault.build(&[]).page("/note/"), vault)
}

/// Each shown property: kind, key, values.
fn shown(page: &Page) -> Vec<String> {
    let kinds = page.attrs(".kb-properties dl > div", "data-kind");
    let rows = page.texts(".kb-properties dl > div");
    kinds.iter().zip(rows).map(|(kind, row)| format!("{kind}: {row}")).collect()
}

#[test]
fn a_property_has_the_form_of_its_type() {
    let block = "text: A\nmaps:\n  - k: 1\n    # secret\n    l: 2\nlong: 123456789012345678901234567890\nlist: [a, b]\nnum: 3.50\nbox: true\noff: false\nd: 2020-08-21\ndt: 2020-08-21T10:30:00\n\
                 slash: 2020/08/21\nnested:\n  k: 1 # secret\nempty:\nhidden: no";
    let show = r#""text", "maps", "long", "list", "num", "box", "off", "d", "dt", "slash", "nested", "empty""#;
    let (page, _vault) = page(show, block, &[]);
    let expected = [
        "text: text A",
        "list: maps k: 1 l: 2",
        "text: long 123456789012345678901234567890",
        "list: list a b",
        "number: num 3.50",
        "checkbox: box yes",
        "checkbox: off no",
        "date: d 21 August 2020",
        "datetime: dt 21 August 2020 10:30",
        "text: slash 2020/08/21",
        "source: nested k: 1",
    ];
    assert_eq!(shown(&page), expected);
    assert_eq!(page.attrs(".kb-properties time", "datetime"), ["2020-08-21", "2020-08-21T10:30"]);
    assert_eq!(page.attrs(".kb-properties input[type=checkbox][disabled][checked]", "type"), ["checkbox"]);
    assert_eq!(page.attrs(".kb-properties input[type=checkbox][disabled]", "type").len(), 2);
}

#[test]
fn obsidians_own_types_count_where_the_value_fits() {
    let types = r#"{"types": {"Year": "text", "done": "checkbox", "n": "number", "who": "multitext", "day": "date",
                    "when": "datetime", "odd": "number", "flag": "text"}}"#;
    let block = "year: 2020-01-01\ndone: \"True\"\nn: \"5\"\nwho: Kim\nday: 2020-08-21T10:30:00\nwhen: 2020-08-21\n\
                 odd: many\nflag: true";
    let show = r#""year", "done", "n", "who", "day", "when", "odd", "flag""#;
    let (page, _vault) = page(show, block, &[(".obsidian/types.json", types)]);
    let expected = [
        "text: year 2020-01-01",
        "checkbox: done yes",
        "number: n 5",
        "list: who Kim",
        "date: day 21 August 2020",
        "date: when 21 August 2020",
        "text: odd many",
        "text: flag true",
    ];
    assert_eq!(shown(&page), expected);
}

#[test]
fn links_in_properties_are_links_of_the_note() {
    let block = "link: \"[[Sub/Log#A|the log]] and [[Gone]]\"\nrel:\n  - \"[[Log]]\"\n  - \"[x](Sub/Log.md)\"\n  - plain\n\
                 url: https://example.com/a?b=c\npic: \"[[pic.png]]\"\nmd: \"[b](javascript:alert(1))\"\nself: \"[[#B]]\"";
    let show = r#""link", "rel", "url", "pic", "md", "self""#;
    let others = [("Sub/Log.md", "# A\n"), ("pic.png", "no picture")];
    let (page, vault) = page(show, block, &others);
    let links = ["/sub/log/#A", "/sub/log/", "/sub/log/", "/files/pic.png", "/note/"];
    assert_eq!(page.attrs(".kb-properties a.internal-link", "href").len(), links.len());
    for (found, link) in page.attrs(".kb-properties a.internal-link", "href").iter().zip(links) {
        assert_eq!(found.to_lowercase(), link.to_lowercase());
    }
    assert_eq!(page.attrs(".kb-properties a.external-link", "href"), ["https://example.com/a?b=c"]);
    assert_eq!(shown(&page)[0], "text: link the log and Gone");
    assert_eq!(shown(&page)[4], "text: md b", "a refused address leaves the text");

    let site = vault.build(&[]);
    assert!(site.has("files/pic.png"), "a shown property publishes what it links to");
    let backlinks = site.page("/sub/log/").texts(".kb-backlinks li");
    assert_eq!(backlinks.len(), 1);
    assert!(backlinks[0].starts_with("Note link: the log"), "{backlinks:?}");
    let found = vault.run(&["check", "vault", "--format", "json", "--date", "2024-10-27"]).stdout;
    let found: serde_json::Value = serde_json::from_str(&found).expect("valid JSON");
    let at = |code: &str| {
        let found = found.as_array().expect("a list").iter().find(|found| found["code"] == code).cloned();
        found.map(|found| (found["line"].as_u64(), found["column"].as_u64()))
    };
    assert_eq!(at("link::missing"), Some((Some(2), Some(7))));
    assert_eq!(at("link::scheme"), Some((Some(9), Some(5))));
}

#[test]
fn keys_are_whatever_people_type() {
    let block =
        "⭕과목: Argo CD\n첫학습후 몇일째?: 3\n\"a: b\": c\nTAGS: [DevOps, \"#a/b\", 2024]\n{x}: 1\n❤️좋아요: true";
    let block = block.replace("{x}: 1\n", "");
    let show = r#""⭕과목", "첫학습후 몇일째?", "A: B", "tags", "❤️좋아요""#;
    let others = [("03 - Tags/DevOps.md", ""), ("x.md", "---\ntags: a/b\n---\n")];
    let (page, _vault) = page(show, &block, &others);
    let rows = shown(&page);
    assert_eq!(rows[..3], ["text: ⭕과목 Argo CD", "number: 첫학습후 몇일째? 3", "text: a: b c"]);
    assert_eq!(rows[3..], ["tags: TAGS DevOps a/b", "checkbox: ❤️좋아요 yes"]);
    assert_eq!(page.attrs(".kb-properties a.tag", "href"), ["/03-tags/devops/", "/tags/a/b/"]);
}

#[test]
fn what_is_private_stays_so() {
    let block = "who: \"[[Secret|a friend]] knows\"\nmine: \"[[Secret]] https://hidden.example\"\nalso: \"[[Log]]\"";
    let others = [("Secret.md", "---\npublish: false\n---\nhush"), ("Log.md", "")];
    let (page, vault) = page(r#""who""#, block, &others);
    assert_eq!(shown(&page), ["text: who a friend knows"]);
    assert!(!page.has(".kb-properties a"));
    let site = vault.build(&[]);
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("hidden.example") && !text.contains("Secret"), "a private word in {path}");
    }
    assert!(!site.page("/log/").has(".kb-backlinks"), "a property that is not shown is no link");
}

#[test]
fn frozen_values_are_shown_live() {
    let block = "첫 학습날: 2024-10-01\n1일복습여부: true\n4일복습여부: true\n7일복습여부: true\n14일복습여부: true\n\
                 장기기억: false\n학습률: \"0.6\"\n진행바: 🟩🟩🟩 30%\n사이: \"1\"\n4일후: \"@2020년 1월 1일\"\n🛑오늘: x";
    let show = r#""학습률", "진행바", "사이", "4일후", "🛑오늘""#;
    let (page, _vault) = page(show, block, &[]);
    let expected = [
        "number: 학습률 0.8 stored: 0.6",
        "text: 진행바 4/5",
        "text: 사이 day 26 (on 2024-10-27)",
        "date: 4일후 5 October 2024",
    ];
    assert_eq!(shown(&page), expected);
}
