//! VK: its API's walls, groups and people.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "method/wall.get?owner_id=-1&count=100",
    "method/wall.getById?posts=-1_28",
    "method/groups.getById?group_ids=1",
    "method/users.get?user_ids=1",
];

fuzz_target!(|bytes: &[u8]| fuzz::read("vk", "https://vk.com/club1", PAGES, bytes));
