# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Generated files of the tree: one module per family, each with products(root) -> {path: text}."""
