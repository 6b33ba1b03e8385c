# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Turn the reflection metadata of a library into typed packages and crates (layer 3).

load -> records -> model -> passes -> target model -> templates -> FileMap -> disk. Every stage is a
folder; only `load` meets a library, only `emit/writer.py` meets the disk, only `cli.py` prints.
"""

from __future__ import annotations

from .packed import unpacked

__version__ = "0.1.16"
__path__.extend(unpacked())
