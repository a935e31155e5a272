"""style.texts: the four languages say the same things, and whatever C names by key is said."""

import json
import re

from source import Finding, literals_of

LANGUAGES = ("nl", "fr", "de", "en")
KEY = re.compile(r"problem\.[a-z0-9_]+(\.[a-z0-9_]+)*")
PATTERN = re.compile(r"problem\.[a-z0-9_.%]+")  # "problem.%s.unknown" stands for a key per field
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def load(tree, path):
    """The file's keys and texts, or a finding."""
    try:
        pairs = json.loads(tree.read(path), object_pairs_hook=list)
    except ValueError as fault:
        return None, [Finding(path, getattr(fault, "lineno", 1), f"no JSON: {fault}")]
    keys = [k for k, _ in pairs]
    findings = []
    if keys != sorted(set(keys)):
        wrong = next((b for a, b in zip(keys, keys[1:]) if a >= b), keys[-1])
        findings.append(Finding(path, 1, f"'{wrong}' is not sorted, or stands twice"))
    for key, text in pairs:
        if not isinstance(text, str) or not text.strip():
            findings.append(Finding(path, 1, f"'{key}' has no text"))
    return {k: t for k, t in pairs if isinstance(t, str)}, findings


def compare(texts, first, other):
    """What the other language's file has too little, too much or with other placeholders."""
    path = f"web/texts/{other}.json"
    for key in sorted(texts[first].keys() - texts[other].keys()):
        yield Finding(path, 1, f"'{key}' is missing, which {first}.json has")
    for key in sorted(texts[other].keys() - texts[first].keys()):
        yield Finding(path, 1, f"'{key}' is not in {first}.json")
    for key in sorted(texts[first].keys() & texts[other].keys()):
        a, b = (sorted(set(PLACEHOLDER.findall(texts[x][key]))) for x in (first, other))
        if a != b:
            yield Finding(path, 1, f"'{key}' has placeholders {b}, {first}.json has {a}")


def compare_with_code(tree, texts):
    """Keys that C names and no file has, and problems that no C names any more."""
    named = set()
    for path in tree.named(".c", ".h"):
        if path.startswith("tests/"):
            continue
        for line, literal in literals_of(tree.read(path)):
            if PATTERN.fullmatch(literal):
                named.add(re.escape(literal).replace("%s", "[a-z0-9_]+"))
            if KEY.fullmatch(literal) and literal not in texts:
                yield Finding(path, line, f"no language file has '{literal}'")
    used = re.compile("|".join(sorted(named)) or "$.")
    for key in sorted(texts):
        if key.startswith("problem.") and not used.fullmatch(key):
            yield Finding("web/texts/en.json", 1, f"'{key}' is named nowhere")


def check(tree):
    texts = {}
    for language in LANGUAGES:
        path = f"web/texts/{language}.json"
        if not tree.has(path):
            yield Finding(path, 1, "is missing")
            return
        texts[language], findings = load(tree, path)
        yield from findings
        if texts[language] is None:
            return
    for other in LANGUAGES[:-1]:
        yield from compare(texts, "en", other)
    yield from compare_with_code(tree, texts["en"])
