"""style.paths: nothing of one machine, of a package registry, or left for later in any file."""

import re

from source import Finding

OWN = "tests/style/paths.py"
TEXT = (".c", ".h", ".cc", ".cpp", ".py", ".sh", ".awk", ".cmake", ".txt", ".json", ".md", ".sql", ".js", ".mjs",
        ".css", ".html", ".svg", ".yml", ".service", ".conf", ".csv", ".npmrc", ".lp", "Dockerfile")

REFUSED = (
    (re.compile(r"(?<![\w./~-])/(?:work|home|root|Users)/"), "a path of one machine"),
    (re.compile(r"(?i)https?://[^\s\"']*(?:registry\.|/registry|npmjs\.org|artifactory|nexus|pypi\.|"
                r"crates\.io)"), "a package registry's address"),
    (re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"), "work left for later"),
    (re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE), "an unresolved conflict"),
)


def check(tree):
    for path in tree.paths:
        if path == OWN or not (path.endswith(TEXT) or "." not in path.rsplit("/", 1)[-1]):
            continue
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            for pattern, what in REFUSED:
                if pattern.search(line):
                    yield Finding(path, number, f"{what}: {line.strip()[:80]}")
