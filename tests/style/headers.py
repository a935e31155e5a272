"""style.headers: a header has its guard, a comment for the file, and one above each prototype."""

import os
import re

from source import Finding, code_of, line_of

GUARD = re.compile(r"^#ifndef (\w+)\n#define (\w+)\n", re.MULTILINE)
# A declaration or definition of a function in the first column, up to the bracket of its
# parameters.
PROTOTYPE = re.compile(r"^(?!typedef\b|extern\b|struct \w+ \{|enum\b[^;(]*\{|#|_Static_assert\b|[ }])"
                       r"[A-Za-z_][\w \t*]*?(?:\n[ \t]*)?\b(\w+)\s*\(", re.MULTILINE)
ATTRIBUTES = {"PRINTF_LIKE"}


def guard_faults(tree, path, text, seen):
    name = os.path.splitext(os.path.basename(path))[0].upper() + "_H"
    m = GUARD.search(code_of(text))
    if not m or m.group(1) != m.group(2):
        yield Finding(path, 1, "no include guard")
        return
    guard = m.group(1)
    if not guard.startswith("REDKITE_") or not guard.endswith("_" + name):
        yield Finding(path, line_of(text, m.start()), f"{guard}: the guard is REDKITE_..._{name}")
    if guard in seen:
        yield Finding(path, line_of(text, m.start()), f"{guard} guards {seen[guard]} too")
    seen[guard] = path


def check(tree):
    seen = {}
    for path in tree.named(".h"):
        text = tree.read(path)
        code = code_of(text)
        lines = text.split("\n")
        yield from guard_faults(tree, path, text, seen)
        if "@file " + os.path.basename(path) not in text:
            yield Finding(path, 1, "no comment that says what the file is for (@file)")
        for m in PROTOTYPE.finditer(code):
            number = line_of(code, m.start())
            if m.group(1) in ATTRIBUTES:
                continue
            if number < 2 or not lines[number - 2].rstrip().endswith("*/"):
                yield Finding(path, number, f"{m.group(1)} has no comment above it")
