//! What needs attention: alarms of sources, and accounts that came back under another name.

use super::browser::Browser;
use super::invented::{account_id, now, person, told};
use axum::http::StatusCode;
use model::{
    Alarm, AlarmEvidence, AlarmId, AlarmKind, CandidateState, Likeness, Role, Source, Succession,
    SuccessionState,
};
use store::{Judgement, Paging, SourceFilter};

/// The one source of the filled store, with an alarm.
async fn alarmed(browser: &Browser) -> (Source, AlarmId) {
    let store = &browser.parts.store;
    let listed = store.sources(&SourceFilter::default(), Paging::first(9)).await.unwrap();
    let source = listed.rows.into_iter().next().unwrap();
    let evidence = AlarmEvidence {
        visit: None,
        capture: None,
        words: "a captcha keeps machines out; 2 visits in a row".to_owned(),
    };
    let whose = (source.id, source.host.as_str());
    let since = now().plus_secs(-900);
    let alarm = Alarm::of_source(whose, AlarmKind::Blocked, since, evidence, now().plus_days(9));
    let id = alarm.id;
    store.judged(&source, &[Judgement::Raise(alarm)], now()).await.unwrap();
    (source, id)
}

#[tokio::test]
async fn an_alarm_is_shown_where_somebody_looks_and_says_what_to_do() {
    let mut browser = Browser::filled().await;
    let (source, id) = alarmed(&browser).await;
    browser.sign_in("vera").await;
    let pages =
        ["/".to_owned(), "/sources?attention=yes".to_owned(), format!("/sources/{}", source.id)];
    for path in pages {
        let body = browser.get(&path).await.body;
        for part in [AlarmKind::Blocked.meaning(), AlarmKind::Blocked.advice(), "a captcha keeps"] {
            assert!(body.contains(part), "{path}: {part}: {body}");
        }
        assert!(!body.contains("I know"), "{path}: a viewer cannot");
    }
    let list = browser.get("/sources").await.body;
    assert!(list.contains("1 matter needs") && list.contains(">blocked</span>"), "{list}");
    let told = browser.get("/api/alarms").await.body;
    assert!(told.contains(&id.to_string()) && told.contains("\"kind\":\"blocked\""), "{told}");
    assert!(!browser.get("/api/alarms?resolved=true").await.body.contains(&id.to_string()));
    let path = format!("/sources/alarms/{id}");
    let fields = [("state", "acknowledged")];
    assert_eq!(browser.post(&path, &fields).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn somebody_says_that_they_know_and_takes_it_back() {
    let mut browser = Browser::filled().await;
    let (_, id) = alarmed(&browser).await;
    browser.sign_in("ada").await;
    let path = format!("/sources/alarms/{id}");
    let fields = [("state", "acknowledged"), ("back", "/sources?attention=yes")];
    let answer = browser.post(&path, &fields).await;
    assert_eq!(answer.location(), "/sources?attention=yes");
    let body = browser.get("/sources?attention=yes").await.body;
    assert!(body.contains("known to <bdi>Ada Example") && body.contains("Nobody knows"), "{body}");
    let away = [("state", "open"), ("back", "//elsewhere.example/")];
    assert_eq!(browser.post(&path, &away).await.location(), "/sources?attention=yes");
    assert!(browser.get("/").await.body.contains("I know"));
    let resolved = browser.post(&path, &[("state", "resolved")]).await;
    assert_eq!(resolved.status, StatusCode::BAD_REQUEST, "only good visits end it");
    let chain = browser.parts.store.audit_chain(0, 1000).await.unwrap();
    let ada = person("ada", Role::Analyst).id;
    let deeds = chain.iter().filter(|one| one.deed.record == "alarm");
    assert_eq!(deeds.filter(|one| one.deed.actor == Some(ada)).count(), 2);
}

/// A succession from the first invented account to the second.
async fn came_back(browser: &Browser) -> Succession {
    let told = told();
    let (gone, next) = (account_id(&told[0]), account_id(&told[1]));
    let one = Succession {
        gone,
        next,
        score: 0.87,
        likenesses: vec![
            Likeness::Contact { value: "+447700900123".to_owned(), accounts: 2 },
            Likeness::Time { hours: 30 },
        ],
        gone_at: now().plus_days(-3),
        first_post: now().plus_days(-3).plus_secs(30 * 3600),
        state: SuccessionState::Proposed,
        decided: None,
        reason: String::new(),
        found_at: now(),
        expires_at: now().plus_days(90),
    };
    let again = now().plus_days(1);
    let found = [one.clone()];
    browser.parts.store.save_successions(gone, &found, again).await.unwrap();
    one
}

#[tokio::test]
async fn a_person_confirms_a_successor_and_its_place_waits_to_be_watched() {
    let mut browser = Browser::filled().await;
    let one = came_back(&browser).await;
    browser.sign_in("ada").await;
    let discovery = browser.get("/discovery").await.body;
    for part in ["May have come back", "+447700900123, which only these two accounts do", "0.87"] {
        assert!(discovery.contains(part), "{part}: {discovery}");
    }
    let (gone, next) = (format!("/accounts/{}", one.gone), format!("/accounts/{}", one.next));
    assert!(browser.get(&gone).await.body.contains("<h2>Replaced by</h2>"));
    assert!(browser.get(&next).await.body.contains("<h2>Replaces</h2>"));
    let path = format!("{gone}/successors/{}", one.next);
    let fields = [("decision", "confirmed"), ("reason", "the same number")];
    let answer = browser.post(&path, &fields).await;
    assert_eq!(answer.location(), format!("{gone}#successors"));
    let body = browser.get(&gone).await.body;
    assert!(body.contains("reappeared after <b>30 h</b>"), "{body}");
    assert!(body.contains("the same number") && body.contains("Undo"), "{body}");
    let reports = browser.get("/reports").await.body;
    assert!(reports.contains("Who comes back"), "{reports}");
    let api = browser.get(&format!("/api{gone}")).await.body;
    assert!(api.contains("\"state\":\"confirmed\""), "{api}");
    let store = browser.parts.store.clone();
    let account = store.account(one.next).await.unwrap().unwrap();
    let place = browser.parts.platforms.place_of(&account).unwrap();
    let candidate = store.candidate(place.id()).await.unwrap().unwrap();
    assert_eq!((candidate.state, candidate.replaces), (CandidateState::Proposed, Some(one.gone)));
    assert!(browser.get("/discovery").await.body.contains("Replaces <span"));
    assert_eq!(store.source(place.id()).await.unwrap(), None, "nothing is watched by itself");
    browser.post(&path, &[("decision", "proposed")]).await;
    assert_eq!(store.candidate(place.id()).await.unwrap(), None, "taken back");
    browser.post(&path, &[("decision", "rejected"), ("reason", "another price")]).await;
    assert!(!browser.get("/discovery").await.body.contains("May have come back"));
    assert!(browser.get(&next).await.body.contains("another price"), "it is remembered");
}
