# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Marks for type checkers that do nothing when the program runs.

Importing typing costs twice as much as the whole of this package without it, so the modules that
every `import tvm_ffi` loads set `TYPE_CHECKING = False` themselves, which checkers take for true,
and have their marks from here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import cast as cast
    from typing import overload as overload

    from ._type_info import TypeInfo
else:
    # Plain functions: annotations would name what is not there.

    def overload(function):  # noqa: ANN001, ANN202
        return function

    def cast(_type, value):  # noqa: ANN001, ANN202
        return value


class TypeInfoOf:
    """Attribute `__tvm_ffi_type_info__` of a class that every import makes: read when asked for."""

    __slots__ = ("type_index",)

    def __init__(self, type_index: int) -> None:
        """Name the type."""
        self.type_index = type_index

    def __get__(self, instance: object, owner: type | None = None) -> TypeInfo:
        """Return the record of the type."""
        from ._type_info import info_of_index

        return info_of_index(self.type_index)
