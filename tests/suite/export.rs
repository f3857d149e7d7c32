//! `kbgen export anki`, from outside: the file is what Anki's manual asks for, and names its media.

use super::support::{SAMPLE, Vault};

const HEADER: [&str; 5] = ["#separator:tab", "#html:true", "#guid column:1", "#deck column:2", "#tags column:5"];

fn vault() -> Vault {
    Vault::new(&[
        ("kbgen.toml", "[site]\ntitle = \"My\\tnotes\"\n"),
        (
            "n.md",
            "---\nsubject: Systems Design\n---\n[[CI CD]], #aws/s3\n\n# Cue\n\n- Why a\ttab <b>here</b>?\n\n    \
             First line\n    second \"line\".\n\n    ```\n    code\tline 1\n      line 2\n    ```\n\n    \
             ![[p 1.png]] and ![[sub/p 1.png]] and [[other]] and [web](https://example.org/)\n- Alone?\n",
        ),
        ("p 1.png", "x"),
        ("sub/p 1.png", "y"),
        ("unused.png", "z"),
        ("other.md", "# Cue\n\n- \"Quoted\" first?\n    - `\"` yes\n"),
        ("draft.md", "---\ndraft: true\n---\n# Cue\n\n- secret?\n"),
        ("hidden.md", "---\nunlisted: true\n---\n# Cue\n\n- hidden?\n"),
    ])
}

/// The rows below the header, by column.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.strip_suffix('\n').expect("a last line end").split('\n').collect();
    assert_eq!(lines[..5], HEADER);
    let row = |line: &&str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = lines[5..].iter().map(row).collect();
    for row in &rows {
        assert_eq!(row.len(), 5, "{row:?}");
        assert!(row.iter().all(|field| !field.starts_with('"')), "a quote would begin a quoted field: {row:?}");
        assert!(row[0].len() >= 16 && row[0].bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'), "{row:?}");
    }
    rows
}

#[test]
fn a_question_is_a_line_with_its_deck_and_tags() {
    let run = vault().run(&["export", "anki", "vault", "--base-url", "https://x.test/repo/"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows = rows(&run.stdout);
    assert_eq!(rows.len(), 3, "neither private nor unlisted notes");
    let [_, deck, front, back, tags] = &rows[0][..] else { panic!("five columns") };
    assert_eq!((deck.as_str(), tags.as_str()), ("My notes::CI CD", "CI_CD aws::s3 Systems_Design"));
    assert_eq!(front, "Why a tab <b>here</b>?");
    assert!(back.contains("First line<br>") && back.contains("second &quot;line&quot;."), "{back}");
    assert!(back.contains("line 1&#10;  line 2") || back.contains("&#10;"), "lines of code stay lines: {back}");
    assert!(back.contains("code&#9;line 1") || back.contains("code    line 1"), "{back}");
    assert!(back.contains("href=\"https://x.test/repo/other/\"") && back.contains("href=\"https://example.org/\""));
    assert_eq!(back.matches("<img").count(), 2);
    assert!(back.contains("src=\"p%201.png\"") && back.contains("-p%201.png\""), "{back}");
    assert_eq!(rows[1][2..4], ["Alone?", "<p>n</p>"], "an answer that is the reader's own");
    assert_eq!(rows[2][2], "&quot;Quoted&quot; first?");
    assert!(run.stderr.starts_with("3 cards, 2 media files\n") && run.stderr.contains("sub/p 1.png"), "{}", run.stderr);
}

#[test]
fn the_media_are_listed_with_the_names_that_cards_use() {
    let run = vault().run(&["export", "anki", "vault", "--media"]);
    let media: Vec<(&str, &str)> = run.stdout.lines().map(|line| line.split_once('\t').expect("a tab")).collect();
    assert_eq!(media.iter().map(|(_, path)| *path).collect::<Vec<_>>(), ["p 1.png", "sub/p 1.png"]);
    assert_eq!(media[0].0, "p 1.png");
    assert!(media[1].0.ends_with("-p 1.png") && media[1].0 != media[0].0);
    let cards = vault().run(&["export", "anki", "vault", "-q"]);
    assert!(cards.stderr.is_empty());
    let back = &rows(&cards.stdout)[0][3];
    for (name, _) in media {
        assert!(back.contains(&format!("src=\"{}\"", name.replace(' ', "%20"))), "{name}: {back}");
    }
    assert!(!back.contains("href=\"/"), "without a base URL a link within the site is its text: {back}");
}

#[test]
fn a_card_keeps_its_name_when_its_answer_changes() {
    let vault = vault();
    let names = || {
        let run = vault.run(&["export", "anki", "vault"]);
        rows(&run.stdout).into_iter().map(|row| row[0].clone()).collect::<Vec<_>>()
    };
    let before = names();
    vault.write("other.md", "# Cue\n\n- \"Quoted\" first?\n    - another answer\n");
    assert_eq!(names(), before);
    vault.write("other.md", "# Cue\n\n- \"Quoted\" last?\n    - another answer\n");
    assert_ne!(names(), before);
}

#[test]
fn the_demo_vault_exports_and_stays_as_it_is() {
    let folder = Vault::new(&[]);
    let run = folder.run(&["export", "anki", SAMPLE]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows = rows(&run.stdout);
    assert!(rows.len() > 40, "{} cards", rows.len());
    assert!(rows.iter().any(|row| row[2] == "웹훅(Web Hook)이란?" && row[3].contains("src=\"webhook.svg\"")));
    assert_eq!(run.stdout, folder.run(&["export", "anki", SAMPLE]).stdout);
    let run = folder.run(&["export"]);
    assert_eq!(run.code, 2);
}
