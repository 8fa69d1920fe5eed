-- What processes that share this database agree on about hosts that are asked, and how many requests
-- of a platform's daily budget are used up. migrations/sqlite and migrations/postgres hold the same
-- lines (a test compares).

CREATE TABLE hosts (
    host TEXT NOT NULL PRIMARY KEY,
    -- When the host's bucket is full again (GCRA's theoretical arrival time), and before when nothing
    -- is asked whatever the bucket says.
    full_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    -- Who has a request on its way there, and until when that counts.
    busy_by TEXT NOT NULL,
    busy_until BIGINT NOT NULL,
    hold_until BIGINT NOT NULL,
    hold_reason TEXT NOT NULL,
    slow BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE budgets (
    platform TEXT NOT NULL,
    day BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (platform, day)
);
