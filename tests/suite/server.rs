//! A running preview server, for the tests of it.
#![expect(clippy::disallowed_methods, reason = "tests run the program, change files and wait")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::support::Vault;

/// The timeout for a change to show; far more than it takes, for machines under load.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// A server on a vault; it ends when dropped.
pub struct Server {
    pub process: Child,
    pub address: SocketAddr,
    pub vault: Vault,
}

/// An answer of the server.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")))?;
        Some(line.split_once(':')?.1.trim())
    }
}

impl Server {
    pub fn start(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[])
    }

    /// With more flags.
    pub fn with(files: &[(&str, &str)], flags: &[&str]) -> Self {
        let vault = Vault::new(files);
        let port = free_port().to_string();
        let (process, address) = start(&vault, &[&["--date", "2024-10-27", "--port", &port], flags].concat());
        Self { process, address, vault }
    }

    /// Sends these bytes and reads the answer to its end.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut socket = TcpStream::connect(self.address).expect("the server listens");
        socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        // A request that is refused early may end the connection before all of it is sent.
        let sent = socket.write_all(request);
        let mut answer = Vec::new();
        let read = socket.read_to_end(&mut answer);
        assert!(!answer.is_empty(), "no answer: {sent:?} {read:?}");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(answer[..end].to_vec()).expect("a head is text");
        let status = head[9..12].parse().expect("a status");
        Answer { status, head, body: answer[end + 4..].to_vec() }
    }

    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = self.address;
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").as_bytes())
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    pub fn problems(&self) -> Vec<serde_json::Value> {
        let told = self.get("/__kbgen/problems.json").text();
        let told: serde_json::Value = serde_json::from_str(&told).expect("valid JSON");
        told["shown"].as_array().expect("a list").clone()
    }

    pub fn has_problem(&self, code: &str, path: &str) -> bool {
        self.problems().iter().any(|problem| problem["code"] == code && problem["path"] == path)
    }

    /// The stream of versions, and the version that it began with.
    pub fn events(&self) -> (BufReader<TcpStream>, u64) {
        let mut socket = TcpStream::connect(self.address).expect("the server listens");
        socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        write!(socket, "GET /__kbgen/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("sent");
        let mut stream = BufReader::new(socket);
        let version = next_version(&mut stream);
        (stream, version)
    }

    /// Waits until the condition is true.
    pub fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < PATIENCE, "still not so: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn write(&self, path: &str, text: &str) {
        self.vault.write(path, text);
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.vault.path("vault").join(path)).expect("it is there");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Starts a server and waits for the line with its address.
pub fn start(vault: &Vault, args: &[&str]) -> (Child, SocketAddr) {
    started(command(vault, args))
}

/// Runs such a command, and waits for the same.
pub fn started(mut command: Command) -> (Child, SocketAddr) {
    let mut process = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
    let line = lines.next().expect("a line").expect("UTF-8");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    let address = address.parse().expect("an address and a port");
    // The server's further output must be read, or it would block.
    std::thread::spawn(move || lines.for_each(drop));
    (process, address)
}

pub fn command(vault: &Vault, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kbgen"));
    command
        .current_dir(vault.path(""))
        .env_clear()
        .env("HOME", vault.path("home"))
        .arg("serve")
        .arg("vault")
        .args(args);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

pub fn next_version(stream: &mut BufReader<TcpStream>) -> u64 {
    let start = Instant::now();
    loop {
        let mut line = String::new();
        assert_ne!(stream.read_line(&mut line).expect("an event in time"), 0, "the stream ended");
        assert!(start.elapsed() < PATIENCE, "no event in time");
        if let Some(data) = line.strip_prefix("data: ") {
            return data.trim().parse().expect("an event is a number and nothing else");
        }
    }
}
