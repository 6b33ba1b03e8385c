# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# tvm_ffi_add_extension(name SOURCES source... [CUDA source...] [STUBS python rust ...] [PACKAGE package] [PREFIX p...]
#                       [RPATH folder...])
# A shared library with everything set for a wheel: linked to tvm-ffi, nothing exported but what is marked, signatures
# in its metadata, a run path to the installed runtime (RPATH adds folders). It is installed into the folder PACKAGE
# (default: name). STUBS writes packages or crates of those languages in the build tree after the link and installs
# them with component `python` or the language's own; PACKAGE names them, PREFIX keeps only those names.
include_guard(GLOBAL)

function(tvm_ffi_add_extension name)
  cmake_parse_arguments(arg "" "PACKAGE" "SOURCES;CUDA;STUBS;PREFIX;RPATH" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tvm_ffi_add_extension(${name}): cannot make sense of '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT arg_SOURCES AND NOT arg_CUDA)
    message(FATAL_ERROR "tvm_ffi_add_extension(${name}): name the files behind SOURCES or CUDA")
  endif()
  if(arg_CUDA AND NOT CMAKE_CUDA_COMPILER)
    message(FATAL_ERROR "tvm_ffi_add_extension(${name}): CUDA sources need the language: project(... LANGUAGES CXX CUDA)")
  endif()
  if(NOT arg_PACKAGE)
    set(arg_PACKAGE "${name}")
  endif()

  add_library(${name} SHARED ${arg_SOURCES} ${arg_CUDA})
  set_source_files_properties(${arg_CUDA} PROPERTIES LANGUAGE CUDA)
  set_target_properties(
    ${name} PROPERTIES CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden CUDA_VISIBILITY_PRESET hidden
                       VISIBILITY_INLINES_HIDDEN ON TVM_FFI_LIGHT_HEADERS ON)
  target_compile_definitions(${name} PRIVATE TVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1)
  tvm_ffi_configure_target(${name})
  if(arg_RPATH)
    set_property(TARGET ${name} APPEND PROPERTY INSTALL_RPATH ${arg_RPATH})
  endif()
  install(TARGETS ${name} LIBRARY DESTINATION "${arg_PACKAGE}" COMPONENT python
                          RUNTIME DESTINATION "${arg_PACKAGE}" COMPONENT python
                          ARCHIVE DESTINATION "${arg_PACKAGE}" COMPONENT python)
  tvm_ffi_install(${name} DESTINATION "${arg_PACKAGE}")

  if(arg_STUBS)
    set(prefix)
    if(arg_PREFIX)
      set(prefix PREFIX ${arg_PREFIX})
    endif()
    tvm_ffi_generate(${name} LANGUAGES ${arg_STUBS} PACKAGE "${arg_PACKAGE}" ${prefix})
    get_target_property(generated ${name}_generate TVM_FFI_GENERATED)
    list(LENGTH arg_STUBS languages)
    foreach(language IN LISTS arg_STUBS)
      set(folder "${generated}/")
      if(languages GREATER 1)
        set(folder "${generated}/${language}/")
      endif()
      set(destination .)
      if(NOT language STREQUAL "python")
        set(destination "${arg_PACKAGE}/${language}")
      endif()
      # The library is installed with its run path by the rule above.
      install(DIRECTORY "${folder}" DESTINATION "${destination}" COMPONENT ${language}
              PATTERN "$<TARGET_FILE_NAME:${name}>" EXCLUDE)
    endforeach()
  endif()
endfunction()
