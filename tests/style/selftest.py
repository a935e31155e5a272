#!/usr/bin/env python3
"""Proves that each style check can fail: small trees with one fault each, which the check must find
at its line, beside a tree without fault, in which it must find nothing."""

import json
import os
import sys
import tempfile

from style import findings

TEXTS = {f"web/texts/{lang}.json": '{\n"problem.a.b": "one {n}"\n}\n' for lang in ("nl", "fr", "de", "en")}

CLEAN = {
    **TEXTS,
    "geo/point.h": ("/**\n * @file point.h\n * Points.\n */\n#ifndef REDKITE_GEO_POINT_H\n"
                    "#define REDKITE_GEO_POINT_H\n\n/** One. */\nint geo_point_one(void);\n\n#endif\n"),
    "geo/point.c": ('#include "geo/point.h"\n\n#include <stdio.h>\n#include <string.h>\n\n'
                    '#include "server/core/rc.h"\n\n'
                    "/* strcpy is only named here */\nint geo_point_one(void)\n{\n"
                    '    puts("system(\\"x\\")"); // popen\n    puts("problem.%s.b");\n    return 1;\n}\n'),
    "server/core/rc.h": ("/**\n * @file rc.h\n * Codes.\n */\n#ifndef REDKITE_CORE_RC_H\n"
                         "#define REDKITE_CORE_RC_H\n\n#endif\n"),
    "db/migrations/0001_ledger.sql": "CREATE TABLE event (hash @blob NOT NULL) @strict; -- BLOB\n",
    "db/party.c": ('static const char sql[] = "SELECT " COLS " FROM party "\n'
                   '                          "WHERE code = :code";\n'),
}


def function(lines=3, parameters="void", body="    ;\n", head="static void f"):
    return f"{head}({parameters})\n{{\n" + body * (lines - 3) + "}\n"


def nested(levels):
    """A function whose innermost control statement opens that level."""
    return "".join("    " * n + "if (x)\n" for n in range(1, levels))


# (check, name, files laid over the clean tree, where it must be found, what it must say)
FAULTS = [
    ("layers", "geo includes db", {"geo/a.c": '#include "db/party.h"\n', "db/party.h": ""},
     "geo/a.c:1", "geo may not include db"),
    ("layers", "db includes importers", {"db/a.c": '#include "importers/csv.h"\n', "importers/csv.h": ""},
     "db/a.c:1", "db may not include importers"),
    ("layers", "core includes geo", {"server/core/a.c": '#include "geo/point.h"\n'},
     "server/core/a.c:1", "core may not include geo"),
    ("layers", "model includes the command line",
     {"server/model/a.c": '#include "server/cli/cli.h"\n', "server/cli/cli.h": ""},
     "server/model/a.c:1", "model may not include server"),
    ("layers", "a library outside its door", {"db/party2.c": "#include <sqlite3.h>\n"},
     "db/party2.c:1", "belongs in db/engine_sqlite.c"),
    ("layers", "an unknown header", {"geo/a.c": "#include <boost.h>\n"}, "geo/a.c:1", "no header"),
    ("layers", "not from the root", {"geo/a.c": '#include "point.h"\n'}, "geo/a.c:1", "from the root"),
    ("layers", "a source included", {"geo/a.c": '#include "geo/point.c"\n'}, "geo/a.c:1", "only headers"),
    ("layers", "system before own", {"geo/a.c": '#include <stdio.h>\n\n#include "geo/a.h"\n', "geo/a.h": ""},
     "geo/a.c:3", "own header"),
    ("layers", "not sorted", {"geo/a.c": "#include <string.h>\n#include <stdio.h>\n"},
     "geo/a.c:2", "not sorted"),
    ("layers", "groups together", {"geo/a.c": '#include <stdio.h>\n#include "geo/point.h"\n'},
     "geo/a.c:2", "blank line"),
    ("layers", "a folder without layer", {"misc/a.c": "int x;\n"}, "misc/a.c:1", "no layer"),
    ("banned", "strcpy", {"geo/a.c": function(4, body="    strcpy(a, b);\n")}, "geo/a.c:3", "strcpy"),
    ("banned", "system as a value", {"geo/a.c": "\nint (*f)(const char *) = system;\n"},
     "geo/a.c:2", "system"),
    ("sizes", "a long function", {"geo/a.c": function(61)}, "geo/a.c:1", "61 lines"),
    ("sizes", "a long test case", {"tests/a.c": function(101, "name", head="START_TEST")},
     "tests/a.c:1", "101 lines"),
    ("sizes", "six parameters", {"geo/a.c": function(3, "int a, int b, int c, int d,\n int (*e)(int, int), int f")},
     "geo/a.c:1", "6 parameters"),
    ("sizes", "a long file", {"geo/a.c": "int x;\n" * 501}, "geo/a.c:501", "501 lines"),
    ("sizes", "deep nesting", {"geo/a.c": function(4, body=nested(5))}, "geo/a.c:6", "nested deeper"),
    ("headers", "no guard", {"geo/a.h": "/** @file a.h */\n"}, "geo/a.h:1", "no include guard"),
    ("headers", "another's guard",
     {"geo/a.h": "/** @file a.h */\n#ifndef REDKITE_GEO_B_H\n#define REDKITE_GEO_B_H\n#endif\n"},
     "geo/a.h:2", "the guard is"),
    ("headers", "no file comment", {"geo/a.h": "#ifndef REDKITE_GEO_A_H\n#define REDKITE_GEO_A_H\n#endif\n"},
     "geo/a.h:1", "@file"),
    ("headers", "a bare prototype",
     {"geo/a.h": "/** @file a.h */\n#ifndef REDKITE_GEO_A_H\n#define REDKITE_GEO_A_H\n\n/** One. */\nint one(void);\n"
                 "MUST_CHECK enum rc two(int a,\n                       int b);\n#endif\n"},
     "geo/a.h:7", "two has no comment"),
    ("headers", "a bare prototype that returns a struct",
     {"geo/a.h": "/** @file a.h */\n#ifndef REDKITE_GEO_A_H\n#define REDKITE_GEO_A_H\n\nstruct a one(void);\n#endif\n"},
     "geo/a.h:5", "one has no comment"),
    ("sql", "in a migration", {"db/migrations/0002_x.sql": "-- fine\nCREATE TABLE a (b BLOB);\n"},
     "db/migrations/0002_x.sql:2", "'BLOB'"),
    ("sql", "in a literal", {"db/a.c": '\nf("INSERT OR REPLACE INTO a VALUES (1)");\n'}, "db/a.c:2", "INSERT OR"),
    ("sql", "in a literal of several parts", {"db/a.c": 'f("SELECT a,"\n  " hex (b)" " FROM c");\n'},
     "db/a.c:1", "hex ("),
    ("sql", "rowid", {"server/app/a.c": 'f("SELECT rowid FROM a");\n'}, "server/app/a.c:1", "rowid"),
    ("texts", "a missing key", {"web/texts/fr.json": "{\n}\n"}, "web/texts/fr.json:1", "is missing"),
    ("texts", "a key too many", {"web/texts/nl.json": '{"problem.a.b": "een {n}", "z": "z"}'},
     "web/texts/nl.json:1", "not in en.json"),
    ("texts", "another placeholder", {"web/texts/de.json": '{"problem.a.b": "eins {m}"}'},
     "web/texts/de.json:1", "placeholders"),
    ("texts", "not sorted", {p: '{"problem.a.b": "x", "a": "y"}' for p in TEXTS}, "web/texts/nl.json:1", "not sorted"),
    ("texts", "a key twice", {"web/texts/nl.json": '{"problem.a.b": "x {n}", "problem.a.b": "y {n}"}'},
     "web/texts/nl.json:1", "twice"),
    ("texts", "an empty text", {"web/texts/nl.json": '{"problem.a.b": " "}'}, "web/texts/nl.json:1", "no text"),
    ("texts", "broken", {"web/texts/nl.json": "{"}, "web/texts/nl.json:1", "no JSON"),
    ("texts", "a key without text", {"geo/a.c": '\nf("problem.a.c");\n'}, "geo/a.c:2", "problem.a.c"),
    ("texts", "a text that nothing names", {p: '{"problem.a.b": "x", "problem.a.c": "y"}' for p in TEXTS},
     "web/texts/en.json:1", "'problem.a.c' is named nowhere"),
    ("paths", "a path of one machine", {"web/a.md": "see /ho" + "me/me/x\n"}, "web/a.md:1", "one machine"),
    ("paths", "a registry", {"web/p.json": '{"resolved": "https://regis' + 'try.example.org/x.tgz"}\n'},
     "web/p.json:1", "registry"),
    ("paths", "work left", {"geo/a.c": "\n/* TO" + "DO later */\n"}, "geo/a.c:2", "left for later"),
    ("format", "badly formatted", {"geo/a.c": "int  x ;\n"}, "geo/a.c:1", "error"),
    ("tidy", "a null pointer", {"geo/a.c": "int f(void);\nint f(void)\n{\n    int *p = 0;\n    return *p;\n}\n"},
     "geo/a.c:5", "NullDereference"),
    ("cppcheck", "read outside an array", {"geo/a.c": "int f(void)\n{\n    int a[2] = {0};\n    return a[2];\n}\n"},
     "geo/a.c:4", "arrayIndexOutOfBounds"),
]


def lay(root, files):
    for path, text in files.items():
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as f:
            f.write(text)


def run(check, files):
    """The check's findings over a tree of these files, built as far as the check needs it."""
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as root:
        lay(root, files)
        for name in (".clang-format", ".clang-tidy", "tests/style/cppcheck.txt"):
            with open(os.path.join(here, "..", "..", name), encoding="utf-8") as f:
                lay(root, {name: f.read()})
        sources = [p for p in files if p.endswith(".c")]
        lay(root, {"build/compile_commands.json": json.dumps(
            [{"directory": root, "file": p, "command": f"cc -I. -c {p}"} for p in sources])})
        return [str(f) for f in findings(check, root, os.path.join(root, "build"))]


def main(wanted):
    passed = failed = 0
    for check, name, files, place, words in FAULTS:
        if wanted and check not in wanted:
            continue
        bad = run(check, {**CLEAN, **files} if check not in ("tidy", "cppcheck") else files)
        good = any(f.startswith(place + ":") and words in f for f in bad)
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"{check}: {name}: not found at {place}; found {bad}")
    for check in sorted({f[0] for f in FAULTS} - {"tidy", "cppcheck", "format"}):
        found = run(check, CLEAN)
        passed, failed = passed + (not found), failed + bool(found)
        if found:
            print(f"{check}: found where nothing is: {found}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
