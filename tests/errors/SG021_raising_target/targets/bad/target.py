# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A target of a user whose code cannot be imported."""

import no_such_module_anywhere  # type: ignore[import-not-found]  # noqa: F401
