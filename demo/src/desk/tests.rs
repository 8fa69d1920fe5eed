use super::*;
use crate::clock::StandingClock;
use crate::plan::Plan;
use crate::truth::{AccountTruth, Role};
use crate::view::View;

struct Case {
    desk: Desk,
    clock: Arc<StandingClock>,
    world: Arc<World>,
}

impl Case {
    fn new() -> Self {
        let plan = Plan { accounts: 60, ..Plan::default() };
        let world = Arc::new(World::invent(&plan));
        let clock = Arc::new(StandingClock::new(plan.start));
        let book = Arc::new(Book::new(30));
        let desk = Desk::new(Arc::clone(&world), Arc::clone(&clock) as Arc<dyn Clock>, book);
        Self { desk, clock, world }
    }

    /// A live account of that role on a platform.
    fn account(&self, platform: &str, role: Role) -> AccountTruth {
        let view = View::of(self.world.truth_ref(), self.clock.now(), &[]);
        let mut accounts = view.accounts(platform);
        let fits = |a: &&AccountTruth| {
            a.role == role && a.oddity.is_none() && a.ends.is_none() && view.state(a).is_live()
        };
        accounts.find(fits).cloned().unwrap()
    }

    fn status(&self, ticket: &str) -> Value {
        self.desk.tell(&Asked::get(&format!("/notices/{ticket}"))).value()
    }

    fn send(&self, body: &Value) -> String {
        let answer = self.desk.receive(body.to_string().as_bytes());
        assert_eq!(answer.status, 202, "{}", answer.body);
        answer.value()["ticket"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_advertiser_is_taken_down_when_the_delay_has_passed() {
    let case = Case::new();
    let account = case.account("telegram", Role::Advertiser);
    let url = format!("https://t.me/{}", account.names.last().unwrap().handle);
    let ticket = case.send(&json!({"notice": {"account": {"url": url}, "statement": "see posts"}}));
    assert_eq!(case.status(&ticket)["status"], "received");
    let start = case.clock.now();
    case.clock.set(start.plus_secs(30 * 60));
    let status = case.status(&ticket);
    assert_eq!((&status["status"], &status["accounts"][0]), (&json!("acted"), &json!(account.key)));
    let takedowns = case.desk.book.takedowns();
    let state = |at| View::of(case.world.truth_ref(), at, &takedowns).state(&account);
    assert!(state(start).is_live() && !state(case.clock.now()).is_live());
}

#[test]
fn whoever_does_not_advertise_is_left_alone() {
    let case = Case::new();
    let account = case.account("mastodon", Role::Newsroom);
    let ticket = case.send(&json!({"notice": {"account": {"native_id": account.native_id}}}));
    case.clock.set(case.clock.now().plus_days(1));
    assert_eq!(case.status(&ticket)["status"], "declined");
    assert!(case.desk.book.takedowns().is_empty());
}

#[test]
fn a_notice_may_come_as_text_and_name_its_account_in_many_ways() {
    let case = Case::new();
    let of = |platform| case.account(platform, Role::Advertiser);
    let (masto, bsky, feed) = (of("mastodon"), of("bluesky"), of("feeds"));
    let handle = |a: &AccountTruth| a.names.last().unwrap().handle.clone();
    let feed_page = match feed.form {
        crate::truth::Form::Video => format!("http://x.example/channel/{}", feed.number),
        _ => format!("http://x.example/blog/{}/a.html", feed.number),
    };
    let cases = [
        (&masto, json!({"account_url": format!("http://127.0.0.1:1/@{}", handle(&masto))})),
        (&masto, json!({"posts": [{"url": format!("http://h:1/@{}/123", handle(&masto))}]})),
        (&bsky, json!({"account": format!("https://bsky.app/profile/{}", bsky.number)})),
        (&bsky, json!({"urls": [format!("at://{}/app.bsky.feed.post/3k", bsky.number)]})),
        (&feed, json!({ "urls": [feed_page] })),
    ];
    for (account, notice) in cases {
        for body in [json!({ "notice": notice }), json!({"notice": notice.to_string()}), notice] {
            let ticket = case.send(&body);
            assert_eq!(case.status(&ticket)["accounts"], json!([account.key]), "{body}");
        }
    }
}

#[test]
fn addresses_in_quoted_texts_name_nobody() {
    let case = Case::new();
    let account = case.account("telegram", Role::Advertiser);
    let text = format!("write to https://t.me/{} now", account.names.last().unwrap().handle);
    let ticket = case.send(&json!({"notice": {"posts": [{"text": text}]}}));
    case.clock.set(case.clock.now().plus_days(1));
    assert_eq!(case.status(&ticket)["status"], "declined");
}

#[test]
fn what_is_no_notice_is_refused_with_a_reason() {
    let case = Case::new();
    for body in ["", "[]", "{", "\"x\""] {
        let answer = case.desk.receive(body.as_bytes());
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.value()["error"].is_string());
    }
    assert_eq!(case.desk.tell(&Asked::get("/notices/T999999")).status, 404);
    assert_eq!(case.desk.tell(&Asked::get("/elsewhere")).status, 404);
}

#[test]
fn a_successor_appears_only_after_a_takedown() {
    let case = Case::new();
    let truth = case.world.truth_ref();
    let next =
        truth.accounts.iter().find(|a| matches!(a.born, crate::truth::Birth::AfterTakedown { .. }));
    let next = next.unwrap();
    let of = truth.account(next.successor_of.as_deref().unwrap()).unwrap();
    let late = truth.plan.start.plus_days(5);
    let before = View::of(truth, late, &[]);
    assert!(before.posts(next).is_empty() && before.born(next).is_none());
    case.send(&json!({"notice": {"account": {"native_id": of.native_id}, "account_handle": "x",
        "account_url": format!("https://bsky.app/profile/{}", of.number)}}));
    let takedowns = case.desk.book.takedowns();
    let after = View::of(truth, late, &takedowns);
    if of.native_id.starts_with(crate::truth::UNSERVED_FEEDS) || !takedowns.is_empty() {
        let born = after.born(next).unwrap();
        assert!(born > truth.plan.start && after.state(next).is_live());
        assert!(after.posts(next).iter().all(|shown| shown.post.posted_at >= born));
    }
}
