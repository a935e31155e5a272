"""style.layers: who may include whom (house-style.md, section 1), and in which order."""

import os
import re

from source import Finding, code_of

# A folder's layer; the longest prefix counts.
FOLDERS = {
    "server/core/": "core", "geo/": "geo", "server/model/": "model", "db/": "db",
    "importers/": "importers", "web/": "web", "server/": "server", "tests/": "tests",
}

MAY_INCLUDE = {
    "core": {"core"},
    "geo": {"core", "geo"},
    "model": {"core", "geo", "model"},
    "db": {"core", "geo", "model", "db"},
    "importers": {"core", "geo", "model", "importers"},
    "web": {"core", "geo", "model", "web"},
    "server": {"core", "geo", "model", "db", "importers", "web", "server"},
    "tests": {"core", "geo", "model", "db", "importers", "web", "server", "tests"},
}

# Outside libraries, and the only files (or folders) that include them.
OUTSIDE = {
    "sodium.h": ("server/core/crypto.c",),
    "utf8proc.h": ("server/core/text.c",),
    "proj.h": ("geo/projection.c", "geo/distance.c"),
    "geodesic.h": ("geo/distance.c",),
    "geos_c.h": ("geo/repair.c",),
    "sqlite3.h": ("db/engine_sqlite.c",),
    "jansson.h": ("db/fields.c", "db/fields_json.h", "db/fields_struct.c", "importers/",
                  "web/"),
    "microhttpd.h": ("server/http/mhd.c",),
    "check.h": ("tests/",),
}

# The C library, POSIX and Linux.
SYSTEM = set("""
assert ctype errno fenv float inttypes limits locale math setjmp signal stdalign stdarg stdatomic
stdbool stddef stdint stdio stdlib stdnoreturn string time uchar wchar
dirent dlfcn endian fcntl fnmatch ftw getopt glob grp malloc poll pthread pwd regex sched semaphore
spawn strings syslog termios unistd immintrin arpa/inet netinet/in netinet/tcp linux/fs
sys/auxv sys/eventfd sys/epoll sys/file sys/ioctl sys/mman sys/mount sys/prctl sys/random sys/resource
sys/sendfile sys/signalfd sys/socket sys/stat sys/statvfs sys/syscall sys/sysinfo sys/time
sys/timerfd sys/types sys/uio sys/un sys/utsname sys/wait
""".split())

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>]+)>|"([^"]+)"|(\S+))')


def layer_of(path):
    for folder in sorted(FOLDERS, key=len, reverse=True):
        if path.startswith(folder):
            return FOLDERS[folder]
    return None


def outside_fault(path, name):
    if name in OUTSIDE:
        if path.startswith("tests/") or any(
                path == door or (door.endswith("/") and path.startswith(door))
                for door in OUTSIDE[name]):
            return None
        return f"<{name}> belongs in {', '.join(OUTSIDE[name])} only"
    if name.endswith(".h") and name[:-2] in SYSTEM:
        return None
    if path.startswith("tests/bench/"):
        return None  # peers are measured with the libraries they come from
    return f"<{name}> is no header this house knows: see tests/style/layers.py"


def ours_fault(tree, path, name):
    if not tree.has(name):
        return f'"{name}": includes are written from the root and name a file of ours'
    if not name.endswith(".h"):
        return f'"{name}": only headers are included'
    mine, theirs = layer_of(path), layer_of(name)
    if theirs in MAY_INCLUDE.get(mine, ()):
        return None
    return f'"{name}": {mine} may not include {theirs}'


def group_of(path, name, is_ours):
    """0 the own header, 1 system, 2 ours."""
    if is_ours:
        return 0 if path == os.path.splitext(name)[0] + ".c" else 2
    return 1


def is_part_of(path, name):
    """engine_sqlite.c may begin with engine.h, whose functions it holds."""
    return path.endswith(".c") and path.startswith(name[:-2] + "_")


def order_faults(path, includes):
    """Own header, system, ours; each group sorted, groups apart by a blank line."""
    for (line, name, ours), (next_line, next_name, next_ours) in zip(includes, includes[1:]):
        a, b = group_of(path, name, ours), group_of(path, next_name, next_ours)
        if a > b:
            yield Finding(path, next_line, f"{next_name} stands after {name}: own header, "
                                           "then system, then ours")
        elif a == b and name > next_name:
            yield Finding(path, next_line, f"{next_name} and {name} are not sorted")
        elif a != b and next_line == line + 1:
            yield Finding(path, next_line, f"no blank line between {name} and {next_name}")


def check(tree):
    for path in tree.named(".c", ".h"):
        includes = []
        text = tree.read(path)
        code = code_of(text).split("\n")
        if layer_of(path) is None:
            yield Finding(path, 1, "no layer has such a folder")
            continue
        for number, line in enumerate(text.split("\n"), 1):
            m = INCLUDE.match(line)
            if not m or "include" not in code[number - 1]:
                continue
            outside, ours, macro = m.groups()
            if macro:
                yield Finding(path, number, "an include names its file")
                continue
            fault = ours_fault(tree, path, ours) if ours else outside_fault(path, outside)
            if fault:
                yield Finding(path, number, fault)
            includes.append((number, ours or outside, bool(ours)))
        if path.startswith("tests/") and includes and includes[0][2]:
            includes = includes[1:]  # a test may name first what it tests
        if includes and includes[0][2] and is_part_of(path, includes[0][1]):
            includes = includes[1:]
        yield from order_faults(path, includes)
