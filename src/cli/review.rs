//! `vault-lint review`: near-duplicates and conflicts one by one, a person choosing. Notes, terminal and editor; what
//! the keys do, the module `review` knows.

mod editor;
mod screen;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use self::screen::{Input, Screen};
use super::args::NoteArgs;
use super::failure::Failure;
use super::selection::{Notes, explained, notes};
use super::world::World;
use super::{Status, Stop, progress, written};
use crate::note::Note;
use crate::origin::{OriginError, stdin, worktree, write};
use crate::review::render::{self, Role};
use crate::review::{Action, Cluster, Session, clusters, wording};
use crate::text::{NotePath, Source};

/// Runs the command.
pub(super) fn run(world: &World, paths: &[PathBuf]) -> Result<Status, Stop> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::new("`review` asks a person, and this is no terminal")
            .hint("run `vault-lint review` in a terminal, or plain `vault-lint` for the findings as text")
            .into());
    }
    if paths.iter().any(|path| path == Path::new(stdin::NAME)) {
        return Err(Failure::new("`review` takes its keys from standard input: name the note's file").into());
    }
    let args = NoteArgs { paths: paths.to_vec(), ..NoteArgs::default() };
    let Notes::Files { found, problems, named } = notes(world, &args)? else {
        return Err(Failure::new("there are no files to review").into());
    };
    let files: BTreeMap<NotePath, PathBuf> = found.iter().map(|note| (note.shown.clone(), note.path.clone())).collect();
    let looked: Vec<Result<Looked, Failure>> = progress::with(found.len(), !world.global.quiet, |done| {
        let look = |note: &worktree::Found| {
            let result = look(world, &note.shown, &note.path);
            done.fetch_add(1, Ordering::Relaxed);
            result
        };
        found.par_iter().map(look).collect()
    });
    let mut troubles: Vec<Failure> = problems.iter().map(explained).collect();
    let mut to_review = Vec::new();
    for result in looked {
        match result {
            Ok(looked) if looked.1.is_empty() => {}
            Ok(looked) => to_review.push(looked),
            Err(trouble) => troubles.push(trouble),
        }
    }
    let mut session = Session::new(to_review);
    let ended = if session.current().is_some() {
        walk(world, &mut session, &files, &named)
    } else {
        let (count, plural) = (found.len(), if found.len() == 1 { "" } else { "s" });
        written(writeln!(io::stdout(), "nothing to review in {count} note{plural}: no two bullets state one fact"))?;
        Ok(End::Done)
    };
    for trouble in &troubles {
        written(writeln!(io::stderr(), "{trouble}"))?;
    }
    match ended {
        Ok(End::Done) if troubles.is_empty() => Ok(Status::Clean),
        Ok(End::Done) => Err(Failure::new("some notes could not be looked at").into()),
        Ok(End::Stopped) => Err(Failure::new("stopped by a signal").hint("what was decided is written").into()),
        Err(error) => Err(Failure::new(format!("the terminal went away: {error}")).into()),
    }
}

/// A note with what is to be decided in it.
type Looked = (Note, Vec<Cluster>);

fn look(world: &World, shown: &NotePath, path: &Path) -> Result<Looked, Failure> {
    let text = worktree::read(path).map_err(|error| explained(&error))?;
    let source =
        Source::new(shown.clone(), text).map_err(|_| explained(&OriginError::TooLarge { path: path.to_owned() }))?;
    let (engine, relative) = world.engine_for(path)?;
    let note = Note::parse(source);
    let linted = engine.compare(&note, &relative, &world.facts_for(path));
    if !linted.broken.is_empty() {
        return Err(
            Failure::new(format!("a rule broke down on {shown}")).hint("please report it; the note is untouched")
        );
    }
    let found = clusters(&note, &linted.diagnostics);
    Ok((note, found))
}

/// How a walk ended.
enum End {
    Done,
    Stopped,
}

/// Goes through the clusters, and says at the end what was written.
fn walk(
    world: &World,
    session: &mut Session,
    files: &BTreeMap<NotePath, PathBuf>,
    named: &worktree::Named,
) -> io::Result<End> {
    let screen = Screen::open(world.colour(&io::stdout()))?;
    let ended = turns(world, session, files, named, &screen);
    // The account is given even where the terminal failed: perhaps somebody still reads it.
    let told = screen.print(&render::account(session, screen.look()));
    let ended = ended?;
    told.map(|()| ended)
}

fn turns(
    world: &World,
    session: &mut Session,
    files: &BTreeMap<NotePath, PathBuf>,
    named: &worktree::Named,
    screen: &Screen,
) -> io::Result<End> {
    screen.print(&render::view(session, screen.look()))?;
    let mut next = None;
    // A wording that somebody took the trouble to write, until it is in the note.
    let mut typed = None;
    loop {
        let action = match next.take() {
            Some(action) => action,
            None => match screen.ask(&render::prompt(session, screen.look()))? {
                Input::Key(key) => session.press(key),
                Input::Redraw => Action::Show,
                Input::Stopped => return Ok(End::Stopped),
            },
        };
        let say = |role, texts: &[String]| screen.print(&render::said(role, texts, screen.look()));
        match action {
            Action::Ask => {}
            Action::Show => screen.print(&render::view(session, screen.look()))?,
            Action::Say(mut texts) => {
                texts.extend(typed.take().map(not_lost));
                say(Role::Bad, &texts)?;
            }
            Action::Help => screen.print(&render::help(screen.look()))?,
            Action::Quit => return Ok(End::Done),
            Action::Edit(text) => match screen.lend(|| editor::edit(&text))? {
                Ok(edited) => {
                    typed = edited.as_deref().and_then(|edited| wording::read(edited, &text));
                    next = Some(session.edited(edited.as_deref()));
                }
                Err(reason) => say(Role::Bad, &[reason])?,
            },
            Action::Write(wanted) => {
                let Some(path) = files.get(&wanted.path) else { continue };
                match write::replace(path, &wanted.before, &wanted.after, named) {
                    Ok(()) => {
                        typed = None;
                        say(Role::Good, &session.written())?;
                    }
                    Err(OriginError::Changed { .. }) => {
                        let mut texts = changed(world, session, &wanted.path, path);
                        texts.extend(typed.take().map(not_lost));
                        say(Role::Bad, &texts)?;
                    }
                    Err(error) => {
                        session.refused();
                        let mut texts = vec![format!("not written: {error}")];
                        texts.extend(typed.take().map(not_lost));
                        say(Role::Bad, &texts)?;
                        continue;
                    }
                }
                next = Some(Action::Show);
            }
        }
    }
}

fn not_lost(wording: String) -> String {
    format!("what you wrote is not lost, here to copy: {wording}")
}

/// Somebody saved the note while it was on the screen: their words stand, and the walk goes on with them.
fn changed(world: &World, session: &mut Session, shown: &NotePath, path: &Path) -> Vec<String> {
    let mut said = vec![format!("{shown} was changed by another program meanwhile: nothing was written")];
    match look(world, shown, path) {
        Ok((note, clusters)) => {
            session.reread(note, clusters);
            said.push("it was read again; what was decided in it before stands and cannot be undone here".into());
        }
        Err(trouble) => {
            session.refused();
            session.leave(shown);
            said.push(trouble.to_string());
        }
    }
    said
}
