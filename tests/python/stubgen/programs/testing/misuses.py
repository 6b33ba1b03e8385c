# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses of the testing library; each marked line, and no other, is an error."""

from __future__ import annotations

import testing

pair = testing.TestIntPair(1, 2)
pair.a = 3  # error
testing.TestCxxAutoInit(1)  # error
testing.TestCxxAutoInit(1, 2, 3)  # error
testing.TestCxxAutoInit(1, b=2, c=3)  # error
testing.SchemaAllTypes()  # error
testing.add_one("1")  # error
testing.schema_id_opt_int("1")  # error
