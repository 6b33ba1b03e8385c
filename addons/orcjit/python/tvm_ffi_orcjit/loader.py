# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The simplest way in: load objects one after the other into one library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .session import ExecutionSession, default_session

if TYPE_CHECKING:
    from tvm_ffi import Function

    from ._inputs import ObjectInputs


class ObjectLoader:
    """Loads objects incrementally; functions of earlier ones stay usable."""

    __slots__ = ("_library",)

    def __init__(self, session: ExecutionSession | None = None) -> None:
        """Make an empty library in a session (default: the one of the process)."""
        self._library = (default_session() if session is None else session).create_library()

    def load(self, path: ObjectInputs) -> None:
        """Load an object file or an archive (a path or bytes, or several).

        It may use what was loaded before. When it cannot be loaded, nothing has changed.
        """
        self._library.load(path)

    def get_function(self, name: str) -> Function:
        """Return a function of any object loaded so far; AttributeError when there is none."""
        return self._library.get_function(name)

    def __getitem__(self, name: str) -> Function:
        """Return a function of any object loaded so far."""
        return self.get_function(name)
