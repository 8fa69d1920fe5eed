//! Accounts: look-up by name and by id.

use super::{entities, error, json_answer};
use crate::serve::{Answer, Asked};
use crate::truth::{AccountTruth, Ending};
use crate::view::{State, View};

/// Whether the API still knows the account; a suspended one is known as a shell.
pub(super) fn known(view: &View<'_>, account: &AccountTruth) -> bool {
    match view.state(account) {
        State::Live | State::Ended(Ending::Private | Ending::Suspended) => true,
        State::Unborn | State::Ended(Ending::Deleted | Ending::TakenDown) => false,
    }
}

/// `lookup?acct=name` or `acct=name@host`, the host being ours.
pub(super) fn lookup(view: &View<'_>, asked: &Asked) -> Answer {
    let Some(acct) = asked.parameter("acct") else {
        return error(404, "Record not found");
    };
    let (name, host) = acct.trim_start_matches('@').split_once('@').unwrap_or((acct, ""));
    let name = name.trim_start_matches('@');
    let instance = super::INSTANCE.trim_start_matches("https://").trim_end_matches('/');
    let ours = host.is_empty() || host == asked.host || host == instance;
    let account = view.by_handle("mastodon", name).filter(|account| ours && known(view, account));
    answer(view, asked, account)
}

/// `accounts/:id`.
pub(super) fn one(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let account = view.by_number("mastodon", id).filter(|account| known(view, account));
    answer(view, asked, account)
}

fn answer(view: &View<'_>, asked: &Asked, account: Option<&AccountTruth>) -> Answer {
    let entity = account.and_then(|account| entities::account(view, account, &asked.base()));
    entity.map_or_else(|| error(404, "Record not found"), |entity| json_answer(200, &entity))
}
