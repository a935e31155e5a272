"""style.format, style.tidy, style.cppcheck: the outside tools over all our C files."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from source import Finding

JOBS = 2


def run(command, root):
    """Standard output and error of a tool, and whether it found nothing."""
    if not shutil.which(command[0]):
        return f"{command[0]} is not installed: run server/setup.sh test", False
    done = subprocess.run(command, cwd=root, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout, done.returncode == 0


def findings_of(output, root):
    """The lines of a tool's output that name a place; all of it when none does."""
    found = []
    for line in output.splitlines():
        m = re.match(r"(?P<path>[^\s:]+):(?P<line>\d+):(?:\d+:)? ?(?P<text>(?:error|warning|style|"
                     r"performance|portability|information)\b.*)", line)
        if m:
            path = os.path.relpath(os.path.join(root, m["path"]), root)
            found.append(Finding(path, int(m["line"]), m["text"]))
    return found or [Finding(".", 0, output.strip()[-2000:] or "failed without a word")]


def check_format(tree):
    files = tree.named(".c", ".h")
    output, clean = run(["clang-format", "--dry-run", "-Werror", *files], tree.root)
    if not clean:
        yield from findings_of(output, tree.root)


def compiled_files(tree, build):
    """Our own files that the build compiles; generated ones are not looked at."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        for entry in json.load(f):
            path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), tree.root)
            if tree.has(path) and path.endswith(".c"):
                yield path


def closure_of(tree, path, seen):
    """The file and all headers of ours that it includes, however far."""
    if path not in seen and tree.has(path):
        seen.add(path)
        for name in re.findall(r'^#include "([^"]+)"', tree.read(path), re.MULTILINE):
            closure_of(tree, name, seen)
    return seen


def check_tidy(tree, build):
    """What was found clean is not looked at again until it, its headers or the rules change."""
    known = os.path.join(build, "tidy")
    os.makedirs(known, exist_ok=True)
    rules = [p for p in tree.paths if p.endswith(".clang-tidy")] + ["CMakeLists.txt", "CMakePresets.json"]

    def tidy(path):
        read = sorted(closure_of(tree, path, set())) + [p for p in rules if tree.has(p)]
        digest = hashlib.sha256("\0".join(p + "\0" + tree.read(p) for p in read).encode())
        mark = os.path.join(known, digest.hexdigest())
        if os.path.exists(mark):
            return []
        output, clean = run(["clang-tidy", "--quiet", "-p", build, path], tree.root)
        if clean:
            with open(mark, "w", encoding="utf-8"):
                return []
        return findings_of(output, tree.root)

    with ThreadPoolExecutor(JOBS) as pool:
        for findings in pool.map(tidy, sorted(set(compiled_files(tree, build)))):
            yield from findings


def check_cppcheck(tree, build):
    cache = os.path.join(build, "cppcheck")
    os.makedirs(cache, exist_ok=True)
    files = [p for p in tree.named(".c") if not p.startswith("tests/")]
    output, clean = run(
        ["cppcheck", "--quiet", f"-j{JOBS}", "--std=c11", "--error-exitcode=1", "--inline-suppr",
         "--enable=warning,performance,portability", f"--cppcheck-build-dir={cache}",
         "--suppressions-list=tests/style/cppcheck.txt", "--library=posix", "-D_GNU_SOURCE", "-I.",
         "--template={file}:{line}: {severity} {id}: {message}", *files], tree.root)
    if not clean:
        yield from findings_of(output, tree.root)
