# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The types of the testing library that say in which definition region their fields are visited."""

from __future__ import annotations

from typing import Any

import tvm_ffi
import tvm_ffi.testing

INT, NONE, PATTERN, SIMPLE = 1, 0, 1, 2


def regions_of(root: Any, stop_at: int | None = None) -> tuple[list[tuple[int, int]], Any]:
    """Give the integers below root with the region each is visited in, and the interrupt."""
    seen: list[tuple[int, int]] = []

    def visit(value: int, region: int) -> Any:
        seen.append((value, region))
        return tvm_ffi.get_global_func("ffi.VisitInterrupt")("stop") if value == stop_at else None

    walk = tvm_ffi.get_global_func("ffi.StructuralWalk")
    return seen, walk(root, [], [(INT, tvm_ffi.convert(visit))], 0)


def graph(with_hook: bool) -> Any:
    return tvm_ffi.get_global_func("testing.make_visit_region_graph")(with_hook)


def test_fields_are_visited_in_the_regions_that_their_flags_say() -> None:
    assert regions_of(graph(False)) == ([(1, SIMPLE), (2, PATTERN), (3, NONE)], None)


def test_the_hook_visits_its_child_as_a_simple_definition_and_then_four() -> None:
    assert regions_of(graph(True)) == ([(1, SIMPLE), (2, PATTERN), (3, SIMPLE), (4, NONE)], None)


def test_the_hook_leaves_with_an_interrupt_of_its_child() -> None:
    seen, interrupt = regions_of(graph(True), stop_at=2)
    assert seen == [(1, SIMPLE), (2, PATTERN)]
    assert interrupt.value == "stop"
