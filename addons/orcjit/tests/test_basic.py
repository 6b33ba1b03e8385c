# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Load, call, call back, errors: the same for every compiler, language and engine."""

from __future__ import annotations

from pathlib import Path

import pytest
import tvm_ffi
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession, ObjectLoader, default_session


@pytest.fixture
def basic(language: str, family: str) -> Path:
    return compile_object(f"basic.{language}", family=family)


def test_functions_can_be_called(session: ExecutionSession, basic: Path) -> None:
    module = session.load_module(basic)
    assert module.kind == "orcjit"
    assert module.add(1, 2) == 3
    assert module["add"](3, 4) == 7
    assert module.get_function("add")(5, 6) == 11
    assert module.implements_function("add")
    assert not module.implements_function("subtract")
    with pytest.raises(AttributeError, match="subtract"):
        module.get_function("subtract")


def test_constructors_have_run(session: ExecutionSession, basic: Path) -> None:
    assert session.load_module(basic).prepared() == 42


def test_the_library_knows_its_module(session: ExecutionSession, basic: Path) -> None:
    assert session.load_module(basic).has_context()


def test_errors_keep_their_kind(session: ExecutionSession, basic: Path) -> None:
    with pytest.raises(ValueError, match="boom"):
        session.load_module(basic).fail()


def test_functions_call_back(session: ExecutionSession, basic: Path) -> None:
    module = session.load_module(basic)
    callback = tvm_ffi.convert(lambda x: x * 3)
    assert module.call_back(callback, 5) == 15

    def refuse(_: object) -> None:
        raise KeyError("nothing")

    with pytest.raises(KeyError, match="nothing"):
        module.call_back(tvm_ffi.convert(refuse), 5)


def test_functions_call_global_functions(session: ExecutionSession, basic: Path) -> None:
    tvm_ffi.register_global_func("testing.orcjit.host", lambda x: x + 100, override=True)
    assert session.load_module(basic).call_global(5) == 105


def test_functions_return_functions(session: ExecutionSession, basic: Path) -> None:
    assert session.load_module(basic).make_function(30)(4) == 34


def test_each_library_has_its_own_state(session: ExecutionSession, basic: Path) -> None:
    first, second = session.load_module(basic), session.load_module(basic)
    assert [first.count(), first.count(), second.count()] == [1, 2, 1]


def test_two_sessions_share_nothing(engine: str, basic: Path) -> None:
    first, second = (ExecutionSession(engine=engine).load_module(basic) for _ in range(2))
    assert [first.count(), first.count(), second.count()] == [1, 2, 1]


def test_bytes_are_as_good_as_a_path(session: ExecutionSession, basic: Path) -> None:
    content = basic.read_bytes()
    for given in (content, bytearray(content), str(basic), [basic], (content,)):
        assert session.load_module(given).add(2, 2) == 4


def test_containers_strings_and_exceptions_work(session: ExecutionSession, family: str) -> None:
    module = session.load_module(compile_object("basic.cc", family=family))
    assert list(module.make_array(4)) == [0, 1, 2, 3]
    assert module.concat("a long string, ", "and another one") == "a long string, and another one"
    assert module.catch_inside(-5) == 5
    assert [module.use_static(1), module.use_static(2)] == [101, 103]
    with pytest.raises(TypeError, match="add"):
        module.add("a", 1)


def test_objects_for_position_independent_programs_load_or_tell_the_flag(
    session: ExecutionSession, language: str, family: str
) -> None:
    path = compile_object(f"basic.{language}", "-fpie", family=family)
    try:
        module = session.load_module(path)
    except RuntimeError as error:
        # Their thread-local variables lie where a program has them.
        assert language == "cc"
        assert "-fPIC" in str(error)
    else:
        assert module.add(1, 2) == 3


def test_optimised_and_debug_objects_load(session: ExecutionSession, language: str) -> None:
    for flags in (["-O3"], ["-O0", "-g"], ["-ffunction-sections", "-fdata-sections"]):
        module = session.load_module(compile_object(f"basic.{language}", *flags))
        assert module.add(1, 2) == 3
        with pytest.raises(ValueError, match="boom"):
            module.fail()


def test_objects_without_a_plt_load(session: ExecutionSession, family: str) -> None:
    module = session.load_module(compile_object("basic.cc", "-fno-plt", family=family))
    assert module.make_function(30)(4) == 34
    assert module.concat("a long string, ", "and another one") == "a long string, and another one"


def test_a_loader_grows_and_earlier_functions_stay(session: ExecutionSession, basic: Path) -> None:
    loader = ObjectLoader(session)
    loader.load(basic)
    add = loader.get_function("add")
    assert add(1, 2) == 3
    loader.load(compile_object("symbols.c", "-DPART=8"))
    assert loader["change_data"]() == 50
    assert add(3, 4) == 7
    assert loader.get_function("count")() == 1


def test_the_default_session_is_one() -> None:
    assert default_session().same_as(default_session())


def test_metadata_and_documentation_are_found(session: ExecutionSession) -> None:
    flag = "-DTVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1"
    module = session.load_module(compile_object("basic.cc", flag))
    metadata = module.get_function_metadata("add")
    assert metadata is not None
    assert "type_schema" in metadata
    assert module.get_function_doc("add") is None
