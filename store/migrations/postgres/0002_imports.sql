-- Files collected elsewhere and brought in; what was read from one says so at its captures.

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    format TEXT NOT NULL,
    note TEXT NOT NULL,
    collected_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    counts TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX imports_started ON imports (started_at);

ALTER TABLE captures ADD COLUMN import TEXT;
CREATE INDEX captures_import ON captures (import) WHERE import IS NOT NULL;
