//! Modules become few files: what is joined with what, and under which names.

use super::*;

/// The scripts of a site with these in the vault's `theme/js/`, by name without the hash; and the hash of all.
fn scripts(modules: &[(&str, &str)]) -> (BTreeMap<String, String>, String) {
    let overlay: Vec<_> = modules.iter().map(|(name, text)| file(&format!("js/{name}"), text)).collect();
    let theme = load(&overlay, "en");
    let mut hashes = BTreeSet::new();
    let mut texts = BTreeMap::new();
    for asset in theme.assets() {
        let name = asset.path.as_str().trim_start_matches("assets/");
        if let Some((stem, hash)) = name.strip_suffix(".js").and_then(|name| name.rsplit_once('.')) {
            hashes.insert(hash.to_owned());
            texts.insert(stem.to_owned(), String::from_utf8(asset.bytes.to_vec()).unwrap());
        }
    }
    assert_eq!(hashes.len(), 1, "{hashes:?}");
    (texts, hashes.pop_first().unwrap())
}

#[test]
fn what_one_script_imports_becomes_part_of_it() {
    let (texts, _) = scripts(&[
        ("own.js", "import { a } from \"./own-a.js\";\nimport \"./own-b.js\";\nown(a);\n"),
        ("own-a.js", "import {\n  b,\n} from \"./own-b.js\";\nexport const a = b;\n"),
        ("own-b.js", "export const b = 1;\n"),
    ]);
    assert_eq!(texts["own"], "export const b = 1;\nexport const a = b;\nown(a);\n");
    assert!(!texts.contains_key("own-a") && !texts.contains_key("own-b"));
}

#[test]
fn what_every_page_has_is_imported_from_its_script() {
    let (texts, hash) = scripts(&[
        ("main.js", "import { a } from \"./own-a.js\";\nimport(\"./own.js\");\n"),
        ("own.js", "import { b } from \"./own-b.js\";\nimport { a } from \"./own-a.js\";\nown(a, b);\n"),
        ("own-b.js", "import { a } from \"./own-a.js\";\nexport const b = a;\n"),
        ("own-a.js", "export const a = 1;\n"),
    ]);
    assert_eq!(texts["main"], format!("export const a = 1;\nimport(\"./own.{hash}.js\");\n"));
    assert_eq!(texts["own"], format!("import {{ a }} from \"./main.{hash}.js\";\nexport const b = a;\nown(a, b);\n"));
}

#[test]
fn what_two_scripts_import_or_one_loads_later_is_a_file() {
    let (texts, hash) = scripts(&[
        ("own.js", "import { a } from \"./own-a.js\";\nimport { later } from \"./own-later.js\";\nown(a, later);\n"),
        ("own-other.js", "import { a } from \"./own-a.js\";\nother(a, import(\"./own-later.js\"));\n"),
        ("own-a.js", "export const a = 1;\n"),
        ("own-later.js", "export const later = 1;\n"),
    ]);
    let imports =
        format!("import {{ a }} from \"./own-a.{hash}.js\";\nimport {{ later }} from \"./own-later.{hash}.js\";\n");
    assert_eq!(texts["own"], format!("{imports}own(a, later);\n"));
    assert_eq!(texts["own-later"], "export const later = 1;\n");
}

#[test]
fn an_import_of_another_form_leads_to_a_file() {
    let (texts, hash) = scripts(&[
        ("own.js", "import * as all from \"./own-a.js\";\nimport { b as c } from \"./own-b.js\";\nown(all, c);\n"),
        ("own-a.js", "export const a = 1;\n"),
        ("own-b.js", "export const b = 1;\n"),
    ]);
    let expected =
        "import * as all from \"./own-a.HASH.js\";\nimport { b as c } from \"./own-b.HASH.js\";\nown(all, c);\n";
    assert_eq!(texts["own"], expected.replace("HASH", &hash));
}

#[test]
fn any_module_renames_the_file_that_it_is_part_of() {
    let own = |value: &str| {
        scripts(&[
            ("own.js", "import { a } from \"./own-a.js\";\n"),
            ("own-a.js", &format!("export const a = {value};\n")),
        ])
    };
    assert_ne!(own("1").1, own("2").1);
    let theme = load(&[file("templates/hooks/footer.html", "{{ asset(name=\"js/toc.js\") }}")], "en");
    let html = theme.renderer(&sample::site("en", "")).render(&NoteView::default()).unwrap();
    assert!(html.contains("/assets/main."), "a module's address is that of its file: {html}");
}

#[test]
fn a_name_that_two_modules_of_a_file_declare_is_an_error() {
    let broken = error(&[
        file("js/own.js", "import { a } from \"./own-a.js\";\nconst hidden = a;\n"),
        file("js/own-a.js", "export const a = 1;\nasync function hidden() {}\n"),
    ]);
    assert_eq!(broken.message, "own-a.js and own.js become one script, and both declare hidden");
    assert_eq!(broken.place.as_ref().map(|place| place.path.as_str()), Some("theme/js/own.js"));
}

#[test]
fn comments_stay_in_the_theme() {
    let (texts, _) = scripts(&[(
        "own.js",
        "/** @typedef {import(\"./own-a.js\").A} A */\n// Mine.\n  own(\"/**/\", /** @type {A} */ (a));\n",
    )]);
    assert_eq!(texts["own"], "\n// Mine.\n  own(\"/**/\", (a));\n", "a vault's own script keeps all but types");
    for (name, text) in texts.iter().filter(|(name, _)| *name != "own") {
        let comment = text.lines().find(|line| line.trim_start().starts_with("//") || line.contains("/**"));
        assert_eq!(comment, None, "{name}");
    }
}
