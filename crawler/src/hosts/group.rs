//! Which names are one host.

/// The registrable domain of a name: the part that somebody rents as one, by the public suffix
/// list. `a.b.example.co.uk` is `example.co.uk`; each blog under `blogspot.com` is its own. A name
/// that is a public suffix itself stays as it is. In lower case, without a final dot.
#[must_use]
pub fn registrable(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    psl::domain_str(&name).map_or_else(|| name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: &str) {
        assert_eq!(registrable(name), expect, "{name}");
    }

    #[test]
    fn names_of_one_owner_are_one_host() {
        check("t.me", "t.me");
        check("web.telegram.org", "telegram.org");
        check("Public.API.Bsky.App.", "bsky.app");
        check("a.b.example.co.uk", "example.co.uk");
        check("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn");
        check("mastodon.example", "mastodon.example");
    }

    #[test]
    fn sites_of_a_hosting_house_are_hosts_of_their_own() {
        check("one.blogspot.com", "one.blogspot.com");
        check("www.one.github.io", "one.github.io");
        check("github.io", "github.io");
    }

    #[test]
    fn the_public_suffix_lists_own_vectors_hold() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/psl/test_psl.txt");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: ../shared is absent");
            return;
        };
        let (mut right, mut wrong) = (0, Vec::new());
        for line in text.lines().filter_map(|line| line.strip_prefix("checkPublicSuffix(")) {
            let mut quoted = line.split('\'');
            let Some(name) = quoted.nth(1) else { continue };
            // Without a registrable domain the name itself is the host.
            let own = name.trim_end_matches('.').to_ascii_lowercase();
            let expect = quoted.nth(1).map_or(own, str::to_owned);
            // A leading dot is no name; the vectors hold it to be refused.
            if name.starts_with('.') || registrable(name) == expect {
                right += 1;
            } else {
                wrong.push(format!("{name}: {} instead of {expect}", registrable(name)));
            }
        }
        println!("public suffixes: {right} right, {} wrong", wrong.len());
        assert!(right > 0);
        assert_eq!(wrong, Vec::<String>::new());
    }
}
