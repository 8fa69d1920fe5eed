//! Pages that show whether an account or a post is still there.

use super::account::is_number;
use super::address::{is_own_base, server};
use crate::asking::{host_of, json, under};
use crate::platforms::CheckSubject;
use model::{Account, PageRequest, Post, PublicUrl, Purpose, Subject};

/// The account's own server is asked, by its API and by the page for people.
pub(super) fn checks(base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
    match subject {
        CheckSubject::Account(account) => {
            let about = Subject::Account(account.id);
            let pages = [
                account_page(base, account),
                directory(base, account.url.as_ref(), Purpose::Account),
            ];
            pages.into_iter().flatten().map(|page| page.about(about)).collect()
        }
        CheckSubject::Post(post, _) => {
            let about = Subject::Post(post.id);
            let pages = [post_page(base, post), directory(base, post.url.as_ref(), Purpose::Post)];
            pages.into_iter().flatten().map(|page| page.about(about)).collect()
        }
    }
}

/// An account is asked for by name, which never changes on Mastodon; its number is the business of
/// each server.
fn account_page(base: &PublicUrl, account: &Account) -> Option<PageRequest> {
    let handle = account.profile.handle.as_str();
    let (user, domain) = handle.split_once('@').unwrap_or((handle, ""));
    let home =
        account.url.as_ref().and_then(|url| host_of(url.url())).or_else(|| {
            PublicUrl::parse(&account.native_id).ok().and_then(|id| host_of(id.url()))
        })?;
    let root = server(&home, base).ok()?;
    let acct = acct(user, domain, &home, base);
    lookup(&root, &acct)
}

/// The address that finds an account by name.
pub(super) fn lookup(root: &PublicUrl, acct: &str) -> Option<PageRequest> {
    under(root, &["api", "v1", "accounts", "lookup"], &[("acct", acct)])
        .ok()
        .map(|url| json(url, Purpose::Account))
}

/// How a name is written for the server that is asked: short on its own instance.
pub(super) fn acct(user: &str, domain: &str, home: &str, base: &PublicUrl) -> String {
    let own = host_of(base.url()).is_some_and(|host| host == domain || host == home);
    if domain.is_empty() || own || !is_own_base(base) {
        user.to_owned()
    } else {
        format!("{user}@{domain}")
    }
}

fn post_page(base: &PublicUrl, post: &Post) -> Option<PageRequest> {
    let id = PublicUrl::parse(&post.native_id).ok();
    let pages = [post.url.as_ref(), id.as_ref()];
    let (home, number) =
        pages.into_iter().flatten().find_map(|url| Some((host_of(url.url())?, number(url)?)))?;
    let root = server(&home, base).ok()?;
    let url = under(&root, &["api", "v1", "statuses", &number], &[]).ok()?;
    Some(json(url, Purpose::Post))
}

/// A post's number on its own server, as its address shows it: `/@user/1`, `/users/x/statuses/1`
/// (Mastodon, GoToSocial), `/notice/1` (Pleroma), `/p/user/1` (Pixelfed).
fn number(url: &PublicUrl) -> Option<String> {
    let parts: Vec<&str> = url.url().path_segments()?.filter(|part| !part.is_empty()).collect();
    let number = match parts.as_slice() {
        [.., "statuses" | "notice", number] | ["p", _, number] => number,
        [name, number] if name.starts_with('@') => number,
        _ => return None,
    };
    is_number(number).then(|| (*number).to_owned())
}

/// The page for people; on a configured base under that base's host.
fn directory(base: &PublicUrl, url: Option<&PublicUrl>, purpose: Purpose) -> Option<PageRequest> {
    let url = url?;
    if !is_own_base(base) {
        return Some(PageRequest::new(url.clone(), purpose));
    }
    let path = url.url().path().trim_start_matches('/');
    base.join(path).ok().map(|url| PageRequest::new(url, purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expect: Option<&str>) {
        assert_eq!(number(&PublicUrl::parse(url).unwrap()).as_deref(), expect, "{url}");
    }

    #[test]
    fn the_number_of_a_post_is_found_in_its_address() {
        check("https://a.example/@lina/115", Some("115"));
        check("https://a.example/users/lina/statuses/115", Some("115"));
        check("https://a.example/ap/users/1/statuses/115", Some("115"));
        check("https://a.example/@lina/statuses/01HZX", Some("01HZX"));
        check("https://a.example/notice/AbC9", Some("AbC9"));
        check("https://a.example/p/lina/77", Some("77"));
        check("https://a.example/objects/7d1f0c0e-0000", None);
        check("https://a.example/@lina", None);
        check("https://a.example/@lina/with%20space", None);
    }
}
