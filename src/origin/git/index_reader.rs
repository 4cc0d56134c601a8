//! Reads notes of the index from any thread: gix's handle belongs to one, so that thread answers for all.

use super::{
    error::GitError,
    repo::{BlobId, Repo},
};
use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
};

/// A question, and where the answer goes.
type Question = (BlobId, Sender<Option<Vec<u8>>>);

/// Reads blobs of one repository.
#[derive(Debug)]
pub struct IndexReader {
    questions: std::sync::Mutex<Sender<Question>>,
}

impl Repo {
    /// A reader that may be shared between threads. Its repository is opened when it is first asked.
    pub fn index_reader(&self) -> IndexReader {
        let (questions, asked) = channel();
        let git_dir = self.git_dir().to_owned();
        // It ends when the reader goes and its end of the channel with it.
        std::thread::spawn(move || answer(git_dir, &asked));
        IndexReader { questions: std::sync::Mutex::new(questions) }
    }
}

fn answer(git_dir: PathBuf, asked: &Receiver<Question>) {
    let mut git = None;
    for (BlobId(id), reply) in asked {
        let opened = git.get_or_insert_with(|| gix::open(git_dir.clone()));
        let blob = opened.as_ref().ok().and_then(|git| git.find_blob(id).ok()).map(|mut blob| blob.take_data());
        // Whoever asked may be gone by now.
        let _ = reply.send(blob);
    }
}

impl IndexReader {
    /// The bytes of a blob; `None` where it is missing.
    pub fn read(&self, id: BlobId) -> Option<Vec<u8>> {
        let (reply, answer) = channel();
        self.questions.lock().ok()?.send((id, reply)).ok()?;
        answer.recv().ok()?
    }
}

impl Repo {
    /// The paths of everything in the index, from the work tree's top with `/` between the parts.
    ///
    /// # Errors
    /// If the index, or a folder that a sparse index holds as one entry, cannot be read.
    pub fn index_paths(&self) -> Result<Vec<Vec<u8>>, GitError> {
        let index = self.index()?;
        let mut paths: Vec<Vec<u8>> = Vec::with_capacity(index.entries().len());
        for entry in index.entries() {
            let path: &[u8] = entry.path(&index);
            if entry.mode == gix::index::entry::Mode::DIR {
                let below = super::trees::list(self, entry.id, &|_| true)?;
                paths.extend(below.into_keys().map(|below| [path, &below].concat()));
            } else if paths.last().is_none_or(|last| last != path) {
                paths.push(path.to_vec());
            }
        }
        Ok(paths)
    }
}
