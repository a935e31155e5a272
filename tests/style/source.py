"""What the style checks share: the files of a tree, and C text taken apart.

The checks lean on clang-format (style.format): a function's body starts with a brace alone in the
first column and ends with one, and a control keyword's column tells how deep it is nested.
"""

import os
import re

SKIPPED = {".git", ".cache", "build", "node_modules", "__pycache__"}
SAMPLES = os.path.join("tests", "style", "bad")


class Finding:
    """Something a check refuses: where, and why."""

    def __init__(self, path, line, text):
        self.path, self.line, self.text = path, line, text

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


class Tree:
    """The files below a root; paths are relative to it, with forward slashes, sorted."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._walk())
        self.known = set(self.paths)

    def _walk(self):
        for folder, folders, files in os.walk(self.root):
            inside = os.path.relpath(folder, self.root)
            folders[:] = [f for f in folders if f not in SKIPPED
                          and os.path.normpath(os.path.join(inside, f)) != SAMPLES]
            for name in files:
                yield os.path.normpath(os.path.join(inside, name)).replace(os.sep, "/")

    def named(self, *endings):
        return [p for p in self.paths if p.endswith(endings)]

    def has(self, path):
        return path in self.known

    def read(self, path):
        with open(os.path.join(self.root, path), "rb") as f:
            return f.read().decode("utf-8", "replace")


TOKEN = re.compile(r"""
    (?P<comment> /\*.*?\*/ | //[^\n]* )
  | (?P<string>  "(?:\\.|[^"\\\n])*" )
  | (?P<char>    '(?:\\.|[^'\\\n])*' )
""", re.VERBOSE | re.DOTALL)


def blank(text):
    """The same lines and columns, without the characters."""
    return re.sub(r"[^\n]", " ", text)


def code_of(text):
    """C text with comments, strings and characters blanked out, line by line as before."""
    return TOKEN.sub(lambda m: blank(m.group()), text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def literals_of(text):
    """The string literals as the compiler joins them: (line, text). A macro between two parts
    becomes one blank. Include lines are not literals."""
    joined, end = [], None
    for m in TOKEN.finditer(text):
        if m.lastgroup == "comment":
            continue
        start = text.rfind("\n", 0, m.start()) + 1
        if m.lastgroup == "char" or text[start:m.start()].strip() == "#include":
            continue
        between = None if end is None else TOKEN.sub("", text[end:m.start()])
        if between is not None and re.fullmatch(r"[\sA-Z0-9_\\]*", between):
            joined[-1][1] += (" " if between.strip("\\ \n\t") else "") + m.group()[1:-1]
        else:
            joined.append([line_of(text, m.start()), m.group()[1:-1]])
        end = m.end()
    return [(line, re.sub(r"\\[ntr]", " ", part)) for line, part in joined]


class Function:
    """A function's definition: name, parameters, first and last line (1-based)."""

    def __init__(self, name, parameters, first, last):
        self.name, self.parameters, self.first, self.last = name, parameters, first, last
        self.lines = last - first + 1


def count_parameters(inside):
    """Parameters between the outer brackets; dots and void are none."""
    depth, parts = 0, [""]
    for c in inside:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return len([p for p in parts if p.strip() not in ("", "void", "...")])


SIGNATURE = re.compile(r"\b([A-Za-z_]\w*)\s*\((.*)\)[^()]*$", re.DOTALL)


def functions_of(text):
    """Every function defined in formatted C text."""
    lines = code_of(text).split("\n")
    found = []
    for at, line in enumerate(lines):
        if line.rstrip() != "{":
            continue
        first = at
        while first > 0 and lines[first - 1].strip() and not re.match(r"[#}]", lines[first - 1]) \
                and not lines[first - 1].rstrip().endswith(";"):
            first -= 1
        last = next((i for i in range(at, len(lines)) if lines[i].startswith("}")), len(lines) - 1)
        m = SIGNATURE.search("\n".join(lines[first:at]))
        if m:
            name, inside = m.group(1), m.group(2)
            if name.isupper():  # START_TEST(name)
                name, inside = f"{name}({inside.strip()})", ""
            found.append(Function(name, count_parameters(inside), first + 1, last + 1))
    return found
