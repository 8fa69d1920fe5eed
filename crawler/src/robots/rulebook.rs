//! What is remembered of robots.txt files, per origin (scheme, host and port).

use super::Robots;
use model::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// RFC 9309 lets a file be used for a day.
const KEPT_MS: i64 = 24 * 3_600_000;

/// How long an unreachable robots.txt closes a site before it is asked for again.
const CLOSED_MS: i64 = 10 * 60_000;

/// How many origins are remembered before old ones are let go.
const MAX_ORIGINS: usize = 10_000;

/// What asking for a robots.txt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There are rules; a missing file is one without rules.
    Rules(Arc<Robots>),
    /// The site could not say (server error, no connection): nothing may be read for now.
    Unreachable {
        /// What happened.
        reason: String,
    },
}

#[derive(Debug, Default)]
struct Kept {
    answer: Option<(Answer, Timestamp)>,
    /// The last rules that were read: an unreachable site keeps its old ones.
    rules: Option<Arc<Robots>>,
}

/// One origin's page; whoever holds its lock is the one that asks.
#[derive(Debug, Default)]
struct Page(tokio::sync::Mutex<Kept>);

/// The files of all origins.
#[derive(Debug, Default)]
pub struct Rulebook {
    pages: Mutex<HashMap<String, Arc<Page>>>,
}

impl Rulebook {
    /// What an origin's file says, asking for it with `ask` if it is not known or too old. Several
    /// callers at once make one request.
    pub async fn consult<F, E>(
        &self,
        origin: &str,
        now: Timestamp,
        ask: impl FnOnce() -> F,
    ) -> Result<Answer, E>
    where
        F: Future<Output = Result<Answer, E>>,
    {
        let page = self.page(origin);
        let mut kept = page.0.lock().await;
        if let Some((answer, at)) = &kept.answer {
            let limit = if matches!(answer, Answer::Rules(_)) { KEPT_MS } else { CLOSED_MS };
            if (0..limit).contains(&(now.ms() - at.ms())) {
                return Ok(kept.usable(answer));
            }
        }
        let answer = ask().await?;
        if let Answer::Rules(rules) = &answer {
            kept.rules = Some(Arc::clone(rules));
        }
        kept.answer = Some((answer.clone(), now));
        Ok(kept.usable(&answer))
    }

    fn page(&self, origin: &str) -> Arc<Page> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MAX_ORIGINS && !pages.contains_key(origin) {
            pages.retain(|_, page| Arc::strong_count(page) > 1);
        }
        Arc::clone(pages.entry(origin.to_owned()).or_default())
    }
}

impl Kept {
    /// The answer, or the rules from before it if the site cannot be reached: "should not use the
    /// cached version for more than 24 hours, unless the robots.txt file is unreachable".
    fn usable(&self, answer: &Answer) -> Answer {
        match (answer, &self.rules) {
            (Answer::Unreachable { .. }, Some(rules)) => Answer::Rules(Arc::clone(rules)),
            _ => answer.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Answer {
        Answer::Rules(Arc::new(Robots::parse(text.as_bytes(), "routewatch")))
    }

    fn unreachable() -> Answer {
        Answer::Unreachable { reason: "503".to_owned() }
    }

    /// Consults at an hour; `given` is what the site would say. Returns what is used.
    async fn at(book: &Rulebook, hours: f64, given: Option<Answer>) -> Answer {
        #[expect(clippy::cast_possible_truncation, reason = "small invented hours")]
        let now = Timestamp::from_ms((hours * 3_600_000.0) as i64);
        book.consult("http://a.example", now, || async { given.ok_or("asked again") })
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_file_is_used_for_a_day_and_then_asked_for_again() {
        let (book, old, new) = (Rulebook::default(), rules(""), rules("User-agent:*\nDisallow:/"));
        assert_eq!(at(&book, 0.0, Some(old.clone())).await, old);
        assert_eq!(at(&book, 23.9, None).await, old);
        assert_eq!(at(&book, 24.1, Some(new.clone())).await, new);
    }

    #[tokio::test]
    async fn an_unreachable_site_is_closed_for_minutes_or_keeps_its_old_rules() {
        let (book, old) = (Rulebook::default(), rules("User-agent:*\nDisallow:/x"));
        assert_eq!(at(&book, 0.0, Some(unreachable())).await, unreachable());
        assert_eq!(at(&book, 0.1, None).await, unreachable());
        assert_eq!(at(&book, 0.2, Some(old.clone())).await, old);
        assert_eq!(at(&book, 30.0, Some(unreachable())).await, old);
    }

    #[tokio::test]
    async fn a_failed_question_leaves_nothing_behind() {
        let book = Rulebook::default();
        let now = Timestamp::from_ms(0);
        let failed = book.consult("http://a.example", now, || async { Err::<Answer, _>("wait") });
        assert_eq!(failed.await, Err("wait"));
        assert_eq!(at(&book, 0.0, Some(rules(""))).await, rules(""));
    }
}
