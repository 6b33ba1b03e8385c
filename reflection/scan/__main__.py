# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Entry of ``python -m tvm_ffi.scan``."""

from .cli import main

raise SystemExit(main())
