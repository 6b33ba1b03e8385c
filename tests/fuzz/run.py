# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs one Python target: python tests/fuzz/run.py TARGET [--runs N] [--start S] [--atheris].

Without --atheris the mutations are those of mutate.py, which need nothing installed. With it
(pip install atheris) libFuzzer searches, guided by coverage; new inputs are kept in the corpus.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from fuzz.mutate import inputs  # noqa: E402

CORPUS = {
    "library_file": "library",
    "store_in_library": "library",
    "section": "section",
    "metadata": "metadata",
    "source_text": "source",
}


def seeds(target: str) -> list[bytes]:
    """Return the corpus of a target."""
    folder = FOLDER / "corpus" / CORPUS[target]
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def search(target: str, runs: int, start: int) -> int:
    """Run the corpus and its mutations; return how many inputs that were."""
    from fuzz.targets import TARGETS

    count = 0
    for data in inputs(seeds(target), runs, start):
        began = time.process_time()
        try:
            TARGETS[target](data)
        except BaseException:
            Path(f"crash-{target}").write_bytes(data)
            print(f"the input is in crash-{target}", file=sys.stderr)
            raise
        if time.process_time() - began > 10:
            raise TimeoutError(f"{target} takes long for {data[:200]!r}")
        count += 1
    return count


def main() -> int:
    """Run; an exception of a target ends the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(CORPUS))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--atheris", action="store_true")
    options = parser.parse_args()
    if options.atheris:
        atheris = importlib.import_module("atheris")
        with atheris.instrument_imports(include=["tvm_ffi.stubgen", "tvm_ffi.scan"]):
            targets = importlib.import_module("fuzz.targets")
        corpus = FOLDER / "corpus" / CORPUS[options.target]
        limits = [f"-runs={options.runs}", "-timeout=10"]
        atheris.Setup([sys.argv[0], str(corpus), *limits], targets.TARGETS[options.target])
        atheris.Fuzz()
        return 0
    print(f"{search(options.target, options.runs, options.start)} inputs, nothing found")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
