//! Pages by selectors: a topic and a list of topics.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] =
    &["https://forum.example/viewtopic.php?t=10", "https://forum.example/viewforum.php?f=2"];

fuzz_target!(|bytes: &[u8]| fuzz::read(
    "pages",
    "phpbb:https://forum.example/viewtopic.php?t=10",
    PAGES,
    bytes
));
