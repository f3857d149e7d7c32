//! The preview server, over plain sockets.
#![expect(clippy::disallowed_methods, reason = "tests run the program, change files and wait")]

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::server::{PATIENCE, Server, command, next_version, start};
use super::support::{Vault, files};

const VAULT: &[(&str, &str)] =
    &[("Folder/Note 1.md", "Hello ![[p.png]]."), ("한글.md", "[[Note 1]]"), ("p.png", "0123456789")];

#[test]
fn pages_files_and_ranges_are_served_from_memory() {
    let server = Server::start(VAULT);
    let page = server.get("/folder/note-1/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.text().contains("Hello") && page.text().contains("/__kbgen/live.js"));
    assert_eq!(server.get("/%ED%95%9C%EA%B8%80/").status, 200);
    assert_eq!(server.get("/%E1%84%92%E1%85%A1%E1%86%AB%EA%B8%80/").status, 200, "decomposed");
    let moved = server.get("/folder/note-1");
    assert_eq!((moved.status, moved.header("location")), (308, Some("/folder/note-1/")));
    let missing = server.get("/nowhere/");
    assert!(missing.status == 404 && missing.text().contains("kb-lost"), "the site's own page");
    let head = server.ask("HEAD", "/folder/note-1/", "");
    assert!(head.status == 200 && head.body.is_empty() && head.header("content-length") != Some("0"));
    for (range, status, body, told) in [
        ("bytes=2-4", 206, "234", Some("bytes 2-4/10")),
        ("bytes=-3", 206, "789", Some("bytes 7-9/10")),
        ("bytes=8-", 206, "89", Some("bytes 8-9/10")),
        ("bytes=10-", 416, "", Some("bytes */10")),
        ("lines=1-2", 200, "0123456789", None),
    ] {
        let part = server.ask("GET", "/files/p.png", &format!("Range: {range}\r\n"));
        assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (status, body, told), "{range}");
    }
    assert_eq!(files(&server.vault.path("")), ["vault/Folder/Note 1.md", "vault/p.png", "vault/한글.md"], "in memory");
}

#[test]
fn odd_addresses_are_refused_and_the_server_stays_up() {
    let server = Server::start(VAULT);
    let root = server.vault.path("").display().to_string();
    let long = format!("/{}", "a".repeat(64 << 10));
    for path in [
        "/../../etc/passwd",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%5c..%5c..",
        "/..\\..\\x",
        "//",
        "//etc/passwd",
        "/c:/windows",
        "/%00",
        "/%ff",
        "/folder/./note-1/",
        "/@fs/etc/passwd",
        "/vault/Folder/Note%201.md",
        "/.kbgen-manifest.json/..",
        "http://evil.test/",
        "*",
        &long,
    ] {
        let answer = server.get(path);
        let shown: String = path.chars().take(40).collect();
        assert!((400..=431).contains(&answer.status), "{shown}: {}", answer.status);
        assert!(!answer.text().contains(&root) && !answer.text().contains("root:"), "{shown}");
    }
    for request in ["GET / HTTP/1.1\r\nHost: \u{1}\r\n\r\n", "\u{0}\u{1}\r\n\r\n", "GET /\0 HTTP/1.1\r\n\r\n"] {
        assert!((400..=403).contains(&server.raw(request.as_bytes()).status), "{request:?}");
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn only_this_machines_browser_may_ask_for_this_address() {
    let server = Server::start(VAULT);
    let port = server.address.port();
    let with_host = |host: &str| server.raw(format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n").as_bytes());
    for host in ["127.0.0.1", "localhost", "LocalHost"] {
        assert_eq!(with_host(&format!("Host: {host}:{port}\r\n")).status, 200, "{host}");
    }
    for host in [
        "Host: evil.test\r\n".to_owned(),
        format!("Host: evil.test:{port}\r\n"),
        format!("Host: 192.168.0.5:{port}\r\n"),
        format!("Host: 127.0.0.1.evil.test:{port}\r\n"),
        "Host: 127.0.0.1\r\n".to_owned(),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.test\r\n"),
        String::new(),
    ] {
        let answer = with_host(&host);
        assert!(matches!(answer.status, 400 | 403), "{host:?}: {}", answer.status);
        assert!(!answer.text().contains("Hello"), "{host:?}");
    }
}

#[test]
fn other_sites_get_neither_content_nor_permission() {
    let server = Server::start(VAULT);
    for path in ["/", "/folder/note-1/", "/files/p.png", "/nowhere", "/__kbgen/problems.json", "/__kbgen/live.js"] {
        let own = server.get(path);
        assert!(!own.head.to_ascii_lowercase().contains("access-control-"), "{path}: {}", own.head);
        assert_eq!(own.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        for origin in ["null", "http://evil.test", "https://127.0.0.1"] {
            let answer = server.ask("GET", path, &format!("Origin: {origin}\r\n"));
            assert_eq!(answer.status, 403, "{path} from {origin}");
            assert!(!answer.head.to_ascii_lowercase().contains("access-control-"), "{path} from {origin}");
        }
    }
    let cross = "Sec-Fetch-Site: cross-site\r\n";
    for path in ["/__kbgen/events", "/__kbgen/problems.json", "/__kbgen/live.js"] {
        assert_eq!(server.ask("GET", path, cross).status, 403, "{path}");
    }
    let preflight = "Origin: http://evil.test\r\nAccess-Control-Request-Method: POST\r\n";
    assert_eq!(server.ask("OPTIONS", "/", preflight).status, 403);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        assert_eq!(server.ask(method, "/", "").status, 405, "{method}");
    }
    let upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    assert_ne!(server.ask("GET", "/__kbgen/events2", upgrade).status, 101);
}

#[test]
fn the_server_listens_on_loopback_alone() {
    let server = Server::start(VAULT);
    let port = server.address.port();
    assert!(server.address.ip().is_loopback());
    // The address that this machine has towards others; nothing is sent to find it.
    let Ok(probe) = std::net::UdpSocket::bind("0.0.0.0:0") else { return };
    let outward = probe.connect("192.0.2.1:9").and_then(|()| probe.local_addr());
    let mut others = vec![Ipv4Addr::new(127, 0, 0, 2).into()];
    others.extend(outward.ok().map(|address| address.ip()).filter(|ip| !ip.is_loopback()));
    for ip in others {
        let reached = TcpStream::connect_timeout(&SocketAddr::new(ip, port), Duration::from_secs(2));
        assert!(reached.is_err(), "reached at {ip}");
    }
}

#[test]
fn a_change_to_the_vault_is_a_new_version_with_the_new_content() {
    let server = Server::start(VAULT);
    let (mut events, first) = server.events();
    server.write("Folder/Note 1.md", "Goodbye ![[p.png]].");
    assert!(next_version(&mut events) > first);
    server.until("the edited note", |server| server.get("/folder/note-1/").text().contains("Goodbye"));

    server.write("new/Fresh.md", "[[Note 1]] is linked");
    server.until("the new note", |server| server.get("/new/fresh/").status == 200);
    let page = server.get("/folder/note-1/").text();
    assert!(page.contains("/new/fresh/"), "the other page's backlinks know it");

    // As editors save: a temporary file that takes the note's place.
    let at = |path: &str| server.vault.path("vault").join(path);
    std::fs::write(at(".Fresh.md.tmp"), "saved whole").expect("a file");
    std::fs::rename(at(".Fresh.md.tmp"), at("new/Fresh.md")).expect("a rename");
    server.until("the replaced note", |server| server.get("/new/fresh/").text().contains("saved whole"));

    server.remove("new/Fresh.md");
    server.until("the note is gone", |server| server.get("/new/fresh/").status == 404);
    assert!(!server.get("/folder/note-1/").text().contains("/new/fresh/"));

    std::fs::rename(at("한글.md"), at("Folder/다른 이름.md")).expect("a rename");
    server
        .until("the renamed note", |server| server.get("/folder/%EB%8B%A4%EB%A5%B8-%EC%9D%B4%EB%A6%84/").status == 200);
    assert_eq!(server.get("/%ED%95%9C%EA%B8%80/").status, 404);
}

#[test]
fn attachments_come_change_and_go() {
    let server = Server::start(VAULT);
    server.write("Folder/Note 1.md", "![[p.png]] ![[late.pdf]]");
    server.until("the missing file is told", |server| !server.problems().is_empty());
    server.write("Files/late.pdf", "not a document");
    server.until("the new attachment", |server| server.get("/files/files/late.pdf").text() == "not a document");
    server.until("nothing is missing", |server| server.problems().is_empty());
    server.write("p.png", "other bytes");
    server.until("the changed attachment", |server| server.get("/files/p.png").text() == "other bytes");
    server.remove("Files/late.pdf");
    server.until("it is gone", |server| server.get("/files/files/late.pdf").status == 404);
}

#[test]
fn a_broken_note_is_named_and_the_others_stay() {
    let server = Server::start(VAULT);
    let (mut events, first) = server.events();
    server.write("Folder/Note 1.md", "---\npublish: ture\n---\nHello");
    assert!(next_version(&mut events) > first);
    server.until("the broken flag", |server| server.has_problem("publish::flag", "Folder/Note 1.md"));
    assert_eq!((server.get("/folder/note-1/").status, server.get("/%ED%95%9C%EA%B8%80/").status), (404, 200));
    server.write("Folder/Note 1.md", "mended ![[p.png]]");
    server.until("the mended note", |server| server.get("/folder/note-1/").text().contains("mended"));
    assert_eq!(server.problems(), Vec::<serde_json::Value>::new());
}

#[test]
fn a_note_that_is_emptied_and_then_written_is_built_once() {
    let server = Server::start(VAULT);
    let (mut events, first) = server.events();
    server.write("Folder/Note 1.md", "");
    // Longer than an editor's pause between two writes of one file, shorter than the preview's limit.
    std::thread::sleep(std::time::Duration::from_millis(60));
    server.write("Folder/Note 1.md", "all of it");
    assert_eq!(next_version(&mut events), first + 1);
    assert!(server.get("/folder/note-1/").text().contains("all of it"));
}

#[test]
fn a_broken_config_keeps_the_last_good_site() {
    let server = Server::start(&[("a.md", "Hello"), ("kbgen.toml", "[site]\ntitle = \"First title\"\n")]);
    assert!(server.get("/a/").text().contains("First title"));
    let (mut events, first) = server.events();
    server.write("kbgen.toml", "[site]\ntitel = \"Second title\"\n");
    assert!(next_version(&mut events) > first, "the pages reload to show what is wrong");
    server.until("the unknown key", |server| server.has_problem("config::unknown-key", "kbgen.toml"));
    assert!(server.get("/a/").text().contains("First title"), "the last good page");
    let (mut events, failed) = server.events();
    server.write("a.md", "edited meanwhile");
    assert!(next_version(&mut events) > failed);
    assert!(server.has_problem("config::unknown-key", "kbgen.toml"), "an edit elsewhere mends nothing");
    server.write("kbgen.toml", "[site]\ntitle = \"Second title\"\n");
    server.until("the mended config", |server| server.get("/a/").text().contains("Second title"));
    server.until("the edit", |server| server.get("/a/").text().contains("edited meanwhile"));
    assert_eq!(server.problems(), Vec::<serde_json::Value>::new());
}

#[test]
fn many_changes_at_once_end_in_the_right_site() {
    let server = Server::start(VAULT);
    for number in 0..500 {
        server.write(&format!("many/{number}.md"), "See [[Note 1]].");
    }
    server.until("all notes", |server| server.get("/many/499/").status == 200 && server.get("/many/0/").status == 200);
    server.until("their backlinks", |server| server.get("/folder/note-1/").text().matches("/many/").count() >= 500);
    std::fs::remove_dir_all(server.vault.path("vault/many")).expect("it is there");
    server.until("none", |server| server.get("/many/499/").status == 404 && server.get("/many/0/").status == 404);
}

#[test]
fn a_port_that_is_taken_is_left_to_its_owner() {
    let vault = Vault::new(VAULT);
    // The default port is in use from here on, by this server or by another program.
    let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, 4000));
    let (mut process, address) = start(&vault, &[]);
    assert!((4001..=4050).contains(&address.port()), "{address}");
    let taken = address.port().to_string();
    let mut exact = command(&vault, &["--port", &taken]);
    let output = exact.stderr(Stdio::piped()).output().expect("the program starts");
    let message = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.starts_with("error[output::io]: ") && message.contains(&taken), "{message}");
    process.kill().expect("it runs");
    process.wait().expect("it ends");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_polite_kill_end_the_server() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut server = Server::start(VAULT);
        let (_events, _) = server.events();
        let sent = Command::new("kill").args([signal, &server.process.id().to_string()]).status().expect("kill");
        assert!(sent.success());
        let start = Instant::now();
        let status = loop {
            if let Some(status) = server.process.try_wait().expect("a child") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "{signal} is not heeded");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.code(), Some(code), "{signal}");
    }
}
