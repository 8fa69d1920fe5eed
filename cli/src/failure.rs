//! Exit codes, and how a failure is told.

use std::process::ExitCode;

/// The command could not do what it was asked; standard error says why.
pub(crate) const FAILED: u8 = 1;
/// `routewatch check` or a verification found something wrong.
pub(crate) const FOUND_WRONG: u8 = 3;
/// What was named does not exist, or was refused.
pub(crate) const REFUSED: u8 = 4;

/// The text under `routewatch --help`. (2 is clap's own code for a wrong command line.)
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; standard error says why and what to do
  2  the command line is wrong
  3  a check or verification found something wrong
  4  what was named does not exist, or was refused

Settings come from a file (--config, else $ROUTEWATCH_CONFIG, else ./routewatch.toml, else
/etc/routewatch/routewatch.toml) and from environment variables such as ROUTEWATCH_STORE__URL.";

/// Tells why a command failed, with every cause once.
pub(crate) fn report(why: &anyhow::Error) -> ExitCode {
    eprintln!("routewatch: {}", words(why));
    ExitCode::from(FAILED)
}

fn words(why: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in why.chain().map(ToString::to_string) {
        if !words.contains(&cause) {
            if !words.is_empty() {
                words.push_str(": ");
            }
            words.push_str(&cause);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cause_that_says_the_same_is_told_once() {
        let inner = anyhow::anyhow!("no such file");
        let outer = inner.context("reading x: no such file").context("starting");
        assert_eq!(super::words(&outer), "starting: reading x: no such file");
    }
}
