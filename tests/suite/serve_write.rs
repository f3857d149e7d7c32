//! Ticking from a page of `serve --write`, over plain sockets: allowed and refused requests, and their changes.
#![expect(clippy::disallowed_methods, reason = "tests run the program, change files and wait")]

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use serde_json::{Value, json};

use super::server::{Answer, Server, command, free_port, started};
use super::support::{Vault, files};

const NOTE: &str = "---\nfirst_study: 2024-10-14\nreview_1day: false\nreview_4day: false\n---\n[[DevOps]] text\n";
const URL: &str = "/terraform/";

fn server(text: &str) -> Server {
    Server::with(&[("Terraform.md", text), ("Other.md", NOTE)], &["--write"])
}

/// The data for ticking in a page.
fn offer(server: &Server, page: &str) -> Value {
    let page = server.get(page).text();
    let block = page.split("id=\"kb-write\">").nth(1).expect("an offer").split("</script>").next().expect("an end");
    serde_json::from_str(block).expect("JSON")
}

fn order(offer: &Value, action: &str) -> Value {
    let note = &offer["notes"][URL];
    json!({ "action": action, "note": note["id"], "source": note["source"] })
}

fn headers(server: &Server, offer: &Value) -> String {
    let token = offer["token"].as_str().expect("a token");
    format!("Origin: http://{}\r\nContent-Type: application/json\r\nX-Kbgen-Token: {token}\r\n", server.address)
}

fn post(server: &Server, headers: &str, body: &str) -> Answer {
    let host = server.address;
    let length = body.len();
    let request = format!(
        "POST /__kbgen/review HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    server.raw(request.as_bytes())
}

/// Sends a request as the page would.
fn send(server: &Server, offer: &Value, order: &Value) -> (u16, Value) {
    let answer = post(server, &headers(server, offer), &order.to_string());
    (answer.status, serde_json::from_str(&answer.text()).unwrap_or_default())
}

fn text(server: &Server) -> String {
    String::from_utf8(std::fs::read(server.vault.path("vault/Terraform.md")).expect("the note")).expect("UTF-8")
}

/// Waits until the page shows the current note.
fn settled(server: &Server, old: &Value) -> Value {
    server.until("the page has the new source", |server| {
        offer(server, URL)["notes"][URL]["source"] != old["notes"][URL]["source"]
    });
    offer(server, URL)
}

#[test]
fn a_click_ticks_the_box_a_second_changes_nothing_and_undo_restores() {
    let server = server(NOTE);
    let first = offer(&server, URL);
    assert_eq!(first["notes"][URL]["step"], 1);
    assert_eq!(first["last"], Value::Null);
    let mut graded = order(&first, "done");
    graded["grade"] = 3.into();
    let (status, answer) = send(&server, &first, &graded);
    assert_eq!(
        (status, answer),
        (200, json!({"result": "done", "step": 1, "next": {"step": 4, "due": "2024-10-30"}, "lost": []}))
    );
    let ticked = NOTE.replace("1day: false", "1day: true");
    assert_eq!(text(&server), ticked);
    let log = std::fs::read_to_string(server.vault.path("vault/.kbgen/reviews.tsv")).expect("a log");
    assert!(log.starts_with("2024-10-27\tTerraform.md\t1\t3\tfalse → true\t"), "{log}");

    let second = settled(&server, &first);
    server.until("the log is read", |server| offer(server, URL)["last"]["title"] == "Terraform");
    let (status, answer) = send(&server, &second, &order(&second, "done"));
    assert_eq!((status, &answer["result"]), (200, &"already".into()));
    assert_eq!(text(&server), ticked);
    let mut again = order(&second, "done");
    again["again"] = true.into();
    assert_eq!(send(&server, &second, &again).1["result"], "done");
    server.until("the second tick shows", |server| offer(server, URL)["notes"][URL]["step"] == "long-term");
    let third = offer(&server, URL);
    assert_eq!(send(&server, &third, &order(&third, "undo")).1["result"], "undone");
    assert_eq!(text(&server), ticked);
}

#[test]
fn nothing_of_it_exists_without_the_flag_or_in_a_site() {
    let server = Server::with(&[("Terraform.md", NOTE)], &[]);
    let page = server.get(URL).text();
    assert!(!page.contains("kb-write") && !page.contains("write.js") && !page.to_lowercase().contains("token"));
    for path in ["/__kbgen/write.js", "/__kbgen/write.css", "/__kbgen/review"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let answer =
        post(&server, &format!("Origin: http://{}\r\nContent-Type: application/json\r\n", server.address), "{}");
    assert_eq!((answer.status, text(&server)), (405, NOTE.to_owned()));
    let site = server.vault.build(&[]);
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("__kbgen") && !text.contains("kb-write"), "{path}");
    }
}

#[test]
fn whoever_is_no_page_of_this_server_is_refused_and_the_note_is_untouched() {
    let server = server(NOTE);
    let page = offer(&server, URL);
    let token = page["token"].as_str().expect("a token").to_owned();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "128 bits: {token}");
    let body = order(&page, "done").to_string();
    let origin = format!("Origin: http://{}\r\n", server.address);
    let json = "Content-Type: application/json\r\n";
    let right = format!("X-Kbgen-Token: {token}\r\n");
    let wrong = format!("X-Kbgen-Token: {}\r\n", "0".repeat(32));
    for (headers, status) in [
        (format!("{json}{right}"), 403),
        (format!("Origin: null\r\n{json}{right}"), 403),
        (format!("Origin: http://evil.test\r\n{json}{right}"), 403),
        (format!("Origin: http://localhost:{}\r\n{json}{right}", server.address.port()), 403),
        (format!("{origin}{origin}{json}{right}"), 403),
        (format!("{origin}{json}{right}Sec-Fetch-Site: cross-site\r\n"), 403),
        (format!("{origin}{json}{right}Sec-Fetch-Site: none\r\n"), 403),
        (format!("{origin}{json}"), 403),
        (format!("{origin}{json}{wrong}"), 403),
        (format!("{origin}{json}X-Kbgen-Token: {}\r\n", &token[1..]), 403),
        (format!("{origin}{right}"), 415),
        (format!("{origin}Content-Type: text/plain\r\n{right}"), 415),
        (format!("{origin}Content-Type: application/x-www-form-urlencoded\r\n{right}"), 415),
        (format!("{origin}Content-Type: multipart/form-data\r\n{right}"), 415),
    ] {
        let answer = post(&server, &headers, &body);
        assert_eq!(answer.status, status, "{headers}");
        assert!(!answer.head.to_ascii_lowercase().contains("access-control-"), "{headers}");
        assert_eq!(text(&server), NOTE, "{headers}");
    }
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = server.ask(method, "/__kbgen/review", &headers(&server, &page));
        assert_eq!((answer.status, text(&server)), (405, NOTE.to_owned()), "{method}");
    }
    let rebound = format!(
        "POST /__kbgen/review HTTP/1.1\r\nHost: evil.test\r\n{origin}{json}{right}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
    );
    assert_eq!(server.raw(rebound.as_bytes()).status, 403);
    assert_eq!(files(&server.vault.path("vault")), ["Other.md", "Terraform.md"]);
}

#[test]
fn an_order_names_a_note_of_the_site_and_its_source_and_nothing_more() {
    let server = server(NOTE);
    let page = offer(&server, URL);
    let good = order(&page, "done");
    let with = |key: &str, value: Value| {
        let mut order = good.clone();
        order[key] = value;
        order
    };
    for (body, status) in [
        (with("note", "Terraform.md".into()), 404),
        (with("note", "../Terraform.md".into()), 404),
        (with("note", "0".repeat(32).into()), 404),
        (with("source", "0".repeat(64).into()), 409),
        (with("source", "".into()), 409),
        (with("grade", 4.into()), 400),
        (with("grade", "3".into()), 400),
        (with("path", "x".into()), 400),
        (with("action", "delete".into()), 400),
        (json!([]), 400),
        (json!("x"), 400),
        (with("note", "x".repeat(5000).into()), 413),
    ] {
        assert_eq!(send(&server, &page, &body).0, status, "{body}");
        assert_eq!(text(&server), NOTE, "{body}");
    }
    assert_eq!(send(&server, &page, &json!({"action": "undo", "note": good["note"], "source": good["source"]})).0, 422);
}

#[test]
fn one_line_differs_in_every_style_of_properties_and_the_mode_stays() {
    let crlf = NOTE.replace('\n', "\r\n");
    let cases = [
        (crlf.clone(), crlf.replace("1day: false", "1day: true")),
        (format!("\u{feff}{NOTE}"), format!("\u{feff}{}", NOTE.replace("1day: false", "1day: true"))),
        (NOTE.replace("1day: false", "1day: \"false\" # soon"), NOTE.replace("1day: false", "1day: \"true\" # soon")),
        (
            "---\n{first_study: 2024-10-14, review_1day: no}\n---\n".into(),
            "---\n{first_study: 2024-10-14, review_1day: yes}\n---\n".into(),
        ),
        (
            "---\nfirst_study: 2024-10-14\n---\nin English".into(),
            "---\nfirst_study: 2024-10-14\nreview_1day: true\n---\nin English".into(),
        ),
        (
            "---\nfirst_study: 2024-10-14\nreview_1day:\n---".into(),
            "---\nfirst_study: 2024-10-14\nreview_1day: true\n---".into(),
        ),
    ];
    for (before, after) in cases {
        let server = server(&before);
        let path = server.vault.path("vault/Terraform.md");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).expect("a mode");
        let page = offer(&server, URL);
        let (status, answer) = send(&server, &page, &order(&page, "done"));
        assert_eq!((status, text(&server)), (200, after), "{before:?}: {answer}");
        assert_eq!(std::fs::metadata(&path).expect("the note").mode() & 0o777, 0o600);
    }
}

#[test]
fn a_note_that_is_not_as_the_page_has_it_is_refused() {
    let page_of = |text: &str| {
        let server = server(text);
        let page = offer(&server, URL);
        (server, page)
    };
    let check = |server: &Server, page: &Value, status: u16, code: &str| {
        let before = std::fs::read(server.vault.path("vault/Terraform.md")).ok();
        let (found, answer) = send(server, page, &order(page, "done"));
        assert_eq!((found, &answer["error"]), (status, &code.into()), "{answer}");
        assert!(answer["message"].as_str().is_some_and(|message| !message.contains('/')), "no path: {answer}");
        assert_eq!(std::fs::read(server.vault.path("vault/Terraform.md")).ok(), before);
        assert_eq!(server.get("/").status, 200, "the server stays up");
    };
    let (server, page) = page_of(NOTE);
    let path = server.vault.path("vault/Terraform.md");
    std::fs::write(&path, format!("{NOTE}more")).expect("changed");
    check(&server, &page, 409, "edit::changed");
    let (server, page) = page_of(NOTE);
    std::fs::remove_file(server.vault.path("vault/Terraform.md")).expect("deleted");
    let (status, answer) = send(&server, &page, &order(&page, "done"));
    assert_eq!(status, 404, "{answer}");
    let (server, page) = page_of(NOTE);
    let path = server.vault.path("vault/Terraform.md");
    std::fs::remove_file(&path).expect("deleted");
    std::fs::write(server.vault.path("elsewhere.md"), NOTE).expect("a file");
    symlink(server.vault.path("elsewhere.md"), &path).expect("a link");
    let (status, _) = send(&server, &page, &order(&page, "done"));
    assert!(matches!(status, 404 | 422), "{status}");
    assert_eq!(std::fs::read_to_string(server.vault.path("elsewhere.md")).expect("the file"), NOTE);
    let (server, page) = page_of(NOTE);
    std::fs::set_permissions(server.vault.path("vault/Terraform.md"), PermissionsExt::from_mode(0o444))
        .expect("a mode");
    check(&server, &page, 422, "edit::read-only");
    let odd = "---\nfirst_study: 2024-10-14\nreview_1day: [false, false]\n---\n";
    let (server, page) = page_of(odd);
    check(&server, &page, 422, "edit::properties");
}

#[test]
fn a_full_disk_is_told_and_leaves_the_note_and_the_server_as_they_were() {
    let long = format!("{NOTE}{}", "line\n".repeat(2000));
    let vault = Vault::new(&[("Terraform.md", &long)]);
    let port = free_port().to_string();
    let kbgen = command(&vault, &["--date", "2024-10-27", "--write", "--port", &port]);
    // A limit on file sizes acts like a full disk; it does not apply to pipes.
    let words = [kbgen.get_program()].into_iter().chain(kbgen.get_args()).map(|word| format!("'{}'", word.display()));
    let mut limited = std::process::Command::new("sh");
    limited.arg("-c").arg(format!("ulimit -f 4; exec {}", words.collect::<Vec<_>>().join(" ")));
    limited.current_dir(vault.path("")).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    let (process, address) = started(limited);
    let server = Server { process, address, vault };
    let page = offer(&server, URL);
    let (status, answer) = send(&server, &page, &order(&page, "done"));
    assert_eq!((status, &answer["error"]), (507, &"edit::io".into()), "{answer}");
    assert_eq!(text(&server), long);
    let left = files(&server.vault.path("vault"));
    assert_eq!(left, [".kbgen/.gitattributes", ".kbgen/reviews.tsv", "Terraform.md"]);
    assert_eq!(std::fs::read(server.vault.path("vault/.kbgen/reviews.tsv")).expect("the log"), b"");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn two_clicks_at_once_tick_one_box_once() {
    let server = server(NOTE);
    let page = offer(&server, URL);
    let order = order(&page, "done");
    let results: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let clicks: Vec<_> = (0..6).map(|_| scope.spawn(|| send(&server, &page, &order))).collect();
        clicks.into_iter().map(|click| click.join().expect("an answer")).collect()
    });
    let ticked = results.iter().filter(|(status, answer)| *status == 200 && answer["result"] == "done").count();
    assert_eq!(ticked, 1, "{results:?}");
    assert!(
        results
            .iter()
            .all(|(status, answer)| *status == 409 || answer["result"] == "done" || answer["result"] == "already"),
        "{results:?}"
    );
    assert_eq!(text(&server), NOTE.replace("1day: false", "1day: true"));
    let log = std::fs::read_to_string(server.vault.path("vault/.kbgen/reviews.tsv")).expect("a log");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[test]
fn the_lists_offer_what_is_due_and_a_private_note_is_named_nowhere() {
    let server = Server::with(
        &[("Terraform.md", NOTE), ("secret.md", &format!("---\npublish: false\n{}", &NOTE[4..])), ("Plain.md", "text")],
        &["--write"],
    );
    for page in ["/", "/due/"] {
        let offer = offer(&server, page);
        let urls: Vec<&String> = offer["notes"].as_object().expect("notes").keys().collect();
        assert_eq!(urls, [URL], "{page}");
        assert!(!offer.to_string().contains("secret"));
    }
    assert_eq!(offer(&server, "/plain/")["notes"], json!({}));
}
