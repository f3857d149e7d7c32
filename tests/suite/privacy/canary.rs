//! A vault with a token in every private place (T44), built once and after every kind of change (T45).
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use super::tokens::Tokens;
use crate::support::{Run, Vault};

/// All that a note can hold. `{flags}` are its first properties, `{kind}` keeps its tokens apart from other notes'.
const NOTE: &str = r#"---
{flags}
title: «{kind}: title»
aliases: ["«{kind}: alias»"]
tags: ["«{kind}: tag»", "«{kind}: tag»/«{kind}: nested tag»"]
«{kind}: property key»: «{kind}: property value»
⭕과목: «{kind}: subject»
⭕교재: ["[[«{kind}: book»]]"]
description: «{kind}: description»
permalink: /«{kind}: permalink»/
cover: «{kind}: cover».png
cssclasses: ["«{kind}: class»"]
created: 2024-10-01
❤첫학습날: 2024-10-01
❤1일복습여부: false
❤4일복습여부: false
복습: «{kind}: board»
# «{kind}: YAML comment»
---
[[«{kind}: topic line»]] #«{kind}: topic tag»

# «{kind}: H1»

## «{kind}: heading»

«{kind}: body» #«{kind}: inline tag» [[«{kind}: wiki target»|«{kind}: wiki alias»]] ==«{kind}: highlight»== ^‹{kind}: block id›

About [[Open]]: «{kind}: sentence around a link».

%%«{kind}: comment»%% <!-- «{kind}: HTML comment» --> <b title="«{kind}: HTML attribute»">«{kind}: HTML text»</b>

> [!note] «{kind}: callout title»
> «{kind}: callout»

Note[^1] and ^[«{kind}: inline footnote»].

[^1]: «{kind}: footnote»

```sh «{kind}: fence info»
«{kind}: code»
```

| «{kind}: table head» |
|---|
| «{kind}: table cell» |

$«{kind}: math»$

- [ ] «{kind}: task» <t>«{kind}: unknown element»</t> [x](javascript:«{kind}: scheme»)

![[«{kind}: attachment».png|«{kind}: attachment alias»]] ![«{kind}: alt»](«{kind}: second attachment».pdf "«{kind}: link title»")
![[«{kind}: missing attachment».png]] [«{kind}: link text»](https://example.com/«{kind}: url»)

%%
«{kind}: unclosed comment»
"#;

/// A published note with everything in it that is hidden.
const OPEN: &str = r#"---
tags: [Shared]
description: An open note
created: 2024-10-02
«open: property key»: «open: property value»
related: "[[«open: attachment of a property».pdf]]"
# «open: YAML comment»
---
[[DevOps]] [[Shared topic]]

# Title %%«open: comment in a heading»%%

%%«open: inline comment»%% words %% «open: spaced comment» %% end **bold %%«open: comment in bold»%%** ==m %%«open: comment in a mark»%%==

%%
«open: block comment»

```sh
«open: fence in a comment»
```

[[«open: link in a comment»]] #«open: tag in a comment» ![[«open: attachment in a comment».png]]
%%

text
%% «open: comment in a paragraph»
goes on %%

| a %%«open: comment in a table head»%% | b |
|---|---|
| %%«open: comment in a cell»%% | d |

> %%
> «open: comment in a quote»
> %%
> quoted

- item
  %%
  «open: comment in a list»
  %%

> [!note] Callout %%«open: comment in a callout title»%%
> %%«open: comment in a callout»%%

Foot[^1] <!-- «open: inline HTML comment» --> [text %%«open: comment in a link»%%](https://example.com) ^[in %%«open: comment in an inline footnote»%%]

[^1]: Note %%«open: comment in a footnote»%%

<!--
«open: HTML comment»
![[«open: attachment in an HTML comment».png]]
-->

<div>
<!-- «open: comment in HTML» -->
<template>«open: template element»</template>
<script>«open: script»</script>
</div>

Links: [[Twin]], [[Nowhere]], ![[Nothing.png]].

The private ones: [[Plain private]], [[Plain private#Heading]], ![[Plain private]], ![[Plain private#Heading]],
![[Plain private#^block]], [x](Plain%20private.md), [[Draft]], ![[Draft]], [[Unreadable flag]].

%%
«open: unclosed comment»

```
«open: fence after an unclosed comment»
```

![[«open: attachment after an unclosed comment».png]]
"#;

/// Tokens that a log may hold: a path, where an error or a warning is about that file; text that a public note has
/// but must not have.
const IN_LOG: &[&str] =
    &["path: flag", "path: bytes", "path: excluded but public", "open: template element", "open: script"];

/// A canvas that a published note shows; its own text is public.
const MAP: &str = r##"{"«map: unknown key»": "«map: unknown value»", "nodes": [
{"id": "1", "type": "file", "x": 0, "y": 0, "width": 9, "height": 9, "file": "Plain private.md", "subpath": "#Heading", "«map: key»": 1},
{"id": "«map: id»", "type": "text", "x": 0, "y": 0, "width": 9, "height": 9,
 "text": "Card ![[Plain private]] [[Draft]]\n%%«map: comment»%%\n\n%%\n![[«open: attachment in a comment».png]]\n%%"},
{"id": "3", "type": "file", "x": 0, "y": 0, "width": 9, "height": 9, "file": "Hidden.canvas"}],
"edges": [{"id": "«map: edge»", "fromNode": "1", "toNode": "3", "fromSide": "«map: side»"}]}"##;

struct Canary {
    vault: Vault,
    tokens: Tokens,
}

impl Canary {
    fn new() -> Self {
        let mut canary = Self { vault: Vault::new(&[]), tokens: Tokens::new() };
        canary.vault.write("kbgen.toml", "[build]\nexclude = [\"Excluded/\"]\n[site]\ntitle = \"Site\"\n");
        canary.plant_private_notes();
        canary.plant_files_that_are_no_notes();
        canary.plant("Open.md", OPEN);
        canary.plant("Map.canvas", MAP);
        canary.plant("Hidden.canvas", "{}");
        canary.plant("Reader.md", "![[Open]]\n\n![[Open#Title]]\n\n[[Plain private]] #Shared\n\n![[Map.canvas]]\n");
        canary.plant("a/Twin.md", "one of two");
        canary.plant("Subject/Public.md", "in a folder");
        canary
    }

    fn plant(&mut self, path: &str, text: &str) {
        self.tokens.plant(&self.vault, path, text);
    }

    fn plant_note(&mut self, kind: &str, path: &str, flags: &str) {
        self.plant(path, &NOTE.replace("{kind}", kind).replace("{flags}", flags));
        for name in ["cover", "attachment"] {
            self.plant(&format!("«{kind}: folder»/«{kind}: {name}».png"), &format!("\u{89}PNG «{kind}: {name} bytes»"));
        }
        self.plant(&format!("«{kind}: second attachment».pdf"), &format!("%PDF «{kind}: second bytes»"));
    }

    fn plant_private_notes(&mut self) {
        self.plant_note("private", "«private: folder»/«private: file name».md", "publish: false");
        self.plant_note("draft", "«draft: file name».md", "draft: true");
        self.plant_note("both", "«both: file name».md", "publish: true\ndraft: true");
        self.plant_note("flag", "«path: flag».md", "publish: ture");
        self.plant_note("excluded", "Excluded/«path: excluded but public».md", "publish: true");
        self.plant_note("excluded too", "Excluded/«excluded too: file name».md", "created: 2024-10-03");
        self.plant_note("template", "Templates/«template: file name».md", "created: 2024-10-03");
        self.plant_note("trash", ".trash/«trash: file name».md", "publish: true");
        self.plant_note("conflict", "Open.sync-conflict-20241001-«conflict: file name».md", "publish: true");
        self.plant(
            "«linked canvas: name».canvas",
            "{\"nodes\": [{\"id\": \"1\", \"type\": \"text\", \"x\": 0, \"y\": 0, \"width\": 9, \"height\": 9, \"text\": \"«linked canvas: text» [[Open]]\"}, «linked canvas: bad»]}",
        );
        let plain = "---\npublish: false\n---\n«plain: body» [[«linked canvas: name».canvas]]\n\n## Heading\n\n«plain: section»\n\n«plain: paragraph» ^block\n";
        self.plant("Plain private.md", plain);
        self.plant("Draft.md", "---\ndraft: true\n---\n«plain: draft»\n");
        self.plant(
            "Unreadable flag.md",
            "---\n{\"a\": \"«plain: JSON value»\", \"draft\": \"yes\"}\n---\n«plain: flag»\n",
        );
        self.plant(
            "Bad YAML.md",
            "---\npublish: false\n«plain: broken key»: \"«plain: broken value»\n---\n«plain: broken»",
        );
        self.plant("Twice.md", "---\npublish: false\n«plain: repeated key»: 1\n«plain: repeated key»: 2\n---\ntext\n");
        self.plant("Open fence.md", "---\ndraft: true\ntitle: «plain: open fence»\n\n«plain: after an open fence»\n");
        self.plant(
            "Deep.md",
            &format!("---\ndraft: true\n---\n%%\n«plain: deep comment»\n%%\n{} «plain: deep»", "> ".repeat(200)),
        );
        // Notes that are the page of something else: a topic, a folder, the front page.
        self.plant("Shared topic.md", "---\npublish: false\ntitle: «topic: title»\n---\n«topic: body»\n");
        self.plant("Subject/Subject.md", "---\ndraft: true\ntitle: «folder: title»\n---\n«folder: body»\n");
        self.plant("index.md", "---\npublish: false\ntitle: «home: title»\n---\n«home: body»\n");
        // The same name as that of a published note.
        self.plant("«twin: folder»/Twin.md", "---\npublish: false\n---\n«twin: body»");
    }

    fn plant_files_that_are_no_notes(&mut self) {
        self.plant(".obsidian/templates.json", "{\"folder\": \"Templates\"}");
        for path in [".obsidian/workspace.json", ".obsidian/plugins/x/data.json", ".git/config", ".DS_Store", "a.md~"] {
            self.plant(path, &format!("{{\"x\": \"«{path}»\"}}"));
        }
        self.plant("«canvas: name».canvas", "{\"nodes\": [{\"type\": \"text\", \"text\": \"«canvas: node»\"}]}");
        self.plant("«unreferenced: name».png", "«unreferenced: bytes»");
        for place in ["of a property", "in a comment", "in an HTML comment", "after an unclosed comment"]
            .map(|of| format!("open: attachment {of}"))
        {
            let extension = if place.ends_with("property") { "pdf" } else { "png" };
            self.plant(&format!("«{place}».{extension}"), &format!("«{place}, bytes»"));
        }
        let bytes = self.tokens.fill("---\npublish: false\n---\n«bytes: before» \u{0}");
        let path = self.vault.path("vault").join(self.tokens.fill("«path: bytes».md"));
        std::fs::write(path, [bytes.as_bytes(), b"\xff\xfe"].concat()).expect("a file");
    }

    fn build(&self, args: &[&str]) -> Run {
        self.vault.run(&[&["build", "vault", "--out", "public", "--date", "2024-10-27"][..], args].concat())
    }

    /// Builds, and finds nothing.
    fn build_and_search(&self, after: &str) {
        let run = self.build(&[]);
        assert_eq!(run.code, 1, "{after}: {}", run.stderr);
        assert_eq!(self.tokens.leaks(&self.vault.path("public"), &[]), [""; 0], "{after}");
        assert_eq!(self.tokens.told(&run, IN_LOG), [""; 0], "{after}: {}", run.stderr);
    }
}

#[test]
fn nothing_private_is_in_any_byte_of_the_site_or_of_the_log() {
    let canary = Canary::new();
    canary.build_and_search("the first build");
    let page = std::fs::read_to_string(canary.vault.path("public/open/index.html")).expect("the page is there");
    for shown in ["words", "bold", "quoted", "Callout", "item", "Plain private"] {
        assert!(page.contains(shown), "{shown} is not private");
    }
    for args in [
        &["build", "vault", "-v"][..],
        &["check", "vault", "--format", "github"],
        &["check", "vault", "--format", "json"],
    ] {
        let run = canary.vault.run(args);
        assert_eq!(canary.tokens.told(&run, IN_LOG), [""; 0], "{args:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn nothing_private_comes_back_with_any_rebuild() {
    let mut canary = Canary::new();
    let path = |canary: &mut Canary, path: &str| canary.vault.path("vault").join(canary.tokens.fill(path));
    canary.build_and_search("the first build");

    canary.plant("Subject/Public.md", "in a folder, edited");
    canary.build_and_search("an unrelated edit");

    let (from, to) = (path(&mut canary, "«draft: file name».md"), path(&mut canary, "a/«draft: new name».md"));
    std::fs::rename(from, to).expect("renamed");
    std::fs::rename(path(&mut canary, "a/Twin.md"), path(&mut canary, "a/Sibling.md")).expect("renamed");
    canary.build_and_search("a rename");

    let shown = "title: «flip: title»\ntags: [\"«flip: tag»\"]\nsubject: «flip: subject»\nfirst_study: 2024-10-01\n---\n«flip: body» [[Open]] ![[«flip: file».png]]";
    canary.plant("«flip: file».png", "«flip: bytes»");
    canary.plant("«flip: folder»/«flip: name».md", &format!("---\n{shown}"));
    canary.build(&[]);
    let leaks = canary.tokens.leaks(&canary.vault.path("public"), &[]);
    for place in ["title", "tag", "subject", "body", "bytes", "name", "folder"] {
        assert!(
            leaks.iter().any(|leak| leak.starts_with(&format!("flip: {place} in "))),
            "{place} is public: {leaks:?}"
        );
    }
    canary.plant("«flip: folder»/«flip: name».md", &format!("---\npublish: false\n{shown}"));
    canary.build_and_search("a note taken back");

    canary.plant("Subject/Public.md", "![[Plain private]]\n\n![[Plain private#Heading]] ![[Draft]] [[Shared topic]]\n");
    canary.build_and_search("an embed of a private note");

    canary.plant("New.png", "«new: bytes»");
    canary.plant("Plain private.md", "---\npublish: false\n---\n![[New.png]]\n");
    canary.build_and_search("an attachment of a private note");
    canary.plant("Subject/Public.md", "![[New.png]]");
    canary.build(&[]);
    assert_eq!(canary.tokens.leaks(&canary.vault.path("public"), &[]), ["new: bytes in files/new.png"]);
    canary.plant("Subject/Public.md", "%%![[New.png]]%%");
    canary.build_and_search("an attachment taken back");

    canary.plant("Excluded/Moved.md", "«moved: body»");
    canary.plant("Plain private.md", "«moved: was private»");
    canary.build(&[]);
    assert!(!canary.tokens.leaks(&canary.vault.path("public"), &[]).is_empty(), "it is public now");
    std::fs::remove_file(canary.vault.path("vault/Plain private.md")).expect("deleted");
    canary.build_and_search("a deletion");
}
