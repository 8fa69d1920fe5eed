//! How pages that keep machines out are recognised: by status and header first, then by shape and
//! words. One row per guard; what a row looks for is what that guard's own documentation or its
//! pages show, not words that a post could hold.

use super::{Obstacle, is_html};
use model::Capture;

/// How much of a page is looked at; guards' pages are short.
const LOOKED_AT: usize = 128 << 10;

/// A page longer than this is content that happens to hold a captcha (a form below an article).
const GUARD_PAGE: usize = 64 << 10;

/// One guard. All parts that are set have to fit.
struct Sign {
    whose: &'static str,
    /// A response header (lower case) and a part of its value.
    header: Option<(&'static str, &'static str)>,
    /// Part of the address where the answer came from.
    address: Option<&'static str>,
    /// Parts of the page in lower case, all of them.
    body: &'static [&'static str],
    /// Statuses with which it counts; none: any.
    statuses: &'static [u16],
    consent: bool,
}

const SIGN: Sign =
    Sign { whose: "", header: None, address: None, body: &[], statuses: &[], consent: false };

/// A guard known by words of its page.
const fn page(whose: &'static str, body: &'static [&'static str]) -> Sign {
    Sign { whose, body, ..SIGN }
}

/// A guard known by a header.
const fn header(whose: &'static str, name: &'static str, value: &'static str) -> Sign {
    Sign { whose, header: Some((name, value)), ..SIGN }
}

/// A form that asks for consent, known by where it stands.
const fn consent(whose: &'static str, address: &'static str) -> Sign {
    Sign { whose, address: Some(address), consent: true, ..SIGN }
}

/// Statuses of refusals.
const REFUSED: &[u16] = &[401, 403, 405, 406, 429, 503];

const SIGNS: &[Sign] = &[
    // developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response
    header("Cloudflare", "cf-mitigated", "challenge"),
    page("Cloudflare", &["<title>just a moment...</title>"]),
    page("Cloudflare", &["/cdn-cgi/challenge-platform/", "cf_chl"]),
    page("Cloudflare", &["attention required! | cloudflare"]),
    // docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
    header("AWS WAF", "x-amzn-waf-action", "c"),
    page("AWS WAF", &["awswafcookiedomainlist"]),
    // github.com/TecharoHQ/anubis: stands before many Mastodon, Lemmy and forum servers.
    page("Anubis", &["making sure you", "not a bot"]),
    page("Anubis", &["/.within.website/x/cmd/anubis"]),
    page("DDoS-Guard", &["<title>ddos-guard</title>"]),
    page("DDoS-Guard", &["/.well-known/ddos-guard/"]),
    page("Imperva", &["_incapsula_resource"]),
    page("Imperva", &["incapsula incident id"]),
    page("DataDome", &["captcha-delivery.com"]),
    header("DataDome", "x-datadome", "protected"),
    page("HUMAN", &["px-captcha"]),
    Sign {
        statuses: REFUSED,
        ..page("Akamai", &["<title>access denied</title>", "reference&#32;&#35;"])
    },
    Sign { statuses: REFUSED, ..page("Akamai", &["errors.edgesuite.net"]) },
    page("Sucuri", &["sucuri website firewall"]),
    page("Yandex", &["smartcaptcha", "showcaptcha"]),
    Sign { address: Some("/sorry/"), ..page("Google", &["unusual traffic"]) },
    page("a captcha", &["class=\"h-captcha\""]),
    page("a captcha", &["class=\"g-recaptcha\""]),
    page("a captcha", &["class=\"cf-turnstile\""]),
    page("a captcha", &["friendly-challenge", "frc-captcha"]),
    Sign { statuses: REFUSED, ..page("a firewall", &["request blocked", "support id"]) },
    Sign { statuses: REFUSED, ..page("a firewall", &["you have been blocked"]) },
    Sign { statuses: REFUSED, ..page("a captcha", &["captcha"]) },
    consent("YouTube", "://consent.youtube.com/"),
    consent("Google", "://consent.google.com/"),
    consent("Yahoo", "://consent.yahoo.com/"),
    consent("Facebook", "/cookie/consent"),
    Sign { consent: true, ..page("the site", &["sp_message_iframe", "before you continue"]) },
    Sign { consent: true, ..page("the site", &["id=\"consent-page\""]) },
];

/// The guard, form or log-in that a page is.
pub(super) fn found(capture: &Capture) -> Option<Obstacle> {
    let html = is_html(capture);
    let part = capture.body.get(..LOOKED_AT).unwrap_or(&capture.body);
    let text = String::from_utf8_lossy(part).to_ascii_lowercase();
    let short = html && capture.body.len() <= GUARD_PAGE;
    if let Some(sign) = SIGNS.iter().find(|sign| sign.fits(capture, short, &text)) {
        return Some(if sign.consent {
            Obstacle::ConsentWall(sign.whose)
        } else {
            Obstacle::BlockPage(sign.whose)
        });
    }
    (html && asks_for_password(&text)).then_some(Obstacle::LogInPage)
}

impl Sign {
    fn fits(&self, capture: &Capture, short: bool, text: &str) -> bool {
        let header = self.header.is_none_or(|(name, part)| {
            capture.header(name).is_some_and(|value| value.to_ascii_lowercase().contains(part))
        });
        let address = self.address.is_none_or(|part| capture.final_url.as_str().contains(part));
        let body = self.body.iter().all(|part| text.contains(part));
        let status = self.statuses.is_empty() || self.statuses.contains(&capture.status);
        header && address && body && status && (self.body.is_empty() || short)
    }
}

/// Whether a page holds a field for a password.
fn asks_for_password(text: &str) -> bool {
    ["type=\"password\"", "type='password'", "type=password"].iter().any(|one| text.contains(one))
}
