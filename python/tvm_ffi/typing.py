# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Types that annotations of generated packages name; nothing here exists for its run-time value."""

from __future__ import annotations

from typing import Protocol

__all__ = ["SupportsDLPack"]


class SupportsDLPack(Protocol):
    """A tensor of any framework: what a tensor parameter accepts beside ``tvm_ffi.Tensor``."""

    def __dlpack__(self) -> object:
        """Return a capsule with a managed tensor."""
        ...

    def __dlpack_device__(self) -> tuple[int, int]:
        """Return the device type and number."""
        ...
