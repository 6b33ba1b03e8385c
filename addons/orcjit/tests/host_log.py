# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The host's side of objects that tell when they begin and end."""

from __future__ import annotations

import ctypes

from toolchain import compile_object


class Log:
    """The numbers that objects wrote."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(compile_object("log.c", shared=True)), ctypes.RTLD_GLOBAL)
        self._library.orcjit_log_clear()

    def take(self) -> list[int]:
        """Return them, and begin anew."""
        size = self._library.orcjit_log_size()
        values = [self._library.orcjit_log_at(i) for i in range(size)]
        self._library.orcjit_log_clear()
        return values
