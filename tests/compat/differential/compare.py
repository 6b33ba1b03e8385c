# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Run the corpus on the reference and on ours, and hold the differences against the known ones.

`known.json` says of every difference that is kept what ours gives and why, by a word that
docs/reference/differences.md explains. `--bless` rewrites it: look at the difference of the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KNOWN = HERE / "known.json"
CORPUS = HERE / "corpus"
SILENT = "(nothing)"

Results = dict[str, dict[str, str]]
Known = dict[str, dict[str, list[str]]]


def run(package_folder: str, names: list[str]) -> Results:
    """Return the results with the tvm_ffi of a folder: snippet -> operation -> result."""
    paths = [str(CORPUS / f"{name}.txt") for name in names]
    environment = {**os.environ, "PYTHONPATH": package_folder, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, str(HERE / "run_corpus.py"), *paths],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=1800,
        check=True,
    )
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return {snippet: _numbered(entries) for snippet, entries in found.items()}


def _numbered(entries: list[list[str]]) -> dict[str, str]:
    """Return results by operation; one that occurs twice gets a number."""
    numbered: dict[str, str] = {}
    for operation, result in entries:
        key, count = operation, 1
        while key in numbered:
            count += 1
            key = f"{operation} #{count}"
        numbered[key] = result
    return numbered


def reason(theirs: str, ours: str, they_died: bool) -> str:
    """Return the word for a kind of difference."""
    if they_died and theirs == SILENT:
        return "crash"
    if theirs.startswith("!") and ours.startswith("!"):
        return "wording" if theirs.split(":")[0] == ours.split(":")[0] else "kind"
    if theirs.startswith("!") or ours == SILENT:
        return "more"
    return "stricter" if ours.startswith("!") else "value"


def differences(theirs: Results, ours: Results) -> tuple[Known, int]:
    """Return what differs, and how many operations were compared."""
    found: Known = {}
    total = 0
    for snippet, left in theirs.items():
        right = ours[snippet]
        total += len(left)
        they_died = left.pop("process", None) is not None
        for operation in [*left, *(key for key in right if key not in left)]:
            a, b = left.get(operation, SILENT), right.get(operation, SILENT)
            if a != b:
                found.setdefault(snippet, {})[operation] = [reason(a, b, they_died), b]
    return found, total


def compare(peer: str, ours: str, names: list[str]) -> tuple[Known, int]:
    """Run both and return what differs, and how many operations were compared."""
    return differences(run(peer, names), run(ours, names))


def names() -> list[str]:
    """Return the names of all files of the corpus."""
    return sorted(path.stem for path in CORPUS.glob("*.txt"))


def known() -> Known:
    """Return the differences that are kept."""
    found: Any = json.loads(KNOWN.read_text(encoding="utf-8"))
    return found


def main() -> int:
    """Compare everything; with --bless keep what is found."""
    peer, ours = os.environ["TVM_FFI_PEER_PREFIX"], os.environ["PYTHONPATH"]
    found, total = compare(str(Path(peer).parent), ours, names())
    count = sum(len(entries) for entries in found.values())
    print(f"{total} operations, {count} differences")
    if "--bless" in sys.argv:
        text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
        KNOWN.write_text(text + "\n", encoding="utf-8")
        return 0
    return int(found != known())


if __name__ == "__main__":
    raise SystemExit(main())
