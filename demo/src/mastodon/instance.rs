//! What the instance says of itself.

use crate::serve::{Answer, Asked};
use crate::view::View;
use serde_json::{Value, json};

const CACHE: &str = "max-age=300, public, stale-while-revalidate=30, stale-if-error=86400";

/// `/api/v2/instance`: live feeds are for members, hashtag feeds are public.
pub(super) fn answer(view: &View<'_>, asked: &Asked) -> Answer {
    let base = asked.base();
    let value = json!({
        "domain": asked.host,
        "title": "Harbour",
        "version": "4.6.4",
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "An instance that nobody runs.",
        "usage": {"users": {"active_month": view.accounts("mastodon").count()}},
        "thumbnail": {"url": format!("{base}packs/images/preview.png"), "description": ""},
        "icon": [],
        "languages": ["en"],
        "configuration": configuration(&base),
        "registrations": {"enabled": true, "approval_required": false, "reason_required": false,
            "message": null, "min_age": null, "url": null},
        "api_versions": {"mastodon": 11},
        "wrapstodon": null,
        "contact": {"email": "desk@harbour.example", "account": null},
        "rules": [{"id": "1", "text": "No offers to smuggle people.", "hint": ""}],
    });
    Answer::json(200, &value).with("cache-control", CACHE)
}

fn configuration(base: &str) -> Value {
    json!({
        "urls": {"streaming": "wss://harbour.example", "status": null,
            "about": format!("{base}about"), "privacy_policy": format!("{base}privacy-policy"),
            "terms_of_service": null},
        "accounts": {"max_display_name_length": 40, "max_note_length": 500,
            "max_featured_tags": 10, "max_pinned_statuses": 5, "max_profile_fields": 4},
        "statuses": {"max_characters": 500, "max_media_attachments": 4,
            "characters_reserved_per_url": 23},
        "translation": {"enabled": false},
        "timelines_access": {
            "live_feeds": {"local": "disabled", "remote": "disabled"},
            "hashtag_feeds": {"local": "public", "remote": "public"},
            "trending_link_feeds": {"local": "disabled", "remote": "disabled"},
        },
        "limited_federation": false,
    })
}

/// `/api/v1/instance`.
pub(super) fn old(view: &View<'_>, asked: &Asked) -> Answer {
    let accounts = view.accounts("mastodon").count();
    let value = json!({
        "uri": asked.host,
        "title": "Harbour",
        "short_description": "An instance that nobody runs.",
        "description": "",
        "email": "desk@harbour.example",
        "version": "4.6.4",
        "urls": {"streaming_api": "wss://harbour.example"},
        "stats": {"user_count": accounts, "status_count": 0, "domain_count": 1},
        "languages": ["en"],
        "registrations": true,
        "approval_required": false,
        "invites_enabled": true,
        "contact_account": null,
        "rules": [{"id": "1", "text": "No offers to smuggle people."}],
    });
    Answer::json(200, &value).with("cache-control", CACHE)
}
