//! A terminal for a program to run in: what it prints is kept, what the test types it reads.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Terminal {
    keyboard: File,
    /// The program's end, held open so that its state can be looked at once the program is gone.
    inner: File,
    shown: Arc<Mutex<Vec<u8>>>,
    /// How much of it was waited for already.
    seen: usize,
    child: Child,
    reader: Option<JoinHandle<()>>,
    closed: Arc<AtomicBool>,
}

fn size(columns: u16) -> Winsize {
    Winsize { ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

impl Terminal {
    /// Runs a command in a terminal of so many columns.
    pub fn run(command: &mut Command, columns: u16) -> Self {
        let outer: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        // Or the program would hold its own terminal open.
        fcntl_setfd(&outer, FdFlags::CLOEXEC).expect("a flag");
        grantpt(&outer).expect("granted");
        unlockpt(&outer).expect("unlocked");
        let name = ptsname(&outer, Vec::new()).expect("a name").into_string().expect("a plain name");
        tcsetwinsize(&outer, size(columns)).expect("a size");
        let inner = File::options().read(true).write(true).open(name).expect("the inner end");
        let end = || inner.try_clone().expect("another handle");
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("the program starts");
        let keyboard = File::from(outer);
        let mut screen = keyboard.try_clone().expect("another handle");
        let shown = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&shown);
        let closed = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&closed);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while !stop.load(Ordering::Relaxed) {
                let tick = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };
                if poll(&mut [PollFd::new(&screen, PollFlags::IN)], Some(&tick)).unwrap_or(0) == 0 {
                    continue;
                }
                let Ok(count @ 1..) = screen.read(&mut buffer) else { return };
                kept.lock().expect("not poisoned").extend_from_slice(&buffer[..count]);
            }
        });
        Self { keyboard, inner, shown, seen: 0, child, reader: Some(reader), closed }
    }

    /// All that was printed.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().expect("not poisoned")).into_owned()
    }

    /// Waits until `text` is printed, behind what was waited for before.
    #[track_caller]
    pub fn wait(&mut self, text: &str) -> &mut Self {
        let start = Instant::now();
        loop {
            let shown = self.text();
            if let Some(at) = shown.get(self.seen..).and_then(|new| new.find(text)) {
                self.seen += at + text.len();
                return self;
            }
            assert!(start.elapsed() < PATIENCE, "{text:?} is not printed; printed is\n{shown}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Types keys.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self
    }

    /// Makes the terminal so many columns wide and tells the program, as the system does for one in the foreground.
    pub fn resize(&mut self, columns: u16) -> &mut Self {
        tcsetwinsize(&self.keyboard, size(columns)).expect("a size");
        self.send(Signal::WINCH)
    }

    pub fn send(&mut self, signal: Signal) -> &mut Self {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("the program is there");
        self
    }

    /// Whether lines are read as a whole and echoed, as a shell wants it.
    pub fn is_plain(&self) -> bool {
        let modes = tcgetattr(&self.inner).expect("the terminal's state").local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// Takes the terminal away, as closing its window does, and waits for the end of the program.
    #[track_caller]
    pub fn close(mut self) -> ExitStatus {
        self.closed.store(true, Ordering::Relaxed);
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader ends");
        }
        let Self { keyboard, inner, mut child, .. } = self;
        drop((keyboard, inner));
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait().expect("the program can be waited for") {
                return status;
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("the program goes on without a terminal");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be waited for") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end; printed is\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
