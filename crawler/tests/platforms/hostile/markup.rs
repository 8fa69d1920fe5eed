//! Good pages of the adapters that read HTML and XML.

use super::good::{Good, WORD};

/// How most pages write moments.
const ISO: [&str; 3] =
    ["2026-11-20T10:00:00+00:00", "2199-11-20T10:00:00+00:00", "1970-01-02T00:00:01+00:00"];

pub(super) fn all() -> Vec<Good> {
    vec![telegram(), phpbb(), sitemap(), rss(), atom()]
}

fn telegram() -> Good {
    Good {
        name: "telegram",
        source: "@example_routes",
        address: "https://t.me/s/example_routes",
        kind: "text/html; charset=utf-8",
        head:
            "<!DOCTYPE html><html><head><title>x</title></head><body><header class=\"tgme_header\">\
               <div class=\"tgme_channel_info\"><div class=\"tgme_channel_info_header_title\">\
               <span>Example routes</span></div><div class=\"tgme_channel_info_header_username\">\
               <a href=\"https://t.me/example_routes\">@example_routes</a></div></div></header>\
               <main class=\"tgme_main\" data-url=\"/example_routes\"><section class=\"\
               tgme_channel_history js-message_history\">"
                .to_owned(),
        between: "\n",
        tail: "</section></main></body></html>".to_owned(),
        post: |number| {
            let view = format!("{{\"c\":-100200,\"p\":{number},\"t\":1,\"h\":\"x\"}}");
            format!(
                "<div class=\"tgme_widget_message_wrap\"><div class=\"tgme_widget_message \
                 js-widget_message\" data-post=\"example_routes/{number}\" data-view=\"{}\">\
                 <div class=\"tgme_widget_message_text js-message_text\">{WORD} {number}</div>\
                 <div class=\"tgme_widget_message_footer\"><span class=\"\
                 tgme_widget_message_views\">1.2K</span><a class=\"tgme_widget_message_date\" \
                 href=\"https://t.me/example_routes/{number}\"><time datetime=\"{}\"></time></a>\
                 </div></div></div>",
                data_encoding::BASE64URL_NOPAD.encode(view.as_bytes()),
                ISO[0]
            )
        },
        moments: ISO,
    }
}

fn phpbb() -> Good {
    Good {
        name: "pages",
        source: "phpbb:https://forum.example/viewtopic.php?t=10",
        address: "https://forum.example/viewtopic.php?t=10",
        kind: "text/html; charset=utf-8",
        head: "<!DOCTYPE html><html><head><title>Boats</title></head><body>".to_owned(),
        between: "<hr>",
        tail: "</body></html>".to_owned(),
        post: |number| {
            format!(
                "<div id=\"p{number}\" class=\"post bg1\"><h3><a \
                 href=\"./viewtopic.php?p={number}#p{number}\">Boats</a></h3><p class=\"author\">by \
                 <a href=\"./memberlist.php?mode=viewprofile&amp;u=5\" class=\"username\">lina</a> \
                 <time datetime=\"{}\">x</time></p><div class=\"content\">{WORD} {number}</div>\
                 </div>",
                ISO[0]
            )
        },
        moments: ISO,
    }
}

fn sitemap() -> Good {
    Good {
        name: "sitemaps",
        source: "https://news.example/sitemap.xml",
        address: "https://news.example/sitemap.xml",
        kind: "application/xml",
        head: "<?xml version=\"1.0\"?>\n\
               <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
            .to_owned(),
        between: "\n",
        tail: "</urlset>".to_owned(),
        post: |number| {
            format!(
                "<url><loc>https://news.example/{WORD}%20{number}</loc><lastmod>{}</lastmod></url>",
                ISO[0]
            )
        },
        moments: ISO,
    }
}

fn rss() -> Good {
    Good {
        name: "feeds (RSS)",
        source: "https://news.example/feed.xml",
        address: "https://news.example/feed.xml",
        kind: "application/rss+xml",
        head: "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>News</title>\
               <link>https://news.example/</link><description>x</description>"
            .to_owned(),
        between: "\n",
        tail: "</channel></rss>".to_owned(),
        post: |number| {
            format!(
                "<item><guid isPermaLink=\"false\">n{number}</guid><title>News</title>\
                 <link>https://news.example/{number}</link><pubDate>Fri, 20 Nov 2026 10:00:00 GMT\
                 </pubDate><description>{WORD} {number}</description><category>sea</category></item>"
            )
        },
        moments: [
            "Fri, 20 Nov 2026 10:00:00 GMT",
            "Wed, 20 Nov 2199 10:00:00 GMT",
            "Fri, 02 Jan 1970 00:00:01 GMT",
        ],
    }
}

fn atom() -> Good {
    Good {
        name: "feeds (Atom)",
        source: "https://news.example/feed.xml",
        address: "https://news.example/feed.xml",
        kind: "application/atom+xml",
        head: "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\
               <id>https://news.example/feed.xml</id><title>News</title>\
               <updated>2026-11-20T10:00:00Z</updated>"
            .to_owned(),
        between: "\n",
        tail: "</feed>".to_owned(),
        post: |number| {
            format!(
                "<entry><id>urn:n:{number}</id><title>News</title><updated>{}</updated>\
                 <published>{}</published><link rel=\"alternate\" \
                 href=\"https://news.example/{number}\"/><author><name>Lina</name></author>\
                 <content type=\"html\">{WORD} {number}</content></entry>",
                ISO[0], ISO[0]
            )
        },
        moments: ISO,
    }
}
