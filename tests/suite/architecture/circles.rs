//! Import circles: files in one can only be understood together. None across rooms (the folders of `src/`),
//! and none of more than three files within one.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

use super::{is_test, sources};

/// The most files of one room that may use one another.
const LARGEST: usize = 3;

#[test]
fn files_use_one_another_in_no_circles() {
    let files = sources("src").into_iter().filter(|(path, _)| !is_test(path) && !path.ends_with("testing.rs"));
    let files: Vec<(String, String)> = files.map(|(path, text)| (path.display().to_string(), text)).collect();
    let graph = Graph::of(&files);
    assert!(graph.edges.values().map(BTreeSet::len).sum::<usize>() > 1_000, "the imports are read");
    let room = |file: &str| file.split('/').nth(1).unwrap_or_default().to_owned();
    let crosses = |circle: &[String]| circle.iter().map(|file| room(file)).collect::<BTreeSet<_>>().len() > 1;
    let broken: Vec<String> = graph
        .circles()
        .into_iter()
        .filter(|circle| crosses(circle) || circle.len() > LARGEST)
        .map(|circle| graph.describe(&circle))
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n\n"));
}

#[test]
fn a_circle_of_four_is_found_through_imports_paths_and_re_exports() {
    let file = |name: &str, text: &str| (format!("src/{name}"), text.to_owned());
    let files = [
        file("room/mod.rs", "mod a; mod b; mod c; mod d; pub use d::Item; use a::Other;"),
        file("room/a.rs", "use super::b::thing; pub struct Other; fn f() { thing() }"),
        file("room/b.rs", "pub fn thing() { super::c::thing() }"),
        file("room/c.rs", "use crate::room::{self, Item}; pub fn thing() { let _: room::Item = Item; }"),
        file(
            "room/d.rs",
            "use crate::room; pub struct Item; fn f(_: room::a::Other) {} #[cfg(test)] mod tests { use crate::free::x; }",
        ),
        file("free.rs", "use crate::room::Item; pub fn x(_: Item) {}"),
    ];
    let graph = Graph::of(&files);
    assert_eq!(graph.circles(), [["src/room/a.rs", "src/room/b.rs", "src/room/c.rs", "src/room/d.rs"]]);
    assert_eq!(graph.edges["src/free.rs"], BTreeSet::from(["src/room/d.rs".to_owned()]), "a re-export is followed");
    assert_eq!(graph.edges["src/room/mod.rs"], BTreeSet::from(["src/room/a.rs".to_owned()]), "and is no use itself");
}

/// A module's path below the crate, `["pages", "list"]`.
type Module = Vec<String>;

/// The graph of files: each with the files whose items it uses.
struct Graph {
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// `files`: their paths, from `src/` on, and texts.
    fn of(files: &[(String, String)]) -> Self {
        let parsed = files.iter().map(|(path, text)| {
            let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let mut file = File { path: path.clone(), module: module_of(path), ..File::default() };
            file.visit_file(&syntax);
            (file.module.clone(), file)
        });
        let files: BTreeMap<Module, File> = parsed.collect();
        let used_by = |file: &File| {
            let used = file.paths.iter().filter_map(|path| definition(&files, &file.module, path, 0));
            used.filter(|used| *used != file.path).collect()
        };
        Self { edges: files.values().map(|file| (file.path.clone(), used_by(file))).collect() }
    }

    /// The sets of files that reach one another, each in order.
    fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&String, BTreeSet<String>> =
            self.edges.keys().map(|file| (file, self.reached_from(file))).collect();
        let mut circles = BTreeSet::new();
        for (file, reach) in &reached {
            let mutual: Vec<String> = reach
                .iter()
                .filter(|other| reached.get(other).is_some_and(|back| back.contains(*file)))
                .cloned()
                .collect();
            if mutual.len() > 1 {
                circles.insert(mutual);
            }
        }
        circles.into_iter().collect()
    }

    fn reached_from(&self, file: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![file.to_owned()];
        while let Some(next) = open.pop() {
            for used in self.edges.get(&next).into_iter().flatten() {
                if reached.insert(used.clone()) {
                    open.push(used.clone());
                }
            }
        }
        reached
    }

    fn describe(&self, circle: &[String]) -> String {
        let arrows = circle.iter().map(|file| {
            let inside: Vec<&String> = self.edges[file].iter().filter(|used| circle.contains(used)).collect();
            format!("  {file} uses {inside:?}")
        });
        format!("a circle of {} files:\n{}", circle.len(), arrows.collect::<Vec<_>>().join("\n"))
    }
}

/// The file that defines the item of a path, seen from a module; `None` for an item of another crate.
fn definition(files: &BTreeMap<Module, File>, from: &Module, path: &[String], depth: usize) -> Option<String> {
    let absolute = absolute(files, from, path)?;
    let known = (0..=absolute.len()).rev().find(|&length| files.contains_key(&absolute[..length]))?;
    let file = &files[&absolute[..known]];
    let item = absolute.get(known)?;
    if file.items.contains(item) || depth > 8 {
        return Some(file.path.clone());
    }
    if let Some((_, target)) = file.exports.iter().find(|(name, _)| name == item) {
        return definition(files, &file.module, target, depth + 1);
    }
    file.globs.iter().find_map(|module| {
        let inside = [module.as_slice(), std::slice::from_ref(item)].concat();
        let defines = definition(files, &file.module, &inside, depth + 1);
        defines.filter(|found| files.values().any(|file| file.path == *found && file.items.contains(item)))
    })
}

/// A path from the root of the crate on.
fn absolute(files: &BTreeMap<Module, File>, from: &Module, path: &[String]) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([from.as_slice(), rest].concat()),
        "super" => {
            let up: Module = from[..from.len().checked_sub(1)?].to_vec();
            if rest.first().is_some_and(|next| next == "super") {
                return absolute(files, &up, rest);
            }
            Some([up.as_slice(), rest].concat())
        }
        name => {
            // A name that was imported, or a child module.
            let own = &files[from];
            if let Some((_, target)) = own.modules.iter().find(|(imported, _)| imported == name) {
                return absolute(files, from, &[target.as_slice(), rest].concat());
            }
            let child = [from.as_slice(), std::slice::from_ref(first)].concat();
            files.contains_key(&child).then(|| [child.as_slice(), rest].concat())
        }
    }
}

fn module_of(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|part| !["lib", "main"].contains(part)).map(str::to_owned).collect()
}

/// The items that a file defines and uses.
#[derive(Default)]
struct File {
    path: String,
    module: Module,
    items: BTreeSet<String>,
    /// Names that it re-exports, with their path.
    exports: Vec<(String, Vec<String>)>,
    /// Modules of which it re-exports everything.
    globs: Vec<Vec<String>>,
    /// Imported names, which may be modules.
    modules: Vec<(String, Vec<String>)>,
    /// Every path of several segments, those of imports among them.
    paths: Vec<Vec<String>>,
}

impl File {
    fn import(&mut self, tree: &syn::UseTree, before: &[String], exported: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let mut named = |path: Vec<String>, name: String| {
            if exported {
                self.exports.push((name, path));
            } else {
                self.modules.push((name, path.clone()));
                self.paths.push(path);
            }
        };
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), exported),
            syn::UseTree::Name(name) if name.ident == "self" => {
                named(before.to_vec(), before.last().cloned().unwrap_or_default());
            }
            syn::UseTree::Name(name) => named(with(&name.ident), name.ident.to_string()),
            syn::UseTree::Rename(rename) => named(with(&rename.ident), rename.rename.to_string()),
            syn::UseTree::Glob(_) if exported => self.globs.push(before.to_vec()),
            syn::UseTree::Glob(_) => {}
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before, exported)),
        }
    }
}

impl<'ast> Visit<'ast> for File {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (name, attributes) = match item {
            syn::Item::Const(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Enum(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
            syn::Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
            syn::Item::Mod(item) => (item.content.as_ref().map(|_| &item.ident), &item.attrs),
            syn::Item::Static(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Struct(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Trait(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Type(item) => (Some(&item.ident), &item.attrs),
            syn::Item::Use(item) => (None, &item.attrs),
            _ => return visit::visit_item(self, item),
        };
        if attributes.iter().any(is_for_tests) {
            return;
        }
        self.items.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[], !matches!(item.vis, syn::Visibility::Inherited));
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        // The tables of codes, routes and views define the items that their rows name.
        if item.ident.is_none() {
            self.items.extend(item.mac.path.segments.last().map(|name| name.ident.to_string()));
            self.items.extend(["Route", "TEMPLATES", "Kind"].map(str::to_owned));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
}
