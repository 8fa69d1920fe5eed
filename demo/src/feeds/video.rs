//! A video site's channel feeds, as YouTube's.

use super::{Feed, feed, moment, pages, title};
use crate::serve::{Answer, Asked, escape};
use crate::truth::{Ending, Form};
use crate::view::{State, View};
use std::fmt::Write;

/// Entries in a feed.
const NEWEST: usize = 15;

/// `/feeds/videos.xml?channel_id=…`. A channel that is gone is 404, and so is one that is there, for
/// hours at a time (`outages`): a 404 here proves nothing by itself. One that the desk took down is
/// 410 like the blogs of this house.
pub(super) fn answer(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let found = view.by_number("feeds", id).filter(|account| account.form == Form::Video);
    let Some(account) = found else { return pages::video_missing() };
    let out = account.outages.iter().any(|(from, to)| (*from..*to).contains(&view.now));
    match view.state(account) {
        State::Live if !out => {}
        State::Ended(Ending::TakenDown) => {
            return Answer::html(
                410,
                "<!DOCTYPE html><html lang=en><title>Error 410 (Gone)!!1</title>",
            );
        }
        _ => return pages::video_missing(),
    }
    let base = asked.base();
    let Some(feed) = feed(view, &base, account, NEWEST) else { return pages::video_missing() };
    Answer::of(200, "text/xml; charset=UTF-8", write(view, &feed))
}

fn write(view: &View<'_>, feed: &Feed<'_, '_>) -> String {
    let id = &feed.account.number;
    // As recorded: without the letters UC, except in addresses.
    let bare = id.strip_prefix("UC").unwrap_or(id);
    let name = escape(&feed.name.display_name);
    let channel = format!("{}channel/{id}", feed.base);
    let author = format!("<author><name>{name}</name><uri>{channel}</uri></author>");
    let born = view.born(feed.account).unwrap_or_default();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns=\"http://www.w3.org/2005/Atom\">
 <link rel=\"self\" href=\"{own}\"/>
 <id>yt:channel:{bare}</id>
 <yt:channelId>{bare}</yt:channelId>
 <title>{name}</title>
 <link rel=\"alternate\" href=\"{channel}\"/>
 {author}
 <published>{born}</published>
",
        own = escape(&feed.own()),
        born = moment(born),
    );
    for shown in &feed.entries {
        let number = &shown.post.number;
        let updated = shown.edited_at.unwrap_or(shown.post.posted_at);
        let _ = write!(
            out,
            " <entry>
  <id>yt:video:{number}</id>
  <yt:videoId>{number}</yt:videoId>
  <yt:channelId>{id}</yt:channelId>
  <title>{title}</title>
  <link rel=\"alternate\" href=\"{base}watch?v={number}\"/>
  {author}
  <published>{published}</published>
  <updated>{updated}</updated>
  <media:group>
   <media:title>{title}</media:title>
   <media:content url=\"{base}v/{number}?version=3\" type=\"application/x-shockwave-flash\" width=\"640\" height=\"390\"/>
   <media:thumbnail url=\"https://i1.ytimg.example/vi/{number}/hqdefault.jpg\" width=\"480\" height=\"360\"/>
   <media:description>{text}</media:description>
   <media:community><media:starRating count=\"{likes}\" average=\"5.00\" min=\"1\" max=\"5\"/><media:statistics views=\"{views}\"/></media:community>
  </media:group>
 </entry>
",
            base = feed.base,
            title = escape(&title(&shown.version.text)),
            text = escape(&shown.version.text),
            published = moment(shown.post.posted_at),
            updated = moment(updated),
            likes = view.crowd(shown.post, 40),
            views = view.crowd(shown.post, 9000),
        );
    }
    out.push_str("</feed>\n");
    out
}
