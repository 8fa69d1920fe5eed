//! A file before it is read: its name, its hash, how it begins.

use super::Order;
use anyhow::Context;
use model::Timestamp;
use model::capture::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// Bytes that are enough to recognise a format.
const HEAD: usize = 64 * 1024;

/// A file that can be read.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) head: Vec<u8>,
    /// When the file was last changed.
    pub(super) changed_at: Timestamp,
}

impl Opened {
    pub(super) fn of(order: &Order) -> anyhow::Result<Self> {
        let path = &order.file;
        let unreadable = || format!("{} cannot be read", path.display());
        let mut file = File::open(path).with_context(unreadable)?;
        let changed_at = file.metadata().and_then(|about| about.modified()).ok();
        let changed_at = changed_at.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed_at = changed_at.and_then(|time| i64::try_from(time.as_millis()).ok());
        let (mut hash, mut bytes, mut head) = (Sha256::new(), 0, Vec::new());
        let mut chunk = vec![0; HEAD];
        loop {
            let read = file.read(&mut chunk).with_context(unreadable)?;
            let Some(part) = chunk.get(..read).filter(|part| !part.is_empty()) else { break };
            hash.update(part);
            bytes += part.len() as u64;
            head.extend(part.iter().take(HEAD - head.len().min(HEAD)));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self {
            path: path.clone(),
            name,
            bytes,
            sha256: hex(&hash.finalize()),
            head,
            changed_at: Timestamp::from_ms(changed_at.unwrap_or_default()),
        })
    }
}
