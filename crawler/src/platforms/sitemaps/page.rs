//! A page of a site as a post.

use super::platform;
use crate::asking::host_of;
use crate::charset;
use crate::gathering::{Fault, believed};
use crate::obstacle::says_gone;
use crate::piece::{self, Special};
use crate::refusal::{Refusal, find};
use model::post::{Content, Metrics};
use model::{
    AccountProfile, AccountSeen, Capture, Finding, Language, PageState, Post, PostSeen, PublicUrl,
    Reading, Subject, Timestamp, Witness,
};
use scraper::{ElementRef, Html, Selector};

/// Reads a page. A page that is gone says so of itself and not of its site.
pub(super) fn read(capture: &Capture) -> Reading {
    let request = &capture.request;
    let mut reading = if matches!(capture.status, 200..=299) {
        shown(capture)
    } else {
        Refusal::of_status(capture).reading(request, Witness::PostPage)
    };
    if request.subject.is_none() {
        if matches!(reading.state, PageState::Gone | PageState::NotPublic) {
            let post = Post::id_of(&platform(), &id_of(&request.url));
            let finding = match (capture.status, reading.state) {
                (410, _) => Finding::Deleted,
                (_, PageState::NotPublic) => Finding::Restricted,
                _ => Finding::Missing,
            };
            let (subject, witness) = (Subject::Post(post), Witness::PostPage);
            reading.found.push(model::reading::Found { subject, finding, witness });
            reading.state = PageState::Aside;
        }
        if reading.state != PageState::RateLimited && reading.state != PageState::Broken {
            reading.cursor.clone_from(&request.mark);
        }
    }
    reading
}

/// The native id of a page: host and path.
fn id_of(url: &PublicUrl) -> String {
    let host = host_of(url.url()).unwrap_or_default();
    let query = url.url().query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{host}{}{query}", url.url().path())
}

fn shown(capture: &Capture) -> Reading {
    let request = &capture.request;
    if id_of(&capture.final_url).trim_end_matches('/') != id_of(&request.url).trim_end_matches('/')
    {
        return Refusal::blind(PageState::Aside, "redirected_away", "it leads to another page now")
            .reading(request, Witness::PostPage);
    }
    if says_gone(capture) {
        return Refusal::gone(Finding::Missing).reading(request, Witness::PostPage);
    }
    let mut reading = Reading::of(PageState::Posts);
    if request.subject.is_some() {
        reading.state = PageState::Aside;
        find(&mut reading, request, Finding::Seen, Witness::PostPage);
        return reading;
    }
    let html = Html::parse_document(&charset::of_page(capture, &mut reading.complaints));
    let mut faults: Vec<Fault> = Vec::new();
    let site = host_of(request.url.url()).unwrap_or_default();
    let content = content(html.root_element(), &request.url);
    if content.text.is_empty() {
        faults.push(("text_missing", "a page without text"));
    }
    let posted = published(html.root_element());
    let changed = request.mark.as_deref().and_then(Timestamp::parse);
    let posted_at = believed(posted.or(changed), capture.at, &mut faults);
    let edited_at = changed.filter(|at| posted.is_some_and(|posted| *at > posted.plus_secs(60)));
    reading.posts.push(PostSeen {
        native_id: id_of(&request.url),
        account: site.clone(),
        url: Some(request.url.clone()),
        content,
        declared_language: language(html.root_element()),
        posted_at,
        edited_at,
        edited: edited_at.is_some(),
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics::default(),
    });
    for (code, detail) in faults {
        reading.complain(code, detail);
    }
    reading.accounts.push(AccountSeen {
        native_id: site.clone(),
        profile: AccountProfile { display_name: site, ..AccountProfile::default() },
        url: request.url.join("/").ok(),
        is_source: true,
        complete: false,
    });
    reading
}

fn first<'a>(root: ElementRef<'a>, css: &str) -> Option<ElementRef<'a>> {
    root.select(&Selector::parse(css).ok()?).next()
}

/// The title, and the text of what the page is about.
fn content(root: ElementRef<'_>, page: &PublicUrl) -> Content {
    let main =
        ["article", "main, [role=main]", "body"].into_iter().find_map(|css| first(root, css));
    let out = Selector::parse("nav, header, footer, aside, form, script, style, noscript").ok();
    let special = Special { leave_out: out.as_ref(), ..Special::default() };
    let piece = main.map(|main| piece::read(main, page, &special)).unwrap_or_default();
    let title = first(root, "meta[property='og:title']").and_then(|one| one.attr("content"));
    let title =
        title.map(str::to_owned).or_else(|| first(root, "title").map(|one| one.text().collect()));
    let title = title.map(|title| title.trim().to_owned()).unwrap_or_default();
    let text = match (title.is_empty() || piece.text.starts_with(&title), piece.text.is_empty()) {
        (true, _) => piece.text,
        (false, true) => title,
        (false, false) => format!("{title}\n\n{}", piece.text),
    };
    Content { text, links: piece.links, media: piece.media, ..Content::default() }
}

/// When a page says that it was published.
fn published(root: ElementRef<'_>) -> Option<Timestamp> {
    let places = [
        ("meta[property='article:published_time']", "content"),
        ("article time[datetime]", "datetime"),
    ];
    places.into_iter().find_map(|(css, name)| Timestamp::parse(first(root, css)?.attr(name)?))
}

fn language(root: ElementRef<'_>) -> Option<Language> {
    let tag = root.attr("lang")?;
    let main = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    let sound = matches!(main.len(), 2 | 3) && main.chars().all(|c| c.is_ascii_lowercase());
    sound.then(|| Language::new(main))
}
