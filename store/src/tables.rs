//! All tables, for dumping them. A test compares this list with the schema of the database.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text.
    Text,
    /// Whole numbers.
    Int,
    /// Fractions.
    Real,
    /// Yes or no.
    Flag,
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    /// Name.
    pub(crate) name: &'static str,
    /// Columns of the primary key, for a stable order.
    pub(crate) key: &'static str,
    /// Names with what they hold: `t`ext, `i`nt, `r`eal or `b`oolean.
    columns: &'static str,
}

impl Table {
    /// The columns in order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, Holds)> + use<> {
        self.columns.split_whitespace().filter_map(|column| {
            let (name, holds) = column.split_once(':')?;
            let holds = match holds {
                "i" => Holds::Int,
                "r" => Holds::Real,
                "b" => Holds::Flag,
                _ => Holds::Text,
            };
            Some((name, holds))
        })
    }
}

/// Tables in an order in which they can be filled. What passes is not among them: sessions,
/// leases, what is known of hosts, budgets.
pub(crate) const TABLES: &[Table] = &[
    Table { name: "counters", key: "name", columns: "name:t value:i text:t expires_at:i" },
    Table { name: "settings", key: "key", columns: "key:t value:t expires_at:i" },
    Table {
        name: "people",
        key: "id",
        columns: "id:t name:t display_name:t email:t role:t time_zone:t disabled:b created_at:i \
            password_hash:t expires_at:i",
    },
    Table {
        name: "audit",
        key: "seq",
        columns: "seq:i id:t at:i actor:t action:t record:t record_id:t reason:t previous:t hash:t \
            expires_at:i",
    },
    Table {
        name: "sources",
        key: "id",
        columns: "id:t platform:t kind:t key:t url:t host:t title:t note:t account:t state:t \
            state_reason:t weight:r cursor_text:t etag:t last_modified:t next_due:i \
            due_reason:t learned:t visited_at:i visit_outcome:t failures:i added_at:i \
            claimed_by:t claimed_until:i folded:t expires_at:i to_judge:b",
    },
    Table {
        name: "visits",
        key: "id",
        columns: "id:t source:t started_at:i finished_at:i outcome:t pages:i posts:i new_posts:i \
            complaints:t note:t expires_at:i filled:t capture:t",
    },
    Table {
        name: "captures",
        key: "id",
        columns: "id:t url:t at:i status:i sha256:t file:t first_byte:i bytes:i source:t visit:t \
            expires_at:i import:t",
    },
    Table {
        name: "accounts",
        key: "id",
        columns: "id:t platform:t native_id:t handle:t display_name:t biography:t followers:i \
            avatar:t links:t url:t first_seen:i last_seen:i presence:t presence_since:i \
            presence_finding:t posts:i offers:i risk:r complete:b profile_at:i folded:t \
            expires_at:i succession_due:i",
    },
    Table {
        name: "account_changes",
        key: "account, field, capture",
        columns: "account:t field:t capture:t at:i text_before:t text_after:t expires_at:i",
    },
    Table {
        name: "posts",
        key: "id",
        columns: "id:t platform:t native_id:t account:t url:t content:t declared_language:t \
            posted_at:i edited_at:i reply_to:t forwarded_from:t metrics:t first_seen:i \
            last_seen:i revisions:i presence:t presence_since:i presence_finding:t capture:t \
            content_at:i label:t score:r abstain:b language:t services:t origin:t \
            destination:t advert:t review:t waiting:b to_assess:b assessing:i to_group:b \
            expires_at:i template:i",
    },
    Table {
        name: "revisions",
        key: "post, number",
        columns: "post:t number:i seen_at:i content:t capture:t expires_at:i",
    },
    Table {
        name: "sightings",
        key: "id",
        columns: "id:t kind:t subject:t what:t finding:t witness:t capture:t at:i turned:b \
            expires_at:i",
    },
    Table {
        name: "assessments",
        key: "post",
        columns: "post:t at:i label:t score:r abstain:b language:t services:t origin:t \
            destination:t contacts:t prices:t reasons:t model:t fingerprint:t expires_at:i",
    },
    Table {
        name: "reviews",
        key: "id",
        columns: "id:t post:t reviewer:t at:i label:t services:t reason:t revision:i undone:b \
            expires_at:i",
    },
    Table {
        name: "post_contacts",
        key: "post, contact",
        columns: "post:t contact:t account:t kind:t value:t expires_at:i",
    },
    Table {
        name: "quarantined_contacts",
        key: "contact",
        columns: "contact:t accounts:i expires_at:i",
    },
    Table { name: "bands", key: "band, post", columns: "band:i post:t expires_at:i" },
    Table {
        name: "adverts",
        key: "id",
        columns: "id:t sample:t language:t services:t origin:t destination:t posts:i accounts:i \
            first_posted:i last_posted:i folded:t expires_at:i",
    },
    Table { name: "networks", key: "id", columns: "id:t size:i ties:t expires_at:i" },
    Table { name: "network_accounts", key: "account", columns: "account:t network:t expires_at:i" },
    Table { name: "changes", key: "post", columns: "post:t seq:i erased:b expires_at:i" },
    Table {
        name: "watches",
        key: "id",
        columns: "id:t owner:t name:t query:t rhythm:t paused:b matched_seq:i last_digest:i \
            created_at:i expires_at:i",
    },
    Table { name: "alerts", key: "id", columns: "id:t watch:t post:t at:i message:t expires_at:i" },
    Table {
        name: "messages",
        key: "id",
        columns: "id:t kind:t channel:t recipient:t subject:t text:t html:t attachments:t about:t \
            created_at:i state:t attempts:i next_try:i last_error:t sent_at:i answer:t \
            expires_at:i",
    },
    Table {
        name: "cases",
        key: "id",
        columns: "id:t title:t summary:t owner:t state:t notes:t opened_at:i changed_at:i \
            expires_at:i",
    },
    Table {
        name: "case_subjects",
        key: "folder, kind, subject",
        columns: "folder:t kind:t subject:t place:i expires_at:i",
    },
    Table {
        name: "referrals",
        key: "id",
        columns: "id:t folder:t recipient:t account:t grounds:t statement:t author:t drafted_at:i \
            approver:t approved_at:i state:t receipt:t outcome:t outcome_at:i deadline:i \
            changed_at:i expires_at:i",
    },
    Table {
        name: "referral_posts",
        key: "referral, place",
        columns: "referral:t post:t place:i expires_at:i",
    },
    Table {
        name: "notices",
        key: "referral",
        columns: "referral:t recipient:t subject:t text:t json:t sha256:t expires_at:i",
    },
    Table {
        name: "imports",
        key: "id",
        columns: "id:t file:t sha256:t bytes:i format:t note:t collected_at:i started_at:i \
            finished_at:i counts:t expires_at:i",
    },
    Table {
        name: "candidates",
        key: "id",
        columns: "id:t platform:t kind:t key:t url:t score:r depth:i state:t reason:t \
            decided_by:t decided_at:i found_at:i expires_at:i replaces:t",
    },
    Table {
        name: "leads",
        key: "post, candidate, kind",
        columns: "post:t candidate:t kind:t account:t expires_at:i",
    },
    Table {
        name: "trials",
        key: "post, model",
        columns: "post:t model:t score:r held_out:b at:i expires_at:i",
    },
    Table {
        name: "second_opinions",
        key: "id",
        columns: "id:t post:t reviewer:t at:i label:t revision:i undone:b expires_at:i",
    },
    Table {
        name: "alarms",
        key: "id",
        columns: "id:t source:t host:t subject:t kind:t state:t since:i visit:t capture:t words:t \
            sources:i within:t acknowledged_by:t acknowledged_at:i resolved_at:i told:t \
            raised_at:i expires_at:i",
    },
    Table {
        name: "successions",
        key: "gone, next",
        columns: "gone:t next:t score:r likenesses:t gone_at:i first_post:i state:t decided_by:t \
            decided_at:i reason:t found_at:i expires_at:i",
    },
];
