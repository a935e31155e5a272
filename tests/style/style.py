#!/usr/bin/env python3
"""Runs one style check over a tree: style.py CHECK ROOT [BUILD]. Prints each finding as
FILE:LINE: text; exit code 1 when there is any, 2 when called wrongly."""

import sys

import banned
import headers
import layers
import paths
import sizes
import sql
import texts
import tools
from source import Tree

CHECKS = {
    "layers": layers.check, "banned": banned.check, "sizes": sizes.check, "headers": headers.check,
    "sql": sql.check, "texts": texts.check, "paths": paths.check, "format": tools.check_format,
}
BUILD_CHECKS = {"tidy": tools.check_tidy, "cppcheck": tools.check_cppcheck}


def findings(name, root, build=None):
    tree = Tree(root)
    if name in BUILD_CHECKS:
        return list(BUILD_CHECKS[name](tree, build))
    return list(CHECKS[name](tree))


def main(args):
    if len(args) < 2 or not (args[0] in CHECKS or (args[0] in BUILD_CHECKS and len(args) == 3)):
        print(__doc__, file=sys.stderr)
        return 2
    found = findings(*args)
    for finding in found:
        print(finding)
    print(f"style.{args[0]}: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
