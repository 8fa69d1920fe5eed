//! Records what the invented accounts write, as a visit and the jobs after it would.

use super::now;
use super::told::{NUMBER, Told};
use bytes::Bytes;
use dashboard::Parts;
use model::post::{Content, Metrics};
use model::reading::Found;
use model::{
    Account, AccountId, AccountProfile, AccountSeen, AdvertId, Alert, Assessment, Capture, Case,
    CaseId, CaseState, Contact, ContactKind, Country, Finding, Handle, Label, Language,
    PageRequest, PageState, PersonId, Platform, Post, PostId, PostSeen, Price, PublicUrl, Purpose,
    Reading, Reason, Review, ReviewId, Route, Score, Service, Source, SourceKind, Span, Subject,
    VisitId, VisitOutcome, Watch, WatchId, Witness,
};
use store::{Grouped, RecordPage, SourceAfter};

fn page(url: &str, minutes: i64, body: &str) -> Capture {
    let url = PublicUrl::parse(url).unwrap();
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    let at = now().plus_secs(-60 * minutes);
    let request = PageRequest::new(url.clone(), Purpose::Newest);
    Capture::new(request, url, at, 200, headers, Bytes::from(body.to_owned()))
}

fn url_of(told: &Told) -> String {
    format!("https://{}.example/{}", told.account.0, told.account.1)
}

fn seen(told: &Told, number: usize, text: &str) -> PostSeen {
    PostSeen {
        native_id: format!("{}/{number}", told.account.1),
        account: told.account.1.to_owned(),
        url: PublicUrl::parse(&format!("{}/{number}", url_of(told))).ok(),
        content: Content { text: text.to_owned(), ..Content::default() },
        declared_language: None,
        posted_at: Some(now().plus_secs(-3600 * told.hours)),
        edited_at: None,
        edited: false,
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics { views: Some(1200), ..Metrics::default() },
    }
}

pub(crate) fn post_id(told: &Told, number: usize) -> PostId {
    Post::id_of(&Platform::new(told.account.0), &format!("{}/{number}", told.account.1))
}

pub(crate) fn account_id(told: &Told) -> AccountId {
    Account::id_of(&Platform::new(told.account.0), told.account.1)
}

/// Records one post as a page of its account shows it.
async fn record(
    parts: &Parts,
    told: &Told,
    number: usize,
    text: &str,
    minutes: i64,
    found: Vec<Found>,
) {
    let capture = page(&url_of(told), minutes, &format!("<p>{text}</p><!-- {minutes} -->"));
    let capture = parts.archive.keep(capture).await.unwrap();
    let mut reading = Reading::of(PageState::Posts);
    if found.is_empty() {
        reading.posts.push(seen(told, number, text));
    }
    reading.found = found;
    reading.accounts.push(AccountSeen {
        native_id: told.account.1.to_owned(),
        profile: AccountProfile {
            handle: Handle::new(told.account.1),
            display_name: told.account.2.to_owned(),
            biography: format!("{}. {}", told.account.2, "Everything here is invented."),
            followers: Some(4210),
            ..AccountProfile::default()
        },
        url: PublicUrl::parse(&url_of(told)).ok(),
        is_source: true,
        complete: true,
    });
    let platform = Platform::new(told.account.0);
    let now = capture.capture().at;
    let page = RecordPage::of(&platform, &capture, &reading, now);
    parts.store.record(page).await.unwrap();
}

fn opinion(told: &Told, number: usize) -> Assessment {
    let span = |part: &str| {
        let start = told.text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let reason = |(words, gloss, weight): &(&'static str, &'static str, f32)| Reason {
        code: (*gloss).replace(' ', "_"),
        text: (*words).to_owned(),
        span: span(words),
        weight: *weight,
        gloss: (*gloss).to_owned(),
    };
    let contacts = told.text.contains(NUMBER).then(|| Contact {
        kind: ContactKind::Whatsapp,
        value: NUMBER.replace(' ', ""),
        span: span(NUMBER),
    });
    let prices = told.text.contains("3000 EUR").then(|| Price {
        amount: 3000.0,
        currency: "EUR".to_owned(),
        per_person: true,
        span: span("3000 EUR"),
    });
    let country = |at: usize| told.route.map(|route| Country::new([route.0, route.1][at]));
    Assessment {
        post: post_id(told, number),
        at: now(),
        label: told.label,
        score: Score::new(told.score),
        abstain: (0.4..0.7).contains(&told.score),
        language: Language::new(told.language),
        services: told.service.into_iter().collect(),
        route: Route { origin: country(0), destination: country(1) },
        contacts: contacts.into_iter().collect(),
        prices: prices.into_iter().collect(),
        reasons: told.reasons.iter().map(reason).collect(),
        model: "invented-1".to_owned(),
        fingerprint: vec![],
    }
}

/// Records, assesses, groups and indexes what the invented accounts write.
pub(crate) async fn fill(parts: &Parts, told: &[Told]) {
    let store = &parts.store;
    for (number, one) in told.iter().enumerate() {
        if number == 0 {
            record(parts, one, number, &one.text.replace("3000", "2500"), 115, vec![]).await;
        }
        record(parts, one, number, &one.text, 90, vec![]).await;
    }
    let opinions: Vec<_> = told.iter().enumerate().map(|(n, one)| opinion(one, n)).collect();
    store.save_assessments(&opinions, now()).await.unwrap();
    let offers = told.iter().enumerate().filter(|(_, one)| one.label == Label::Offer);
    let offers: Vec<PostId> = offers.map(|(n, one)| post_id(one, n)).collect();
    if let Some(first) = offers.first() {
        let advert = AdvertId::of(&[&first.to_string()]);
        for post in offers.iter().copied() {
            let grouped = Grouped { post, advert, merged: vec![], bands: vec![] };
            store.save_group(&grouped, now()).await.unwrap();
        }
    }
    store.rebuild_networks(now(), 100).await.unwrap();
    let ids: Vec<PostId> = told.iter().enumerate().map(|(n, one)| post_id(one, n)).collect();
    gone(parts, told).await;
    source(parts, told).await;
    opinions_of_people(parts, &ids).await;
    index(parts, &ids).await;
}

/// The last post is found deleted, twice, by two kinds of page.
async fn gone(parts: &Parts, told: &[Told]) {
    let Some((number, last)) = told.iter().enumerate().next_back() else { return };
    let subject = Subject::Post(post_id(last, number));
    for (minutes, witness) in [(60, Witness::PostPage), (20, Witness::Listing)] {
        let found = vec![Found { subject, finding: Finding::Deleted, witness }];
        record(parts, last, number, &last.text, minutes, found).await;
    }
}

/// A source that could not be seen.
async fn source(parts: &Parts, told: &[Told]) {
    let Some(first) = told.first() else { return };
    let address = model::source::SourceAddress {
        platform: Platform::new(first.account.0),
        kind: SourceKind::Channel,
        key: first.account.1.to_owned(),
        url: PublicUrl::parse(&url_of(first)).unwrap(),
    };
    let source = Source::new(
        address,
        "telegram.example:443".to_owned(),
        now().plus_days(-9),
        now().plus_days(90),
    );
    parts.store.add_source(&source).await.unwrap();
    let visit = model::Visit {
        id: VisitId::fresh(parts.entropy.as_ref()),
        source: source.id,
        started_at: now().plus_secs(-400),
        finished_at: Some(now().plus_secs(-390)),
        outcome: Some(VisitOutcome::RateLimited),
        pages: 1,
        posts: 0,
        new_posts: 0,
        filled: model::Filled::default(),
        capture: None,
        complaints: vec![],
        note: String::new(),
    };
    parts.store.open_visit(&visit).await.unwrap();
    let after = SourceAfter {
        next_due: now().plus_secs(900),
        due_reason: "after being asked to slow down".to_owned(),
        learned: serde_json::Value::Null,
        cursor: None,
        validators: (None, None),
        failures: 3,
        title: Some(first.account.2.to_owned()),
    };
    parts.store.close_visit(&visit, &after).await.unwrap();
}

/// A review, a watch with alerts, a case.
async fn opinions_of_people(parts: &Parts, ids: &[PostId]) {
    let (store, ada) = (&parts.store, PersonId::of(&["ada"]));
    let Some(first) = ids.first() else { return };
    let review = Review {
        id: ReviewId::fresh(parts.entropy.as_ref()),
        post: *first,
        reviewer: ada,
        at: now().plus_secs(-1200),
        label: Label::Offer,
        services: vec![Service::Sea],
        reason: "names a price per head".to_owned(),
        revision: 2,
    };
    store.add_review(&review).await.unwrap();
    let watch = Watch {
        id: WatchId::fresh(parts.entropy.as_ref()),
        owner: ada,
        name: "Aegean".to_owned(),
        query: model::Query::words("to:GR"),
        rhythm: model::watch::Rhythm::Daily,
        paused: false,
        matched_seq: 0,
        last_digest: None,
        created_at: now().plus_days(-3),
        expires_at: now().plus_days(300),
    };
    store.save_watch(&watch).await.unwrap();
    let alerts: Vec<Alert> =
        ids.iter().take(4).map(|post| Alert::new(watch.id, *post, now().plus_secs(-600))).collect();
    store.record_alerts(&alerts).await.unwrap();
    let view = store.post(*first).await.unwrap().unwrap();
    let case = Case {
        id: CaseId::fresh(parts.entropy.as_ref()),
        title: "Boats from the example coast".to_owned(),
        summary: "Three channels, one number.".to_owned(),
        owner: ada,
        state: CaseState::Open,
        accounts: vec![view.account.id],
        posts: vec![*first],
        notes: vec![],
        opened_at: now().plus_days(-1),
        changed_at: now().plus_days(-1),
        expires_at: now().plus_days(900),
    };
    store.save_case(&case).await.unwrap();
}

async fn index(parts: &Parts, ids: &[PostId]) {
    let views = parts.store.posts_by_ids(ids).await.unwrap();
    let document = |view: &store::PostView| {
        let opinion = view.assessment.clone().unwrap();
        indexer::PostDocument {
            post: view.post.id,
            account: view.account.id,
            advert: view.advert,
            platform: view.post.platform.clone(),
            language: opinion.language,
            label: view.label().unwrap(),
            score: view.score(),
            services: opinion.services,
            route: opinion.route,
            text: view.post.content.full_text(),
            handle: view.account.profile.handle.to_string(),
            account_name: view.account.profile.display_name.clone(),
            contacts: opinion.contacts.into_iter().map(|contact| contact.value).collect(),
            hashtags: vec![],
            posted_at: view.post.posted_at,
            first_seen: view.post.first_seen,
            presence: view.post.presence.state,
            seq: 1,
        }
    };
    parts.index.apply(views.iter().map(document).collect(), vec![], 1).await.unwrap();
}
