# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Installed into share/cmake/tvm_ffi of the Python environment: CMake looks there when the environment's bin folder is
# on PATH, so that find_package(tvm_ffi) needs no tvm_ffi_ROOT. Leads to the package in site-packages.
get_filename_component(_tvm_ffi_environment "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_tvm_ffi_candidates)
foreach(_tvm_ffi_site IN ITEMS "lib/python3*/site-packages" "lib64/python3*/site-packages" "lib/python3*/dist-packages"
                               "Lib/site-packages")
  file(GLOB _tvm_ffi_found "${_tvm_ffi_environment}/${_tvm_ffi_site}/tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake")
  list(APPEND _tvm_ffi_candidates ${_tvm_ffi_found})
endforeach()
if(_tvm_ffi_candidates)
  list(GET _tvm_ffi_candidates 0 _tvm_ffi_found)
  get_filename_component(tvm_ffi_DIR "${_tvm_ffi_found}" DIRECTORY)
  include("${_tvm_ffi_found}")
else()
  set(tvm_ffi_FOUND FALSE)
  set(tvm_ffi_NOT_FOUND_MESSAGE
      "the package apache-tvm-ffi is not in '${_tvm_ffi_environment}'; say where: -Dtvm_ffi_ROOT=$(tvm-ffi-config --cmakedir)")
endif()
unset(_tvm_ffi_environment)
unset(_tvm_ffi_site)
unset(_tvm_ffi_found)
unset(_tvm_ffi_candidates)
