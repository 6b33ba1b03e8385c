# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A short run of every fuzz target, the same inputs each time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fuzz.run import CORPUS, FOLDER, search, seeds
from fuzz.targets import TARGETS

RUNS = {"library_file": 3000, "store_in_library": 1500, "metadata": 300}


@pytest.mark.slow
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_nothing_but_promised_errors_comes_out(target: str) -> None:
    runs = RUNS.get(target, 2000)
    assert search(target, runs, 0) == runs + len(seeds(target)) + 1


def test_every_corpus_has_its_target() -> None:
    assert set(CORPUS) == set(TARGETS)
    # merge: the C++ target.
    folders = {path.name for path in (FOLDER / "corpus").iterdir()}
    assert folders == {*CORPUS.values(), "merge"}
