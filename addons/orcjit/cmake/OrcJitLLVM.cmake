# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# The engine 'orc', when there is an LLVM from 14 to 19.
message(STATUS "tvm_ffi_orcjit: without LLVM")
