# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Enumerations that Python defines: entries, look-up, payloads, attributes, copies."""

import copy
import pickle
from typing import Any, ClassVar

import pytest
import tvm_ffi
from tvm_ffi import Object, core
from tvm_ffi.dataclasses import Enum, IntEnum, StrEnum, auto, entry, py_class
from tvm_ffi.serialization import to_json_graph_str


class Op(Enum, type_key="tests.enum.Op"):
    arity: int
    infix: bool = False
    Add = entry(arity=2, infix=True)
    Neg = entry(1)

    def call(self) -> str:
        return f"{self.name}/{self.arity}"


class Level(IntEnum, type_key="tests.enum.Level"):
    Low = 1
    Mid = 5
    High = entry(value=10)


class Sign(StrEnum, type_key="tests.enum.Sign"):
    Plus = "+"
    Minus = "-"


def test_entries_have_numbers_names_and_fields_of_their_own() -> None:
    assert repr(Op.Add) == "tests.enum.Op.Add" and Op.Neg.call() == "Neg/1"
    assert (Op.Add._int_index, Op.Neg._str_index, Op.Add.infix) == (0, "Neg", True)
    assert list(Op) == [Op.Add, Op.Neg] == list(Op.all_entries()) and len(Op) == 2
    assert Op.Add in Op and 3 not in Op and isinstance(Op.Add, Op)
    with pytest.raises(AttributeError, match="has no setter"):
        Op.Add.arity = 3


def test_entries_are_found_by_number_name_and_entry() -> None:
    assert Op.get(1) is Op.Neg and Op.get("Add") is Op.Add
    assert Op(0) is Op.Add and Op("Neg") is Op.Neg and Op(Op.Add) is Op.Add
    for look, error, message in (
        (lambda: Op.get(5), KeyError, "5"),
        (lambda: Op.get(1.5), TypeError, "enum index must be int or str, got float"),
        (lambda: Op.get(2**70), OverflowError, "is outside int64"),
        (lambda: Op(9), ValueError, "9 is not a valid Op"),
        (lambda: Op("zz"), ValueError, "'zz' is not a valid Op"),
        (lambda: Op["Add"], TypeError, "not subscriptable"),
    ):
        with pytest.raises(error, match=message):
            look()


def test_payload_entries_are_their_payloads() -> None:
    assert Level.Low == 1 and Level.Mid == 5 and Level.Low != Level.Mid
    assert {1: "one"}[Level.Low] == "one" and str(Level.High) == "10" and Level.High.value == 10
    assert repr(Level.Low) == "Level.Low" and Level(5) is Level.Mid and Level("Low") is Level.Low
    assert Sign.Plus == "+" and Sign("-") is Sign.Minus and f"{Sign.Plus}" == "+"
    assert hash(Sign.Plus) == hash("+")
    with pytest.raises(ValueError, match="7 is not a valid Level"):
        Level(7)


@pytest.mark.parametrize(
    ("base", "body", "message"),
    [
        (IntEnum, {"A": "x"}, "E.A value must be int"),
        (IntEnum, {"A": True}, "E.A value must be int"),
        (StrEnum, {"A": 3}, "E.A value must be str"),
        (IntEnum, {"A": auto()}, "E.A requires a int value"),
        (IntEnum, {"__annotations__": {"value": int}, "A": 1}, "reserves `value`"),
        (Enum, {"__annotations__": {"n": int}, "A": entry()}, "missing required argument: 'n'"),
        (Enum, {"A": entry(n=3)}, "got an unexpected keyword argument 'n'"),
    ],
)
def test_a_wrong_declaration_is_refused(base, body, message, request) -> None:
    key = f"tests.enum.wrong.{request.node.callspec.indices}"
    with pytest.raises(TypeError, match=message):
        type(base)(
            "E", (base,), {"__module__": __name__, "__qualname__": "E", **body}, type_key=key
        )


@py_class
class Task(Object):
    level: Level
    sign: Sign = Sign.Plus


def test_fields_take_entries_and_payloads_but_not_names() -> None:
    task = Task(1, "-")
    assert task.level is Level.Low and task.sign is Sign.Minus
    task.level = 10
    assert task.level == Level.High
    for wrong in (7, "Low", True):
        with pytest.raises(TypeError, match=r"expected tests\.enum\.Level, got"):
            Task(wrong)
    with pytest.raises(TypeError, match=r"expected tests\.enum\.Level, got int"):
        task.level = 99
    schema = core.TypeSchema.from_annotation(Level)
    assert core._to_py_class_value(schema.convert(5)) is Level.Mid


def test_entries_stay_the_same_objects_through_copies_and_pickles() -> None:
    for made in (copy.copy(Op.Add), copy.deepcopy(Op.Add), pickle.loads(pickle.dumps(Op.Add))):
        assert made.same_as(Op.Add)
    assert copy.deepcopy(Task(1)).level.same_as(Level.Low)
    assert pickle.loads(pickle.dumps(Task(5))).level.same_as(Level.Mid)
    assert '{"type":"tests.enum.Op","data":"Add"}' in to_json_graph_str(Op.Add)
    assert tvm_ffi.structural_equal(Op.Add, Op.Add)
    assert not tvm_ffi.structural_equal(Op.Add, Op.Neg)


def test_attributes_are_kept_beside_the_entries() -> None:
    code = Op.def_attr("code", default=7)
    cost = Op.def_attr("cost")
    assert code[Op.Add] == 7 and Op.Add not in code and "code" not in Op.attr_dict
    code[Op.Add] = 5
    assert code[Op.Add] == 5 and Op.Add in code
    assert cost.get(Op.Add) is None and cost.get(Op.Add, 3) == 3 and cost.name == "cost"
    with pytest.raises(KeyError, match="has no extensible attribute 'cost'"):
        cost[Op.Add]
    with pytest.raises(TypeError, match="expected Op, got str"):
        cost["Add"]
    assert 3 not in cost


def test_names_of_native_entries_are_bound_and_new_ones_added() -> None:
    class Variant(Enum, type_key="testing.TestEnumVariant"):
        Alpha: ClassVar[Any]
        Gamma = entry()

    assert Variant.Alpha.same_as(tvm_ffi.get_global_func("testing.enum_variant_get")("Alpha"))
    assert [item.name for item in Variant] == ["Alpha", "Beta", "Gamma"]
    assert Variant.def_attr("code")[Variant.Alpha] == 10
    with pytest.raises(RuntimeError, match="has no enum at string index 'Nope'"):

        class Wrong(Enum, type_key="testing.TestEnumVariant"):
            Nope: ClassVar[Any]
