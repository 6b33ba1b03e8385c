# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# The targets that the core needs when it is built alone: the libraries come from another build.
set(TVM_FFI_LIBRARY_DIR "" CACHE PATH "Folder of a built libtvm_ffi and libtvm_ffi_testing")
set(TVM_FFI_SANITIZER "" CACHE STRING "Empty, address (with undefined) or thread")
set(root "${CMAKE_CURRENT_LIST_DIR}/../../..")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(TVM_FFI_CCACHE ccache)
if(TVM_FFI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TVM_FFI_CCACHE}")
endif()
list(APPEND CMAKE_MODULE_PATH "${root}/runtime/cmake")
include(TvmFfiWarnings)
include(TvmFfiSanitizers)

foreach(name tvm_ffi tvm_ffi_testing)
  find_library(${name}_file ${name} PATHS "${TVM_FFI_LIBRARY_DIR}" NO_DEFAULT_PATH)
endforeach()
if(NOT tvm_ffi_file)
  message(FATAL_ERROR "no libtvm_ffi in TVM_FFI_LIBRARY_DIR (${TVM_FFI_LIBRARY_DIR})")
endif()
add_library(tvm_ffi_shared SHARED IMPORTED)
set_target_properties(tvm_ffi_shared PROPERTIES
  IMPORTED_LOCATION "${tvm_ffi_file}"
  INTERFACE_INCLUDE_DIRECTORIES "${root}/runtime/include")
if(tvm_ffi_testing_file)
  add_library(tvm_ffi_testing SHARED IMPORTED)
  set_target_properties(tvm_ffi_testing PROPERTIES IMPORTED_LOCATION "${tvm_ffi_testing_file}")
endif()
