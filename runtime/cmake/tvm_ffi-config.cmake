# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# find_package(tvm_ffi CONFIG): imported targets tvm_ffi_header, tvm_ffi_shared, tvm_ffi_testing and the same under
# tvm_ffi::. Every path is relative to this file, so the package may be moved; no interpreter is asked.
include_guard(GLOBAL)

get_filename_component(_tvm_ffi_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(tvm_ffi_INCLUDE_DIR "${_tvm_ffi_prefix}/include")
set(tvm_ffi_DLPACK_INCLUDE_DIR "${_tvm_ffi_prefix}/include")

add_library(tvm_ffi_header INTERFACE IMPORTED GLOBAL)
set_target_properties(tvm_ffi_header PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${tvm_ffi_INCLUDE_DIR}"
                                                INTERFACE_COMPILE_FEATURES cxx_std_17)
add_library(tvm_ffi::header ALIAS tvm_ffi_header)

foreach(_tvm_ffi_part IN ITEMS shared testing)
  set(_tvm_ffi_name tvm_ffi)
  if(_tvm_ffi_part STREQUAL "testing")
    set(_tvm_ffi_name tvm_ffi_testing)
  endif()
  set(_tvm_ffi_file
      "${_tvm_ffi_prefix}/lib/${CMAKE_SHARED_LIBRARY_PREFIX}${_tvm_ffi_name}${CMAKE_SHARED_LIBRARY_SUFFIX}")
  if(NOT EXISTS "${_tvm_ffi_file}")
    if(_tvm_ffi_part STREQUAL "shared")
      set(tvm_ffi_FOUND FALSE)
      set(tvm_ffi_NOT_FOUND_MESSAGE "the package folder has no '${_tvm_ffi_file}'; reinstall apache-tvm-ffi")
      return()
    endif()
    continue()
  endif()
  add_library(tvm_ffi_${_tvm_ffi_part} SHARED IMPORTED GLOBAL)
  set_target_properties(tvm_ffi_${_tvm_ffi_part} PROPERTIES IMPORTED_LOCATION "${_tvm_ffi_file}"
                                                            INTERFACE_LINK_LIBRARIES tvm_ffi_header)
  add_library(tvm_ffi::${_tvm_ffi_part} ALIAS tvm_ffi_${_tvm_ffi_part})
endforeach()
set(tvm_ffi_LIB_FILES "${_tvm_ffi_prefix}/lib/${CMAKE_SHARED_LIBRARY_PREFIX}tvm_ffi${CMAKE_SHARED_LIBRARY_SUFFIX}")
include("${CMAKE_CURRENT_LIST_DIR}/TvmFfiMetadata.cmake")
unset(_tvm_ffi_prefix)
unset(_tvm_ffi_part)
unset(_tvm_ffi_name)
unset(_tvm_ffi_file)
include("${CMAKE_CURRENT_LIST_DIR}/TvmFfiStubs.cmake")
