# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_find_json(out): the folder with nlohmann/json.hpp. In this order: the variable TVM_FFI_JSON_INCLUDE_DIR, the
# copy among the sources in a wheel, the Python package nlohmann-json (which a wheel's build environment carries), the
# system.
set(TVM_FFI_JSON_INCLUDE_DIR "" CACHE PATH "Folder that holds nlohmann/json.hpp; empty: search")

function(tvm_ffi_find_json out)
  if(TVM_FFI_JSON_INCLUDE_DIR)
    set(${out} "${TVM_FFI_JSON_INCLUDE_DIR}" PARENT_SCOPE)
    return()
  endif()
  if(EXISTS "${TVM_FFI_SOURCE_ROOT}/3rdparty/nlohmann/json.hpp")
    set(${out} "${TVM_FFI_SOURCE_ROOT}/3rdparty" PARENT_SCOPE)
    return()
  endif()
  find_package(Python COMPONENTS Interpreter QUIET)
  if(Python_Interpreter_FOUND)
    execute_process(
      COMMAND "${Python_EXECUTABLE}" -c "import nlohmann_json; print(nlohmann_json.__path__[0])"
      OUTPUT_VARIABLE package OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(package AND EXISTS "${package}/include/nlohmann/json.hpp")
      set(${out} "${package}/include" PARENT_SCOPE)
      return()
    endif()
  endif()
  find_package(nlohmann_json QUIET)
  if(NOT nlohmann_json_FOUND)
    message(FATAL_ERROR "nlohmann/json.hpp was not found; install the package nlohmann-json3-dev, or run "
                        "pip install nlohmann-json, or set TVM_FFI_JSON_INCLUDE_DIR")
  endif()
  # Distributions name their folder twice.
  get_target_property(found nlohmann_json::nlohmann_json INTERFACE_INCLUDE_DIRECTORIES)
  list(GET found 0 found)
  set(${out} "${found}" PARENT_SCOPE)
endfunction()
