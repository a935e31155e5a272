-- State: what the fold of the ledger gives. Only the fold writes here (architecture.md 2, 3).
-- Every table begins alike:
--   id    the subject
--   key   data key that seals box; null: clear
--   head  highest stamp folded in
--   gone  1 when removed
--   box   all known fields, canonical JSON

CREATE TABLE post (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    code TEXT, country TEXT,
    box @blob NOT NULL
) @strict;
CREATE INDEX post_code ON post (code);

CREATE TABLE party (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    box @blob NOT NULL
) @strict;

CREATE TABLE person (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    party @integer, class @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX person_party ON person (party);

CREATE TABLE care (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    person @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX care_person ON care (person);

CREATE TABLE stay (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    party @integer, kind @integer, country TEXT, from_day @integer, to_day @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX stay_party ON stay (party);
CREATE INDEX stay_country ON stay (country, to_day);

-- What the presence index is built from at start: narrow, read in one sweep.
CREATE TABLE stay_at (
    stay     @integer PRIMARY KEY,
    key      @integer NOT NULL,
    party    @integer NOT NULL,
    kind     @integer NOT NULL,
    from_day @integer,
    to_day   @integer,
    box      @blob NOT NULL -- longitude, latitude, accuracy: three doubles, sealed
) @strict;

CREATE TABLE crisis (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    stage @integer, opened @integer, closed @integer,
    box @blob NOT NULL
) @strict;

CREATE TABLE zone (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    crisis @integer, level @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX zone_crisis ON zone (crisis);

CREATE TABLE site (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    crisis @integer, kind @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX site_crisis ON site (crisis);

CREATE TABLE plan (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    crisis @integer, version @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX plan_crisis ON plan (crisis, version);

-- The canonical instance of a plan: it holds places, so the crisis key seals it.
CREATE TABLE instance (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    plan @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX instance_plan ON instance (plan);

CREATE TABLE roster (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    crisis @integer, plan @integer, number @integer, version @integer,
    box @blob NOT NULL
) @strict;
CREATE INDEX roster_crisis ON roster (crisis, number, version);

-- Files of sites, zones and posts that were taken in: the same file twice is a no-op.
CREATE TABLE intake (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    crisis @integer, hash TEXT,
    box @blob NOT NULL
) @strict;
CREATE INDEX intake_hash ON intake (hash);

-- Data keys that were thrown away.
CREATE TABLE forget (
    id @integer PRIMARY KEY, key @integer, head @integer NOT NULL, gone @integer,
    box @blob NOT NULL
) @strict;
