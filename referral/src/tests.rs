use super::*;
use model::referral::DraftText;
use model::review::ReferablePost;
use model::{
    AccountId, AccountProfile, Label, Language, Person, PersonId, Platform, Presence, PublicUrl,
    Referral, ReferralId, Review, ReviewId, Role, Route, Score,
};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(1_795_442_700_000 + minute * 60_000)
}

fn person(name: &str, role: Role) -> Person {
    Person {
        id: PersonId::of(&[name]),
        name: name.into(),
        display_name: name.into(),
        email: None,
        role,
        time_zone: "UTC".into(),
        disabled: false,
        created_at: at(0),
    }
}

fn account() -> Account {
    Account {
        id: AccountId::of(&["telegram", "1001"]),
        platform: Platform::new("telegram"),
        native_id: "1001".into(),
        profile: AccountProfile { handle: "example_routes".into(), ..AccountProfile::default() },
        url: PublicUrl::parse("https://t.me/example_routes").ok(),
        first_seen: at(0),
        last_seen: at(5),
        presence: Presence::live(at(0)),
        posts: 1,
        offers: 1,
        risk: 0.5,
        expires_at: at(9),
    }
}

fn post() -> NoticePost {
    let account = account();
    let id = PostId::of(&["telegram", "1001/7"]);
    let content = model::post::Content {
        text: "Two places, Friday\ncall +44 7700 900413".into(),
        ..model::post::Content::default()
    };
    let assessment = Assessment {
        post: id,
        at: at(2),
        label: Label::Offer,
        score: Score::new(0.97),
        abstain: false,
        language: Language::new("en"),
        services: vec![model::Service::Sea],
        route: Route { origin: Some("FR".into()), destination: Some("GB".into()) },
        contacts: vec![],
        prices: vec![],
        reasons: vec![model::Reason {
            code: "capacity_urgency".into(),
            text: "Two places, Friday".into(),
            span: model::Span::new(0, 18),
            weight: 1.4,
            gloss: "few places left, leaving soon".into(),
        }],
        model: "test".into(),
        fingerprint: vec![],
    };
    let post = Post {
        id,
        platform: account.platform.clone(),
        native_id: "1001/7".into(),
        account: account.id,
        url: PublicUrl::parse("https://t.me/example_routes/7").ok(),
        content,
        declared_language: None,
        posted_at: at(1),
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: model::post::Metrics::default(),
        first_seen: at(2),
        last_seen: at(5),
        revisions: 1,
        presence: Presence::live(at(2)),
        expires_at: at(9),
    };
    let proof = Some(Proof { at: at(2), sha256: "ab".repeat(32) });
    NoticePost { post, assessment: Some(assessment), proof }
}

fn approved(layout: &str, statement: &str) -> ApprovedReferral {
    let (author, approver) = (person("ada", Role::Analyst), person("eve", Role::Approver));
    let review = Review {
        id: ReviewId::of(&["r"]),
        post: post().post.id,
        reviewer: author.id,
        at: at(3),
        label: Label::Offer,
        services: vec![],
        reason: String::new(),
        revision: 1,
    };
    let recipient = model::Recipient {
        key: "telegram".into(),
        name: "Example Platform".into(),
        channel: "mail".into(),
        to: "abuse@platform.example".into(),
        layout: layout.into(),
    };
    let text = DraftText {
        case: None,
        recipient,
        account: account().id,
        posts: ReferablePost::from_review(&review).into_iter().collect(),
        grounds: "Article 3 of the UN Protocol against the Smuggling of Migrants".into(),
        statement: statement.into(),
    };
    let draft = Referral::draft(ReferralId::of(&["f"]), text, &author, at(3), at(9));
    draft.approve(&approver, at(4)).unwrap()
}

fn facts(posts: Vec<NoticePost>) -> Facts {
    Facts { account: account(), posts, author: "Ada".into(), approver: "Eve".into() }
}

fn options() -> Options {
    Options {
        organisation: "Example Unit".into(),
        contact_name: "Referral desk".into(),
        contact_email: "desk@unit.example".into(),
        ..Options::default()
    }
}

#[test]
fn a_dsa_notice_has_all_four_parts_of_article_16_2() {
    let notice =
        compose(&approved("dsa16", "Sells boat places."), &facts(vec![post()]), &options());
    let notice = notice.unwrap();
    insta::assert_snapshot!("dsa16", format!("{}\n\n{}", notice.subject(), notice.text()));
    let json: Value = serde_json::from_str(notice.json()).unwrap();
    assert_eq!(json["posts"][0]["url"], "https://t.me/example_routes/7");
    assert_eq!(json["good_faith"], true);
}

#[test]
fn every_layout_names_the_account_the_posts_and_the_sender() {
    for layout in notices::ALL {
        let approved = approved(layout.name(), "Sells boat places.");
        let notice = compose(&approved, &facts(vec![post()]), &options()).unwrap();
        for part in ["t.me/example_routes/7", "desk@unit.example", "Sells boat places."] {
            assert!(notice.text().contains(part), "{}: {part}", layout.name());
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let check = |layout: &str, statement: &str, facts: &Facts, options: &Options| {
        compose(&approved(layout, statement), facts, options).unwrap_err()
    };
    let full = facts(vec![post()]);
    assert_eq!(check("dsa16", "x", &full, &Options::default()), ComposeError::NoSender);
    assert_eq!(check("dsa16", " ", &full, &options()), ComposeError::NoStatement);
    let none = facts(vec![]);
    assert_eq!(check("dsa16", "x", &none, &options()), ComposeError::MissingPost(post().post.id));
    assert!(matches!(check("none", "x", &full, &options()), ComposeError::NoLayout(..)));
    let mut nowhere = facts(vec![post()]);
    nowhere.account.url = None;
    nowhere.posts[0].post.url = None;
    assert!(matches!(check("dsa16", "x", &nowhere, &options()), ComposeError::NoAddress(_)));
}
