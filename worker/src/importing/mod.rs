//! One import: recognise, keep, read, record, a piece at a time.
//!
//! The same steps as a visit with a file in the host's place. A file of rows is kept as captures of
//! consecutive bytes, at addresses under a name that no network knows (`.invalid`, RFC 2606), so that
//! the file can be put together again from the archive; the pages of a web archive become captures at
//! their own addresses with their own times. Bringing in the same file again changes nothing: its
//! hash gives its id, and its first time decides when its rows count as seen.

mod file;
mod pages;
mod report;
mod rows;

pub use report::{ImportReport, RefusedRow};

use crate::Workshop;
use anyhow::{Context, bail};
use crawler::importers::{self, Hints, Importer, Read, Shape};
use evidence::Archive;
use file::Opened;
use model::audit::Deed;
use model::{Action, Category, Import, ImportCounts, StoredCapture, Timestamp};
use std::path::PathBuf;
use store::RecordPage;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The file.
    pub file: PathBuf,
    /// Its format; recognised from its first bytes unless given.
    pub format: Option<String>,
    /// What the file does not say itself.
    pub hints: Hints,
    /// When it was collected; the file's own time unless given.
    pub collected_at: Option<Timestamp>,
    /// Why it is brought in, and by whom it was collected.
    pub note: String,
    /// Only read it and say what would be taken.
    pub dry_run: bool,
}

/// An import at work.
struct Work<'a> {
    shop: &'a Workshop,
    order: &'a Order,
    /// Where pieces are kept: the house's archive, or one that is thrown away after a dry run.
    archive: Archive,
    import: Import,
    report: ImportReport,
    /// Told how many bytes of the file are done.
    progress: &'a (dyn Fn(u64) + Sync),
}

/// Brings in a file. `progress` is told how many of its bytes are done. Rows that are not taken are
/// in the report; an error means that the file cannot be read on, or that the database or the archive
/// failed: what was recorded until then stays, and running it again goes on where it matters.
pub async fn import(
    shop: &Workshop,
    order: &Order,
    progress: &(dyn Fn(u64) + Sync),
) -> anyhow::Result<ImportReport> {
    let opened = Opened::of(order)?;
    let importer = importer(order, &opened)?;
    let import = record_of(shop, order, &opened, importer).await?;
    let folder = tempfile::tempdir().context("making a folder for what passes")?;
    let archive = if order.dry_run {
        let options = evidence::Options { sync: false, ..evidence::Options::default() };
        Archive::open(folder.path(), &options, std::sync::Arc::clone(&shop.clock))?
    } else {
        shop.archive.clone()
    };
    let report = ImportReport::of(&import, order.dry_run);
    let mut work = Work { shop, order, archive, import, report, progress };
    if !order.dry_run {
        work.open().await?;
    }
    match importer.shape() {
        Shape::Rows(rows) => work.rows(rows).await?,
        Shape::Pages => work.pages(&opened).await?,
    }
    if !order.dry_run {
        work.close().await?;
    }
    Ok(work.report)
}

fn importer(order: &Order, opened: &Opened) -> anyhow::Result<&'static dyn Importer> {
    let names = || importers::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    if let Some(format) = &order.format {
        let known = importers::named(format);
        return known
            .with_context(|| format!("no format is called {format}; there are {}", names()));
    }
    importers::recognise(&opened.head).with_context(|| {
        format!("{} is of no format that is known; say --format, one of {}", opened.name, names())
    })
}

/// What is on record about the file, or what will be.
async fn record_of(
    shop: &Workshop,
    order: &Order,
    opened: &Opened,
    importer: &dyn Importer,
) -> anyhow::Result<Import> {
    let now = shop.now();
    let id = Import::id_of(&opened.sha256);
    if let Some(known) = shop.store.import(id).await? {
        return Ok(known);
    }
    let collected_at = order.collected_at.unwrap_or(opened.changed_at).min(now);
    Ok(Import {
        id,
        file: opened.name.clone(),
        sha256: opened.sha256.clone(),
        bytes: opened.bytes,
        format: importer.name().to_owned(),
        note: order.note.clone(),
        collected_at,
        started_at: now,
        finished_at: None,
        counts: ImportCounts::default(),
        expires_at: shop.keep.until(Category::Operation, now),
    })
}

impl Work<'_> {
    /// Enters the import, the first time also into the audit chain.
    async fn open(&self) -> anyhow::Result<()> {
        let import = &self.import;
        if self.shop.store.open_import(import).await? {
            let deed = Deed {
                actor: None,
                action: Action::Create,
                record: "import".to_owned(),
                record_id: import.id.to_string(),
                reason: format!("{} bytes of {}: {}", import.bytes, import.format, import.note),
            };
            self.shop.store.enter(deed, self.shop.now()).await?;
        }
        Ok(())
    }

    async fn close(&mut self) -> anyhow::Result<()> {
        // What is past its usual time when it comes in would be erased before anybody knew whether it
        // is an offer, which may be kept longer: so opinions are formed before anything else.
        while crate::jobs::ASSESS_POSTS.run(self.shop, 0).await? > 0 {}
        let counts = self.report.counts;
        self.shop.store.close_import(self.import.id, self.shop.now(), &counts).await?;
        Ok(())
    }

    /// Whether something seen then may still be kept as anything.
    fn may_keep(&self, seen: Timestamp) -> bool {
        self.shop.keep.until(Category::Offer, seen) > self.shop.now()
    }

    /// Records what was read from one capture.
    async fn record(&mut self, stored: &StoredCapture, read: Read) -> anyhow::Result<()> {
        self.report.refuse(read.refused);
        for (platform, reading) in &read.readings {
            self.report.take(platform, reading);
            if self.order.dry_run {
                continue;
            }
            let page = RecordPage {
                import: Some(self.import.id),
                ..RecordPage::of(platform, stored, reading, self.shop.now())
            };
            let recorded = self.shop.store.record(page).await.context("recording a piece")?;
            self.report.counts.new_posts += recorded.new_posts.len() as u64;
            self.report.counts.changed_posts += recorded.changed_posts.len() as u64;
        }
        Ok(())
    }

    fn too_old(&self) -> anyhow::Result<()> {
        if !self.may_keep(self.import.collected_at) {
            bail!(
                "{} was collected on {}, longer ago than anything may be kept; if that is only the \
                 file's own time, say --collected",
                self.import.file,
                self.import.collected_at.utc().format("%-d %b %Y")
            );
        }
        Ok(())
    }
}
