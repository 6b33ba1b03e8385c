# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_add_metadata(target): scan the target's C++ sources for the names, defaults and docs of what they
# register, and link what was found into the library as data. Each source is scanned by itself, again only when it or a
# header it includes changed. Without libclang the library builds all the same, with one notice; names then stay arg0.
# Call it when the target has its sources.
include_guard(GLOBAL)
cmake_policy(PUSH)
if(POLICY CMP0116)
  cmake_policy(SET CMP0116 NEW) # lists of dependencies hold absolute paths
endif()

# The tools lie beside this file in a checkout, or in the package folder that this file is installed into.
get_filename_component(_tvm_ffi_tools "${CMAKE_CURRENT_LIST_DIR}/../../reflection/scan" ABSOLUTE)
if(NOT EXISTS "${_tvm_ffi_tools}/__main__.py")
  get_filename_component(_tvm_ffi_tools "${CMAKE_CURRENT_LIST_DIR}/../../../scan" ABSOLUTE)
endif()
set_property(GLOBAL PROPERTY TVM_FFI_SCANNER "${_tvm_ffi_tools}")
unset(_tvm_ffi_tools)

function(tvm_ffi_add_metadata target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_add_metadata: there is no target '${target}'; add the library first")
  endif()
  _tvm_ffi_find_scanner(scanner)
  if(scanner)
    get_target_property(listed ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    foreach(source IN LISTS listed)
      if(source MATCHES "\\.(cc|cpp|cxx|C)$")
        get_filename_component(source "${source}" ABSOLUTE BASE_DIR "${folder}")
        _tvm_ffi_scan_file(${target} "${source}")
      endif()
    endforeach()
  endif()
endfunction()

# The command that runs the scanner, or nothing, with one notice, when it cannot run here.
function(_tvm_ffi_find_scanner out)
  get_property(known GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND SET)
  if(NOT known)
    get_property(tool GLOBAL PROPERTY TVM_FFI_SCANNER)
    if(NOT Python_EXECUTABLE)
      find_package(Python COMPONENTS Interpreter QUIET)
    endif()
    set(command)
    set(problem "no Python interpreter was found")
    if(Python_EXECUTABLE)
      execute_process(COMMAND "${Python_EXECUTABLE}" "${tool}" --probe
                      RESULT_VARIABLE status ERROR_VARIABLE problem OUTPUT_QUIET
                      ERROR_STRIP_TRAILING_WHITESPACE)
      if(status EQUAL 0)
        set(command "${Python_EXECUTABLE}" "${tool}")
      endif()
    endif()
    if(NOT command)
      message(STATUS "tvm_ffi: names and docs of the sources are left out, parameters are arg0, arg1: ${problem}")
    endif()
    set_property(GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND "${command}")
  endif()
  get_property(command GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND)
  set(${out} "${command}" PARENT_SCOPE)
endfunction()

# One fragment per source, joined into one source file of the library at the first of them.
function(_tvm_ffi_scan_file target source)
  get_property(scanner GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND)
  get_property(tool GLOBAL PROPERTY TVM_FFI_SCANNER)
  get_target_property(folder ${target} SOURCE_DIR)
  get_target_property(binary ${target} BINARY_DIR)
  file(RELATIVE_PATH name "${folder}" "${source}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  set(made "${binary}/${target}.metadata/${name}.json")
  get_target_property(fragments ${target} TVM_FFI_FRAGMENTS)
  if(fragments AND made IN_LIST fragments)
    return()
  endif()
  file(MAKE_DIRECTORY "${binary}/${target}.metadata")
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(defines "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(flags)
  get_target_property(standard ${target} CXX_STANDARD)
  if(standard)
    list(APPEND flags "-std=c++${standard}")
  endif()
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND flags "--target=${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  # Before 3.20 only Ninja reads a list of dependencies; Makefiles then follow the includes that CMake sees.
  set(follow DEPFILE "${made}.d")
  set(listed "${made}")
  if(CMAKE_VERSION VERSION_LESS 3.20)
    if(CMAKE_GENERATOR MATCHES "Ninja")
      file(RELATIVE_PATH listed "${CMAKE_BINARY_DIR}" "${made}")
    else()
      set(follow IMPLICIT_DEPENDS CXX "${source}")
    endif()
  endif()
  file(GLOB parts "${tool}/*.py")
  add_custom_command(
    OUTPUT "${made}"
    COMMAND ${scanner} "${source}" --root "${folder}" -o "${made}" --depfile "${made}.d" --depfile-target
            "${listed}" --compiler "${CMAKE_CXX_COMPILER}" --features "$<JOIN:$<TARGET_PROPERTY:${target},COMPILE_FEATURES>,$<COMMA>>" --
            ${flags} "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
            "$<$<BOOL:${defines}>:-D$<JOIN:${defines},;-D>>"
    DEPENDS "${source}" ${parts} ${follow}
    COMMENT "Scanning ${name} for names and docs"
    COMMAND_EXPAND_LISTS VERBATIM)
  set_property(TARGET ${target} APPEND PROPERTY TVM_FFI_FRAGMENTS "${made}")
  if(fragments)
    return()
  endif()
  set(joined "${binary}/${target}.metadata/fragment")
  add_custom_command(
    OUTPUT "${joined}.cc" "${joined}.json"
    COMMAND ${scanner} --merge "$<TARGET_PROPERTY:${target},TVM_FFI_FRAGMENTS>" -o "${joined}.json" --embed
            "${joined}.cc"
    DEPENDS "$<TARGET_PROPERTY:${target},TVM_FFI_FRAGMENTS>"
    COMMENT "Joining names and docs of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
  target_sources(${target} PRIVATE "${joined}.cc")
endfunction()
cmake_policy(POP)
