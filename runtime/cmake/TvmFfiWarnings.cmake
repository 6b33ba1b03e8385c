# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_warnings(target): the project's own warning level; errors only when TVM_FFI_WERROR is on.
function(tvm_ffi_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /bigobj)
    return()
  endif()
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
  if(TVM_FFI_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
