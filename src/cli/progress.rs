//! A progress line on standard error, for work that takes a while in front of a person.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Nobody wants to see a bar that is gone before it can be read.
const DELAY: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(80);

/// Runs `work`, which counts finished notes up, and shows how far it is where standard error is a terminal, `show` is
/// on and it takes over half a second.
pub(super) fn with<T>(total: usize, show: bool, work: impl FnOnce(&AtomicUsize) -> T) -> T {
    let done = AtomicUsize::new(0);
    if !show || !std::io::stderr().is_terminal() {
        return work(&done);
    }
    let finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let bar = scope.spawn(|| draw(total, &done, &finished));
        let result = work(&done);
        finished.store(true, Ordering::Relaxed);
        bar.thread().unpark();
        let _ = bar.join();
        result
    })
}

fn draw(total: usize, done: &AtomicUsize, finished: &AtomicBool) {
    std::thread::park_timeout(DELAY);
    let mut drawn = false;
    while !finished.load(Ordering::Relaxed) {
        let done = done.load(Ordering::Relaxed).min(total);
        let filled = (done * 24).checked_div(total).unwrap_or(0);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(24 - filled));
        let _ = write!(std::io::stderr(), "\r{bar} {done}/{total} notes");
        drawn = true;
        std::thread::park_timeout(STEP);
    }
    if drawn {
        let _ = write!(std::io::stderr(), "\r\x1b[2K");
    }
}
