# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs `cargo test` with the given arguments; fails also when fewer tests ran than expected.

A filter that matches nothing, or a feature that switches a test file off, is green for cargo.
"""

from __future__ import annotations

import re
import subprocess
import sys

_RESULT = re.compile(r"test result: \w+\. (\d+) passed; (\d+) failed")


def main(arguments: list[str]) -> int:
    """Take the least number of tests and then cargo's arguments."""
    least = int(arguments[0])
    process = subprocess.Popen(
        ["cargo", "test", *arguments[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    passed = 0
    for line in process.stdout:
        found = _RESULT.search(line)
        if found is not None:
            passed += int(found[1])
        if found is None or found[1] != "0" or found[2] != "0":
            sys.stdout.write(line)
    status = process.wait()
    print(f"cargo: {passed} tests passed, at least {least} expected", flush=True)
    if passed < least:
        print("cargo: tests are missing; was one renamed away or a feature left out?", flush=True)
    return status or int(passed < least)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
