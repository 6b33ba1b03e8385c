# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import inspect
import pydoc
from typing import Any

import pytest
import tvm_ffi

PLAIN = [
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63 - 1,
    -(2**63),
    1.5,
    "",
    "short",
    "x" * 200,
    "ä€🙂",
    b"",
    b"12345678",
]


@pytest.mark.parametrize("value", PLAIN)
def test_plain_values_come_back_equal_and_of_the_same_kind(testing: Any, value: Any) -> None:
    found = testing("echo")(value)
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 2**200, -(2**200), 2**64 - 1])
def test_integers_beyond_64_bits_come_back_equal(testing: Any, value: int) -> None:
    assert testing("echo")(value) == value


def test_long_text_comes_back_as_a_str_that_keeps_its_object(testing: Any) -> None:
    found = testing("echo")("x" * 20)
    assert type(found) is tvm_ffi.core.String
    assert testing("echo")(found) == found


def test_lone_surrogates_are_refused(testing: Any) -> None:
    with pytest.raises(UnicodeEncodeError):
        testing("echo")("\ud800")


def test_unknown_objects_keep_their_identity(testing: Any) -> None:
    value = object()
    assert testing("echo")(value) is value


def test_a_callback_is_called_with_python_values(testing: Any) -> None:
    assert testing("apply")(lambda *a: a, 1, "two", None, 3.5) == (1, "two", None, 3.5)


def test_wrong_argument_type_names_the_signature(testing: Any) -> None:
    with pytest.raises(
        TypeError, match=r"Mismatched type on argument #0 when calling: `testing.schema_id_int"
    ):
        testing("schema_id_int")("x")


def test_wrong_argument_count_names_the_signature(testing: Any) -> None:
    with pytest.raises(TypeError, match="Expected 1 but got 2 arguments"):
        testing("schema_id_int")(1, 2)


def test_an_empty_function_raises_when_called() -> None:
    with pytest.raises(ValueError, match="holds no handle"):
        tvm_ffi.Function()(1)


def test_a_packed_function_refuses_keywords(testing: Any) -> None:
    with pytest.raises(TypeError, match="takes no keyword argument"):
        testing("echo")(x=1)


def test_missing_global_function_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"Cannot find global function no\.such"):
        tvm_ffi.get_global_func("no.such")
    assert tvm_ffi.get_global_func("no.such", allow_missing=True) is None


def test_registered_functions_are_found_and_removed() -> None:
    @tvm_ffi.register_global_func("test_function.twice")
    def twice(x: int) -> int:
        return 2 * x

    assert tvm_ffi.get_global_func("test_function.twice")(4) == 8
    with pytest.raises(RuntimeError, match="already registered"):
        tvm_ffi.register_global_func("test_function.twice", lambda: 0)
    tvm_ffi.register_global_func("test_function.twice", lambda: 0, override=True)
    tvm_ffi.remove_global_func("test_function.twice")
    tvm_ffi.remove_global_func("test_function.twice")
    assert tvm_ffi.get_global_func("test_function.twice", True) is None


def test_only_callables_and_names_can_be_registered() -> None:
    with pytest.raises(TypeError):
        tvm_ffi.register_global_func("test_function.number", 3)  # type: ignore[call-overload]
    with pytest.raises(ValueError):
        tvm_ffi.register_global_func(3, lambda: 0)  # type: ignore[call-overload]


def test_a_function_is_a_routine_that_binds_nothing(testing: Any) -> None:
    function = testing("add_one")
    owner = type("Owner", (), {"f": function})
    assert inspect.isroutine(function)
    assert owner.f is function
    assert owner().f(1) == 2


def test_a_function_tells_its_signature_from_metadata(testing: Any) -> None:
    assert str(inspect.signature(testing("add_one"))) == "(arg0: 'int', /) -> 'int'"
    assert str(inspect.signature(testing("echo"))) == "(*args)"


def test_name_and_doc_can_be_set(testing: Any) -> None:
    function = testing("add_one")
    assert function.__name__ == "add_one"
    function.__name__ = "other"
    function.__doc__ = "text"
    assert (function.__name__, function.__doc__) == ("other", "text")


def test_many_arguments_and_many_temporaries(testing: Any) -> None:
    values = [f"text number {i}" for i in range(50)]
    assert testing("apply")(lambda *a: list(a), *values) == values


def test_the_classes_of_functions_and_methods_describe_themselves(testing: Any) -> None:
    method = type(type(testing("make_unregistered_object")()).get_v1_plus_one)
    for cls in (tvm_ffi.Function, method):
        assert cls.__module__ == "tvm_ffi.core"
        assert isinstance(cls.__doc__, str) and cls.__doc__
        assert repr(cls) == f"<class 'tvm_ffi.core.{cls.__name__}'>"
    assert "tvm_ffi.core" in pydoc.render_doc(tvm_ffi.Function)


def test_what_the_user_sets_on_a_function_wins() -> None:
    function = tvm_ffi.get_global_func("testing.add_one")
    assert function.__module__ == "testing"
    function.__module__, function.__doc__ = "mine", "text"
    assert (function.__module__, function.__doc__) == ("mine", "text")
    assert tvm_ffi.get_global_func("testing.add_one").__module__ == "testing"


def test_text_signatures_tell_names_and_defaults(testing: Any) -> None:
    base, pair = tvm_ffi.testing.TestObjectBase, tvm_ffi.testing.TestIntPair
    assert testing("add_one").__text_signature__ == "(arg0, /)"
    assert testing("echo").__text_signature__ == "(*args)"
    assert base.add_i64.__text_signature__ == "($self, arg0, /)"
    assert pair.__init__.__text_signature__ == "($self, /, a, b)"
    assert pair.__text_signature__ == "(a, b)"
    assert base.__text_signature__ == "(v_i64=10, v_f64=10.0, v_str='hello')"
    assert tvm_ffi.Array.__text_signature__ is None
    assert str(inspect.signature(tvm_ffi.Array)).startswith("(input_list")


def test_public_methods_of_the_core_show_their_parameters() -> None:
    # Classes of which nobody makes instances by a call.
    unmade = {"CObject", "Object", "CContainerBase", "Function", "Tensor", "OpaquePyObject"}
    unmade |= {"FieldGetter", "FieldSetter"}
    core, without, seen = tvm_ffi.core, [], 0
    for name, cls in sorted(vars(core).items()):
        if name.startswith("_") or not isinstance(cls, type) or cls.__module__ != "tvm_ffi.core":
            continue
        members = [(f"{name}.{n}", getattr(cls, n)) for n in vars(cls) if not n.startswith("_")]
        members += [] if name in unmade else [(name, cls)]
        for path, member in members:
            if not callable(member):
                continue
            seen += 1
            try:
                inspect.signature(member)
            except (TypeError, ValueError):
                without.append(path)
    assert seen > 20 and without == []
    assert str(inspect.signature(tvm_ffi.Tensor.__dlpack__)) == (
        "(self, /, *, stream=None, max_version=None, dl_device=None, copy=None)"
    )
    assert str(inspect.signature(tvm_ffi.dtype)) == "(content)"
    assert tvm_ffi.Tensor.numel.__doc__ == "Return the number of elements."
