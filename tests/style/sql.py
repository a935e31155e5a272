"""style.sql: outside the engine's file, SQL keeps to what SQLite 3.40 and PostgreSQL 15 share.

What differs is written @blob, @strict, @clustered in migrations; the engine expands it.
"""

import re

from source import Finding, line_of, literals_of

ENGINES = ("db/engine_sqlite.c", "db/engine_postgres.c")

# Words and forms of SQLite's own. Functions are told by their bracket.
OWN = re.compile(r"""(?ix)
    \b (?: INSERT \s+ OR | REPLACE \s+ INTO | UPDATE \s+ OR | AUTOINCREMENT | WITHOUT \s+ ROWID
         | INDEXED \s+ BY | NOT \s+ INDEXED | VIRTUAL \s+ TABLE | COLLATE \s+ (?:NOCASE|RTRIM|BINARY)
         | BEGIN \s+ (?:IMMEDIATE|EXCLUSIVE|DEFERRED) | VACUUM \s+ INTO | LIMIT \s+ -
         | ROWID | _ROWID_ | OID | PRAGMA | ATTACH | DETACH | GLOB | MATCH | REGEXP | NOTNULL | ISNULL
         | LAST_INSERT_ROWID | SQLITE_\w+ | DATETIME ) \b
  | (?<! [@\w] ) (?: STRICT | BLOB ) \b
  | \b (?: IFNULL | IIF | TYPEOF | HEX | UNHEX | QUOTE | INSTR | PRINTF | CHANGES | TOTAL_CHANGES | TOTAL
         | RANDOMBLOB | ZEROBLOB | GROUP_CONCAT | STRFTIME | JULIANDAY | UNIXEPOCH | RAISE | LIKELY
         | UNLIKELY | UNICODE | CHAR | DATE | TIME | RANDOM
         | JSON | JSONB? _? (?:EXTRACT|SET|EACH|TREE|INSERT|PATCH|REMOVE|REPLACE|TYPE|VALID|QUOTE)
         | JSON_ARRAY | JSON_GROUP_\w+ ) \s* \(
  | \b X'[0-9a-f]*'
  | == | ` | \#>
""")

# What makes a literal outside db/ look like SQL: its words are written in capitals.
LOOKS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WHERE|FROM|VALUES|PRAGMA|"
                   r"ATTACH|SAVEPOINT|VACUUM|REPLACE INTO)\b")


def check_sql_file(tree, path):
    text = re.sub(r"--[^\n]*", "", tree.read(path))
    for m in OWN.finditer(text):
        yield Finding(path, line_of(text, m.start()), f"PostgreSQL does not know '{m.group()}'")


def check(tree):
    for path in tree.named(".sql"):
        yield from check_sql_file(tree, path)
    for path in tree.named(".c", ".h"):
        if path in ENGINES or path.startswith("tests/"):
            continue
        for line, literal in literals_of(tree.read(path)):
            if not LOOKS.search(literal):
                continue
            for m in OWN.finditer(literal):
                yield Finding(path, line, f"PostgreSQL does not know '{m.group()}'")
