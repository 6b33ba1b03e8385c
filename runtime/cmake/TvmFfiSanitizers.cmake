# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_sanitize(target): instruments one target as TVM_FFI_SANITIZER says; nothing when it is empty.
function(tvm_ffi_sanitize target)
  if(TVM_FFI_SANITIZER STREQUAL "")
    return()
  elseif(TVM_FFI_SANITIZER STREQUAL "address")
    set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  elseif(TVM_FFI_SANITIZER STREQUAL "thread")
    set(flags -fsanitize=thread -fno-omit-frame-pointer)
  else()
    message(FATAL_ERROR "TVM_FFI_SANITIZER is '${TVM_FFI_SANITIZER}'; expected address, thread or nothing")
  endif()
  target_compile_options(${target} PRIVATE ${flags})
  target_link_options(${target} PRIVATE ${flags})
endfunction()
