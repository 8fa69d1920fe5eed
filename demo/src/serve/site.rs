//! One platform on one port.

use super::{Answer, Asked, Use, limit::Limit};
use crate::desk::Book;
use crate::view::View;
use crate::world::World;
use crate::{bluesky, feeds, mastodon, telegram};
use axum::Router;
use axum::extract::Request;
use model::Clock;
use std::sync::Arc;

/// Which platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    Telegram,
    Mastodon,
    Bluesky,
    Feeds,
}

/// What a platform's answers follow from.
#[derive(Debug)]
pub(super) struct Site {
    platform: Platform,
    world: Arc<World>,
    clock: Arc<dyn Clock>,
    book: Arc<Book>,
    limit: Limit,
}

impl Site {
    pub(super) fn new(
        platform: Platform,
        world: Arc<World>,
        clock: Arc<dyn Clock>,
        book: Arc<Book>,
        per_second: u32,
    ) -> Self {
        Self { platform, world, clock, book, limit: Limit::new(per_second) }
    }

    /// Answers at the present moment.
    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let takedowns = self.book.takedowns();
        let view = View::of(self.world.truth_ref(), self.clock.now(), &takedowns);
        let used = self.limit.count();
        if used.exceeded {
            return self.throttled(&view, used).with("retry-after", "1");
        }
        if !asked.reads {
            return Answer::text(405, "Method Not Allowed").with("allow", "GET, HEAD");
        }
        match self.platform {
            Platform::Telegram => telegram::answer(&view, asked),
            Platform::Mastodon => mastodon::answer(&view, asked, used),
            Platform::Bluesky => bluesky::answer(&view, asked),
            Platform::Feeds => feeds::answer(&view, asked),
        }
    }

    fn throttled(&self, view: &View<'_>, used: Use) -> Answer {
        match self.platform {
            Platform::Mastodon => mastodon::throttled(view, used),
            Platform::Bluesky => bluesky::throttled(view, used),
            Platform::Telegram | Platform::Feeds => {
                Answer::html(429, "<html><body><h1>429 Too Many Requests</h1></body></html>\n")
            }
        }
    }
}

/// The platform as a service.
pub(super) fn router(site: Arc<Site>) -> Router {
    Router::new().fallback(move |request: Request| {
        let site = Arc::clone(&site);
        async move {
            let asked = Asked::of(request.method(), request.uri(), request.headers());
            site.answer(&asked).into_response()
        }
    })
}
