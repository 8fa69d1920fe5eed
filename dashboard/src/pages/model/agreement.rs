//! How far reviewers agree, by the posts that two of them judged without knowing of each other.

use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::words::{number, whole};
use crate::house::House;
use classifier::evaluate::kappa;
use model::{Label, PersonId, Role};
use std::collections::BTreeMap;
use store::Judged;

/// Agreement over all and, for those who may see it, by pair.
pub(super) struct Agreement {
    pub(super) posts: usize,
    pub(super) overall: String,
    /// Whether the reader may see who disagrees with whom.
    pub(super) named: bool,
    pub(super) pairs: Vec<PairRow>,
}

/// Two people.
pub(super) struct PairRow {
    pub(super) first: String,
    pub(super) second: String,
    pub(super) posts: String,
    pub(super) same: String,
    pub(super) kappa: String,
}

/// Both labels of posts that two people judged, by pair of people.
type Pairs = BTreeMap<(PersonId, PersonId), Vec<(Label, Label)>>;

pub(super) async fn of(house: &House, frame: &Frame) -> Result<Agreement, Failure> {
    let store = &house.parts.store;
    let pairs = paired(&store.judged_twice().await?);
    let all: Vec<(Label, Label)> = pairs.values().flatten().copied().collect();
    let named = frame.may(Role::Approver);
    let mut rows = Vec::new();
    if named {
        let people = store.people().await?;
        let name = |id: PersonId| {
            let person = people.iter().find(|person| person.id == id);
            person.map_or("somebody removed".to_owned(), |person| person.display_name.clone())
        };
        rows.extend(pairs.iter().map(|((first, second), labels)| PairRow {
            first: name(*first),
            second: name(*second),
            posts: number(whole(labels.len())),
            same: number(whole(labels.iter().filter(|pair| pair.0 == pair.1).count())),
            kappa: words(labels),
        }));
    }
    Ok(Agreement { posts: all.len(), overall: words(&all), named, pairs: rows })
}

/// Every two people who judged the same post. `judged` is in the order of posts.
fn paired(judged: &[Judged]) -> Pairs {
    let mut pairs = Pairs::new();
    for of_post in judged.chunk_by(|a, b| a.post == b.post) {
        for (at, one) in of_post.iter().enumerate() {
            for other in of_post.iter().skip(at + 1) {
                let (a, b) =
                    if one.reviewer <= other.reviewer { (one, other) } else { (other, one) };
                pairs.entry((a.reviewer, b.reviewer)).or_default().push((a.label, b.label));
            }
        }
    }
    pairs
}

fn words(labels: &[(Label, Label)]) -> String {
    kappa(labels).map_or("not enough to say".to_owned(), |kappa| format!("{kappa:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PostId;

    #[test]
    fn everybody_who_judged_a_post_is_paired_with_everybody_else() {
        let said = |post: &str, who: &str, label| Judged {
            post: PostId::of(&[post]),
            reviewer: PersonId::of(&[who]),
            label,
        };
        let pairs = paired(&[
            said("1", "ada", Label::Offer),
            said("1", "ben", Label::Offer),
            said("1", "eve", Label::Other),
            said("2", "ben", Label::Seeker),
            said("2", "ada", Label::Other),
        ]);
        assert_eq!(pairs.len(), 3);
        let counts: usize = pairs.values().map(Vec::len).sum();
        assert_eq!(counts, 4);
        let of = |a: &str, b: &str| {
            let (a, b) = (PersonId::of(&[a]), PersonId::of(&[b]));
            pairs.get(&(a.min(b), a.max(b))).map(Vec::len)
        };
        assert_eq!((of("ada", "ben"), of("ben", "eve")), (Some(2), Some(1)));
    }
}
