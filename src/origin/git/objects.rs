//! Storing new blobs the way git would: shared where the repository is, and safe from a power cut.

use super::{
    error::GitError,
    repo::{BlobId, Repo},
};
use std::{fs, path::Path};

impl Repo {
    /// Stores `bytes` as a blob; `path` is the note it is for.
    pub(super) fn store(&self, path: &[u8], bytes: &[u8]) -> Result<BlobId, GitError> {
        let failed = |cause: super::error::Cause| GitError::ObjectWrite {
            path: String::from_utf8_lossy(path).into_owned(),
            cause,
        };
        let known = gix::objs::compute_hash(self.git.object_hash(), gix::objs::Kind::Blob, bytes)
            .map_err(|err| failed(err.into()))?;
        if self.git.has_object(known) {
            return Ok(BlobId(known));
        }
        let id = self.git.write_blob(bytes).map_err(|err| failed(err.into()))?.detach();
        let hex = id.to_string();
        let folder = self.git.common_dir().join("objects").join(&hex[..2]);
        secure(&folder, &hex[2..], self.sharing()).map_err(|err| failed(err.into()))?;
        Ok(BlobId(id))
    }

    /// core.sharedRepository in git's compact form; 0 leaves permissions to the umask.
    pub(super) fn sharing(&self) -> i32 {
        let config = self.git.config_snapshot();
        let value = config
            .plumbing()
            .sections_by_name("core")
            .into_iter()
            .flatten()
            .filter_map(|section| section.value_implicit("sharedRepository"))
            .last();
        value.map_or(0, |value| {
            gix::config::tree::Core::SHARED_REPOSITORY.try_into_shared_repository(value).unwrap_or(0)
        })
    }
}

/// gix neither syncs loose objects nor applies core.sharedRepository to them.
fn secure(folder: &Path, name: &str, sharing: i32) -> std::io::Result<()> {
    let object = folder.join(name);
    match fs::File::open(&object) {
        Ok(file) => file.sync_all()?,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(err) => return Err(err),
    }
    gix::fs::set_shared_repository_permissions(folder, sharing)?;
    gix::fs::set_shared_repository_permissions(&object, sharing)
}
