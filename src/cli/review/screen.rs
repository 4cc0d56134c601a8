//! The terminal of a review: single keys in, lines out, in the normal screen so that what was decided scrolls back.
//!
//! Keys are read raw, so that none is echoed and Ctrl-C is a key like any other; whatever way the walk ends, the
//! terminal is put back when the value is dropped. No cursor is moved but within the line of the prompt.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use crate::review::Key;
use crate::review::render::{Line, Look, Role};

/// What came from the terminal.
pub(super) enum Input {
    /// A key.
    Key(Key),
    /// Everything should be drawn anew: another size, or back from the background.
    Redraw,
    /// The system asks the program to end.
    Stopped,
}

/// A terminal in raw mode.
pub(super) struct Screen {
    colour: bool,
    /// Whether the terminal knows how to erase a line.
    erases: bool,
    stopped: Arc<AtomicBool>,
}

/// How often it is looked whether a signal has come.
const TICK: Duration = Duration::from_millis(100);
/// Whoever drags a window's edge gets one drawing, not a hundred.
const SETTLED: Duration = Duration::from_millis(120);
const DEFAULT_WIDTH: usize = 80;

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// A terminal that has no raw mode.
    pub(super) fn open(colour: bool) -> io::Result<Self> {
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in SIGNALS {
            signal_hook::flag::register(*signal, Arc::clone(&stopped))?;
        }
        let erases = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        // A breakdown reports itself in a terminal that knows line ends.
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |breakdown| {
            let _ = terminal::disable_raw_mode();
            report(breakdown);
        }));
        // Made first: were raw mode on only half, the value would still put it back.
        let screen = Self { colour, erases, stopped };
        terminal::enable_raw_mode()?;
        // crossterm begins to listen for another width when it is first asked: that has to be before anything is drawn.
        wait(Duration::ZERO).and_then(|()| event::poll(Duration::ZERO))?;
        Ok(screen)
    }

    /// How lines are to be drawn now.
    pub(super) fn look(&self) -> Look {
        let width = terminal_size::terminal_size().map_or(0, |(width, _)| usize::from(width.0));
        Look { width: if width == 0 { DEFAULT_WIDTH } else { width }, colour: self.colour }
    }

    /// Prints lines.
    pub(super) fn print(&self, lines: &[Line]) -> io::Result<()> {
        let text: String = lines.iter().map(|line| self.painted(line) + "\r\n").collect();
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Asks for a key and takes the question away again.
    pub(super) fn ask(&self, prompt: &Line) -> io::Result<Input> {
        let put = |text: &str| {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        };
        put(&self.painted(prompt))?;
        // A breakdown that was caught meanwhile has put the terminal back; otherwise this does nothing.
        terminal::enable_raw_mode()?;
        let input = self.next();
        put(if self.erases { "\r\u{1b}[K" } else { "\r\n" })?;
        input
    }

    fn next(&self) -> io::Result<Input> {
        loop {
            if self.stopped.load(Ordering::Relaxed) {
                return Ok(Input::Stopped);
            }
            wait(Duration::ZERO)?;
            if !event::poll(Duration::ZERO)? {
                wait(TICK)?;
                continue;
            }
            match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => match meaning(&key) {
                    Some(key) => return Ok(Input::Key(key)),
                    None => {
                        self.pause()?;
                        return Ok(Input::Redraw);
                    }
                },
                Event::Resize(..) => {
                    while wait(Duration::ZERO).and_then(|()| event::poll(SETTLED))? {
                        if let Event::Key(key) = event::read()?
                            && let Some(key) = meaning(&key)
                        {
                            return Ok(Input::Key(key));
                        }
                    }
                    return Ok(Input::Redraw);
                }
                _ => {}
            }
        }
    }

    /// Lends the terminal to another program, such as an editor. Signals that came meanwhile were meant for that.
    pub(super) fn lend<T>(&self, work: impl FnOnce() -> T) -> io::Result<T> {
        terminal::disable_raw_mode()?;
        let result = work();
        terminal::enable_raw_mode()?;
        self.stopped.store(false, Ordering::Relaxed);
        Ok(result)
    }

    /// Ctrl-Z: to the background, as from any other program.
    fn pause(&self) -> io::Result<()> {
        #[cfg(unix)]
        {
            terminal::disable_raw_mode()?;
            signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?;
            terminal::enable_raw_mode()?;
        }
        Ok(())
    }

    fn painted(&self, line: &Line) -> String {
        let piece = |(role, text): &(Role, String)| match style(*role) {
            style if self.colour && style != Style::new() => format!("{style}{text}{style:#}"),
            _ => text.clone(),
        };
        line.0.iter().map(piece).collect()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _nothing_more_can_be_done = terminal::disable_raw_mode();
    }
}

/// Waits until the terminal has something to read, or for so long.
///
/// crossterm reads on for ever from a terminal that is gone, so it is only asked where there is one.
///
/// # Errors
/// The terminal is gone.
#[cfg(unix)]
fn wait(long: Duration) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut ends = [PollFd::new(&stdin, PollFlags::IN)];
    let long = Timespec { tv_sec: 0, tv_nsec: long.subsec_nanos().into() };
    match poll(&mut ends, Some(&long)) {
        // A signal, such as one that the window has another size.
        Err(rustix::io::Errno::INTR) => return Ok(()),
        result => result?,
    };
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    if ends.iter().any(|end| end.revents().intersects(gone)) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

#[cfg(not(unix))]
fn wait(long: Duration) -> io::Result<()> {
    event::poll(long).map(|_| ())
}

#[cfg(unix)]
const SIGNALS: &[i32] = &[
    signal_hook::consts::SIGTERM,
    signal_hook::consts::SIGINT,
    signal_hook::consts::SIGHUP,
    signal_hook::consts::SIGQUIT,
];
#[cfg(not(unix))]
const SIGNALS: &[i32] = &[signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT];

/// What a key means; `None` for Ctrl-Z.
fn meaning(key: &KeyEvent) -> Option<Key> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('z') => None,
            KeyCode::Char('c' | 'd') => Some(Key::Interrupt),
            _ => Some(Key::Other),
        };
    }
    Some(match key.code {
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => Key::Other,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        _ => Key::Other,
    })
}

fn style(role: Role) -> Style {
    match role {
        Role::Plain => Style::new(),
        Role::Faint => Style::new().dimmed(),
        Role::Strong => Style::new().bold(),
        Role::Differs => AnsiColor::Yellow.on_default().bold().underline(),
        Role::Good => AnsiColor::Green.on_default(),
        Role::Bad => AnsiColor::Red.on_default(),
    }
}
