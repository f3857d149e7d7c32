//! The shape of the source: which module may use which, and how large a file may be.
//!
//! The layers are those of ARCHITECTURE.md. Tests inside the source are free of them.

mod circles;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::Pat;
use syn::visit::Visit;

/// Modules that may use those of the layers before their own.
struct Layer {
    modules: &'static [&'static str],
    /// They may use one another too.
    open: bool,
}

const fn layer(modules: &'static [&'static str]) -> Layer {
    Layer { modules, open: false }
}

const LAYERS: &[Layer] = &[
    Layer { modules: &["path", "text", "date", "diag", "hangul", "markup", "routes", "platform"], open: true },
    layer(&["config"]),
    layer(&["scan"]),
    layer(&["parse"]),
    layer(&["index"]),
    layer(&["review", "search", "view"]),
    layer(&["theme", "query", "graph", "edit"]),
    layer(&["social", "article", "rendered"]),
    layer(&["pages"]),
    layer(&["pipeline", "write", "check", "export"]),
    layer(&["serve"]),
    layer(&["cli"]),
    layer(&["main"]),
];

/// The largest part of `src` that one room may be.
const LARGEST_ROOM: f64 = 0.25;
/// Lines of a source file, its tests included.
const MOST_LINES: usize = 400;

#[test]
fn modules_use_only_what_lies_before_them_in_the_pipeline() {
    let mut broken = Vec::new();
    for (path, text) in sources("src") {
        let module = module_of(&path);
        // The crate's own page names every module.
        if module == "lib" || module == "testing" || is_test(&path) {
            continue;
        }
        for used in used_modules(without_tests(&text)) {
            if used != module && !may_use(&module, &used) {
                broken.push(format!("{}: `{module}` must not use `{used}`", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_module_has_a_place_among_the_layers() {
    let placed: BTreeSet<_> = LAYERS.iter().flat_map(|layer| layer.modules).map(|name| (*name).to_owned()).collect();
    let modules: BTreeSet<_> = sources("src").iter().map(|(path, _)| module_of(path)).collect();
    let homeless: Vec<_> = modules.difference(&placed).filter(|name| *name != "lib" && *name != "testing").collect();
    assert!(homeless.is_empty(), "not in LAYERS of tests/suite/architecture.rs: {homeless:?}");
}

#[test]
fn every_module_among_the_layers_exists() {
    let modules: BTreeSet<_> = sources("src").iter().map(|(path, _)| module_of(path)).collect();
    let placed = LAYERS.iter().flat_map(|layer| layer.modules);
    let missing: Vec<_> = placed.filter(|name| !modules.contains(**name)).collect();
    assert!(missing.is_empty(), "in LAYERS, but not in src: {missing:?}");
}

#[test]
fn no_room_is_a_program_within_the_program() {
    let mut rooms: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (path, text) in sources("src") {
        *rooms.entry(module_of(&path)).or_default() += text.lines().count();
    }
    let all: usize = rooms.values().sum();
    let large: Vec<_> = rooms.iter().filter(|(_, lines)| **lines as f64 > all as f64 * LARGEST_ROOM).collect();
    assert!(large.is_empty(), "more than a quarter of {all} lines: {large:?}");
}

#[test]
fn only_platform_names_an_operating_system_or_its_libraries() {
    let names =
        ["std::os::", "rustix::", "signal_hook", "cfg(unix", "cfg(windows", "cfg!(windows", "target_os", "/dev/"];
    let files = sources("src").into_iter().filter(|(path, _)| module_of(path) != "platform" && !is_test(path));
    let named: Vec<String> = files
        .flat_map(|(path, text)| {
            let code = without_tests(&text).to_owned();
            let found = names.into_iter().filter(|name| code.contains(name));
            found.map(|name| format!("{}: {name}", path.display())).collect::<Vec<_>>()
        })
        .collect();
    assert!(named.is_empty(), "belongs to src/platform: {named:#?}");
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let silent = |(path, text): (PathBuf, String)| (!text.starts_with("//! ")).then_some(path);
    let silent: Vec<_> = sources("src").into_iter().chain(sources("tests")).filter_map(silent).collect();
    assert!(silent.is_empty(), "no module documentation in the first line of {silent:?}");
}

#[test]
fn no_source_file_is_too_long_to_hold_in_mind() {
    let long = |(path, text): (PathBuf, String)| {
        let lines = text.lines().count();
        (lines > MOST_LINES).then(|| format!("{}: {lines} lines", path.display()))
    };
    let long: Vec<_> = sources("src").into_iter().filter_map(long).collect();
    assert!(long.is_empty(), "more than {MOST_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn the_reader_of_this_test_sees_nested_and_grouped_uses() {
    let text = "use crate::{diag::{self, Code}, path::fold};\n// crate::cli\nlet x = crate::text::Span::new(0, 1);\n";
    let used: Vec<_> = used_modules(text).into_iter().collect();
    assert_eq!(used, ["diag", "path", "text"]);
    assert!(may_use("article", "path") && may_use("path", "text") && may_use("main", "cli"));
    assert!(!may_use("path", "config") && !may_use("write", "check") && !may_use("index", "review"));
}

#[test]
fn every_match_over_the_kinds_of_nodes_names_them_all() {
    let mut open = Vec::new();
    for (path, text) in sources("src").into_iter().filter(|(path, _)| !is_test(path)) {
        let file = syn::parse_file(&text).expect("a source is Rust");
        open.extend(open_matches(&file).into_iter().map(|name| format!("{}: `{name}`", path.display())));
    }
    assert!(open.is_empty(), "a new kind would be decided about unseen:\n{}", open.join("\n"));
}

#[test]
fn an_arm_for_any_kind_is_found_wherever_it_hides() {
    for (arms, is_open) in [
        ("Kind::Rule => 1, _ => 2", true),
        ("Kind::Rule | Kind::Table => 1, other => 2", true),
        ("Kind::Rule => 1, Kind::Table | _ => 2", true),
        ("Some(Kind::Rule) => 1, Some(_) | None => 2", true),
        ("Some(Kind::Rule) => 1, _ => 2", true),
        ("(Kind::Rule, true) => 1, (_, false) => 2", true),
        ("tree::Kind::List { start, .. } => 1, kind @ _ => 2", true),
        ("Kind::Rule => 1, Kind::Link(_) => 2", false),
        ("Kind::Rule => 1, _ if late => 2", false),
        ("FrameKind::Root => 1, _ => 2", false),
        ("Some(id) if id == Kind::Rule => 1, _ => 2", false),
    ] {
        let file = syn::parse_file(&format!("fn f() {{ match x {{ {arms} }} }}")).expect("a match is Rust");
        assert_eq!(open_matches(&file).len(), usize::from(is_open), "{arms}");
    }
}

/// The functions with a match that names a variant of `Kind` and yet has an arm for any value in its place.
fn open_matches(file: &syn::File) -> Vec<String> {
    #[derive(Default)]
    struct Matches {
        function: String,
        open: Vec<String>,
    }

    impl<'ast> Visit<'ast> for Matches {
        fn visit_signature(&mut self, signature: &'ast syn::Signature) {
            self.function = signature.ident.to_string();
        }

        fn visit_expr_match(&mut self, found: &'ast syn::ExprMatch) {
            let kinds: Vec<_> = found.arms.iter().flat_map(|arm| places(&arm.pat, true)).collect();
            let mut any = found.arms.iter().flat_map(|arm| places(&arm.pat, false));
            if any.any(|place| kinds.iter().any(|kind| kind.starts_with(&place))) {
                self.open.push(self.function.clone());
            }
            syn::visit::visit_expr_match(self, found);
        }
    }

    let mut matches = Matches::default();
    matches.visit_file(file);
    matches.open
}

/// The places within a pattern, such as `.Some.0`, where it names a variant of `Kind`, or where it takes any value.
fn places(pattern: &Pat, of_kinds: bool) -> Vec<String> {
    let variant = |path: &syn::Path| path.segments.iter().rev().nth(1).is_some_and(|name| name.ident == "Kind");
    let inside = |at: &str, pattern: &Pat| -> Vec<String> {
        places(pattern, of_kinds).into_iter().map(|place| format!("{at}{place}")).collect()
    };
    match pattern {
        Pat::Or(or) => or.cases.iter().flat_map(|case| places(case, of_kinds)).collect(),
        // An arm with a condition leaves its values to the arms below it.
        Pat::Guard(guard) if of_kinds => places(&guard.pat, of_kinds),
        Pat::Paren(paren) => places(&paren.pat, of_kinds),
        Pat::Reference(reference) => places(&reference.pat, of_kinds),
        Pat::Tuple(tuple) => {
            tuple.elems.iter().enumerate().flat_map(|(at, element)| inside(&format!(".{at}"), element)).collect()
        }
        Pat::Path(path) if variant(&path.path) => here(of_kinds),
        Pat::Struct(fields) if variant(&fields.path) => here(of_kinds),
        Pat::TupleStruct(fields) if variant(&fields.path) => here(of_kinds),
        Pat::TupleStruct(fields) => {
            let name = fields.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default();
            fields.elems.iter().flat_map(|element| inside(&format!(".{name}"), element)).collect()
        }
        Pat::Wild(_) => here(!of_kinds),
        Pat::Ident(name) => match &name.subpat {
            Some((_, pattern)) => places(pattern, of_kinds),
            // Constants and variants begin with a capital.
            None => here(!of_kinds && name.ident.to_string().starts_with(|c: char| c.is_lowercase())),
        },
        _ => Vec::new(),
    }
}

fn here(found: bool) -> Vec<String> {
    if found { vec![String::new()] } else { Vec::new() }
}

fn may_use(module: &str, used: &str) -> bool {
    let place = |name: &str| LAYERS.iter().position(|layer| layer.modules.contains(&name));
    match (place(module), place(used)) {
        (Some(own), Some(other)) => other < own || own == other && LAYERS[own].open,
        // Reported by the test of homeless modules.
        _ => true,
    }
}

/// The modules of this crate that a source names: `crate::x`, `crate::{x, y::z}`, and `kbgen::x` in the binary.
fn used_modules(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for root in ["crate::", "kbgen::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(heads_of_group(group)),
                None => used.extend(name_at(rest)),
            }
        }
    }
    used
}

/// The first names of a `use` group's members: `a` and `b` of `a::{c, d}, b::e}`.
fn heads_of_group(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0usize;
    let mut member = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.extend(name_at(group[member..at].trim_start()));
                member = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

/// The module name that a text begins with; `None` for a macro or an item of the crate's root.
fn name_at(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let name = &text[..end];
    name.starts_with(|c: char| c.is_ascii_lowercase()).then(|| name.to_owned())
}

/// A source up to its test module, which is at the end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// The module below the crate's root that a file belongs to.
fn module_of(path: &Path) -> String {
    let first = path.components().nth(1).expect("a path below src").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Every Rust file below a folder of the repository, by its path from the root, in order.
pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
    entries
        .map(|entry| entry.expect("the source can be listed").into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the source can be read");
            (path.strip_prefix(root).expect("listed below the root").to_owned(), text)
        })
        .collect()
}

/// Whether a file holds only tests: `tests.rs`, or a file of a folder `tests`.
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}
