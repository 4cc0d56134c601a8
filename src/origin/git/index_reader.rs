//! Reads notes of the index from any thread: gix's handle belongs to one, so that thread answers for all.

use super::repo::BlobId;
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

impl IndexReader {
    /// A reader of the repository with this git folder ([`super::Repo::git_dir`]), which may be shared between threads.
    /// The repository is opened when it is first asked.
    pub fn open(git_dir: PathBuf) -> IndexReader {
        let (questions, asked) = channel();
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
