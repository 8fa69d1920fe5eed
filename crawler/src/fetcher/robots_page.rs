//! Asks for robots.txt and obeys it.

use super::Fetcher;
use crate::FetchError;
use crate::robots::{Answer, MAX_BYTES, Robots, TOKEN, Verdict};
use model::PublicUrl;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use std::sync::Arc;
use std::time::Duration;

/// RFC 9309: "crawlers SHOULD follow at least five consecutive redirects".
const REDIRECTS: u32 = 5;

/// How long to stay away if a host that wants us to slow down does not say how long.
const STAY_AWAY: Duration = Duration::from_secs(30);

impl Fetcher {
    /// Refuses what robots.txt disallows, and takes over the pause that it asks for.
    pub(super) async fn obey_robots(&self, url: &PublicUrl) -> Result<(), FetchError> {
        let path = path_and_query(url);
        if !self.inner.options.robots || path == "/robots.txt" {
            return Ok(());
        }
        let origin = url.url().origin().ascii_serialization();
        let now = self.inner.clock.now();
        // Nobody holds a host's turn while waiting here, so that two sites whose robots.txt point
        // at each other cannot block each other.
        let asking = || self.robots_page(url);
        match self.inner.rulebook.consult(&origin, now, asking).await? {
            Answer::Unreachable { reason } => Err(FetchError::Transient {
                reason: format!("nothing is read at {origin} while robots.txt fails: {reason}"),
            }),
            Answer::Rules(rules) => {
                self.host(url).set_crawl_delay(rules.crawl_delay());
                match rules.verdict(&path) {
                    Verdict::Allowed => Ok(()),
                    Verdict::Disallowed { rule } => Err(FetchError::Refused {
                        reason: format!("robots.txt at {origin} disallows {rule}"),
                    }),
                }
            }
        }
    }

    /// What a site's robots.txt says. An error is one of the page itself, not of robots.txt: the
    /// host is to be left alone, or must not be asked at all.
    async fn robots_page(&self, page: &PublicUrl) -> Result<Answer, FetchError> {
        let unreachable = |reason: String| Ok(Answer::Unreachable { reason });
        let mut url = match page.join("/robots.txt") {
            Ok(url) => url,
            Err(why) => return unreachable(why.to_string()),
        };
        for hop in 0..=REDIRECTS {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static("text/plain,*/*;q=0.5"));
            let answer = match self.ask(&url, headers).await {
                Ok(answer) => answer,
                Err(later @ (FetchError::Throttled { .. } | FetchError::Closed { .. })) => {
                    return Err(later);
                }
                Err(refused @ FetchError::Refused { .. }) if hop == 0 => return Err(refused),
                Err(why) => return unreachable(why.to_string()),
            };
            match answer.redirect(&url) {
                Ok(None) => return self.robots_answer(answer).await,
                Ok(Some(next)) => url = next,
                Err(why) => return unreachable(why.to_string()),
            }
        }
        // "If there are more than five redirects, crawlers MAY assume that the robots.txt file is
        // unavailable", which is to say that there is none.
        Ok(no_rules())
    }

    async fn robots_answer(&self, answer: super::Answer) -> Result<Answer, FetchError> {
        match answer.status {
            200..=299 => {
                // A longer file is read as far as the limit.
                let body = answer.body(self.limits(MAX_BYTES), self.idle(), self.now_fn()).await;
                Ok(match body {
                    Ok(body) => Answer::Rules(Arc::new(Robots::parse(&body.bytes, TOKEN))),
                    Err(why) => Answer::Unreachable { reason: why.to_string() },
                })
            }
            // Too many requests says nothing about rules: come back later and ask again.
            429 => {
                let now = self.inner.clock.now();
                let until = answer.turn.host().held(now).map(|(until, _)| until);
                let left = until.and_then(|until| until.since(now).to_std().ok());
                Err(FetchError::Throttled { retry_after: left.unwrap_or(STAY_AWAY) })
            }
            500.. => Ok(Answer::Unreachable { reason: format!("HTTP {}", answer.status) }),
            _ => Ok(no_rules()),
        }
    }
}

fn no_rules() -> Answer {
    Answer::Rules(Arc::new(Robots::default()))
}

/// What robots.txt rules are compared with.
fn path_and_query(url: &PublicUrl) -> String {
    let url = url.url();
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}
