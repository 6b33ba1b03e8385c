# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses of the packaging example; each marked line is an error.

No other line is one, for either checker.
"""

from __future__ import annotations

import my_ffi_extension as ext

pair = ext.IntPair(1, 2)
ext.IntPair(1)  # error
ext.IntPair(1, 2, 3)  # error
ext.IntPair("1", 2)  # error
ext.IntPair(1, c=2)  # error
pair.b = 3  # error
pair.a = "x"  # error
pair.missing()  # error
pair.sum(1)  # error
ext.IntPair.static_get_second(3)  # error
ext.raise_error(1)  # error
ext.raise_error()  # error
ext.add_one(1, 2)  # error
ext.LIB.add_one()  # error
unknown = ext.nothing  # error
wrong: str = pair.sum()  # error


class Sub(ext.IntPair):  # error
    """The class is final."""
