# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Properties of modules as an enumeration."""

from __future__ import annotations

from enum import IntEnum


class ModulePropertyMask(IntEnum):
    """Bits of Module.get_property_mask."""

    BINARY_SERIALIZABLE = 1
    RUNNABLE = 2
    COMPILATION_EXPORTABLE = 4
