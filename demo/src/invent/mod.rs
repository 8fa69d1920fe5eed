//! Invents a world from a plan, in four steps: who there is (`cast`), what becomes of them
//! (`lives`), when they write (`rhythm`), what (`writing`), and whose words they pass on (`forwards`); `numbering` then gives the ids that
//! the platforms would give.

mod cast;
mod forwards;
mod lives;
mod numbering;
mod rhythm;
mod writing;

pub(crate) use numbering::content_id;

use crate::plan::Plan;
use crate::texts::{Entry, Library, Texts};
use crate::truth::{AccountTruth, NetworkTruth, PostTruth, TagTruth, Truth};
use std::collections::BTreeMap;

/// A member of the cast while it is being invented.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// What the truth will say of it.
    pub(crate) account: AccountTruth,
    /// Place of its language in the library.
    pub(crate) language: usize,
    /// Name for domains, in Latin letters.
    pub(crate) slug: String,
    /// Offers it posts: their names.
    pub(crate) offers: Vec<String>,
    /// Posts a day, in hundredths.
    pub(crate) rate: u64,
    /// Most posts it may have in its past; a feed shows no more than its window.
    pub(crate) most: usize,
}

impl Member {
    /// The texts of its language.
    pub(crate) fn texts<'l>(&self, library: &'l Library) -> Option<&'l Texts> {
        library.languages.get(self.language)
    }

    /// The offers it posts.
    pub(crate) fn adverts<'l>(&self, library: &'l Library) -> Vec<&'l Entry> {
        let texts = self.texts(library);
        let all = texts.map(|texts| texts.offers.as_slice()).unwrap_or_default();
        all.iter().filter(|entry| self.offers.contains(&entry.name)).collect()
    }
}

/// Invents everything.
pub(crate) fn truth(plan: &Plan) -> Truth {
    let library = Library::shipped();
    let mut cast = cast::invent(plan, &library);
    lives::decide(plan, &mut cast);
    cast.members.sort_by(|a, b| a.account.key.cmp(&b.account.key));
    let mut posts = Vec::new();
    for member in &mut cast.members {
        let times = rhythm::times(plan, member);
        let mut own = writing::write(plan, &library, member, &times);
        numbering::number(plan, &mut member.account, &mut own);
        posts.append(&mut own);
    }
    forwards::choose(plan, &cast.members, &mut posts);
    let hashtags = hashtags(&posts);
    let accounts: Vec<AccountTruth> = cast.members.into_iter().map(|m| m.account).collect();
    let networks = networks(cast.networks, &accounts);
    let takedowns = Vec::new();
    Truth { plan: *plan, accounts, posts, networks, hashtags, takedowns }
}

fn networks(mut networks: Vec<NetworkTruth>, accounts: &[AccountTruth]) -> Vec<NetworkTruth> {
    for network in &mut networks {
        let member = |a: &&AccountTruth| a.network.as_deref() == Some(network.id.as_str());
        network.accounts = accounts.iter().filter(member).map(|a| a.key.clone()).collect();
    }
    networks
}

/// The hashtags used most on the instance, one of them closed, so that an analyst has some to watch.
fn hashtags(posts: &[PostTruth]) -> Vec<TagTruth> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for post in posts.iter().filter(|post| post.account.starts_with("mastodon/")) {
        for tag in tags(post.versions.first().map(|v| v.text.as_str()).unwrap_or_default()) {
            *uses.entry(tag).or_default() += 1;
        }
    }
    let mut ranked: Vec<(String, usize)> = uses.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let tag = |(at, (tag, _)): (usize, (String, usize))| TagTruth { tag, open: at != 5 };
    ranked.into_iter().take(9).enumerate().map(tag).collect()
}

/// The hashtags of a text, without the sign, in lower case.
pub(crate) fn tags(text: &str) -> Vec<String> {
    use crate::texts::{Piece, pieces};
    let tag = |piece: Piece<'_>| match piece {
        Piece::Tag(tag) => Some(tag.trim_start_matches('#').to_lowercase()),
        _ => None,
    };
    pieces(text).into_iter().filter_map(tag).collect()
}

#[cfg(test)]
mod tests;
