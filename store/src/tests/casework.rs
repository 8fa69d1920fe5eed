//! People, cases and referrals.

use super::*;
use crate::{Error, SaveError};
use model::case::CaseNote;
use model::referral::DraftText;
use model::review::ReferablePost;
use model::{
    Case, CaseId, CaseState, Notice, Outcome, Receipt, Recipient, Referral, ReferralId,
    ReferralState,
};

fn case(name: &str) -> Case {
    let owner = PersonId::of(&["ada"]);
    Case {
        id: CaseId::of(&[name]),
        title: name.to_owned(),
        summary: "what it is about".to_owned(),
        owner,
        state: CaseState::Open,
        accounts: vec![account_id("b"), account_id("a")],
        posts: vec![post_id("a/2"), post_id("a/1")],
        notes: vec![CaseNote { at: at(1), author: owner, text: "seen".to_owned() }],
        opened_at: at(0),
        changed_at: at(1),
        expires_at: at(0).plus_days(1),
    }
}

pub(super) fn referral(name: &str, minute: i64) -> Referral {
    let posts = ["a/2", "a/1"]
        .iter()
        .filter_map(|native| ReferablePost::from_review(&review("r", native, 0, Label::Offer)));
    let text = DraftText {
        case: Some(CaseId::of(&["case"])),
        recipient: Recipient {
            key: "telegram".to_owned(),
            name: "Telegram".to_owned(),
            channel: "mail".to_owned(),
            to: "abuse@platform.example".to_owned(),
            layout: "dsa16".to_owned(),
        },
        account: account_id("a"),
        posts: posts.collect(),
        grounds: "law".to_owned(),
        statement: "why".to_owned(),
    };
    let (id, author) = (ReferralId::of(&[name]), person("ada", Role::Analyst));
    Referral::draft(id, text, &author, at(minute), at(minute).plus_days(1))
}

#[tokio::test]
async fn cases_come_back_as_they_were_saved() {
    each(async |store| {
        let mut one = case("one");
        store.save_case(&one).await.unwrap();
        assert_eq!(store.case(one.id).await.unwrap(), Some(one.clone()));
        one.posts.clear();
        one.accounts = vec![account_id("c")];
        one.changed_at = at(5);
        store.save_case(&one).await.unwrap();
        let mut two = case("two");
        two.state = CaseState::Closed;
        store.save_case(&two).await.unwrap();
        let all = store.cases(None, ALL).await.unwrap();
        assert_eq!(all.rows, [one.clone(), two.clone()]);
        assert_eq!(store.cases(Some(CaseState::Closed), ALL).await.unwrap().rows, [two.clone()]);
        assert_eq!(store.cases_with(account_id("c")).await.unwrap(), [one]);
        assert_eq!(store.cases_with(account_id("a")).await.unwrap(), [two]);
        assert_eq!(store.case(CaseId::of(&["x"])).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn of_two_changes_of_one_referral_the_second_is_refused() {
    each(async |store| {
        let draft = referral("one", 1);
        store.save_referral(&draft, None).await.unwrap();
        let conflict = |saved: Result<(), SaveError>| {
            assert!(matches!(saved, Err(SaveError::Conflict)), "{saved:?}");
        };
        conflict(store.save_referral(&draft, None).await);
        let mine = Referral { statement: "mine".to_owned(), changed_at: at(2), ..draft.clone() };
        let theirs = Referral { posts: vec![], changed_at: at(3), ..draft.clone() };
        store.save_referral(&mine, Some(draft.changed_at)).await.unwrap();
        conflict(store.save_referral(&theirs, Some(draft.changed_at)).await);
        assert_eq!(store.referral(draft.id).await.unwrap(), Some(mine));
        conflict(store.save_referral(&referral("unknown", 1), Some(at(1))).await);
    })
    .await;
}

#[tokio::test]
async fn a_referral_keeps_its_way_from_draft_to_outcome() {
    each(async |store| {
        let draft = referral("one", 1);
        store.save_referral(&draft, None).await.unwrap();
        assert_eq!(store.referral(draft.id).await.unwrap(), Some(draft.clone()));
        let approved = draft.clone().approve(&person("eve", Role::Approver), at(2)).unwrap();
        store.save_referral(approved.referral(), Some(at(1))).await.unwrap();
        assert_eq!(store.referrals_to_send().await.unwrap(), [approved.referral().clone()]);
        let text = ("subject".to_owned(), "text".to_owned(), "{}".to_owned());
        let notice = Notice::of(&approved, text.0, text.1, text.2);
        store.save_notice(&notice).await.unwrap();
        let later = Notice::of(&approved, String::new(), String::new(), String::new());
        store.save_notice(&later).await.unwrap();
        let stored = store.notice(draft.id).await.unwrap().unwrap();
        assert_eq!((stored.sha256.as_str(), stored.subject.as_str()), (notice.sha256(), "subject"));
        assert_eq!(stored.recipient, draft.recipient);
        let receipt = Receipt {
            at: at(3),
            to: "mail:abuse@platform.example".to_owned(),
            answer: "250 ok".to_owned(),
            sha256: stored.sha256,
        };
        let mut sent = approved.sent(receipt);
        store.save_referral(&sent, Some(at(2))).await.unwrap();
        assert_eq!(store.referrals_to_check(at(4)).await.unwrap(), [sent.clone()]);
        sent.outcome = Some((Outcome::PartlyRemoved, at(4)));
        sent.state = ReferralState::Closed;
        sent.changed_at = at(4);
        store.save_referral(&sent, Some(at(3))).await.unwrap();
        assert!(store.referrals_to_check(at(4)).await.unwrap().is_empty());
        assert_eq!(store.referrals_of(account_id("a")).await.unwrap(), [sent.clone()]);
        let closed = store.referrals(Some(ReferralState::Closed), ALL).await.unwrap();
        assert_eq!(closed.rows, [sent]);
        assert_eq!(store.referrals(Some(ReferralState::Draft), ALL).await.unwrap().total, 0);
    })
    .await;
}

#[tokio::test]
async fn people_have_one_name_each_in_whatever_case() {
    each(async |store| {
        let ada = person("ada", Role::Analyst);
        store.add_person(&ada, "hash1").await.unwrap();
        let again = Person { id: PersonId::of(&["ada2"]), name: "ADA".to_owned(), ..ada.clone() };
        let taken = store.add_person(&again, "hash2").await;
        assert!(matches!(taken, Err(Error::NameTaken)), "{taken:?}");
        let found = store.person_by_name(" Ada").await.unwrap();
        assert_eq!(found, Some((ada.clone(), "hash1".to_owned())));
        assert!(store.set_password(ada.id, "hash3").await.unwrap());
        assert!(store.set_role(ada.id, Role::Approver).await.unwrap());
        assert!(store.set_person_disabled(ada.id, true).await.unwrap());
        let described = Person { display_name: "Ada L.".to_owned(), email: None, ..ada.clone() };
        assert!(store.describe_person(&described).await.unwrap());
        let expect = Person { role: Role::Approver, disabled: true, ..described };
        assert_eq!(store.person(ada.id).await.unwrap(), Some(expect.clone()));
        assert_eq!(store.people().await.unwrap(), [expect]);
        assert!(!store.set_role(PersonId::of(&["x"]), Role::Viewer).await.unwrap());
        assert_eq!(store.person_by_name("x").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn sessions_run_out() {
    each(async |store| {
        store.save_session("s", "{}", at(1)).await.unwrap();
        store.save_session("s", "{1}", at(5)).await.unwrap();
        assert_eq!(store.session("s", at(4)).await.unwrap().as_deref(), Some("{1}"));
        assert_eq!(store.session("s", at(5)).await.unwrap(), None);
        store.delete_session("s").await.unwrap();
        assert_eq!(store.session("s", at(4)).await.unwrap(), None);
    })
    .await;
}
