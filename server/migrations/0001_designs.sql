-- Plain SQL that SQLite and PostgreSQL both take.
-- Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE design (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    -- The number of the newest revision.
    newest     BIGINT NOT NULL CHECK (newest >= 1)
);

-- Every revision stays. `text` comes last: SQLite then lists revisions without reading it.
CREATE TABLE revision (
    design_id TEXT   NOT NULL REFERENCES design (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL CHECK (number >= 1),
    saved_at  BIGINT NOT NULL,
    label     TEXT,
    text      TEXT   NOT NULL,
    PRIMARY KEY (design_id, number)
);
