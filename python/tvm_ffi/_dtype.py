# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Element types, written as text: `dtype("int32")`, `dtype("float8_e4m3fnx4")`."""

from __future__ import annotations

import builtins

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._dtype_code import DataTypeCode as DataTypeCode

_INT, _UINT, _FLOAT, _HANDLE, _BFLOAT, _BOOL = 0, 1, 2, 3, 4, 6

_TEXTS = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "bfloat16"),
    *("float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz"),
    *("float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu"),
    *("float6_e2m3fn", "float6_e3m2fn", "float4_e2m1fn", "float4_e2m1fnx2"),
)


class dtype(core._DTypeBase):
    """Element type as text; equality and hash are those of the text."""

    __slots__ = ()

    # numpy.dtype -> text.
    _NUMPY_DTYPE_TO_STR: ClassVar[dict[Any, str]]

    def __repr__(self) -> str:
        """Return `dtype('...')`."""
        return f"dtype({str(self)!r})"

    def __str__(self) -> str:
        """Return the text as plain str."""
        return str.__str__(self)

    def __reduce__(self) -> tuple[type, tuple[str]]:
        """Pickle as the text."""
        return (type(self), (str(self),))

    @staticmethod
    def from_dlpack_data_type(dltype_data_type: tuple[int, int, int]) -> dtype:
        """Return the element type of a (code, bits, lanes) tuple."""
        code, bits, lanes = dltype_data_type
        return core._dtype_from_fields(code, bits, lanes)

    @staticmethod
    def is_dtype(obj: object) -> builtins.bool:
        """Return whether a value is an element type or the text of one."""
        try:
            dtype(obj)
        except ValueError:
            return False
        return True

    @property
    def type_code(self) -> int:
        """Kind of element by DLPack's numbers."""
        return self._fields[0]

    @property
    def bits(self) -> int:
        """Bits of one lane."""
        return self._fields[1]

    @property
    def lanes(self) -> int:
        """Number of lanes."""
        return self._fields[2]

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        _, bits, lanes = self._fields
        if lanes >= 1 << 15:
            raise ValueError("Cannot determine itemsize for scalable vector types")
        return (bits * lanes + 7) // 8

    @property
    def is_bool(self) -> builtins.bool:
        """Whether elements are booleans."""
        return self.type_code == _BOOL

    @property
    def is_integer(self) -> builtins.bool:
        """Whether elements are integers."""
        return self.type_code in (_INT, _UINT)

    @property
    def is_float(self) -> builtins.bool:
        """Whether elements are floating-point numbers of any format."""
        return self.type_code in (_FLOAT, _BFLOAT) or self.type_code >= 7

    @property
    def is_handle(self) -> builtins.bool:
        """Whether elements are addresses."""
        return self.type_code == _HANDLE

    def with_lanes(self, lanes: int) -> dtype:
        """Return the same element with another number of lanes; zero and one give a scalar."""
        if -(2**15) <= lanes < 0:
            raise ValueError(f"a number of lanes cannot be negative, got {lanes}")
        code, bits, _ = self._fields
        return core._dtype_from_fields(code, bits, 1 if lanes == 0 else lanes)


core._set_class_dtype(dtype)


class _NumpyTable(dict["Any", str]):
    """numpy's element types and their texts, read when first looked at: numpy is not imported here.

    Those of ml_dtypes come when that is loaded.
    """

    def _fill(self) -> None:
        import sys

        import numpy

        if not super().__len__():
            for text in _TEXTS[:12]:
                self[numpy.dtype(text)] = text
        extra = sys.modules.get("ml_dtypes")
        if extra is not None:
            for text in _TEXTS[12:-1]:
                if hasattr(extra, text):
                    self[numpy.dtype(getattr(extra, text))] = text

    def __missing__(self, key: Any) -> str:
        if not super().__contains__(key):
            self._fill()
        if not super().__contains__(key):
            raise KeyError(key)
        text: str = super().__getitem__(key)
        return text

    def get(self, key: Any, default: Any = None) -> Any:
        self._fill()
        return super().get(key, default)

    def __contains__(self, key: object) -> builtins.bool:
        self._fill()
        return super().__contains__(key)

    def __iter__(self) -> Any:
        self._fill()
        return super().__iter__()

    def __len__(self) -> int:
        self._fill()
        return super().__len__()

    def items(self) -> Any:
        self._fill()
        return super().items()

    def keys(self) -> Any:
        self._fill()
        return super().keys()


dtype._NUMPY_DTYPE_TO_STR = _NumpyTable()


# The core calls it by name.
def _text_of_framework_dtype(value: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    """Return the text of a torch or numpy element type; ValueError when it has none here."""
    import sys

    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.dtype):
        text = str(value).rpartition(".")[2]
        if text in _TEXTS:
            return text
        if text == "float4_e2m1fn_x2":
            return "float4_e2m1fnx2"
        raise ValueError(f"Unsupported torch dtype: {value}")
    found = dtype._NUMPY_DTYPE_TO_STR.get(value)
    if found is None:
        raise ValueError(f"Unsupported numpy or ml_dtypes dtype: {value}")
    return found


def __getattr__(name: str) -> Any:
    """Import the enumeration of element kinds on first use."""
    if name == "DataTypeCode":
        from ._dtype_code import DataTypeCode

        return DataTypeCode
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


bool = dtype("bool")
int8 = dtype("int8")
int16 = dtype("int16")
int32 = dtype("int32")
int64 = dtype("int64")
uint8 = dtype("uint8")
uint16 = dtype("uint16")
uint32 = dtype("uint32")
uint64 = dtype("uint64")
float16 = dtype("float16")
float32 = dtype("float32")
float64 = dtype("float64")
bfloat16 = dtype("bfloat16")
float8_e3m4 = dtype("float8_e3m4")
float8_e4m3 = dtype("float8_e4m3")
float8_e4m3b11fnuz = dtype("float8_e4m3b11fnuz")
float8_e4m3fn = dtype("float8_e4m3fn")
float8_e4m3fnuz = dtype("float8_e4m3fnuz")
float8_e5m2 = dtype("float8_e5m2")
float8_e5m2fnuz = dtype("float8_e5m2fnuz")
float8_e8m0fnu = dtype("float8_e8m0fnu")
float6_e2m3fn = dtype("float6_e2m3fn")
float6_e3m2fn = dtype("float6_e3m2fn")
float4_e2m1fn = dtype("float4_e2m1fn")
float4_e2m1fnx2 = dtype("float4_e2m1fnx2")
float4_e2m1fn_x2 = dtype("float4_e2m1fnx2")

__all__ = [
    "bfloat16",
    "bool",
    "float4_e2m1fn",
    "float4_e2m1fn_x2",
    "float4_e2m1fnx2",
    "float6_e2m3fn",
    "float6_e3m2fn",
    "float8_e3m4",
    "float8_e4m3",
    "float8_e4m3b11fnuz",
    "float8_e4m3fn",
    "float8_e4m3fnuz",
    "float8_e5m2",
    "float8_e5m2fnuz",
    "float8_e8m0fnu",
    "float16",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]
