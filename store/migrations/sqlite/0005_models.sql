-- What models said of posts that they were not shown, what a second reviewer said without knowing of
-- the first, and what the order of the review queue looks at. migrations/sqlite and migrations/postgres
-- hold the same lines (a test compares).

CREATE TABLE trials (
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    -- The post was among those the model was trained on, and the score is of weights that left it out.
    held_out BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (post, model)
);
CREATE INDEX trials_model ON trials (model, at);

CREATE TABLE second_opinions (
    id TEXT NOT NULL PRIMARY KEY,
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    reviewer TEXT NOT NULL,
    at BIGINT NOT NULL,
    label TEXT NOT NULL,
    revision BIGINT NOT NULL,
    undone BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX second_opinions_post ON second_opinions (post);
CREATE INDEX second_opinions_reviewer ON second_opinions (reviewer, at);

ALTER TABLE posts ADD COLUMN template BIGINT;
CREATE INDEX posts_template ON posts (template) WHERE review IS NOT NULL;
CREATE INDEX posts_language_reviewed ON posts (language) WHERE review IS NOT NULL;
CREATE INDEX posts_advert_reviewed ON posts (advert) WHERE review IS NOT NULL;
CREATE INDEX assessments_at ON assessments (at, post);
