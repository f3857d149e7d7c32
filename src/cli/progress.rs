//! A progress indicator on a terminal, once work takes longer than half a second.
#![expect(clippy::disallowed_methods, reason = "the elapsed time is only printed")]

use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_millis(500);
const FRAME: Duration = Duration::from_millis(100);
const FRAMES: [&str; 4] = ["-", "\\", "|", "/"];

/// A running indicator; dropping it clears its line.
pub struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Shows `what` on standard error if `live`, else nothing.
    pub fn start(what: &'static str, live: bool) -> Self {
        if !live {
            return Self { running: None };
        }
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("progress".to_owned()).spawn(move || draw(what, &stopped));
        Self { running: thread.ok().map(|thread| (stop, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            // The thread only draws; it has no result.
            let _ = thread.join();
        }
    }
}

fn draw(what: &str, stopped: &Receiver<()>) {
    let start = Instant::now();
    if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let mut stderr = std::io::stderr();
    for frame in FRAMES.iter().cycle() {
        let seconds = start.elapsed().as_secs();
        let _ = write!(stderr, "\r\u{1b}[K{frame} {what} … {seconds} s");
        let _ = stderr.flush();
        if stopped.recv_timeout(FRAME) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    let _ = write!(stderr, "\r\u{1b}[K");
    let _ = stderr.flush();
}
