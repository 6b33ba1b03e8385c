# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The functions that the library registered below `my_ffi_extension.`, as attributes."""

import tvm_ffi

from .base import _LIB as _LIB

tvm_ffi.init_ffi_api("my_ffi_extension", __name__)
