//! The one thread that writes. tantivy's writer blocks, so it lives apart from the async runtime;
//! it may also panic (tantivy issue 2634), so each piece of work is caught, and the writer is made
//! anew after a failure. What was not committed is then gone, which is safe: the caller repeats from
//! [`applied_seq`](crate::Index::applied_seq).

use crate::document::document;
use crate::index::IndexError;
use crate::{PostDocument, fields};
use model::PostId;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{IndexReader, IndexWriter, TantivyError, Term};

/// What the thread is asked to do.
pub(crate) enum Work {
    /// Replace, remove and commit.
    Apply { upserts: Vec<PostDocument>, removed: Vec<PostId>, seq: i64 },
    /// Forget everything.
    Clear,
    /// Rewrite the segments that still hold deleted documents.
    Purge,
    /// Add documents without a commit, as a crash would leave them.
    #[cfg(test)]
    Stage(Vec<PostDocument>),
    /// Panic, the first so many times.
    #[cfg(test)]
    Panic(std::sync::atomic::AtomicU32),
}

/// Tells whoever asked how it went.
pub(crate) type Answer = Box<dyn FnOnce(Result<(), IndexError>) + Send>;

/// The state of the thread.
pub(crate) struct Writing {
    pub(crate) dir: PathBuf,
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) memory_mb: u32,
    pub(crate) writer: Option<IndexWriter>,
}

impl Writing {
    /// Works until every [`Index`](crate::Index) is dropped.
    pub(crate) fn run(mut self, work: &Receiver<(Work, Answer)>) {
        while let Ok((work, answer)) = work.recv() {
            answer(self.attempt(&work));
        }
        self.discard();
    }

    /// Performs a piece of work; after trouble once more with a new writer.
    fn attempt(&mut self, work: &Work) -> Result<(), IndexError> {
        match self.caught(work) {
            Err(IndexError::Write(why)) => {
                tracing::warn!(%why, "the index writer failed and is made anew");
                self.discard();
                self.caught(work).inspect_err(|_| self.discard())
            }
            other => other,
        }
    }

    fn caught(&mut self, work: &Work) -> Result<(), IndexError> {
        catch_unwind(AssertUnwindSafe(|| self.perform(work)))
            .unwrap_or_else(|_| Err(IndexError::Write("the writer panicked".to_owned())))
    }

    /// Drops the writer and what it did not commit.
    fn discard(&mut self) {
        let writer = self.writer.take();
        if catch_unwind(AssertUnwindSafe(|| drop(writer))).is_err() {
            tracing::warn!("dropping the index writer panicked");
        }
    }

    fn perform(&mut self, work: &Work) -> Result<(), IndexError> {
        match work {
            Work::Apply { upserts, removed, seq } => {
                self.replace(upserts, removed)?;
                self.commit(*seq)
            }
            Work::Clear => {
                self.open_writer()?.delete_all_documents()?;
                self.commit(0)?;
                self.open_writer()?.garbage_collect_files().wait()?;
                Ok(())
            }
            Work::Purge => self.purge(),
            #[cfg(test)]
            Work::Stage(upserts) => self.replace(upserts, &[]),
            #[cfg(test)]
            Work::Panic(times) => {
                use std::sync::atomic::Ordering::SeqCst;
                let left = times.load(SeqCst);
                times.store(left.saturating_sub(1), SeqCst);
                assert!(left == 0, "asked to panic");
                Ok(())
            }
        }
    }

    fn replace(&mut self, upserts: &[PostDocument], removed: &[PostId]) -> Result<(), IndexError> {
        let writer = self.open_writer()?;
        let key = |post: &PostId| Term::from_field_text(fields::POST.field(), &post.to_string());
        for post in removed {
            writer.delete_term(key(post));
        }
        for post in upserts {
            writer.delete_term(key(&post.post));
            writer.add_document(document(post))?;
        }
        Ok(())
    }

    fn commit(&mut self, seq: i64) -> Result<(), IndexError> {
        let mut prepared = self.open_writer()?.prepare_commit()?;
        prepared.set_payload(&seq.to_string());
        prepared.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    fn purge(&mut self) -> Result<(), IndexError> {
        // Only ids: files whose metas somebody holds are not collected.
        let segments = self.index.searchable_segment_metas()?.into_iter();
        let stale: Vec<_> =
            segments.filter(tantivy::SegmentMeta::has_deletes).map(|one| one.id()).collect();
        let writer = self.open_writer()?;
        for segment in stale {
            // A segment that a merge has in hand loses its deleted documents there.
            if let Err(why) = writer.merge(&[segment]).wait() {
                tracing::debug!(%why, "a segment is already being merged");
            }
        }
        // Nor are files that a reader holds: let go of them first.
        self.reader.reload()?;
        self.open_writer()?.garbage_collect_files().wait()?;
        Ok(())
    }

    /// The writer; it is made when first needed, so that a process that only searches takes no lock.
    fn open_writer(&mut self) -> Result<&mut IndexWriter, IndexError> {
        if self.writer.is_none() {
            let bytes = self.memory_mb.clamp(16, 2_000) as usize * 1_000_000;
            let options = IndexWriterOptions::builder()
                .num_worker_threads(1)
                .num_merge_threads(1)
                .memory_budget_per_thread(bytes)
                .build();
            let writer = self.index.writer_with_options(options).map_err(|e| match e {
                TantivyError::LockFailure(..) => IndexError::Locked { dir: self.dir.clone() },
                other => IndexError::from(other),
            })?;
            writer.set_merge_policy(Box::new(merge_policy()));
            self.writer = Some(writer);
        }
        self.writer.as_mut().ok_or_else(|| IndexError::Write("no writer".to_owned()))
    }
}

/// Small commits are the rule here: every few of them are merged, and a segment of which a fifth
/// is deleted is rewritten, so that erased posts do not linger.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(6);
    policy.set_del_docs_ratio_before_merge(0.2);
    policy
}
