# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Reads C++ sources with libclang and finds the names, defaults and docs of what they register.

Layer 2, build time only: libclang is an optional dependency and nothing at run time needs it.
"""
