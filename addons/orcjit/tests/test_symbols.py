# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Who defines a name: one library, several, the process, nobody."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

import pytest
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession, ObjectLoader


def part(number: int, family: str = "gcc", *flags: str) -> Path:
    return compile_object("symbols.c", f"-DPART={number}", *flags, family=family)


def test_a_strong_definition_wins_over_a_weak_one(session: ExecutionSession, family: str) -> None:
    module = session.load_module([part(1, family), part(2, family)])
    assert module.part1() == 12
    assert module.part2() == 12


def test_a_hidden_definition_serves_its_library_alone(session: ExecutionSession) -> None:
    provider = session.create_library("provider")
    provider.add(part(1))
    user = session.create_library("user")
    user.add(part(2))
    user.set_link_order([provider])
    assert provider.get_function("part1")() == 11
    with pytest.raises(RuntimeError, match="hidden_value"):
        user.get_function("part2")


def test_a_weak_reference_may_stay_empty(session: ExecutionSession, family: str) -> None:
    assert session.load_module(part(6, family)).optional() == 0


def test_two_definitions_in_one_library_are_an_error(session: ExecutionSession) -> None:
    with pytest.raises(RuntimeError, match=r"'helper' is defined by .* and by"):
        session.load_module([part(3), part(4), part(5)])
    loader = ObjectLoader(session)
    loader.load(part(4))
    with pytest.raises(RuntimeError, match="'helper' is defined"):
        loader.load(part(5))
    loader.load(part(3))
    assert loader.get_function("use_helper")(1) == 1001


def test_two_definitions_in_two_libraries_are_fine(session: ExecutionSession) -> None:
    first = session.load_module([part(3), part(4)])
    second = session.load_module([part(3), part(5)])
    assert (first.use_helper(1), second.use_helper(1)) == (1001, 2001)


def test_the_link_order_decides(session: ExecutionSession, family: str) -> None:
    one, two = session.create_library("one"), session.create_library("two")
    one.add(part(4, family))
    two.add(part(5, family))
    results = []
    for order in ([one, two], [two, one]):
        user = session.create_library()
        user.add(part(3, family))
        user.set_link_order(order)
        results.append(user.get_function("use_helper")(1))
    assert results == [1001, 2001]


def test_the_link_order_comes_before_the_process(
    session: ExecutionSession, family: str, tmp_path: Path
) -> None:
    """Also when the process has the name in a library whose symbols are visible to all."""
    name = "-Dhelper=visible_helper"
    host = tmp_path / "libhost.so"
    source = tmp_path / "host.c"
    text = "long visible_helper(long x) { return x + 9; } long only_host(long x) { return x + 7; }"
    source.write_text(text, encoding="utf-8")
    subprocess.run(["gcc", "-w", "-shared", "-fPIC", str(source), "-o", str(host)], check=True)
    provider, user = session.create_library("provider"), session.create_library("user")
    provider.add(part(4, family, name))
    user.add(part(12, family, name))
    user.set_link_order([provider])
    visible = ctypes.CDLL(str(host), ctypes.RTLD_GLOBAL)
    assert visible.visible_helper(1) == 10
    assert user.get_function("use_both")(1) == 1001 + 8
    grown = ObjectLoader(session)
    grown.load(part(5, family, name))
    grown.load(part(12, family, name))
    assert grown.get_function("use_both")(1) == 2001 + 8


def test_the_first_of_several_libraries_decides_name_by_name(session: ExecutionSession) -> None:
    """One library gives a later name, the other one an earlier name and the later one as well."""
    one, two = session.create_library("one"), session.create_library("two")
    one.add(part(13))
    two.add(part(14))
    user = session.create_library()
    user.add(part(15))
    user.set_link_order([one, two])
    assert user.get_function("sum")() == 1 + 20


def test_a_library_of_the_link_order_outlives_its_owner(session: ExecutionSession) -> None:
    provider, user = session.create_library("provider"), session.create_library("user")
    provider.add(part(4))
    user.add(part(3))
    user.set_link_order([provider])
    function = user.get_function("use_helper")
    del provider, user
    assert function(1) == 1001


def test_circles_and_foreign_sessions_are_refused(engine: str) -> None:
    session, other = ExecutionSession(engine=engine), ExecutionSession(engine=engine)
    one, two = session.create_library("one"), session.create_library("two")
    one.set_link_order([two])
    with pytest.raises(RuntimeError, match="circle"):
        two.set_link_order([one])
    with pytest.raises(ValueError, match="another session"):
        one.set_link_order([other.create_library("far")])


def test_data_is_shared_between_sets_and_libraries(session: ExecutionSession, family: str) -> None:
    loader = ObjectLoader(session)
    loader.load(part(8, family))
    loader.load(part(7, family))
    assert loader.get_function("read_data")() == 320
    loader.get_function("change_data")()
    assert loader.get_function("read_data")() == 350


def test_own_definitions_come_before_those_of_the_process(session: ExecutionSession) -> None:
    assert session.load_module(part(11, "gcc", "-fno-builtin")).own_getpid() == 12345
    assert os.getpid() != 12345


def test_objects_added_later_serve_those_added_before(session: ExecutionSession) -> None:
    library = session.create_library()
    library.add(part(3))
    with pytest.raises(RuntimeError, match="helper"):
        library.get_function("use_helper")
    library.add(part(4))
    assert library.get_function("use_helper")(2) == 1002


def test_missing_symbols_are_listed_as_people_write_them(session: ExecutionSession) -> None:
    with pytest.raises(RuntimeError) as caught:
        session.load_module(compile_object("missing.cc"), name="demo")
    text = str(caught.value)
    assert text.startswith("'demo' lacks symbols: add the objects that define them")
    assert text.splitlines()[1:] == ["  demo::missing_value", "  demo::Missing(long, double)"]


def test_nothing_of_a_failed_load_remains(session: ExecutionSession) -> None:
    loader = ObjectLoader(session)
    loader.load(part(8))
    for _ in range(3):
        with pytest.raises(RuntimeError, match="demo::Missing"):
            loader.load(compile_object("missing.cc"))
        with pytest.raises(AttributeError):
            loader.get_function("use_missing")
        assert loader.get_function("change_data")() == 50


def test_large_data_is_reached(session: ExecutionSession, family: str) -> None:
    module = session.load_module(part(9, family, "-DLARGE=(64<<20)"))
    assert module.touch_large() == 9


def test_exceptions_pass_from_one_library_to_another(
    session: ExecutionSession, family: str
) -> None:
    thrower, catcher = session.create_library(), session.create_library()
    thrower.add(compile_object("throwing.cc", "-DPART=1", family=family))
    catcher.add(compile_object("throwing.cc", "-DPART=2", family=family))
    catcher.set_link_order([thrower])
    assert catcher.get_function("catch_from_other")(7) == len("value 7")
