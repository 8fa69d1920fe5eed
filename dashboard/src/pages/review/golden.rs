//! Golden posts: decided by somebody else, shown as if nobody had, to see how far people agree.

use super::{FURTHEST, Which, filled};
use crate::components::Address;
use crate::failure::Failure;
use crate::frame::when::{day, midnight};
use crate::house::House;
use model::{Person, Review, ReviewId};
use store::PostView;

/// Decided posts among which one is drawn.
const AMONG: u32 = 50;

/// A golden post, if this is a turn for one. Turns follow from person, day and how much of the
/// day's work is done, so that looking again shows the same post.
pub(super) async fn drawn(
    house: &House,
    person: &Person,
    which: &Which,
    done: u64,
) -> Result<Option<PostView>, Failure> {
    if filled(&which.post).is_some() || house.options.golden_percent == 0 {
        return Ok(None);
    }
    let turn = done + u64::from(which.skip.min(FURTHEST));
    let today = day(midnight(house.now()));
    let lot = lot(&person.id.to_string(), &today, turn);
    if lot % 100 >= u128::from(house.options.golden_percent) {
        return Ok(None);
    }
    let mut posts = house.parts.store.golden_posts(person.id, &which.filter(), AMONG).await?;
    if posts.is_empty() {
        return Ok(None);
    }
    let at = usize::try_from((lot / 100) % posts.len() as u128).unwrap_or(0);
    let mut view = posts.swap_remove(at);
    view.review = None;
    Ok(Some(view))
}

/// A number that person, day and turn always give again.
fn lot(person: &str, today: &str, turn: u64) -> u128 {
    ReviewId::of(&["golden", person, today, &turn.to_string()]).uuid().as_u128()
}

/// Whether an answer is a second opinion: somebody else decided the same words before, and the
/// person did not ask for this post but was given it.
pub(super) fn is_second(view: &PostView, answer: &Review, back: &str) -> bool {
    let asked = Address::parse(crate::frame::inside(back)).get("post").is_some();
    let decided = view.review.as_ref();
    !asked
        && decided.is_some_and(|known| {
            known.reviewer != answer.reviewer && known.revision == answer.revision
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_as_many_turns_are_golden_as_the_settings_say() {
        let golden = (0..2000).filter(|turn| lot("ada", "2026-11-23", *turn) % 100 < 5).count();
        assert!((60..140).contains(&golden), "{golden} of 2000");
        assert_eq!(lot("ada", "2026-11-23", 1), lot("ada", "2026-11-23", 1));
        assert_ne!(lot("ada", "2026-11-23", 1), lot("ben", "2026-11-23", 1));
    }
}
