# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_add_metadata(target [EMBED]): scan the target's C++ sources for the names, defaults and docs of what they
# register, and link what was found into the library as data. Each source is scanned by itself, again only when it or a
# header it includes changed. Without libclang the library builds all the same, with one notice; names then stay arg0.
# Call it when the target has its sources. EMBED: after each link, load the library once and store its export in the
# file, so that generators need not load it; what sources and registration disagree on is told then.
#
# tvm_ffi_add_reflection(target HEADERS a.h b.h ...): write the registration of everything in the headers that is marked
# with TVM_FFI_REFLECT (tvm/ffi/reflect.h), compile it into the target, and link names, docs and places as above. This
# one needs libclang.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/TvmFfiStubs.cmake")
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
  cmake_parse_arguments(arg "EMBED" "" "" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tvm_ffi_add_metadata(${target}): '${arg_UNPARSED_ARGUMENTS}' is unknown; expected EMBED")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_add_metadata: there is no target '${target}'; add the library first")
  endif()
  get_target_property(folder ${target} SOURCE_DIR)
  get_target_property(defined ${target} COMPILE_DEFINITIONS)
  if(NOT defined MATCHES "TVM_FFI_SOURCE_ROOT=")
    # Places that the sources tell (refl::here) are told like those that the scanner finds.
    target_compile_definitions(${target} PRIVATE "TVM_FFI_SOURCE_ROOT=\"${folder}\"")
  endif()
  _tvm_ffi_find_scanner(scanner)
  if(scanner)
    get_target_property(listed ${target} SOURCES)
    foreach(source IN LISTS listed)
      # What the scanner itself writes is known already.
      if(source MATCHES "\\.(cc|cpp|cxx|C)$" AND NOT source MATCHES "\\.metadata/(registration|fragment)\\.cc$")
        get_filename_component(source "${source}" ABSOLUTE BASE_DIR "${folder}")
        _tvm_ffi_scan_file(${target} "${source}")
      endif()
    endforeach()
  endif()
  if(arg_EMBED)
    _tvm_ffi_embed(${target})
  endif()
endfunction()

function(_tvm_ffi_embed target)
  if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    message(STATUS "tvm_ffi: '${target}' cannot be loaded here and carries no export; "
                   "on its own machine run tvm-ffi-stubgen --embed")
    return()
  endif()
  tvm_ffi_stubgen_command(stubgen)
  set(runtime)
  if(TARGET tvm_ffi_shared)
    set(runtime "${CMAKE_COMMAND}" -E env "TVM_FFI_LIBRARY=$<TARGET_FILE:tvm_ffi_shared>")
  endif()
  get_target_property(binary ${target} BINARY_DIR)
  set(export "${binary}/${target}.metadata/export.json")
  set(compare)
  get_target_property(fragments ${target} TVM_FFI_FRAGMENTS)
  get_property(scanner GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND)
  if(fragments AND scanner)
    set(compare COMMAND ${scanner} --merge "${binary}/${target}.metadata/fragment.json" --compare "${export}")
  endif()
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${runtime} ${stubgen} --embed "$<TARGET_FILE:${target}>" -o "${export}" ${compare}
    COMMENT "Storing the export of ${target} in its file"
    VERBATIM)
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

# The words that read files under the target's flags: scanner, language standard, include folders, definitions.
macro(_tvm_ffi_scan_words target)
  get_property(scanner GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND)
  get_property(tool GLOBAL PROPERTY TVM_FFI_SCANNER)
  get_target_property(folder ${target} SOURCE_DIR)
  get_target_property(binary ${target} BINARY_DIR)
  file(GLOB parts "${tool}/*.py")
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(defines "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(setup --root "${folder}" --compiler "${CMAKE_CXX_COMPILER}" --features
            "$<JOIN:$<TARGET_PROPERTY:${target},COMPILE_FEATURES>,$<COMMA>>")
  set(flags)
  get_target_property(standard ${target} CXX_STANDARD)
  if(standard)
    list(APPEND flags "-std=c++${standard}")
  endif()
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND flags "--target=${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  file(MAKE_DIRECTORY "${binary}/${target}.metadata")
endmacro()

# How a command says what it read: a list, by absolute paths. Before 3.20 Ninja wants the output as it names it, and
# Makefiles follow the includes that CMake sees in the file ARGN instead.
macro(_tvm_ffi_follow made)
  set(follow DEPFILE "${made}.d")
  set(listed "${made}")
  if(CMAKE_VERSION VERSION_LESS 3.20)
    if(CMAKE_GENERATOR MATCHES "Ninja")
      file(RELATIVE_PATH listed "${CMAKE_BINARY_DIR}" "${made}")
    else()
      set(follow)
      foreach(file ${ARGN})
        list(APPEND follow IMPLICIT_DEPENDS CXX "${file}")
      endforeach()
    endif()
  endif()
endmacro()

function(_tvm_ffi_scan_file target source)
  _tvm_ffi_scan_words(${target})
  file(RELATIVE_PATH name "${folder}" "${source}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  set(made "${binary}/${target}.metadata/${name}.json")
  get_target_property(fragments ${target} TVM_FFI_FRAGMENTS)
  if(fragments AND made IN_LIST fragments)
    return()
  endif()
  _tvm_ffi_follow("${made}" "${source}")
  add_custom_command(
    OUTPUT "${made}"
    COMMAND ${scanner} "${source}" ${setup} -o "${made}" --depfile "${made}.d" --depfile-target "${listed}" -- ${flags}
            "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>" "$<$<BOOL:${defines}>:-D$<JOIN:${defines},;-D>>"
    DEPENDS "${source}" ${parts} ${follow}
    COMMENT "Scanning ${name} for names and docs"
    COMMAND_EXPAND_LISTS VERBATIM)
  _tvm_ffi_join_fragment(${target} "${made}")
endfunction()

# Adds a fragment to those of the target; all are joined into one source file of the library.
function(_tvm_ffi_join_fragment target made)
  get_target_property(fragments ${target} TVM_FFI_FRAGMENTS)
  set_property(TARGET ${target} APPEND PROPERTY TVM_FFI_FRAGMENTS "${made}")
  if(fragments)
    return()
  endif()
  get_property(scanner GLOBAL PROPERTY TVM_FFI_SCANNER_COMMAND)
  get_target_property(binary ${target} BINARY_DIR)
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

function(tvm_ffi_add_reflection target)
  cmake_parse_arguments(arg "" "" "HEADERS" ${ARGN})
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_add_reflection: there is no target '${target}'; add the library first")
  endif()
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_HEADERS)
    message(FATAL_ERROR "tvm_ffi_add_reflection(${target}): expected HEADERS and at least one header, "
                        "not '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  _tvm_ffi_find_scanner(found)
  if(NOT found)
    message(FATAL_ERROR "tvm_ffi_add_reflection(${target}): the registration cannot be written without libclang; "
                        "run: pip install libclang")
  endif()
  _tvm_ffi_scan_words(${target})
  set(headers)
  foreach(header IN LISTS arg_HEADERS)
    get_filename_component(header "${header}" ABSOLUTE)
    list(APPEND headers "${header}")
  endforeach()
  set(made "${binary}/${target}.metadata/registration")
  get_target_property(before ${target} TVM_FFI_REGISTRATION)
  if(before)
    message(FATAL_ERROR "tvm_ffi_add_reflection(${target}): call it once, with all headers")
  endif()
  set_property(TARGET ${target} PROPERTY TVM_FFI_REGISTRATION "${made}.cc")
  _tvm_ffi_follow("${made}.cc" ${headers})
  add_custom_command(
    OUTPUT "${made}.cc" "${made}.json"
    COMMAND ${scanner} ${headers} ${setup} --reflect "${made}.cc" -o "${made}.json" --depfile "${made}.cc.d"
            --depfile-target "${listed}" -- ${flags} "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
            "$<$<BOOL:${defines}>:-D$<JOIN:${defines},;-D>>"
    DEPENDS ${headers} ${parts} ${follow}
    COMMENT "Writing the registration of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
  target_sources(${target} PRIVATE "${made}.cc")
  _tvm_ffi_join_fragment(${target} "${made}.json")
endfunction()
cmake_policy(POP)
