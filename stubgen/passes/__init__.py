# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Package -> Package, one transformation a file, in this order: select, resolve, order, overloads,
names.
"""
