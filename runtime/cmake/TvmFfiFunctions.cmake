# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# What projects that use tvm-ffi may call, the same with find_package and with add_subdirectory.
include_guard(GLOBAL)

foreach(_tvm_ffi_part IN ITEMS Flags Stubs Configure Extension Embed Metadata)
  include("${CMAKE_CURRENT_LIST_DIR}/TvmFfi${_tvm_ffi_part}.cmake" OPTIONAL)
endforeach()
unset(_tvm_ffi_part)
