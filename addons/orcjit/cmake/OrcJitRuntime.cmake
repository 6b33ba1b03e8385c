# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Finds the runtime: the package of an installed tvm_ffi, or, in a checkout, its build tree (TVM_FFI_BUILD_DIR).
if(TVM_FFI_BUILD_DIR)
  get_filename_component(_source "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
  add_library(tvm_ffi_header INTERFACE)
  target_include_directories(tvm_ffi_header INTERFACE "${_source}/runtime/include" "${_source}/reflection/include")
  add_library(tvm_ffi_shared SHARED IMPORTED)
  set_target_properties(tvm_ffi_shared PROPERTIES IMPORTED_LOCATION "${TVM_FFI_BUILD_DIR}/lib/libtvm_ffi.so")
else()
  if(NOT tvm_ffi_ROOT)
    find_package(Python COMPONENTS Interpreter REQUIRED)
    execute_process(
      COMMAND "${Python_EXECUTABLE}" -m tvm_ffi.config --cmakedir
      OUTPUT_STRIP_TRAILING_WHITESPACE OUTPUT_VARIABLE tvm_ffi_ROOT)
  endif()
  find_package(tvm_ffi CONFIG REQUIRED)
endif()
