-- The ledger, and what is local to this node (architecture.md 1, 2, 5).

CREATE TABLE event (
    stamp   @integer PRIMARY KEY, -- order, origin and identity (server/core/stamp.h)
    seq     @integer NOT NULL,    -- order of arrival in this database
    at      @integer NOT NULL,    -- wall clock of the writing node, ms UTC
    actor   TEXT NOT NULL,        -- account id, citizen, import:<job>, system
    noun    TEXT NOT NULL,
    subject @integer NOT NULL,    -- stamp of the event that created it
    key     @integer,             -- data key that seals fields; null: clear
    request @blob,                -- idempotency key, 16 bytes
    fields  @blob NOT NULL,       -- canonical JSON of what changed
    hash    @blob NOT NULL        -- chain, BLAKE2b-256
) @strict;

CREATE UNIQUE INDEX event_seq ON event (seq);
-- Most events create their subject and are found by stamp.
CREATE INDEX event_later ON event (subject, stamp) WHERE subject <> stamp;
CREATE INDEX event_request ON event (request) WHERE request IS NOT NULL;
-- A key is named after the subject it was made for; here are the others under it.
CREATE INDEX event_shared_key ON event (key, subject) WHERE key IS NOT NULL AND key <> subject;

-- Local: what this database is.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) @strict;

-- Local: data keys, wrapped by the master key.
CREATE TABLE key (
    id        @integer PRIMARY KEY, -- the subject it was made for
    party     @integer,             -- null for keys of a crisis
    wrapped   @blob,                -- null once forgotten
    forgotten @integer,             -- stamp of the forget event: a tombstone
    CHECK (wrapped IS NULL OR forgotten IS NULL)
) @strict;

CREATE INDEX key_party ON key (party) WHERE party IS NOT NULL;

-- Local: exact look-up of sealed values by keyed hash.
CREATE TABLE token (
    kind    @integer NOT NULL, -- enum db_token
    hash    @blob NOT NULL,
    subject @integer NOT NULL,
    PRIMARY KEY (kind, hash, subject)
) @clustered;

-- Local: work that takes longer than a page.
CREATE TABLE job (
    id      @integer PRIMARY KEY,
    kind    TEXT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone')),
    source  @blob,              -- hash of the file
    done    @integer NOT NULL,
    total   @integer NOT NULL,
    first   @integer NOT NULL,  -- first and last seq it wrote
    last    @integer NOT NULL,
    message TEXT                -- of a finished job: its summary, counts only
) @strict;

CREATE INDEX job_source ON job (source) WHERE source IS NOT NULL;
