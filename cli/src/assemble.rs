//! Puts the parts of the house together from the settings.

use anyhow::Context as _;
use classifier::shelf::{Models, Shelf};
use config::Settings;
use crawler::Fetcher;
use crawler::platforms::Platforms;
use dashboard::Parts;
use evidence::Archive;
use indexer::{Index, Opened};
use model::{Clock, Entropy};
use notifier::Notifier;
use std::path::Path;
use std::sync::Arc;
use store::Store;
use worker::{StoreLedger, Tally, Workshop};

/// Opens the database.
pub(crate) async fn store(settings: &Settings) -> anyhow::Result<Store> {
    std::fs::create_dir_all(&settings.data_dir).with_context(|| {
        format!("the data folder {} cannot be made", settings.data_dir.display())
    })?;
    Ok(Store::open(&settings.store_url(), &settings.store, settings.keep).await?)
}

/// Opens the index; one that cannot be read is set aside and rebuilt from the database.
pub(crate) fn index(settings: &Settings, folder: &Path) -> anyhow::Result<Index> {
    let (index, opened) = Index::open(folder, &settings.indexer)?;
    if let Opened::Rebuilt { aside } = opened {
        tracing::warn!(
            aside = %aside.display(),
            "the index could not be read; it was set aside and is being rebuilt from the database"
        );
    }
    Ok(index)
}

/// The versions of the model.
pub(crate) fn shelf(settings: &Settings) -> Shelf {
    Shelf::new(settings.models_dir())
}

/// The models in use: as configured, else as promoted, else as shipped.
pub(crate) fn models(settings: &Settings) -> anyhow::Result<Models> {
    Ok(Models::open(&settings.classifier, shelf(settings))?)
}

/// Platforms and fetcher as configured; the fetcher keeps each host's pace together with all other
/// processes on the database.
pub(crate) fn crawler(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    store: &Store,
    holder: &str,
) -> anyhow::Result<(Arc<Platforms>, Fetcher)> {
    let platforms = Arc::new(Platforms::new(&settings.crawler)?);
    let ledger = Arc::new(StoreLedger::new(store.clone(), holder.to_owned()));
    let fetcher = Fetcher::sharing(settings.crawler.clone(), Arc::clone(clock), ledger)?;
    Ok((platforms, fetcher))
}

/// Everything the jobs work with. `index`: whether this process keeps one.
pub(crate) async fn workshop(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    entropy: &dyn Entropy,
    index: Option<Index>,
) -> anyhow::Result<Workshop> {
    let (store, holder) = (store(settings).await?, entropy.uuid().to_string());
    let (platforms, fetcher) = crawler(settings, &clock, &store, &holder)?;
    let archive = Archive::open(&settings.archive_dir(), &settings.evidence, Arc::clone(&clock))?;
    let mut options = settings.worker.clone();
    if let Some(public) = &settings.dashboard.public_url {
        public.trim_end_matches('/').clone_into(&mut options.public_url);
    }
    Ok(Workshop {
        store,
        fetcher,
        platforms,
        archive,
        models: Arc::new(models(settings)?),
        index,
        notifier: Arc::new(Notifier::new(&settings.notifier, &settings.data_dir)?),
        referral: Arc::new(settings.referral.clone()),
        schedule: Arc::new(settings.schedule.clone()),
        experience: Arc::default(),
        max_pages_per_visit: settings.crawler.max_pages_per_visit,
        keep: settings.keep,
        clock,
        options,
        holder,
        tally: Arc::new(Tally::default()),
        looks: Arc::default(),
    })
}

/// Everything the dashboard works with, sharing what the workshop has.
pub(crate) fn parts(
    shop: &Workshop,
    index: Index,
    entropy: Arc<dyn Entropy>,
    notice_banner: Option<String>,
) -> Parts {
    Parts {
        store: shop.store.clone(),
        index,
        models: Arc::clone(&shop.models),
        archive: shop.archive.clone(),
        fetcher: shop.fetcher.clone(),
        platforms: Arc::clone(&shop.platforms),
        recipients: (*shop.referral).clone(),
        clock: Arc::clone(&shop.clock),
        entropy,
        keep: shop.keep,
        notice_banner,
    }
}
