use super::*;
use crate::{Classifier, Options};
use model::PostId;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(minute * 60_000)
}

fn by(minute: i64) -> Signature<'static> {
    Signature { at: at(minute), by: "ada", reason: "it is better" }
}

fn card(minute: i64) -> Card {
    let report = crate::evaluate::Report::of("test", &[], 0.85, (0.35, 0.85));
    Card { held_out: [("w1-1".to_owned(), 0.25)].into(), ..Card::new(at(minute), &report) }
}

/// The shipped weights under another name, and surer by `offset` log-odds.
fn weights(name: &str, offset: f32) -> Weights {
    let mut weights = Weights::shipped().unwrap();
    name.clone_into(&mut weights.version);
    weights.calibration[1] += offset;
    weights
}

/// A deed with a version.
fn entry(deed: Deed, version: &str) -> Entry {
    Entry {
        at: at(0),
        deed,
        version: version.to_owned(),
        by: "ada".to_owned(),
        reason: String::new(),
    }
}

#[test]
fn who_judges_follows_from_the_history() {
    use Deed::{Promote, Rollback, Train};
    let check = |deeds: &[(Deed, &str)], champion: &str, before: Option<&str>, shadow| {
        let history: Vec<Entry> = deeds.iter().map(|(d, v)| entry(*d, v)).collect();
        let standing = Standing::of(&history);
        let challenger = standing.challenger().map(|(version, _)| version);
        assert_eq!(
            (standing.champion(), standing.before(), challenger),
            (champion, before, shadow),
            "{deeds:?}"
        );
    };
    check(&[], SHIPPED, None, None);
    check(&[(Train, "a")], SHIPPED, None, Some("a"));
    check(&[(Train, "a"), (Train, "b")], SHIPPED, None, Some("b"));
    check(&[(Train, "a"), (Promote, "a")], "a", Some(SHIPPED), None);
    check(&[(Promote, "a"), (Train, "a")], "a", Some(SHIPPED), None);
    check(&[(Promote, "a"), (Train, "b"), (Promote, "b")], "b", Some("a"), None);
    check(&[(Promote, "a"), (Promote, "b"), (Rollback, "a")], "a", Some(SHIPPED), None);
    check(&[(Promote, "a"), (Rollback, SHIPPED)], SHIPPED, None, None);
    check(&[(Promote, "a"), (Promote, SHIPPED)], SHIPPED, Some("a"), None);
}

#[test]
fn a_version_is_kept_promoted_and_withdrawn() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().join("models"));
    assert_eq!(shelf.history().unwrap(), []);
    shelf.add(&weights("new-1", 1.0), &card(1), &by(1)).unwrap();
    assert_eq!(shelf.weights("new-1").unwrap(), weights("new-1", 1.0));
    assert_eq!(shelf.card("new-1").unwrap(), Some(card(1)));
    assert_eq!(shelf.card(SHIPPED).unwrap(), None);
    assert_eq!(shelf.standing().unwrap().challenger(), Some(("new-1", at(1))));
    shelf.promote("new-1", &by(2)).unwrap();
    assert!(matches!(shelf.promote("new-1", &by(3)), Err(ShelfError::InUse(_))));
    assert_eq!(shelf.roll_back(&by(4)).unwrap(), SHIPPED);
    assert!(matches!(shelf.roll_back(&by(5)), Err(ShelfError::Bottom)));
    let deeds: Vec<Deed> = shelf.history().unwrap().iter().map(|entry| entry.deed).collect();
    assert_eq!(deeds, [Deed::Train, Deed::Promote, Deed::Rollback]);
}

#[test]
fn only_names_of_versions_lead_to_files() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().to_owned());
    std::fs::write(folder.path().join("x.bin"), b"no model").unwrap();
    let check = |version: &str, expect: &str| {
        let why = shelf.promote(version, &by(1)).unwrap_err().to_string();
        assert!(why.contains(expect), "{version}: {why}");
    };
    check("nobody", "there is no version nobody");
    check("../x", "there is no version ../x");
    check("", "there is no version");
    check("x", "the model file is damaged");
    assert_eq!(shelf.history().unwrap(), [], "nothing was promoted");
}

#[test]
fn a_promotion_is_seen_by_those_who_run() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().to_owned());
    let models = Models::open(&Options::default(), shelf.clone()).unwrap();
    let shipped = models.champion().version().to_owned();
    let judge = |models: &Models| {
        models.champion().assess(PostId::of(&["x"]), "boat to the coast", None, at(0)).model
    };
    shelf.add(&weights("new-1", 1.0), &card(1), &by(1)).unwrap();
    assert!(!models.refresh(), "a challenger judges nothing");
    let challenger = models.challenger().unwrap();
    assert_eq!((challenger.classifier.version(), challenger.since), ("new-1", at(1)));
    let score = |of: &Classifier| of.score("boat to the coast", None).value();
    assert!(score(&challenger.classifier) > score(&models.champion()));
    assert_eq!(judge(&models), shipped);
    shelf.promote("new-1", &by(2)).unwrap();
    assert!(models.refresh() && !models.refresh());
    assert_eq!(judge(&models), "new-1");
    assert!(models.challenger().is_none());
    shelf.roll_back(&by(3)).unwrap();
    assert!(models.refresh());
    assert_eq!(judge(&models), shipped);
}

#[test]
fn who_judged_goes_on_where_the_next_one_does_not_load() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().to_owned());
    shelf.add(&weights("new-1", 1.0), &card(1), &by(1)).unwrap();
    shelf.promote("new-1", &by(2)).unwrap();
    std::fs::write(folder.path().join("new-1.bin"), b"cut off").unwrap();
    let models = Models::open(&Options::default(), shelf.clone()).unwrap();
    assert_eq!(models.champion().version(), Weights::shipped().unwrap().version);
    assert!(models.trouble().unwrap().contains("new-1.bin"));
    let named = Options { model: Some(folder.path().join("mine.bin")), ..Options::default() };
    let mine = weights("mine-1", 0.0).pack().unwrap();
    std::fs::write(folder.path().join("mine.bin"), mine).unwrap();
    let models = Models::open(&named, shelf).unwrap();
    assert_eq!((models.champion().version(), models.trouble()), ("mine-1", None));
    assert!(models.is_fixed());
}
