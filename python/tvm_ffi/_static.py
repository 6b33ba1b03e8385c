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
else:
    # Plain functions: annotations would name what is not there.

    def overload(function):  # noqa: ANN001, ANN202
        return function

    def cast(_type, value):  # noqa: ANN001, ANN202
        return value
