//! The index as the rest of the house sees it.

use crate::ask::QueryError;
use crate::ask::plan::{self, Plan, plan};
use crate::found::{Found, Hit, Order};
use crate::opening::{self, Opened};
use crate::tally::{Counts, Tally};
use crate::writer::{Answer, Work, Writing};
use crate::{Options, PostDocument, fields, highlight};
use model::{PostId, Query};
use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tantivy::collector::sort_key::SortByStaticFastValue;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, IndexReader, Order as Direction, Searcher, TantivyDocument};

/// Farthest hit that can be listed.
const FARTHEST: usize = 100_000;

/// Why the index could not be opened or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// The folder cannot be used.
    #[error("the search index in {} cannot be opened ({reason}); check that the folder may be written to", dir.display())]
    Open {
        /// The folder.
        dir: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Another process writes to it.
    #[error("another routewatch writes to the search index in {}; stop it, or leave indexing to it (searching works)", dir.display())]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// A change failed and left nothing behind; it may be repeated.
    #[error(
        "the search index could not be written ({0}); check the free disk space, then index again"
    )]
    Write(String),
    /// The writing thread is gone.
    #[error("the search index was closed; restart routewatch")]
    Closed,
}

impl IndexError {
    pub(crate) fn open(dir: &Path, reason: impl fmt::Display) -> Self {
        Self::Open { dir: dir.to_owned(), reason: reason.to_string() }
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Write(error.to_string())
    }
}

/// A full-text index in a folder. Cheap to clone. Searching blocks for some milliseconds; writing
/// happens on a thread of its own, begins with the first change and takes a lock that only one
/// process may hold.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    index: tantivy::Index,
    reader: IndexReader,
    /// Taken on drop, so that the thread ends before its handle is joined.
    work: Mutex<Option<Sender<(Work, Answer)>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Ok(work) = self.work.get_mut() {
            drop(work.take());
        }
        // The lock must be free once the last clone is gone.
        let ended = self.thread.take().map(JoinHandle::join);
        if let Some(Err(_)) = ended {
            tracing::warn!("the index thread panicked");
        }
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("documents", &self.documents()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a folder, or makes one.
    pub fn open(dir: &Path, options: &Options) -> Result<(Self, Opened), IndexError> {
        let (index, opened) = opening::open(dir)?;
        let reader = index.reader().map_err(|e| IndexError::open(dir, e))?;
        let writing = Writing {
            dir: dir.to_owned(),
            index: index.clone(),
            reader: reader.clone(),
            memory_mb: options.memory_mb,
            writer: None,
        };
        let (work, inbox) = channel();
        let thread = std::thread::Builder::new()
            .name("index".to_owned())
            .spawn(move || writing.run(&inbox))
            .map_err(|e| IndexError::open(dir, e))?;
        let inner = Inner { index, reader, work: Mutex::new(Some(work)), thread: Some(thread) };
        Ok((Self { inner: Arc::new(inner) }, opened))
    }

    /// The sequence number up to which changes are in the index; 0 if none are.
    #[must_use]
    pub fn applied_seq(&self) -> i64 {
        let metas = self.inner.index.load_metas();
        metas.ok().and_then(|meta| meta.payload).and_then(|seq| seq.parse().ok()).unwrap_or(0)
    }

    /// Number of posts in the index.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.inner.reader.searcher().num_docs()
    }

    /// Replaces and removes posts in one commit that carries `seq`. When this returns, searches find
    /// the change. After an error nothing of it is in the index.
    pub async fn apply(
        &self,
        upserts: Vec<PostDocument>,
        removed: Vec<PostId>,
        seq: i64,
    ) -> Result<(), IndexError> {
        self.work(Work::Apply { upserts, removed, seq }).await
    }

    /// Rewrites segments that still hold the text of removed posts, so that it is gone from disk.
    pub async fn purge(&self) -> Result<(), IndexError> {
        self.work(Work::Purge).await
    }

    /// Forgets every post and begins at sequence 0. Blocks until done.
    pub fn clear(&self) -> Result<(), IndexError> {
        let (told, heard) = channel();
        self.send(Work::Clear, Box::new(move |result| drop(told.send(result))))?;
        heard.recv().unwrap_or(Err(IndexError::Closed))
    }

    pub(crate) async fn work(&self, work: Work) -> Result<(), IndexError> {
        let (told, heard) = tokio::sync::oneshot::channel();
        self.send(work, Box::new(move |result| drop(told.send(result))))?;
        heard.await.unwrap_or(Err(IndexError::Closed))
    }

    fn send(&self, work: Work, answer: Answer) -> Result<(), IndexError> {
        let sender = self.inner.work.lock().map_err(|_| IndexError::Closed)?;
        let sender = sender.as_ref().ok_or(IndexError::Closed)?;
        sender.send((work, answer)).map_err(|_| IndexError::Closed)
    }

    /// Searches. `limit` 0 gives counts only.
    pub fn search(
        &self,
        query: &Query,
        order: Order,
        offset: usize,
        limit: usize,
    ) -> Result<Found, QueryError> {
        let plan = plan(query, order == Order::Relevance)?;
        if limit > 0 && offset.saturating_add(limit) > FARTHEST {
            return Err(QueryError::TooFar { limit: FARTHEST });
        }
        let searcher = self.inner.reader.searcher();
        let (places, mut counts) = ranked(&searcher, &plan, order, offset, limit)?;
        let hits = places.into_iter().map(|place| hit(&searcher, &plan, place));
        let hits = hits.collect::<tantivy::Result<Vec<Option<Hit>>>>()?;
        Ok(Found {
            hits: hits.into_iter().flatten().collect(),
            total: counts.total,
            facets: counts.facets(),
            days: counts.days(),
        })
    }

    /// Which of some posts a query finds, in the order given; for watches.
    pub fn matching(&self, query: &Query, among: &[PostId]) -> Result<Vec<PostId>, QueryError> {
        let plan = plan(query, false)?;
        if among.is_empty() {
            return Ok(Vec::new());
        }
        let both = plan::among(plan.query, among);
        let searcher = self.inner.reader.searcher();
        let mut found = HashSet::new();
        for place in searcher.search(&both, &DocSetCollector)? {
            found.extend(post_of(&searcher.doc(place)?));
        }
        Ok(among.iter().copied().filter(|post| found.contains(post)).collect())
    }
}

/// The places of the hits asked for, and the counts over all.
fn ranked(
    searcher: &Searcher,
    plan: &Plan,
    order: Order,
    offset: usize,
    limit: usize,
) -> tantivy::Result<(Vec<DocAddress>, Counts)> {
    let query = &*plan.query;
    let existing = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    // The collector makes room for `limit` hits at once and panics at 0.
    let limit = limit.min(existing);
    if limit == 0 {
        return Ok((Vec::new(), searcher.search(query, &Tally)?));
    }
    let top = TopDocs::with_limit(limit).and_offset(offset);
    let newest = (SortByStaticFastValue::<i64>::for_field(fields::POSTED.name), Direction::Desc);
    let seen = (SortByStaticFastValue::<i64>::for_field(fields::SEEN.name), Direction::Desc);
    let surest = (SortByStaticFastValue::<f64>::for_field(fields::SCORE.name), Direction::Desc);
    Ok(match order {
        Order::Newest => {
            let (top, counts) = searcher.search(query, &(top.order_by((newest, seen)), Tally))?;
            (places(top), counts)
        }
        Order::Score => {
            let (top, counts) = searcher.search(query, &(top.order_by((surest, newest)), Tally))?;
            (places(top), counts)
        }
        Order::Relevance => {
            let (top, counts) = searcher.search(query, &(top.order_by_score(), Tally))?;
            (places(top), counts)
        }
    })
}

fn places<K>(top: Vec<(K, DocAddress)>) -> Vec<DocAddress> {
    top.into_iter().map(|(_, place)| place).collect()
}

fn hit(searcher: &Searcher, plan: &Plan, place: DocAddress) -> tantivy::Result<Option<Hit>> {
    let document: TantivyDocument = searcher.doc(place)?;
    let Some(post) = post_of(&document) else { return Ok(None) };
    let text = document.get_first(fields::text_field());
    let text = text.as_ref().and_then(Value::as_str).unwrap_or_default();
    let scores = searcher.segment_reader(place.segment_ord).fast_fields();
    #[expect(clippy::cast_possible_truncation, reason = "it was an f32 when it was indexed")]
    let score = scores.f64(fields::SCORE.name)?.first(place.doc_id).unwrap_or(0.0) as f32;
    Ok(Some(Hit { post, score, spans: highlight::spans(text, &plan.needles) }))
}

fn post_of(document: &TantivyDocument) -> Option<PostId> {
    document.get_first(fields::POST.field())?.as_str()?.parse().ok()
}
