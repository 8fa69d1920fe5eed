//! Points the settings at the invented platforms.

use ::demo::Served;
use anyhow::Context as _;
use config::Settings;
use crawler::PlatformOptions;
use model::Source;
use model::retention::Category;
use referral::RecipientOptions;
use std::net::SocketAddr;
use std::path::Path;
use worker::Workshop;

/// Milliseconds of an invented hour.
const HOUR: i64 = 3_600_000;

/// The settings of a demo: invented platforms instead of the real ones, and quicker everywhere.
pub(super) fn settings(
    data: &Path,
    listen: SocketAddr,
    served: &Served,
) -> anyhow::Result<Settings> {
    let mut settings = Settings { data_dir: data.to_owned(), ..Settings::default() };
    "warn,tantivy=error".clone_into(&mut settings.log.filter);
    let crawler = &mut settings.crawler;
    crawler.allow.clone_from(&served.allow);
    "https://unit.example/routewatch".clone_into(&mut crawler.user_agent_contact);
    // The invented hosts are our own; they are asked as fast as they answer.
    (crawler.interval_ms, crawler.burst, crawler.max_pages_per_visit) = (5, 50, 40);
    let places = [
        ("telegram", &served.telegram),
        ("mastodon", &served.mastodon),
        ("bluesky", &served.bluesky),
        ("feeds", &served.feeds),
    ];
    for (name, base) in places {
        let platform = PlatformOptions { base_url: Some(base.to_string()), ..Default::default() };
        crawler.platforms.insert(name.to_owned(), platform);
    }
    settings.schedule.ceiling_ms = 4 * HOUR;
    // A power cut may take an invented page.
    settings.evidence.sync = false;
    settings.worker.pause_ms = 200;
    settings.worker.public_url = format!("http://{listen}");
    // Invented days pass in minutes; nobody should be logged out at invented midnight.
    settings.dashboard.session_hours = 24 * 365;
    settings.dashboard.idle_minutes = 60 * 24 * 365;
    settings.dashboard.listen = listen;
    settings.referral = sender(served)?;
    Ok(settings)
}

fn sender(served: &Served) -> anyhow::Result<referral::Options> {
    let desk = served.desk.join("/notices").context("the desk's address")?;
    let recipient = RecipientOptions {
        name: "The invented platforms' moderation desk".to_owned(),
        platforms: crawler::platforms::ALL.iter().map(|a| a.name().to_owned()).collect(),
        channel: "webhook".to_owned(),
        to: desk.to_string(),
        layout: "dsa16".to_owned(),
    };
    Ok(referral::Options {
        organisation: "Example Unit against Migrant Smuggling".to_owned(),
        contact_name: "Referral desk".to_owned(),
        contact_email: "referrals@unit.example".to_owned(),
        recipients: [("desk".to_owned(), recipient)].into(),
    })
}

/// Watches every place of the invented world; returns how many.
pub(super) async fn watch_sources(shop: &Workshop, places: &[String]) -> anyhow::Result<usize> {
    let mut watched = 0;
    for place in places {
        let address = match shop.platforms.recognise(place) {
            Ok(address) => address,
            Err(why) => {
                tracing::warn!(place, %why, "an invented place was not taken");
                continue;
            }
        };
        let host = shop.platforms.host(&address);
        let until = shop.keep.until(Category::Offer, shop.now());
        let mut source = Source::new(address, host, shop.now(), until);
        "part of the demo".clone_into(&mut source.note);
        shop.store.add_source(&source).await?;
        watched += 1;
    }
    Ok(watched)
}
