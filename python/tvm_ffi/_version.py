# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Version of the package; that of the library's headers."""

from __future__ import annotations

__version__ = "0.1.16"
__version_tuple__ = (0, 1, 16)
