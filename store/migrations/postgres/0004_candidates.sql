-- Places that offers name and nobody watches yet. Leads hang on offers only and go with them.

CREATE TABLE candidates (
    id TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    depth BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    found_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX candidates_state ON candidates (state, score);

CREATE TABLE leads (
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    candidate TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (post, candidate, kind)
);
CREATE INDEX leads_candidate ON leads (candidate, account);
