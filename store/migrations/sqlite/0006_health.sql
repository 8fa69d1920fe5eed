-- What is wrong with sources and hosts, what visits' posts carried, and accounts that came back under
-- another name. migrations/sqlite and migrations/postgres hold the same lines (a test compares).

CREATE TABLE alarms (
    id TEXT NOT NULL PRIMARY KEY,
    -- Nothing where the alarm is of the whole host.
    source TEXT REFERENCES sources (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    -- The source, or the host of an alarm of a whole host: whatever has one alarm of a kind at a time.
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    since BIGINT NOT NULL,
    visit TEXT,
    capture TEXT,
    words TEXT NOT NULL,
    sources BIGINT NOT NULL,
    within TEXT,
    acknowledged_by TEXT,
    acknowledged_at BIGINT,
    resolved_at BIGINT,
    -- Whether the last mail about it told of its beginning or of its end (nothing before the first).
    told TEXT,
    raised_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX alarms_one ON alarms (subject, kind) WHERE state <> 'resolved';
CREATE INDEX alarms_source ON alarms (source, since);
CREATE INDEX alarms_host ON alarms (host, kind);
CREATE INDEX alarms_since ON alarms (state, since);

ALTER TABLE sources ADD COLUMN to_judge BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX sources_to_judge ON sources (visited_at) WHERE to_judge;
CREATE INDEX sources_host ON sources (host) WHERE state = 'active';

ALTER TABLE visits ADD COLUMN filled TEXT NOT NULL DEFAULT '{}';
-- The page that decided how the visit ended.
ALTER TABLE visits ADD COLUMN capture TEXT;

CREATE TABLE successions (
    gone TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    next TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    score DOUBLE PRECISION NOT NULL,
    likenesses TEXT NOT NULL,
    gone_at BIGINT NOT NULL,
    first_post BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    reason TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (gone, next)
);
CREATE INDEX successions_next ON successions (next);
CREATE INDEX successions_state ON successions (state, score);

ALTER TABLE accounts ADD COLUMN succession_due BIGINT NOT NULL DEFAULT 0;
CREATE INDEX accounts_succession ON accounts (succession_due)
    WHERE presence = 'gone' AND offers > 0;

ALTER TABLE candidates ADD COLUMN replaces TEXT;
