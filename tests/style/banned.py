"""style.banned: C functions that overrun, keep hidden state, follow the locale or start a shell."""

import re

from source import Finding, code_of

INSTEAD = {
    "strcpy": "arena_strdup or memcpy", "strcat": "buffer_puts",
    "sprintf": "snprintf or buffer_printf", "vsprintf": "vsnprintf",
    "gets": "buffer_read_file", "strtok": "strcspn",
    "atoi": "number_parse_int", "atol": "number_parse_int", "atoll": "number_parse_int",
    "atof": "number_parse_double",
    "localtime": "date.h", "gmtime": "date.h", "ctime": "date.h", "asctime": "date.h",
    "system": "posix_spawn", "popen": "posix_spawn",
    "rand": "random.h", "srand": "random.h", "random_r": "random.h",
    "tmpnam": "mkstemp", "mktemp": "mkstemp", "alloca": "arena_alloc",
    "setlocale": "the C locale",
}

WORD = re.compile(r"\b(" + "|".join(INSTEAD) + r")\b")


def check(tree):
    for path in tree.named(".c", ".h"):
        for number, line in enumerate(code_of(tree.read(path)).split("\n"), 1):
            if line.lstrip().startswith("#"):
                continue
            for m in WORD.finditer(line):
                yield Finding(path, number, f"{m.group()} is banned: {INSTEAD[m.group()]}")
