//! Keeps a message as a JSON file: for recipients that are handed a file, and for trying out.

use super::{Channel, file_name};
use crate::{DeliverError, SetupError};
use model::Message;
use std::path::{Path, PathBuf};

/// A folder of messages.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder where it is missing.
    pub(crate) fn new(path: &Path) -> Result<Self, SetupError> {
        std::fs::create_dir_all(path)
            .map_err(|why| SetupError::Folder { path: path.to_owned(), why })?;
        Ok(Self { path: path.to_owned() })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file whole or not at all, and returns its path as text.
    pub(crate) async fn write(&self, name: &str, bytes: &[u8]) -> Result<String, DeliverError> {
        let path = self.path.join(name);
        let half = self.path.join(format!("{name}.part"));
        let failed = |why: std::io::Error| {
            DeliverError::Transient(format!("{} cannot be written: {why}", path.display()))
        };
        tokio::fs::write(&half, bytes).await.map_err(failed)?;
        tokio::fs::rename(&half, &path).await.map_err(failed)?;
        Ok(path.display().to_string())
    }
}

#[async_trait::async_trait]
impl Channel for Folder {
    fn name(&self) -> &'static str {
        "file"
    }

    fn help(&self) -> String {
        format!("writes JSON files into {}", self.path.display())
    }

    async fn deliver(&self, message: &Message) -> Result<String, DeliverError> {
        let json = serde_json::to_vec_pretty(message)
            .map_err(|why| DeliverError::Permanent(format!("cannot be written as JSON: {why}")))?;
        let path = self.write(&file_name(message, "json"), &json).await?;
        Ok(format!("written to {path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::message;

    #[tokio::test]
    async fn delivering_twice_leaves_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let channel = Folder::new(&folder.path().join("messages")).unwrap();
        let message = message("file", "");
        let first = channel.deliver(&message).await.unwrap();
        assert_eq!(channel.deliver(&message).await.unwrap(), first);
        let files: Vec<_> = std::fs::read_dir(folder.path().join("messages")).unwrap().collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
        let back: Message = serde_json::from_str(&text).unwrap();
        assert_eq!(back, message);
    }
}
