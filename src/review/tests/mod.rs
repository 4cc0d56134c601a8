//! Tests of the walk as a whole, without a terminal.

mod any_keys;
mod keys;
mod looks;
mod notes;

use super::{Action, Cluster, Key, Kind, Member, Relation, Session};
use crate::diagnostic::RuleId;
use crate::note::Note;
use crate::text::{NotePath, Source};

/// A note and a walk through it, with a string for a disk.
struct Walk {
    disk: String,
    session: Session,
    said: Vec<String>,
    /// What the next editor gives back; `None`: it fails.
    editor: Option<String>,
}

fn note(text: &str) -> Note {
    Note::parse(Source::new(NotePath::new("People/Mira.md"), text.to_owned()).unwrap())
}

/// A cluster of the bullets on these lines (from 1).
fn cluster(note: &Note, members: &[(usize, Relation)]) -> Cluster {
    let member = |(index, (line, relation)): (usize, &(usize, Relation))| {
        let at = |item: &&crate::note::Item| item.lines.first as usize + 1 == *line;
        let marker = note.items.iter().find(at).expect("a bullet on that line").marker.start;
        Member { marker, relation: *relation, score: Some(0.9), reported: (index > 0).then_some(marker) }
    };
    let conflict = members.iter().any(|(_, relation)| *relation == Relation::Conflict);
    let (rule, kind) = if conflict {
        ("conflicting-facts", Kind::Conflicting("date".into()))
    } else {
        ("duplicate-facts", Kind::Repeated)
    };
    let members = members.iter().enumerate().map(member).collect();
    Cluster { rule: RuleId::new(rule).unwrap(), kind, members }
}

impl Walk {
    fn new(text: &str, clusters: &[&[(usize, Relation)]]) -> Self {
        let note = note(text);
        let clusters = clusters.iter().map(|members| cluster(&note, members)).collect();
        Self { disk: text.to_owned(), session: Session::new(vec![(note, clusters)]), said: Vec::new(), editor: None }
    }

    /// Presses keys one after another; what they ask for is done.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.chars() {
            let action = self.session.press(if key == '\n' { Key::Enter } else { Key::Char(key) });
            self.act(action);
        }
        self
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Write(write) => {
                assert_eq!(write.before, self.disk, "the session knows what is on disk");
                self.disk = write.after;
                self.said = self.session.written();
            }
            Action::Edit(template) => {
                let edited = self.editor.clone().map(|text| format!("{template}{text}"));
                // As a person does it who deletes the wording that is offered.
                let edited = edited.map(|text| match template.rsplit_once("\n\n") {
                    Some((comments, offered)) => {
                        text.replacen(&template, &format!("{comments}\n\n"), 1).replace(offered, "")
                    }
                    None => text,
                });
                let action = self.session.edited(edited.as_deref());
                self.act(action);
            }
            Action::Say(said) => self.said = said,
            Action::Ask | Action::Show | Action::Help | Action::Quit => {}
        }
    }
}
