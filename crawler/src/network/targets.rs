//! Judges an address as written, before anything is sent.

use super::forbidden;
use crate::SetupError;
use crate::hosts::registrable;
use std::collections::HashSet;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// Ports that pages are read from unless the allow list names another.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// Endings of names that mean something inside a house or nowhere (RFC 6761, RFC 8375, ICANN's
/// reserved `.internal`).
const INSIDE: [&str; 6] =
    ["localhost", "local", "internal", "intranet", "localdomain", "home.arpa"];

/// Why a request may not be sent. Found in the error chain of a refused connection too.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Forbidden(pub String);

/// Through which door a request leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// To the open internet; names are resolved under guard.
    Guarded,
    /// To a host and port that the settings allow by name.
    Allowed,
}

/// What may be asked.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    allow: HashSet<String>,
}

impl Targets {
    /// Reads the allow list: `host:port` entries.
    pub fn new(allow: &[String]) -> Result<Self, SetupError> {
        let allow = allow
            .iter()
            .map(|entry| normal(entry).ok_or_else(|| SetupError::Allow(entry.clone())))
            .collect::<Result<_, _>>()?;
        Ok(Self { allow })
    }

    /// Judges an address. The `url` crate has already turned every spelling of an IP address
    /// (decimal, octal, hexadecimal, full-width, percent-encoded) into the address itself.
    pub fn check(&self, url: &Url) -> Result<Door, Forbidden> {
        let refuse = |why: String| Err(Forbidden(why));
        if !matches!(url.scheme(), "http" | "https") {
            return refuse(format!("only http and https are asked, not {}", url.scheme()));
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return refuse("the address names no host".to_owned());
        };
        if port == 0 {
            return refuse("port 0 cannot be asked".to_owned());
        }
        if self.allow.contains(&authority(&host, port)) {
            return Ok(Door::Allowed);
        }
        if !PORTS.contains(&port) {
            return refuse(format!("port {port} is not one that public pages are read from"));
        }
        let why = match host {
            Host::Ipv4(ip) => forbidden(IpAddr::V4(ip)),
            Host::Ipv6(ip) => forbidden(IpAddr::V6(ip)),
            Host::Domain(name) => inside(name),
        };
        match why {
            Some(why) => refuse(format!("{host} is not on the open internet ({why})")),
            None => Ok(Door::Guarded),
        }
    }
}

impl Targets {
    /// The name of the host that an address belongs to: its registrable domain or IP address, or
    /// `host:port` where the allow list names it.
    #[must_use]
    pub fn group(&self, url: &Url) -> String {
        let Some(host) = url.host() else { return String::new() };
        let authority = authority(&host, url.port_or_known_default().unwrap_or(0));
        match host {
            _ if self.allow.contains(&authority) => authority,
            Host::Domain(name) => registrable(name),
            ip => ip.to_string(),
        }
    }
}

/// `host:port` as compared: no trailing dot, IPv6 in brackets.
fn authority(host: &Host<impl AsRef<str> + fmt::Display>, port: u16) -> String {
    match host {
        Host::Domain(name) => format!("{}:{port}", name.as_ref().trim_end_matches('.')),
        other => format!("{other}:{port}"),
    }
}

/// An entry of the allow list in the form that [`authority`] gives.
fn normal(entry: &str) -> Option<String> {
    let (host, port) = entry.trim().rsplit_once(':')?;
    let port: u16 = port.parse().ok().filter(|port| *port != 0)?;
    Some(authority(&Host::parse(host).ok()?, port))
}

/// Whether a name belongs to no public host.
fn inside(name: &str) -> Option<&'static str> {
    let name = name.trim_end_matches('.');
    if !name.contains('.') {
        return Some("a name without a dot is local");
    }
    let reserved = INSIDE.iter().any(|ending| {
        name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    reserved.then_some("the name is reserved for inner networks")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        let allow = ["127.0.0.1:4711", "[::1]:4712", "Localhost:4713", "intern.example:9000"];
        Targets::new(&allow.map(str::to_owned)).unwrap()
    }

    fn check(url: &str, expect: Result<Door, &str>) {
        let got = targets().check(&Url::parse(url).unwrap());
        match (got, expect) {
            (Ok(got), Ok(expect)) => assert_eq!(got, expect, "{url}"),
            (Err(got), Err(part)) => assert!(got.to_string().contains(part), "{url}: {got}"),
            (got, expect) => panic!("{url}: {got:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn every_spelling_of_loopback_is_refused() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "1２7.0.0.1",
            "%31%32%37.0.0.1",
            "①②⑦.⓪.⓪.①",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[0:0:0:0:0:ffff:7f00:1]",
            "0",
        ] {
            check(&format!("http://{host}/"), Err("not on the open internet"));
        }
    }

    #[test]
    fn names_of_inner_networks_are_refused_and_lookalikes_are_not() {
        for host in
            ["localhost", "a.localhost", "printer", "printer.local", "x.internal.", "r.home.arpa"]
        {
            check(&format!("http://{host}/"), Err("not on the open internet"));
        }
        check("http://notlocalhost.example/", Ok(Door::Guarded));
        check("http://local.example/", Ok(Door::Guarded));
    }

    #[test]
    fn the_allow_list_is_by_host_and_port() {
        check("http://127.0.0.1:4711/x", Ok(Door::Allowed));
        check("http://2130706433:4711/x", Ok(Door::Allowed));
        check("http://[::1]:4712/", Ok(Door::Allowed));
        check("http://localhost:4713/", Ok(Door::Allowed));
        check("http://intern.example:9000/", Ok(Door::Allowed));
        check("http://127.0.0.1:4712/", Err("port 4712"));
        check("http://127.0.0.1:8080/", Err("loopback"));
        check("http://[::1]:4711/", Err("port 4711"));
    }

    #[test]
    fn hosts_are_grouped_by_registrable_domain_and_by_address() {
        let check = |url: &str, expect: &str| {
            assert_eq!(targets().group(&Url::parse(url).unwrap()), expect, "{url}");
        };
        check("https://a.example.org/", "example.org");
        check("http://b.example.org.:8080/", "example.org");
        check("https://one.github.io/", "one.github.io");
        check("http://0x01010101/", "1.1.1.1");
        check("https://[2606:4700::1111]/", "[2606:4700::1111]");
        check("http://intern.example:9000/", "intern.example:9000");
        check("http://intern.example/", "intern.example");
    }

    #[test]
    fn only_usual_schemes_and_ports_are_asked() {
        check("https://example.org/", Ok(Door::Guarded));
        check("https://example.org:8443/", Ok(Door::Guarded));
        check("http://example.org:22/", Err("port 22"));
        check("gopher://example.org/", Err("only http and https"));
        check("file:///etc/hostname", Err("only http and https"));
    }

    #[test]
    fn an_unreadable_allow_list_is_said_at_once() {
        for entry in ["127.0.0.1", "host:", "host:0", "host:70000", ":80", "a b:80"] {
            assert!(Targets::new(&[entry.to_owned()]).is_err(), "{entry}");
        }
    }
}
