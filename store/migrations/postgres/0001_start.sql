-- The first schema. migrations/sqlite and migrations/postgres hold the same lines (a test compares).
-- Ids are UUID texts, times are milliseconds since 1970 (UTC), structures are JSON texts.
-- Every table says until when a row may be kept; rows that hang on another one live at most as long.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL,
    text TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
INSERT INTO counters (name, value, text, expires_at) VALUES ('changes', 0, '', 253402300799999);
INSERT INTO counters (name, value, text, expires_at) VALUES ('audit', 0, '0000000000000000000000000000000000000000000000000000000000000000', 253402300799999);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor TEXT,
    action TEXT NOT NULL,
    record TEXT NOT NULL,
    record_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_record ON audit (record_id, seq);

CREATE TABLE leases (
    host TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sources (
    id TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    account TEXT,
    state TEXT NOT NULL,
    state_reason TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    cursor_text TEXT,
    etag TEXT,
    last_modified TEXT,
    next_due BIGINT NOT NULL,
    due_reason TEXT NOT NULL,
    learned TEXT NOT NULL,
    visited_at BIGINT,
    visit_outcome TEXT,
    failures BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_until BIGINT NOT NULL,
    folded TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sources_due ON sources (state, next_due);
CREATE INDEX sources_account ON sources (account);

CREATE TABLE visits (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    outcome TEXT,
    pages BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    new_posts BIGINT NOT NULL,
    complaints TEXT NOT NULL,
    note TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX visits_source ON visits (source, started_at);
CREATE INDEX visits_started ON visits (started_at);

CREATE TABLE captures (
    id TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    first_byte BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    source TEXT,
    visit TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX captures_expire ON captures (expires_at);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    handle TEXT NOT NULL,
    display_name TEXT NOT NULL,
    biography TEXT NOT NULL,
    followers BIGINT,
    avatar TEXT,
    links TEXT NOT NULL,
    url TEXT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    presence TEXT NOT NULL,
    presence_since BIGINT NOT NULL,
    presence_finding TEXT NOT NULL,
    posts BIGINT NOT NULL,
    offers BIGINT NOT NULL,
    risk DOUBLE PRECISION NOT NULL,
    complete BOOLEAN NOT NULL,
    profile_at BIGINT NOT NULL,
    folded TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE (platform, native_id)
);
CREATE INDEX accounts_risk ON accounts (risk, id);
CREATE INDEX accounts_last_seen ON accounts (last_seen, id);
CREATE INDEX accounts_expire ON accounts (expires_at);
CREATE INDEX accounts_doubtful ON accounts (presence_since, id) WHERE presence = 'gone_candidate';

CREATE TABLE account_changes (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    capture TEXT NOT NULL,
    at BIGINT NOT NULL,
    text_before TEXT NOT NULL,
    text_after TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account, field, capture)
);
CREATE INDEX account_changes_capture ON account_changes (capture);

CREATE TABLE posts (
    id TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    url TEXT,
    content TEXT NOT NULL,
    declared_language TEXT,
    posted_at BIGINT NOT NULL,
    edited_at BIGINT,
    reply_to TEXT,
    forwarded_from TEXT,
    metrics TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    revisions BIGINT NOT NULL,
    presence TEXT NOT NULL,
    presence_since BIGINT NOT NULL,
    presence_finding TEXT NOT NULL,
    capture TEXT,
    content_at BIGINT NOT NULL,
    label TEXT,
    score DOUBLE PRECISION NOT NULL,
    abstain BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    services TEXT NOT NULL,
    origin TEXT,
    destination TEXT,
    advert TEXT,
    review TEXT,
    waiting BOOLEAN NOT NULL,
    to_assess BOOLEAN NOT NULL,
    assessing BIGINT NOT NULL,
    to_group BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE (platform, native_id)
);
CREATE INDEX posts_account ON posts (account, posted_at);
CREATE INDEX posts_account_label ON posts (account, label, score);
CREATE INDEX posts_account_expire ON posts (account, expires_at);
CREATE INDEX posts_label ON posts (label, posted_at);
CREATE INDEX posts_advert ON posts (advert, posted_at);
CREATE INDEX posts_expire ON posts (expires_at);
CREATE INDEX posts_doubtful ON posts (presence_since, id) WHERE presence = 'gone_candidate';
CREATE INDEX posts_to_assess ON posts (first_seen, id) WHERE to_assess;
CREATE INDEX posts_to_group ON posts (posted_at, id) WHERE to_group;
CREATE INDEX posts_waiting ON posts (abstain, score) WHERE waiting;

CREATE TABLE revisions (
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    capture TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (post, number)
);
CREATE INDEX revisions_capture ON revisions (capture);

CREATE TABLE sightings (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    what TEXT NOT NULL,
    finding TEXT NOT NULL,
    witness TEXT NOT NULL,
    capture TEXT NOT NULL,
    at BIGINT NOT NULL,
    turned BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sightings_subject ON sightings (subject, at);
CREATE INDEX sightings_capture ON sightings (capture);

CREATE TABLE assessments (
    post TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    label TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    abstain BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    services TEXT NOT NULL,
    origin TEXT,
    destination TEXT,
    contacts TEXT NOT NULL,
    prices TEXT NOT NULL,
    reasons TEXT NOT NULL,
    model TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    post TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at BIGINT NOT NULL,
    label TEXT NOT NULL,
    services TEXT NOT NULL,
    reason TEXT NOT NULL,
    revision BIGINT NOT NULL,
    undone BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX reviews_post ON reviews (post, at);
CREATE INDEX reviews_reviewer ON reviews (reviewer, at);

CREATE TABLE post_contacts (
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    contact TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (post, contact)
);
CREATE INDEX post_contacts_contact ON post_contacts (contact, account);
CREATE INDEX post_contacts_account ON post_contacts (account);

CREATE TABLE quarantined_contacts (
    contact TEXT NOT NULL PRIMARY KEY,
    accounts BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE bands (
    band BIGINT NOT NULL,
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (band, post)
);
CREATE INDEX bands_post ON bands (post);

CREATE TABLE adverts (
    id TEXT NOT NULL PRIMARY KEY,
    sample TEXT NOT NULL,
    language TEXT NOT NULL,
    services TEXT NOT NULL,
    origin TEXT,
    destination TEXT,
    posts BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    first_posted BIGINT NOT NULL,
    last_posted BIGINT NOT NULL,
    folded TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX adverts_posts ON adverts (posts, id);

CREATE TABLE networks (
    id TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    ties TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE network_accounts (
    account TEXT NOT NULL PRIMARY KEY,
    network TEXT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX network_accounts_network ON network_accounts (network);

CREATE TABLE changes (
    post TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL UNIQUE,
    erased BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE watches (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    paused BOOLEAN NOT NULL,
    matched_seq BIGINT NOT NULL,
    last_digest BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX watches_owner ON watches (owner);

CREATE TABLE alerts (
    id TEXT NOT NULL PRIMARY KEY,
    watch TEXT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    message TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX alerts_watch ON alerts (watch, at);
CREATE INDEX alerts_post ON alerts (post);
CREATE INDEX alerts_unsent ON alerts (at) WHERE message IS NULL;

CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT,
    attachments TEXT NOT NULL,
    about TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    answer TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX messages_due ON messages (state, next_try);
CREATE INDEX messages_created ON messages (created_at);

CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    notes TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE case_subjects (
    folder TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    place BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (folder, kind, subject)
);
CREATE INDEX case_subjects_subject ON case_subjects (subject);

CREATE TABLE referrals (
    id TEXT NOT NULL PRIMARY KEY,
    folder TEXT,
    recipient TEXT NOT NULL,
    account TEXT NOT NULL,
    grounds TEXT NOT NULL,
    statement TEXT NOT NULL,
    author TEXT NOT NULL,
    drafted_at BIGINT NOT NULL,
    approver TEXT,
    approved_at BIGINT,
    state TEXT NOT NULL,
    receipt TEXT,
    outcome TEXT,
    outcome_at BIGINT,
    deadline BIGINT,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX referrals_account ON referrals (account);
CREATE INDEX referrals_state ON referrals (state, changed_at);

CREATE TABLE referral_posts (
    referral TEXT NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
    post TEXT NOT NULL,
    place BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (referral, place)
);
CREATE INDEX referral_posts_post ON referral_posts (post);

CREATE TABLE notices (
    referral TEXT NOT NULL PRIMARY KEY REFERENCES referrals (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    json TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
