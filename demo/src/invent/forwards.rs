//! Whose words a channel passes on.
//!
//! Who advertises passes on fellows first, but also newspapers, ferries and anybody; who seeks passes
//! on offers and warnings; newspapers show what they report of. So the way from one advertiser to the
//! next is there, among many that lead elsewhere. The shares are invented, and stand in one table.

use super::Member;
use crate::chance::Chance;
use crate::plan::Plan;
use crate::truth::{Birth, Form, Forward, PostTruth, Role};

/// Shares of those whom each role passes on, in hundredths: its own network, other advertisers,
/// newsrooms, businesses, seekers, anybody. The rest shows no address.
const SHARES: &[(Role, [u32; 6])] = &[
    (Role::Advertiser, [35, 15, 15, 12, 3, 15]),
    (Role::Newsroom, [0, 8, 50, 10, 2, 25]),
    (Role::Business, [0, 2, 25, 40, 1, 27]),
    (Role::Seeker, [0, 25, 30, 15, 10, 15]),
    (Role::Neighbour, [0, 3, 30, 15, 7, 40]),
];

/// Chooses whom each forwarded post was forwarded from.
pub(super) fn choose(plan: &Plan, members: &[Member], posts: &mut [PostTruth]) {
    let channels: Vec<&Member> = members.iter().filter(|member| is_known(member)).collect();
    let mut chance = Chance::of(plan.seed, "forwards");
    for post in posts.iter_mut().filter(|post| post.dress.forwarded_from.is_some()) {
        let by = members.iter().find(|member| member.account.key == post.account);
        let Some(by) = by else { continue };
        let among = among(by, &channels, &mut chance);
        if let Some(from) = chance.pick(&among) {
            post.dress.forwarded_from = Some(Forward::Channel(from.account.key.clone()));
        }
    }
}

/// Channels that are there from the beginning and can be read.
fn is_known(member: &Member) -> bool {
    let account = &member.account;
    account.form == Form::Channel
        && account.collectable
        && account.successor_of.is_none()
        && matches!(account.born, Birth::At(_))
}

/// Those among whom one is picked; nobody for the share that shows no address.
fn among<'m>(by: &Member, channels: &[&'m Member], chance: &mut Chance) -> Vec<&'m Member> {
    let shares = SHARES.iter().find(|(role, _)| *role == by.account.role);
    let mut weights: Vec<u32> = shares.map(|(_, shares)| shares.to_vec()).unwrap_or_default();
    weights.push(100_u32.saturating_sub(weights.iter().sum()));
    let drawn = chance.weighted(&weights);
    let role = |member: &Member| member.account.role;
    let fits = |member: &&&Member| match drawn {
        0 => by.account.network.is_some() && member.account.network == by.account.network,
        1 => role(member) == Role::Advertiser && member.account.network != by.account.network,
        2 => role(member) == Role::Newsroom,
        3 => role(member) == Role::Business,
        4 => role(member) == Role::Seeker,
        5 => true,
        _ => false,
    };
    let others = channels.iter().filter(|member| member.account.key != by.account.key);
    others.filter(fits).copied().collect()
}
