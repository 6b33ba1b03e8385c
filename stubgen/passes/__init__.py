# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Package -> Package, one transformation a file.

In this order: select, resolve, modules, order, overloads, names.
"""
