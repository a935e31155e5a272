"""style.sizes: functions, parameters, nesting and files stay small (house-style.md, section 4)."""

import re

from source import Finding, code_of, functions_of

FILE_LINES = 500
FUNCTION_LINES = 60
TEST_CASE_LINES = 100  # the body of a START_TEST
PARAMETERS = 5
LEVELS = 4  # a function's body is the first

CONTROL = re.compile(r"( *)(?:} )?(?:if|for|while|switch|do)\b")


def deep_lines(text):
    """Lines whose control statement opens a level too many."""
    for number, line in enumerate(code_of(text).split("\n"), 1):
        m = CONTROL.match(line)
        if m and len(m.group(1)) // 4 + 1 > LEVELS:
            yield number


def check(tree):
    for path in tree.named(".c", ".h"):
        text = tree.read(path)
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield Finding(path, lines, f"{lines} lines, at most {FILE_LINES} a file")
        for f in functions_of(text):
            most = TEST_CASE_LINES if f.name.startswith("START_TEST") else FUNCTION_LINES
            if f.lines > most:
                yield Finding(path, f.first, f"{f.name} has {f.lines} lines, at most {most}")
            if f.parameters > PARAMETERS:
                yield Finding(path, f.first, f"{f.name} has {f.parameters} parameters, "
                                             f"at most {PARAMETERS}")
        for number in deep_lines(text):
            yield Finding(path, number, f"nested deeper than {LEVELS} levels")
