# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Compiler and linker settings for targets of users, each of them a no-op where it means nothing.
include_guard(GLOBAL)

# _tvm_ffi_need_target(function target): stops with a message when there is no such target.
function(_tvm_ffi_need_target function target)
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "${function}: there is no target '${target}'; add the library first")
  endif()
endfunction()

# tvm_ffi_add_prefix_map(target folder): file names in debug information and error traces begin below the folder.
function(tvm_ffi_add_prefix_map target folder)
  _tvm_ffi_need_target(tvm_ffi_add_prefix_map "${target}")
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:C,CXX>:-ffile-prefix-map=${folder}/=>")
  endif()
endfunction()

# tvm_ffi_add_apple_dsymutil(target): a dSYM bundle beside the library after each link.
function(tvm_ffi_add_apple_dsymutil target)
  _tvm_ffi_need_target(tvm_ffi_add_apple_dsymutil "${target}")
  if(APPLE)
    add_custom_command(
      TARGET ${target}
      POST_BUILD
      COMMAND dsymutil "$<TARGET_FILE:${target}>" -o "$<TARGET_FILE:${target}>.dSYM"
      COMMENT "Collecting the debug symbols of ${target}"
      VERBATIM)
  endif()
endfunction()

# tvm_ffi_install(target [DESTINATION folder]): installs what tvm_ffi_add_apple_dsymutil made.
function(tvm_ffi_install target)
  _tvm_ffi_need_target(tvm_ffi_install "${target}")
  cmake_parse_arguments(arg "" "DESTINATION" "" ${ARGN})
  if(NOT arg_DESTINATION)
    set(arg_DESTINATION .)
  endif()
  if(APPLE)
    install(DIRECTORY "$<TARGET_FILE:${target}>.dSYM" DESTINATION "${arg_DESTINATION}" OPTIONAL)
  endif()
endfunction()

# tvm_ffi_add_msvc_flags(target): big objects, debug information, the usual definitions.
function(tvm_ffi_add_msvc_flags target)
  _tvm_ffi_need_target(tvm_ffi_add_msvc_flags "${target}")
  if(MSVC)
    target_compile_definitions(${target} PRIVATE NOMINMAX WIN32_LEAN_AND_MEAN _CRT_SECURE_NO_WARNINGS
                                                 _SCL_SECURE_NO_WARNINGS _ENABLE_EXTENDED_ALIGNED_STORAGE)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:/bigobj> $<$<COMPILE_LANGUAGE:CXX>:/Zi>)
    target_link_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:/DEBUG> $<$<NOT:$<CONFIG:Debug>>:/OPT:REF>)
  endif()
endfunction()

# tvm_ffi_add_cxx_warning(target): all warnings, as errors.
function(tvm_ffi_add_cxx_warning target)
  _tvm_ffi_need_target(tvm_ffi_add_cxx_warning "${target}")
  if(MSVC)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:/W4> $<$<COMPILE_LANGUAGE:CXX>:/WX>)
  else()
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Werror>")
  endif()
endfunction()

# add_sanitizer_address(target): instruments the target with AddressSanitizer.
function(add_sanitizer_address target)
  _tvm_ffi_need_target(add_sanitizer_address "${target}")
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE -fsanitize=address -fno-omit-frame-pointer -g)
    target_link_options(${target} PRIVATE -fsanitize=address)
  else()
    message(WARNING "add_sanitizer_address: ${CMAKE_CXX_COMPILER_ID} has no AddressSanitizer; '${target}' is as before")
  endif()
endfunction()

# tvm_ffi_hide_static_linked_lib_symbols(target): static libraries in the target export nothing.
function(tvm_ffi_hide_static_linked_lib_symbols target)
  _tvm_ffi_need_target(tvm_ffi_hide_static_linked_lib_symbols "${target}")
  if(UNIX AND NOT APPLE)
    target_link_options(${target} PRIVATE -Wl,--exclude-libs,ALL)
  endif()
endfunction()

# tvm_ffi_add_target_from_obj(name objects): libraries <name>_static and <name>_shared of one object library.
function(tvm_ffi_add_target_from_obj name objects)
  _tvm_ffi_need_target(tvm_ffi_add_target_from_obj "${objects}")
  add_library(${name}_static STATIC $<TARGET_OBJECTS:${objects}>)
  add_library(${name}_shared SHARED $<TARGET_OBJECTS:${objects}>)
  set_target_properties(
    ${name}_static ${name}_shared
    PROPERTIES OUTPUT_NAME "${name}" LINKER_LANGUAGE CXX ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib"
               LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib" RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
  if(WIN32)
    # The import library of the shared one has the plain name.
    set_target_properties(${name}_static PROPERTIES OUTPUT_NAME "${name}_static")
  endif()
  foreach(kind IN ITEMS static shared)
    tvm_ffi_add_msvc_flags(${name}_${kind})
  endforeach()
  tvm_ffi_add_apple_dsymutil(${name}_shared)
endfunction()

# tvm_ffi_add_gtest(target): links GoogleTest of the system and lists the tests of the program for ctest.
macro(tvm_ffi_add_gtest target)
  find_package(GTest REQUIRED)
  include(GoogleTest)
  target_link_libraries(${target} PRIVATE GTest::GTest GTest::Main)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST)
endmacro()

# detect_target_triple(variable): what the compiler builds for, such as x86_64-linux-gnu; empty when it does not say.
function(detect_target_triple variable)
  execute_process(
    COMMAND "${CMAKE_CXX_COMPILER}" -dumpmachine
    OUTPUT_VARIABLE triple
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(CMAKE_CXX_COMPILER_TARGET)
    set(triple "${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  set(${variable} "${triple}" PARENT_SCOPE)
endfunction()
