# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of the testing library."""

from __future__ import annotations

import testing

pair = testing.TestIntPair(1, 2)
total: int = pair.sum()
auto = testing.TestCxxAutoInit(1, c=3)
auto = testing.TestCxxAutoInit(1, 2, c=3)
auto.b = 4
child: testing.TestCxxAutoInitParent = testing.TestCxxAutoInitChild(1, 2, child_kw_only=3)
level: testing.TestCxxIntEnum = testing.TestCxxIntEnum.get(1)
one: int = testing.add_one(1)
maybe: int | None = testing.schema_id_opt_int(None)
