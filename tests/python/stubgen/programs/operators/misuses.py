# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses of operators; each marked line, and no other, is an error."""

from __future__ import annotations

import operators as op

a = op.Vec([1])
print(a["x"])  # error
print(a + 1)  # error
print(a < 1)  # error
print(a("x"))  # error
print(a - a)  # error
op.Base().who(True)  # error
op.Derived().who("x")  # error
op.import_(from_=1)  # error
text: str = len(a)  # error
print(op.Names(1).next.weight)  # error
op.Names.of_self(self=1)  # error
op.Word.lambda_ = 3  # error
op.LIB.class_("x")  # error
