# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Helpers for packages built on tvm_ffi."""

from __future__ import annotations

from .lockfile import FileLock

__all__ = ["FileLock"]
