# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_add_metadata(target): scan the target's C++ sources for the names, defaults and docs of what they register,
# and link what was found into the library. Re-scans only when a source or a header it includes changed. Without
# libclang the library builds all the same, with one notice; names then stay arg0, arg1, …
function(tvm_ffi_add_metadata target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_add_metadata: there is no target '${target}'; add the library first")
  endif()
  if(NOT Python_EXECUTABLE)
    find_package(Python COMPONENTS Interpreter)
  endif()
  set(scan "${Python_EXECUTABLE}" -m tvm_ffi.scan)
  if(TVM_FFI_SCAN_PYTHONPATH)
    set(scan "${CMAKE_COMMAND}" -E env "PYTHONPATH=${TVM_FFI_SCAN_PYTHONPATH}" ${scan})
  endif()
  execute_process(COMMAND "${Python_EXECUTABLE}" -c "import clang.cindex" RESULT_VARIABLE missing
                  OUTPUT_QUIET ERROR_QUIET)
  if(missing)
    message(STATUS "tvm_ffi_add_metadata: libclang is not installed (pip install libclang); "
                   "'${target}' keeps parameter names arg0, arg1")
    return()
  endif()

  get_target_property(listed ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  set(sources)
  foreach(source IN LISTS listed)
    if(source MATCHES "\\.(cc|cpp|cxx|C)$")
      get_filename_component(source "${source}" ABSOLUTE BASE_DIR "${folder}")
      list(APPEND sources "${source}")
    endif()
  endforeach()
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(defines "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(made "${CMAKE_CURRENT_BINARY_DIR}/${target}.fragment.cc")
  add_custom_command(
    OUTPUT "${made}"
    COMMAND ${scan} ${sources} --root "${folder}" -o "${CMAKE_CURRENT_BINARY_DIR}/${target}.fragment.json" --embed
            "${made}" --depfile "${made}.d" -- "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
            "$<$<BOOL:${defines}>:-D$<JOIN:${defines},;-D>>"
    DEPENDS ${sources}
    DEPFILE "${made}.d"
    COMMENT "Scanning ${target} for names and docs"
    COMMAND_EXPAND_LISTS VERBATIM)
  target_sources(${target} PRIVATE "${made}")
endfunction()
