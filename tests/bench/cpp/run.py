# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The speed figures of issue-level targets, ours and the reference wheel's in one run.

Instructions of operations (operations.py) and costs of including the headers (compiling.py), one
row each with its target and verdict. Needs valgrind for operations, and the peer in build/peer
(./dev bench installs it); builds our library if there is none. Arguments name the rows to measure;
--rounds N compiles N times, --gate fails when a row is over its target.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import compiling
import operations
from rows import Row, header, line
from sides import ROOT, sides


def main() -> int:
    """Print the table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", help="names of rows; all without any")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    print(header(), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = sides()
        for source in (
            compiling.measure(found, folder, options.rounds, options.rows),
            operations.measure(found, folder, options.rows),
        ):
            for row in source:
                rows.append(row)
                print(line(row), flush=True)
    over = [row.name for row in rows if row.verdict == "OVER"]
    print(f"{len(rows)} rows, {len(over)} over the target{': ' if over else ''}{', '.join(over)}")
    out = ROOT / "build" / "bench" / "cpp.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    table = {row.name: row.as_json() for row in rows}
    out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    if not rows:
        print(f"no row is named {', '.join(options.rows)}")
    return 1 if not rows or (options.gate and over) else 0


if __name__ == "__main__":
    raise SystemExit(main())
