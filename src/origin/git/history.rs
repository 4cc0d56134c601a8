//! Since when a note has had a tag: one walk through history for all notes.
//!
//! Each note follows a single path back from HEAD: to the parent that still has the tag, under the
//! name it had there. Commits are visited by time, latest first, each with all notes that wait at
//! it, so that trees are compared once for all of them. Where no parent has the tag, the commit
//! added it. `git blame` is not asked: it names the last edit of the line, not the first.

use super::{
    error::GitError,
    note_in_tree::{self, Traced},
    object_reader::{CommitInfo, ObjectReader},
    rename,
    repo::Repo,
    trees,
};
use gix::ObjectId;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

/// Since when a note has had its tag, by git's history. Times are of the committer, in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagAge {
    /// A commit added it.
    Added {
        /// The commit's full id.
        commit: String,
        /// When it was committed.
        time: i64,
    },
    /// It was there before the limit already; the walk went no further.
    OlderThan {
        /// When the first commit beyond the limit, which has the tag, was committed.
        time: i64,
    },
    /// The clone is shallow or partial, and what is there of history does not tell.
    HistoryTooShort,
    /// HEAD has the note without its tag.
    Uncommitted,
    /// HEAD has no such note.
    NoteIsNew,
}

impl Repo {
    /// For each note of `paths` (from the work tree's top), when its tag was added. `has_tag` is
    /// given a note's place in `paths` and the text of a version of it. Notes that had the tag before `stop_before` (seconds
    /// since 1970) are not followed further back.
    ///
    /// Renames are followed: the same content under another name, or at least half of the lines.
    ///
    /// # Errors
    /// If HEAD or the history that this clone has cannot be read.
    pub fn tag_added(
        &self,
        paths: &[Vec<u8>],
        has_tag: &dyn Fn(usize, &[u8]) -> bool,
        stop_before: Option<i64>,
    ) -> Result<BTreeMap<Vec<u8>, TagAge>, GitError> {
        let mut walk = Walk::new(self, paths, has_tag)?;
        walk.start(self)?;
        while let Some((time, id)) = walk.queue.pop() {
            let Some(waiting) = walk.waiting.remove(&id) else {
                continue;
            };
            if stop_before.is_some_and(|limit| time < limit) {
                walk.settle(waiting.notes, &TagAge::OlderThan { time });
            } else {
                walk.step(id, waiting)?;
            }
        }
        Ok(walk.ages)
    }
}

struct Walk<'a> {
    reader: ObjectReader,
    paths: &'a [Vec<u8>],
    has_tag: &'a dyn Fn(usize, &[u8]) -> bool,
    shallow: BTreeSet<ObjectId>,
    queue: BinaryHeap<(i64, ObjectId)>,
    waiting: HashMap<ObjectId, Waiting>,
    ages: BTreeMap<Vec<u8>, TagAge>,
}

/// Notes that have their tag in a commit and wait for its turn.
struct Waiting {
    commit: CommitInfo,
    notes: Vec<Traced>,
    /// They came from several commits, or renamed, and are not sorted by path.
    mixed: bool,
}

impl<'a> Walk<'a> {
    fn new(repo: &Repo, paths: &'a [Vec<u8>], has_tag: &'a dyn Fn(usize, &[u8]) -> bool) -> Result<Self, GitError> {
        let shallow = repo.git.shallow_commits().map_err(|err| GitError::Read {
            what: "the list of commits where this shallow clone ends".to_owned(),
            cause: err.into(),
        })?;
        let shallow = shallow.map(|commits| commits.iter().copied().collect());
        Ok(Walk {
            reader: ObjectReader::new(repo),
            paths,
            has_tag,
            shallow: shallow.unwrap_or_default(),
            queue: BinaryHeap::new(),
            waiting: HashMap::new(),
            ages: BTreeMap::new(),
        })
    }

    /// Puts every note that has its tag in HEAD to HEAD.
    fn start(&mut self, repo: &Repo) -> Result<(), GitError> {
        for path in self.paths {
            self.ages.insert(path.clone(), TagAge::NoteIsNew);
        }
        let head = match repo.git.head_id() {
            Ok(head) => head.detach(),
            Err(_) if repo.head_tree()?.is_empty_tree() => return Ok(()),
            Err(err) => {
                return Err(GitError::Read { what: "HEAD".to_owned(), cause: err.into() });
            }
        };
        let Some(commit) = self.reader.commit(head)? else {
            return Err(GitError::MissingObject {
                id: head.to_string(),
                what: "the commit of HEAD".to_owned(),
                promised: repo.is_partial_clone(),
            });
        };
        let asked: HashMap<&[u8], usize> =
            self.paths.iter().enumerate().map(|(place, path)| (path.as_slice(), place)).collect();
        let mut notes = Vec::new();
        for (path, node) in trees::list(repo, commit.tree, &|path| asked.contains_key(path))? {
            let asked = asked.get(path.as_slice()).copied().unwrap_or_default();
            match self.reader.blob(node.id)? {
                Some(text) if (self.has_tag)(asked, &text) => notes.push(Traced { asked, path, id: node.id }),
                Some(_) => {
                    self.ages.insert(path, TagAge::Uncommitted);
                }
                None => {
                    self.ages.insert(path, TagAge::HistoryTooShort);
                }
            }
        }
        self.hand_over(head, &commit, notes, true);
        Ok(())
    }

    /// Finds for each note that waits at `id` the parent that has its tag, or settles it.
    fn step(&mut self, id: ObjectId, waiting: Waiting) -> Result<(), GitError> {
        let Waiting { commit, mut notes, mixed } = waiting;
        if self.shallow.contains(&id) {
            self.settle(notes, &TagAge::HistoryTooShort);
            return Ok(());
        }
        if mixed {
            notes.sort_by(|one, two| one.path.cmp(&two.path));
        }
        let mut parents = Vec::new();
        for parent in &commit.parents {
            match self.reader.commit(*parent)? {
                Some(info) => parents.push((*parent, info)),
                None => {
                    self.settle(notes, &TagAge::HistoryTooShort);
                    return Ok(());
                }
            }
        }
        let mut without_tag = BTreeSet::new();
        for (parent, info) in &parents {
            let differing = note_in_tree::differing(&mut self.reader, commit.tree, info.tree, &notes)?;
            let (mut theirs, mut rest) = (Vec::new(), Vec::new());
            for (position, other) in differing.into_iter().rev() {
                let note = notes.remove(position);
                let Some(other) = other else {
                    rest.push(note);
                    continue;
                };
                match self.reader.blob(other)? {
                    Some(text) if (self.has_tag)(note.asked, &text) => {
                        theirs.push(Traced { id: other, ..note });
                    }
                    Some(_) => {
                        without_tag.insert(note.asked);
                        rest.push(note);
                    }
                    None => self.settle(vec![note], &TagAge::HistoryTooShort),
                }
            }
            theirs.reverse();
            rest.reverse();
            self.hand_over(*parent, info, notes, true);
            self.hand_over(*parent, info, theirs, true);
            notes = rest;
            if notes.is_empty() {
                return Ok(());
            }
        }
        let added = TagAge::Added { commit: id.to_string(), time: commit.time };
        let (new, old): (Vec<_>, Vec<_>) = notes.into_iter().partition(|note| !without_tag.contains(&note.asked));
        self.settle(old, &added);
        let new = self.follow_renames(&commit, &parents, new)?;
        self.settle(new, &added);
        Ok(())
    }

    /// Hands notes that had another name in a parent over to it; returns those that had none.
    fn follow_renames(
        &mut self,
        commit: &CommitInfo,
        parents: &[(ObjectId, CommitInfo)],
        mut notes: Vec<Traced>,
    ) -> Result<Vec<Traced>, GitError> {
        for (parent, info) in parents {
            if notes.is_empty() {
                break;
            }
            let gone = note_in_tree::only_in(&mut self.reader, info.tree, commit.tree)?;
            let (mut theirs, mut rest) = (Vec::new(), Vec::new());
            for note in notes {
                let Some(text) = self.reader.blob(note.id)? else {
                    rest.push(note);
                    continue;
                };
                match rename::source(&mut self.reader, &gone, note.id, &text)? {
                    Some(before) if (self.has_tag)(note.asked, &before.text) => {
                        let asked = note.asked;
                        theirs.push(Traced { asked, path: before.path, id: before.id });
                    }
                    _ => rest.push(note),
                }
            }
            self.hand_over(*parent, info, theirs, false);
            notes = rest;
        }
        Ok(notes)
    }

    /// Lets `notes`, in order of path if `sorted`, wait at a commit that has them with their tags.
    fn hand_over(&mut self, id: ObjectId, commit: &CommitInfo, notes: Vec<Traced>, sorted: bool) {
        if notes.is_empty() {
            return;
        }
        match self.waiting.get_mut(&id) {
            Some(waiting) => {
                waiting.notes.extend(notes);
                waiting.mixed = true;
            }
            None => {
                self.queue.push((commit.time, id));
                let waiting = Waiting { commit: commit.clone(), notes, mixed: !sorted };
                self.waiting.insert(id, waiting);
            }
        }
    }

    fn settle(&mut self, notes: Vec<Traced>, age: &TagAge) {
        for note in notes {
            self.ages.insert(self.paths[note.asked].clone(), age.clone());
        }
    }
}
