# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# The stub generator in a build: tvm_ffi_generate writes packages and crates from a library after its link, and
# tvm_ffi_configure_stubs is the STUB_* half of tvm_ffi_configure_target, which fills marker files in the source tree.
# Set TVM_FFI_STUBGEN_PYTHONPATH to run a generator that is not installed.
include_guard(GLOBAL)
cmake_policy(PUSH)
if(POLICY CMP0116)
  cmake_policy(SET CMP0116 NEW) # the depfile below holds absolute paths, which CMake makes fit the build
endif()

# tvm_ffi_stubgen_command(variable): the words that start the generator.
function(tvm_ffi_stubgen_command variable)
  if(NOT Python_EXECUTABLE)
    find_package(Python COMPONENTS Interpreter REQUIRED)
  endif()
  set(command "${Python_EXECUTABLE}" -m tvm_ffi.stubgen)
  if(TVM_FFI_STUBGEN_PYTHONPATH)
    set(command "${CMAKE_COMMAND}" -E env "PYTHONPATH=${TVM_FFI_STUBGEN_PYTHONPATH}" ${command})
  endif()
  set(${variable} "${command}" PARENT_SCOPE)
endfunction()

# tvm_ffi_configure_stubs(target [STUB_DIR dir] [STUB_INIT ON|OFF] [STUB_PKG package] [STUB_PREFIX prefix]
#                         [STUB_TARGET python|rust])
# After each link of the target, fill the marker files below STUB_DIR. With STUB_INIT the files are made as well: for
# every namespace below STUB_PREFIX (default: `<STUB_PKG>.`) of the package STUB_PKG (default: the project that
# scikit-build-core builds, else the target). Without STUB_DIR nothing happens.
function(tvm_ffi_configure_stubs target)
  cmake_parse_arguments(arg "" "STUB_DIR;STUB_INIT;STUB_PKG;STUB_PREFIX;STUB_TARGET" "" ${ARGN})
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_configure_target: there is no target '${target}'; add the library first")
  endif()
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "tvm_ffi_configure_target(${target}): cannot make sense of "
                        "'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'")
  endif()
  if(NOT arg_STUB_DIR)
    foreach(given IN ITEMS STUB_INIT STUB_PKG STUB_PREFIX STUB_TARGET)
      if(arg_${given})
        message(FATAL_ERROR "tvm_ffi_configure_target(${target}): ${given} needs STUB_DIR, the folder of the files")
      endif()
    endforeach()
    return()
  endif()
  if(NOT arg_STUB_INIT)
    foreach(given IN ITEMS STUB_PKG STUB_PREFIX)
      if(arg_${given})
        message(FATAL_ERROR "tvm_ffi_configure_target(${target}): ${given} says what STUB_INIT makes; add STUB_INIT ON")
      endif()
    endforeach()
  endif()
  if(NOT arg_STUB_TARGET)
    set(arg_STUB_TARGET python)
  elseif(NOT arg_STUB_TARGET MATCHES "^(python|rust)$")
    message(FATAL_ERROR "tvm_ffi_configure_target(${target}): STUB_TARGET is '${arg_STUB_TARGET}', expected python or rust")
  endif()

  set(init)
  if(arg_STUB_INIT)
    if(NOT arg_STUB_PKG)
      set(arg_STUB_PKG "${target}")
      if(SKBUILD_PROJECT_NAME)
        set(arg_STUB_PKG "${SKBUILD_PROJECT_NAME}")
      endif()
    endif()
    if(NOT arg_STUB_PREFIX)
      set(arg_STUB_PREFIX "${arg_STUB_PKG}.")
    endif()
    set(init --init-lib "${target}" --init-pypkg "${arg_STUB_PKG}" --init-prefix "${arg_STUB_PREFIX}")
  endif()
  get_filename_component(folder "${arg_STUB_DIR}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  file(MAKE_DIRECTORY "${folder}")
  tvm_ffi_stubgen_command(command)
  add_custom_command(
    TARGET ${target}
    POST_BUILD
    COMMAND ${command} "${folder}" --dlls "$<TARGET_FILE:${target}>" --target ${arg_STUB_TARGET} ${init}
    COMMENT "Filling the marker files in ${folder}"
    VERBATIM)
endfunction()

# tvm_ffi_generate(target [LANGUAGES python rust ...] [OUTPUT dir] [PACKAGE name] [PREFIX p ...] [OPTIONS ...] [CHECK])
# Write typed packages, crates, headers or docs from the linked library, when it, a setting, a template or the
# generator changed; a file whose text stays keeps its time. They go to `<target>_generated` in the build tree unless
# OUTPUT names a folder, with one folder per language below it when there are several. With CHECK nothing is written:
# the build fails when the files in OUTPUT are stale, and says which. Builds for another machine never load the library;
# they read what tvm_ffi_add_metadata embedded in it.
function(tvm_ffi_generate target)
  cmake_parse_arguments(arg "CHECK" "OUTPUT;PACKAGE" "LANGUAGES;PREFIX;OPTIONS" ${ARGN})
  if(NOT TARGET ${target})
    message(FATAL_ERROR "tvm_ffi_generate: there is no target '${target}'; add the library first")
  endif()
  get_target_property(type ${target} TYPE)
  if(NOT type MATCHES "^(SHARED|MODULE)_LIBRARY$")
    message(FATAL_ERROR "tvm_ffi_generate: '${target}' is a ${type}; only a shared library registers anything")
  endif()
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "tvm_ffi_generate(${target}): cannot make sense of "
                        "'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'")
  endif()
  if(arg_CHECK AND NOT arg_OUTPUT)
    message(FATAL_ERROR "tvm_ffi_generate(${target}): CHECK compares with the files in OUTPUT; name that folder")
  endif()
  if(NOT arg_LANGUAGES)
    set(arg_LANGUAGES python)
  endif()
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_generated")
  if(arg_OUTPUT)
    get_filename_component(output "${arg_OUTPUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  set(words "$<TARGET_FILE:${target}>" -o "${output}")
  foreach(language IN LISTS arg_LANGUAGES)
    list(APPEND words --target ${language})
  endforeach()
  foreach(prefix IN LISTS arg_PREFIX)
    list(APPEND words --prefix ${prefix})
  endforeach()
  if(arg_PACKAGE)
    list(APPEND words --package "${arg_PACKAGE}")
  endif()
  if(arg_CHECK)
    list(APPEND words --check)
  endif()
  if(CMAKE_CROSSCOMPILING)
    list(APPEND words --no-load)
  endif()

  tvm_ffi_stubgen_command(command)
  set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${target}_generated.stamp")
  set(depfile)
  if(CMAKE_GENERATOR MATCHES "Ninja" OR NOT CMAKE_VERSION VERSION_LESS 3.20)
    list(APPEND words --depfile "${stamp}.d")
    set(depfile DEPFILE "${stamp}.d")
  endif()
  add_custom_command(
    OUTPUT "${stamp}"
    COMMAND ${command} ${words} ${arg_OPTIONS}
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS ${target} ${depfile}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Generating ${arg_LANGUAGES} from ${target}"
    VERBATIM)
  add_custom_target(${target}_generate ALL DEPENDS "${stamp}")
  set_target_properties(${target}_generate PROPERTIES TVM_FFI_GENERATED "${output}")
endfunction()

cmake_policy(POP)
