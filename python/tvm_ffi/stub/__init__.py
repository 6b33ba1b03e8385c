# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Former place of the stub generator; it lives in `tvm_ffi.stubgen`."""

from __future__ import annotations
