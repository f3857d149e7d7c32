//! The theme's scripts: modules joined into few files, without comments, each file named by the hash of its content.
//!
//! A module is as small as the feature that it holds, but every file costs the reader a request. So a module that only
//! `import { … } from` names becomes part of the file that imports it: of `main.js`, which every page has, where that
//! uses it; else of the only script that does. A module that a template or `import()` names is a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, codes};

use super::files::{self, File, Files, OWN, hashed};

/// The script of every page.
const MAIN: &str = "main.js";

/// The script that runs before the first paint. It is not a module: it is inline in every page.
pub(super) const BOOT: &str = "js/boot.js";

/// The placeholder of the scripts' labels: they are the same on every page, so no page carries them.
const WORDS: &str = "\"./words.json\"";

/// A module without its comments.
struct Module {
    imports: Vec<Import>,
    /// The text after the imports.
    body: String,
}

/// `import { names } from "./from";`, or `import "./from";` with no names.
struct Import {
    names: Vec<String>,
    from: String,
}

/// The scripts of a site.
pub(super) struct Made {
    /// Texts by file name, the hash included.
    pub files: BTreeMap<String, String>,
    /// The name of the file that has each module.
    pub names: BTreeMap<String, String>,
}

/// Modules, and the file that each becomes part of, by file name: `toc.js`.
pub(super) struct Scripts<'a> {
    files: &'a Files,
    modules: BTreeMap<String, Module>,
    homes: BTreeMap<String, String>,
}

impl<'a> Scripts<'a> {
    /// # Errors
    /// A script that is not UTF-8.
    pub fn read(files: &'a Files) -> Result<Self, Vec<Diagnostic>> {
        let mut modules = BTreeMap::new();
        for (path, file) in files.iter().filter(|(path, _)| path.starts_with("js/") && *path != BOOT) {
            let text = without_comments(&files::source(files, path)?.text, file);
            modules.insert(path["js/".len()..].to_owned(), Module::parse(&text, files));
        }
        let homes = homes(&modules);
        Ok(Self { files, modules, homes })
    }

    /// Joins the modules. All file names have one hash, that of all texts: scripts may import each other, and the name of
    /// each follows what it imports.
    ///
    /// # Errors
    /// Modules of one file that declare the same name.
    pub fn make(&self, words: &str) -> Result<Made, Vec<Diagnostic>> {
        let homes: BTreeSet<&String> = self.homes.values().collect();
        let texts = homes.into_iter().map(|home| Ok((home, self.join(home)?.replace(WORDS, words))));
        let texts: Vec<(&String, String)> = texts.collect::<Result<_, Vec<Diagnostic>>>()?;
        let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
        let name = |home: &String| hashed(home, all.as_bytes());
        let names: BTreeMap<String, String> =
            self.homes.iter().map(|(module, home)| (module.clone(), name(home))).collect();
        let with_names = |text: String| {
            names.iter().fold(text, |text, (module, name)| {
                if text.contains(&literal(module)) { text.replace(&literal(module), &literal(name)) } else { text }
            })
        };
        let files = texts.into_iter().map(|(home, text)| (name(home), with_names(text))).collect();
        Ok(Made { files, names })
    }

    /// The text of a file: what it imports from others, then its modules.
    fn join(&self, home: &str) -> Result<String, Vec<Diagnostic>> {
        let parts = self.parts(home);
        self.check_names(&parts)?;
        let mut outside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for import in parts.iter().flat_map(|part| &self.modules[*part].imports) {
            let from = self.homes[&import.from].as_str();
            if from != home {
                outside.entry(from).or_default().extend(import.names.iter().map(String::as_str));
            }
        }
        let imports = outside.iter().map(|(from, names)| import_line(from, names));
        let bodies = parts.iter().map(|part| self.modules[*part].body.clone());
        Ok(imports.chain(bodies).collect())
    }

    /// The modules of a file, each after those that it imports.
    fn parts<'b>(&'b self, home: &'b str) -> Vec<&'b str> {
        let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
        let mut open = vec![(home, false)];
        while let Some((at, follows)) = open.pop() {
            if follows {
                order.push(at);
            } else if self.homes[at] == home && seen.insert(at) {
                open.push((at, true));
                open.extend(self.modules[at].imports.iter().rev().map(|import| (import.from.as_str(), false)));
            }
        }
        order
    }

    /// The modules of a file share one scope, where a name that is declared twice stops the whole script.
    fn check_names(&self, parts: &[&str]) -> Result<(), Vec<Diagnostic>> {
        let mut declared: BTreeMap<&str, &str> = BTreeMap::new();
        for &part in parts {
            for name in self.modules[part].body.lines().filter_map(declares) {
                if let Some(other) = declared.insert(name, part).filter(|&other| other != part) {
                    let message = format!("{other} and {part} become one script, and both declare {name}");
                    let place = files::place(self.files, &format!("js/{part}"));
                    return Err(vec![Diagnostic::new(codes::THEME_TEMPLATE, message).in_file(&place)]);
                }
            }
        }
        Ok(())
    }
}

impl Module {
    /// Takes the imports of other modules of the theme out of a text.
    fn parse(text: &str, files: &Files) -> Self {
        let mut module = Self { imports: Vec::new(), body: String::new() };
        let mut statement = String::new();
        for line in text.lines() {
            if statement.is_empty() && !line.starts_with("import ") {
                module.body.push_str(line);
                module.body.push('\n');
                continue;
            }
            statement.push_str(line);
            statement.push('\n');
            if !line.contains(';') {
                continue;
            }
            match Import::parse(&statement).filter(|import| files.contains_key(&format!("js/{}", import.from))) {
                Some(import) => module.imports.push(import),
                None => module.body.push_str(&statement),
            }
            statement.clear();
        }
        module.body.push_str(&statement);
        module
    }
}

impl Import {
    /// Any other form of an import stays in place, and refers to a file of its own.
    fn parse(statement: &str) -> Option<Self> {
        let rest = statement.trim().strip_prefix("import ")?.strip_suffix("\";")?;
        let (names, from) = match rest.strip_prefix('{') {
            Some(rest) => rest.split_once('}')?,
            None => ("", rest),
        };
        if names.contains(" as ") {
            return None;
        }
        let from = from.trim().trim_start_matches("from ").strip_prefix("\"./")?;
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        Some(Self { names: names.map(str::to_owned).collect(), from: from.to_owned() })
    }
}

/// The address of another script, as a script writes it.
fn literal(name: &str) -> String {
    format!("\"./{name}\"")
}

fn import_line(from: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    match &*names {
        [] => format!("import {};\n", literal(from)),
        names => format!("import {{ {} }} from {};\n", names.join(", "), literal(from)),
    }
}

/// The name of the file that each module is part of.
fn homes(modules: &BTreeMap<String, Module>) -> BTreeMap<String, String> {
    let imported: BTreeSet<&str> =
        modules.values().flat_map(|module| &module.imports).map(|import| import.from.as_str()).collect();
    let named = |name: &str| modules.values().any(|module| module.body.contains(&literal(name)));
    let is_file = |name: &str| name == MAIN || !imported.contains(name) || named(name);
    let files: BTreeSet<&str> = modules.keys().map(String::as_str).filter(|name| is_file(name)).collect();
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for &file in &files {
        let mut next = vec![file];
        let mut seen = BTreeSet::new();
        while let Some(at) = next.pop() {
            let imports = modules[at].imports.iter().map(|import| import.from.as_str());
            next.extend(imports.filter(|from| !files.contains(from) && seen.insert(*from)));
        }
        for module in seen {
            users.entry(module).or_default().insert(file);
        }
    }
    let home = |name: &str| match users.get(name) {
        Some(users) if users.contains(MAIN) => MAIN.to_owned(),
        Some(users) if users.len() == 1 => users.first().copied().unwrap_or(name).to_owned(),
        _ => name.to_owned(),
    };
    modules.keys().map(|name| (name.clone(), home(name))).collect()
}

/// The name that a line declares for its whole module: such lines are not indented.
fn declares(line: &str) -> Option<&str> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let name =
        ["function* ", "function ", "class ", "const ", "let "].iter().find_map(|word| line.strip_prefix(word))?;
    let end = name.find(|char: char| !char.is_alphanumeric() && char != '_' && char != '$').unwrap_or(name.len());
    Some(&name[..end]).filter(|name| !name.is_empty())
}

/// Leaves out comments with types, which name modules that are not imported. Of kbgen's own scripts, which have no line
/// break in a text, other comments on lines of their own and blank lines go too.
fn without_comments(text: &str, file: &File) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    // A space or a line's end follows: "/**/" may be within a text.
    while let Some(start) = rest.find("/** ").into_iter().chain(rest.find("/**\n")).min() {
        kept.push_str(&rest[..start]);
        rest = rest[start..].split_once("*/").map_or("", |(_, tail)| tail.trim_start_matches(' '));
    }
    kept.push_str(rest);
    if file.layer == OWN {
        return kept;
    }
    let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    kept.lines().filter(code).map(|line| format!("{}\n", line.trim_end())).collect()
}
