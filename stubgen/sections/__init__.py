# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The export that a library file carries: read from the bytes, of any architecture, and stored.

Pure Python over bounded reads: nothing of the file is run, mapped or trusted. `payload` is the
content of the section, `elf`, `macho` and `pe` find it, `store` puts it there.
"""

from __future__ import annotations

from .find import Found, NotALibrary, read
from .payload import Damaged

__all__ = ["Damaged", "Found", "NotALibrary", "read"]
