//! Which IP addresses are on the open internet.

use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Shortens the table below.
const fn v4(a: u8, b: u8, c: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), prefix)
}

/// Shortens the table below: the first four groups, the rest zero.
const fn v6(a: u16, b: u16, c: u16, d: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0), prefix)
}

/// IANA IPv4 Special-Purpose Address Registry (not globally reachable), and multicast.
const SPECIAL_V4: [(Ipv4Net, &str); 15] = [
    (v4(0, 0, 0, 8), "this network"),
    (v4(10, 0, 0, 8), "private"),
    (v4(100, 64, 0, 10), "carrier-grade NAT"),
    (v4(127, 0, 0, 8), "loopback"),
    (v4(169, 254, 0, 16), "link-local, cloud metadata"),
    (v4(172, 16, 0, 12), "private"),
    (v4(192, 0, 0, 24), "IETF protocol assignments"),
    (v4(192, 0, 2, 24), "documentation"),
    (v4(192, 88, 99, 24), "deprecated 6to4 relay"),
    (v4(192, 168, 0, 16), "private"),
    (v4(198, 18, 0, 15), "benchmarking"),
    (v4(198, 51, 100, 24), "documentation"),
    (v4(203, 0, 113, 24), "documentation"),
    (v4(224, 0, 0, 4), "multicast"),
    (v4(240, 0, 0, 4), "reserved"),
];

/// IANA IPv6 Special-Purpose Address Registry (not globally reachable), multicast, and two ranges
/// that are deprecated. Ranges with an IPv4 address inside are judged by [`embedded`] first.
const SPECIAL_V6: [(Ipv6Net, &str); 12] = [
    // Unspecified, loopback and the deprecated IPv4-compatible form.
    (v6(0, 0, 0, 0, 96), "loopback or unspecified"),
    (v6(0x64, 0xff9b, 1, 0, 48), "local NAT64"),
    (v6(0x100, 0, 0, 0, 64), "discard-only"),
    // Teredo, ORCHID, benchmarking and more.
    (v6(0x2001, 0, 0, 0, 23), "IETF protocol assignments"),
    (v6(0x2001, 0xdb8, 0, 0, 32), "documentation"),
    (v6(0x3fff, 0, 0, 0, 20), "documentation"),
    (v6(0x5f00, 0, 0, 0, 16), "segment routing"),
    (v6(0xfc00, 0, 0, 0, 7), "unique local"),
    (v6(0xfe80, 0, 0, 0, 10), "link-local"),
    (v6(0xfec0, 0, 0, 0, 10), "deprecated site-local"),
    (v6(0xff00, 0, 0, 0, 8), "multicast"),
    // SIIT's IPv4-translated form; a translator would pass it on to the address inside.
    (Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0), 96), "IPv4-translated"),
];

/// Why an address may not be asked; nothing if it is on the open internet.
#[must_use]
pub fn forbidden(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => forbidden_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => forbidden_v4(inner),
            None => SPECIAL_V6.iter().find(|(net, _)| net.contains(&address)).map(|(_, why)| *why),
        },
    }
}

fn forbidden_v4(address: Ipv4Addr) -> Option<&'static str> {
    SPECIAL_V4.iter().find(|(net, _)| net.contains(&address)).map(|(_, why)| *why)
}

/// The IPv4 address that an IPv6 address leads to: IPv4-mapped (RFC 4291), NAT64 (RFC 6052) and
/// 6to4 (RFC 3056).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expect: Option<&str>) {
        assert_eq!(forbidden(address.parse().unwrap()), expect, "{address}");
    }

    #[test]
    fn addresses_inside_addresses_are_judged_by_the_inner_one() {
        check("::ffff:127.0.0.1", Some("loopback"));
        check("::ffff:1.1.1.1", None);
        check("64:ff9b::a9fe:a9fe", Some("link-local, cloud metadata"));
        check("64:ff9b::101:101", None);
        check("2002:c0a8:101::1", Some("private"));
        check("2002:101:101::1", None);
        check("::ffff:0:7f00:1", Some("IPv4-translated"));
    }

    #[test]
    fn neighbours_of_special_ranges_are_public() {
        for address in [
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::",
            "2001:db9::",
        ] {
            check(address, None);
        }
    }
}
