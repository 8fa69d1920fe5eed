//! What a page says, by its layout.

use super::item::{self, Sheet};
use super::layout::{Compiled, group};
use super::platform;
use crate::asking::host_of;
use crate::charset;
use crate::gathering::Gathering;
use crate::plain_text::is_torn;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::{
    Capture, Finding, PageRequest, PageState, Post, PublicUrl, Purpose, Reading, Subject, Witness,
};
use scraper::{ElementRef, Html};

/// Reads a page: posts, or topics, or nothing that we understand.
pub(super) fn read(layout: &Compiled, place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = if request.subject.is_some() { Witness::PostPage } else { Witness::Listing };
    if !matches!(capture.status, 200..=299) {
        return Refusal::of_status(capture).reading(request, witness);
    }
    let mut complaints = Vec::new();
    let text = charset::of_page(capture, &mut complaints);
    let torn = is_torn(&text);
    let html = Html::parse_document(&text);
    let root = html.root_element();
    let mut reading = match posts(layout, capture, root, torn) {
        Some(reading) => reading,
        None => match topics(layout, place, capture, root) {
            Some(reading) => reading,
            None => nothing(layout, root).reading(request, witness),
        },
    };
    if torn && reading.state != PageState::Drift {
        reading.complain("page_torn", "its end is missing; a post that was begun is left out");
    }
    reading.complaints.extend(complaints);
    if request.subject.is_some() {
        return checked(request, reading, torn);
    }
    if reading.state == PageState::Posts {
        turn(layout, capture, root, &mut reading);
    }
    reading
}

/// Whether nothing follows an element: in a page without its end it may be half of one.
fn is_open(element: ElementRef<'_>) -> bool {
    element.next_sibling().is_none() && element.ancestors().all(|one| one.next_sibling().is_none())
}

/// The posts of a page, if it has any.
fn posts(
    layout: &Compiled,
    capture: &Capture,
    root: ElementRef<'_>,
    torn: bool,
) -> Option<Reading> {
    let page = &capture.final_url;
    let host = host_of(page.url()).unwrap_or_default();
    let sheet = Sheet { layout, page, host: &host, at: capture.at };
    let mut items: Vec<_> = root.select(&layout.item).collect();
    if torn {
        // Half a post would look like one that was changed.
        items.pop_if(|last| is_open(*last));
    }
    items.first()?;
    let mut page = Gathering::new();
    for element in items {
        if !page.entry() {
            break;
        }
        match item::read(element, &sheet) {
            Ok((post, account, faults)) => {
                page.account(account);
                page.post(post, faults);
            }
            Err(why) => page.malformed(why),
        }
    }
    Some(page.close(PageState::Drift))
}

/// The topics of a page, if it lists any: those that moved since the last visit, at their newest
/// post, the one that moved first before the others.
fn topics(
    layout: &Compiled,
    place: &Place<'_>,
    capture: &Capture,
    root: ElementRef<'_>,
) -> Option<Reading> {
    let links = layout.topic.as_ref().map(|pick| pick.all(root)).filter(|all| !all.is_empty())?;
    let mut reading = Reading::of(PageState::Aside);
    let reached = place.cursor.and_then(|cursor| cursor.parse::<u64>().ok());
    let mut moved: Vec<(Option<u64>, PageRequest)> = Vec::new();
    for link in links {
        let number = layout.topic_number.as_ref().and_then(|regex| group(regex, &link));
        let number = number.and_then(|text| text.parse::<u64>().ok());
        let Some(url) = same_host(capture, &link, &mut reading) else { continue };
        let url = layout.canonical(&url);
        let known = reached.is_some_and(|reached| number.is_some_and(|one| one <= reached));
        if !known && moved.iter().all(|(_, page)| page.url != url) {
            let request = PageRequest::new(url, Purpose::Newest);
            let mark = number.map(|number| number.to_string()).unwrap_or_default();
            moved.push((number, request.marked(mark)));
        }
    }
    if moved.is_empty() {
        reading.state = PageState::Unchanged;
        return Some(reading);
    }
    // Lists begin with what moved last; without numbers that order is all there is.
    moved.reverse();
    moved.sort_by_key(|(number, _)| *number);
    reading.next = moved.into_iter().map(|(_, page)| page).collect();
    Some(reading)
}

/// Neither posts nor topics: the page says that there are none, or wants a log-in, or has changed.
fn nothing(layout: &Compiled, root: ElementRef<'_>) -> Refusal {
    let shows = |selector: &Option<scraper::Selector>| {
        selector.as_ref().is_some_and(|selector| root.select(selector).next().is_some())
    };
    if shows(&layout.log_in) {
        return Refusal::wall("the page is for members");
    }
    if shows(&layout.empty) {
        return Refusal { state: PageState::Empty, finding: None, complaint: None };
    }
    Refusal::drift("no_items", "0 items matched; look at the page and mend its layout")
}

/// The page after this one, and the cursor.
fn turn(layout: &Compiled, capture: &Capture, root: ElementRef<'_>, reading: &mut Reading) {
    let next = layout.next.as_ref().and_then(|pick| pick.first(root));
    let next = next.and_then(|link| same_host(capture, &link, reading));
    let next = next.map(|url| layout.canonical(&url)).filter(|url| *url != capture.request.url);
    let mark = capture.request.mark.clone();
    if layout.next_is_newer {
        // Of a topic of a list, the number is remembered; of a topic by itself, the page.
        let page = || layout.canonical(&capture.request.url).as_str().to_owned();
        reading.cursor = Some(mark.clone().unwrap_or_else(page)).filter(|it| !it.is_empty());
    }
    let purpose = if layout.next_is_newer { Purpose::Newer } else { Purpose::Older };
    reading.next.extend(next.map(|url| PageRequest { mark, ..PageRequest::new(url, purpose) }));
}

/// A link of the page that stays on its host.
fn same_host(capture: &Capture, link: &str, reading: &mut Reading) -> Option<PublicUrl> {
    let url = capture.final_url.join(link).ok()?;
    if url.authority() != capture.final_url.authority() {
        reading.complain("link_elsewhere", "a link to another host is not followed");
        return None;
    }
    Some(url)
}

/// What a page says about the post that was asked about; a page without its end says only what it
/// shows.
fn checked(request: &PageRequest, mut reading: Reading, torn: bool) -> Reading {
    if reading.state != PageState::Posts {
        return reading;
    }
    let listed = reading.posts.iter().any(|post| {
        request.subject == Some(Subject::Post(Post::id_of(&platform(), &post.native_id)))
    });
    reading.posts.clear();
    reading.accounts.clear();
    reading.state = PageState::Aside;
    let finding = match (listed, torn) {
        (true, _) => Finding::Seen,
        (false, true) => Finding::CouldNotSee,
        (false, false) => Finding::Missing,
    };
    find(&mut reading, request, finding, Witness::PostPage);
    reading
}
