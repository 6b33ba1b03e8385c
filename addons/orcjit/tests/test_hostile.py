# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Hostile objects: the linker of the engine `native` under sanitizers, and each engine in a child.

The first needs `orcjit_fuzz`, which the lane builds beside the add-on.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from toolchain import compile_object, families

FUZZ = os.environ.get("TVM_FFI_ORCJIT_FUZZ", "")
RUNS = int(os.environ.get("TVM_FFI_ORCJIT_FUZZ_RUNS", "3000"))


def _seeds() -> list[Path]:
    seeds = [compile_object("symbols.c", f"-DPART={part}") for part in (1, 3, 6, 7)]
    for family in families():
        seeds += [
            compile_object(name, family=family)
            for name in ("basic.c", "deep.cc", "order.c", "order.cc", "thread_objects.cc")
        ]
        seeds.append(compile_object("tls.c", '-DMODEL="local-dynamic"', family=family))
    return [*seeds, compile_object("order.c", "-DOLD_TABLES"), compile_object("common.c")]


@pytest.mark.skipif(not FUZZ, reason="TVM_FFI_ORCJIT_FUZZ names no program")
def test_no_hostile_object_gets_the_linker_to_touch_what_is_not_its_own() -> None:
    command = [FUZZ, str(RUNS), *map(str, _seeds())]
    run = subprocess.run(command, capture_output=True, text=True, timeout=3600)
    assert run.returncode == 0, run.stdout + run.stderr[-4000:]


CHILD = """
import sys, tvm_ffi_orcjit
session = tvm_ffi_orcjit.ExecutionSession(engine=sys.argv[1])
outcomes = {"loaded": 0, "refused": 0}
for path in sys.argv[2:]:
    try:
        # No constructor, no destructor: nothing of it is run.
        session.load_module(path)
        outcomes["loaded"] += 1
    except (RuntimeError, ValueError):
        outcomes["refused"] += 1
print(outcomes["loaded"], outcomes["refused"])
"""


def _mutations(good: bytes, count: int) -> list[bytes]:
    """Change what describes the object, not its code and data: those would be run."""
    table = int.from_bytes(good[40:48], "little")
    chance = random.Random(7)
    results = []
    for _ in range(count):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 3)):
            at = (
                chance.randrange(table, len(good))
                if chance.random() < 0.9
                else chance.randrange(64)
            )
            bad[at] = chance.choice(
                (0, 1, 2, 0x7F, 0x80, 0xFF, bad[at] ^ (1 << chance.randrange(8)))
            )
        results.append(bytes(bad))
    return results


def test_damaged_tables_end_no_process(engine: str, tmp_path: Path) -> None:
    good = compile_object("symbols.c", "-DPART=8").read_bytes()
    paths = []
    for number, content in enumerate(_mutations(good, 40 if engine == "ld" else 400)):
        paths.append(str(tmp_path / f"{number}.o"))
        Path(paths[-1]).write_bytes(content)
    run = subprocess.run(
        [sys.executable, "-c", CHILD, engine, *paths], capture_output=True, text=True, timeout=1200
    )
    assert run.returncode == 0, run.stderr[-2000:]
    loaded, refused = map(int, run.stdout.split())
    assert loaded > 0
    assert refused > len(paths) // 4
