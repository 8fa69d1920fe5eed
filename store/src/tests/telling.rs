//! Watches, alerts and messages.

use super::*;
use model::alert::Attachment;
use model::watch::Rhythm;
use model::{Alert, Message, MessageId, MessageState, Query, Watch, WatchId};

fn watch(name: &str, owner: &str) -> Watch {
    Watch {
        id: WatchId::of(&[name]),
        owner: PersonId::of(&[owner]),
        name: name.to_owned(),
        query: Query { label: Some(Label::Offer), ..Query::words("boat") },
        rhythm: Rhythm::Hourly,
        paused: false,
        matched_seq: 3,
        last_digest: None,
        created_at: at(0),
        expires_at: at(0).plus_days(9),
    }
}

fn message(name: &str, minute: i64) -> Message {
    let attachment = Attachment {
        name: "posts.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        text: "a,b".to_owned(),
    };
    Message {
        id: MessageId::of(&[name]),
        kind: "digest".to_owned(),
        channel: "mail".to_owned(),
        to: "ada@desk.example".to_owned(),
        subject: "2 new".to_owned(),
        text: "text".to_owned(),
        html: Some("<p>text</p>".to_owned()),
        attachments: vec![attachment],
        about: "ada".to_owned(),
        created_at: at(minute),
        state: MessageState::Queued,
        attempts: 0,
        next_try: at(minute),
        last_error: None,
        sent: None,
        expires_at: at(minute).plus_days(90),
    }
}

#[tokio::test]
async fn watches_move_forward_only() {
    each(async |store| {
        let mut one = watch("one", "ada");
        store.save_watch(&one).await.unwrap();
        store.save_watch(&watch("two", "ben")).await.unwrap();
        assert_eq!(store.watch(one.id).await.unwrap(), Some(one.clone()));
        store.set_matched(one.id, 9).await.unwrap();
        store.set_matched(one.id, 5).await.unwrap();
        one.name = "renamed".to_owned();
        store.save_watch(&one).await.unwrap();
        one.matched_seq = 9;
        assert_eq!(store.watches(Some(one.owner)).await.unwrap(), [one.clone()]);
        assert_eq!(store.watches(None).await.unwrap().len(), 2);
        assert!(store.delete_watch(one.id).await.unwrap());
        assert!(!store.delete_watch(one.id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn an_alert_is_made_once_and_told_once() {
    each(async |store| {
        let (ada, ben) = (person("ada", Role::Analyst), person("ben", Role::Analyst));
        for (person, name) in [(&ada, "one"), (&ben, "two")] {
            store.add_person(person, "hash").await.unwrap();
            store.save_watch(&watch(name, &person.name)).await.unwrap();
        }
        let one = watch("one", "ada");
        Page::new(1).post(post("a/1", "one")).post(post("a/2", "two")).record(&store).await;
        let alert = |watch: &str, native: &str, minute: i64| {
            Alert::new(WatchId::of(&[watch]), post_id(native), at(minute))
        };
        let alerts = [
            alert("one", "a/1", 2),
            alert("one", "a/2", 3),
            alert("two", "a/1", 4),
            alert("one", "never/1", 2),
            alert("deleted", "a/1", 2),
        ];
        assert_eq!(store.record_alerts(&alerts).await.unwrap(), 3);
        assert_eq!(store.record_alerts(&alerts).await.unwrap(), 0);
        let listed = store.alerts(Some(ada.id), ALL).await.unwrap();
        let names: Vec<_> =
            listed.rows.iter().map(|a| (a.watch_name.as_str(), a.post.post.id)).collect();
        assert_eq!(names, [("one", post_id("a/2")), ("one", post_id("a/1"))]);
        assert_eq!(store.alerts(None, Paging::first(1)).await.unwrap().total, 3);
        store.set_person_disabled(ben.id, true).await.unwrap();
        let unsent = store.unsent_alerts().await.unwrap();
        assert_eq!(unsent, [(ada, one.clone(), alerts[..2].to_vec())]);
        let ids = [alerts[0].id, alerts[1].id];
        let digest = message("digest", 5);
        store.enqueue_digest(&digest, &ids, &[one.id], at(5)).await.unwrap();
        store.enqueue_digest(&digest, &ids, &[one.id], at(9)).await.unwrap();
        assert!(store.unsent_alerts().await.unwrap().is_empty());
        assert_eq!(store.watch(one.id).await.unwrap().unwrap().last_digest, Some(at(5)));
        assert_eq!(store.messages(ALL).await.unwrap().rows, [digest]);
        assert_eq!(store.overview(at(5)).await.unwrap().alerts_new, 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_tried_until_it_is_sent_or_given_up() {
    each(async |store| {
        let (one, two) = (message("one", 1), message("two", 2));
        store.enqueue(&one).await.unwrap();
        store.enqueue(&one).await.unwrap();
        store.enqueue(&two).await.unwrap();
        assert_eq!(store.due_messages(at(1), 9).await.unwrap(), std::slice::from_ref(&one));
        assert_eq!(store.due_messages(at(2), 9).await.unwrap().len(), 2);
        store.message_failed(one.id, "451 later", Some(at(30))).await.unwrap();
        assert_eq!(store.due_messages(at(29), 9).await.unwrap(), std::slice::from_ref(&two));
        store.message_sent(one.id, at(30), "250 ok").await.unwrap();
        store.message_failed(one.id, "too late to fail", None).await.unwrap();
        let sent = store.message(one.id).await.unwrap().unwrap();
        assert_eq!((sent.state, sent.attempts), (MessageState::Sent, 2));
        assert_eq!(sent.sent, Some((at(30), "250 ok".to_owned())));
        store.message_failed(two.id, "550 unknown", None).await.unwrap();
        let failed = store.message(two.id).await.unwrap().unwrap();
        assert_eq!(
            (failed.state, failed.last_error.as_deref()),
            (MessageState::Failed, Some("550 unknown"))
        );
        assert!(store.due_messages(at(99), 9).await.unwrap().is_empty());
        assert_eq!(store.messages(ALL).await.unwrap().rows, [failed, sent]);
    })
    .await;
}
