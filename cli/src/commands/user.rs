//! `routewatch user add|list|disable|enable|role|password`

use super::Context;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use model::audit::Deed;
use model::{Action, Clock, Entropy, Person, PersonId, Role};
use std::process::ExitCode;
use store::Store;

/// Keeps the people who may log in.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Add somebody.
    Add {
        /// Log-in name.
        name: String,
        /// viewer, analyst, approver or administrator.
        #[arg(long, default_value = "analyst", value_parser = role)]
        role: Role,
        /// Name shown to colleagues; the log-in name if left out.
        #[arg(long)]
        display_name: Option<String>,
        /// Where digests go.
        #[arg(long)]
        email: Option<String>,
        /// Read the password from standard input instead of inventing one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List everybody.
    List,
    /// Lock somebody out.
    Disable {
        /// Log-in name.
        name: String,
    },
    /// Let somebody in again.
    Enable {
        /// Log-in name.
        name: String,
    },
    /// Give somebody another role.
    Role {
        /// Log-in name.
        name: String,
        /// viewer, analyst, approver or administrator.
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Give somebody a new password.
    Password {
        /// Log-in name.
        name: String,
        /// Read the password from standard input instead of inventing one.
        #[arg(long)]
        password_stdin: bool,
    },
}

fn role(word: &str) -> Result<Role, String> {
    Role::of_word(word).ok_or_else(|| "one of viewer, analyst, approver, administrator".to_owned())
}

pub(super) async fn run(command: Command, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let store = assemble::store(&settings).await?;
    let (clock, entropy) = clock::real();
    let desk = Desk { store: &store, clock: &*clock };
    match command {
        Command::List => return list(&store, context).await,
        Command::Add { name, role, display_name, email, password_stdin } => {
            let password = password_from(password_stdin, &*entropy)?;
            let shown = display_name.unwrap_or_else(|| name.clone());
            let name = name.to_lowercase();
            create(&store, &name, &shown, email, role, &password, &*clock, &*entropy).await?;
            output::line(&format!("added {name} as {role}"));
            tell(password_stdin, &password);
        }
        Command::Disable { name } => desk.set_disabled(&name, true).await?,
        Command::Enable { name } => desk.set_disabled(&name, false).await?,
        Command::Role { name, role } => {
            let person = find(&store, &name).await?;
            store.set_role(person.id, role).await?;
            desk.enter(&person, &format!("role {role}")).await?;
            output::line(&format!("{} is now {role}", person.name));
        }
        Command::Password { name, password_stdin } => {
            let person = find(&store, &name).await?;
            let password = password_from(password_stdin, &*entropy)?;
            let hash = dashboard::password::hash(&password, &*entropy)?;
            store.set_password(person.id, &hash).await?;
            desk.enter(&person, "new password").await?;
            output::line(&format!("{} has a new password", person.name));
            tell(password_stdin, &password);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What changing people needs.
struct Desk<'a> {
    store: &'a Store,
    clock: &'a dyn Clock,
}

impl Desk<'_> {
    async fn set_disabled(&self, name: &str, disabled: bool) -> anyhow::Result<()> {
        let person = find(self.store, name).await?;
        self.store.set_person_disabled(person.id, disabled).await?;
        let word = if disabled { "disabled" } else { "enabled" };
        self.enter(&person, word).await?;
        output::line(&format!("{} is {word}", person.name));
        Ok(())
    }

    async fn enter(&self, person: &Person, reason: &str) -> anyhow::Result<()> {
        let id = person.id.to_string();
        enter(self.store, self.clock, Action::Change, &id, reason).await
    }
}

/// Shows an invented password, once.
fn tell(given: bool, password: &str) {
    if !given {
        output::line(&format!("password: {password}   (shown once)"));
    }
}

async fn list(store: &Store, context: &Context) -> anyhow::Result<ExitCode> {
    let people = store.people().await?;
    if context.json {
        for person in &people {
            output::json(person)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let row = |p: &Person| {
        let state = if p.disabled { "disabled" } else { "active" };
        let email = p.email.clone().unwrap_or_default();
        vec![p.name.clone(), p.display_name.clone(), p.role.to_string(), email, state.to_owned()]
    };
    output::table(&["name", "shown as", "role", "mail", "state"], people.iter().map(row).collect());
    Ok(ExitCode::SUCCESS)
}

async fn find(store: &Store, name: &str) -> anyhow::Result<Person> {
    let found = store.person_by_name(&name.to_lowercase()).await?;
    let (person, _) = found
        .with_context(|| format!("there is nobody called {name}; see `routewatch user list`"))?;
    Ok(person)
}

async fn enter(
    store: &Store,
    clock: &dyn Clock,
    action: Action,
    id: &str,
    reason: &str,
) -> anyhow::Result<()> {
    let deed = Deed {
        actor: None,
        action,
        record: "person".to_owned(),
        record_id: id.to_owned(),
        reason: format!("{reason} (command line)"),
    };
    store.enter(deed, clock.now()).await?;
    Ok(())
}

/// Creates somebody, with an audit entry.
#[expect(clippy::too_many_arguments, reason = "one call site per command, each names every part")]
pub(super) async fn create(
    store: &Store,
    name: &str,
    display_name: &str,
    email: Option<String>,
    role: Role,
    password: &str,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> anyhow::Result<Person> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || !name.chars().all(plain) {
        bail!("a log-in name has letters, digits, dots, dashes and underscores only");
    }
    let person = Person {
        id: PersonId::fresh(entropy),
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        email,
        role,
        time_zone: "UTC".to_owned(),
        disabled: false,
        created_at: clock.now(),
    };
    let hash = dashboard::password::hash(password, entropy)?;
    store.add_person(&person, &hash).await?;
    enter(store, clock, Action::Create, &person.id.to_string(), &format!("role {role}")).await?;
    Ok(person)
}

/// Letters of an invented password: none that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password from standard input, or an invented one of about 95 bits.
pub(super) fn password_from(stdin: bool, entropy: &dyn Entropy) -> anyhow::Result<String> {
    if stdin {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("the password cannot be read")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let letters: Vec<char> = entropy
        .secret()
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|b| char::from(*b)))
        .take(19)
        .collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}
