# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# find_package(tvm_ffi CONFIG): imported targets tvm_ffi_header, tvm_ffi_shared, tvm_ffi_static, tvm_ffi_testing and the
# same under tvm_ffi::, and the functions of TvmFfiFunctions.cmake. Every path is relative to this file, so the package
# may be moved; no interpreter is asked. The last two targets, being optional, can be asked for as COMPONENTS.
get_filename_component(_tvm_ffi_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(tvm_ffi_INCLUDE_DIR "${_tvm_ffi_prefix}/include")
set(tvm_ffi_DLPACK_INCLUDE_DIR "${_tvm_ffi_prefix}/include")
set(tvm_ffi_LIB_FILES "${_tvm_ffi_prefix}/lib/${CMAKE_SHARED_LIBRARY_PREFIX}tvm_ffi${CMAKE_SHARED_LIBRARY_SUFFIX}")
if(WIN32)
  set(tvm_ffi_LIB_FILES "${_tvm_ffi_prefix}/lib/tvm_ffi.lib")
endif()

function(_tvm_ffi_import_library part kind stem)
  set(folder "${_tvm_ffi_prefix}/lib")
  set(file "${folder}/${CMAKE_${kind}_LIBRARY_PREFIX}${stem}${CMAKE_${kind}_LIBRARY_SUFFIX}")
  if(NOT EXISTS "${file}" OR TARGET tvm_ffi_${part})
    return()
  endif()
  add_library(tvm_ffi_${part} ${kind} IMPORTED GLOBAL)
  set_target_properties(tvm_ffi_${part} PROPERTIES IMPORTED_LOCATION "${file}" INTERFACE_LINK_LIBRARIES tvm_ffi_header)
  if(WIN32 AND kind STREQUAL "SHARED")
    set_target_properties(tvm_ffi_${part} PROPERTIES IMPORTED_IMPLIB "${folder}/${stem}.lib")
  endif()
  if(kind STREQUAL "STATIC")
    set(system ${CMAKE_DL_LIBS})
    if(UNIX AND NOT APPLE)
      list(APPEND system pthread)
    endif()
    set_property(TARGET tvm_ffi_${part} APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${system})
    set_property(TARGET tvm_ffi_${part} PROPERTY IMPORTED_LINK_INTERFACE_LANGUAGES CXX)
  endif()
  add_library(tvm_ffi::${part} ALIAS tvm_ffi_${part})
endfunction()

# Without the archive: it is made of the sources in the package, by a build of its own, once a target links it.
function(_tvm_ffi_static_from_sources)
  if(TARGET tvm_ffi_static OR MSVC OR NOT EXISTS "${_tvm_ffi_prefix}/src/sources.tar.xz")
    return()
  endif()
  set(folder "${CMAKE_BINARY_DIR}/tvm_ffi_static")
  set(file "${folder}/lib/${CMAKE_STATIC_LIBRARY_PREFIX}tvm_ffi_static${CMAKE_STATIC_LIBRARY_SUFFIX}")
  # One configuration is wanted, and the flags of the project decide about the standard library that it links.
  set(generator "${CMAKE_GENERATOR}")
  set(settings)
  if(generator STREQUAL "Xcode")
    set(generator "Unix Makefiles")
  else()
    string(REPLACE " Multi-Config" "" generator "${generator}")
    list(APPEND settings "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}")
  endif()
  foreach(setting IN ITEMS CMAKE_TOOLCHAIN_FILE CMAKE_SYSROOT CMAKE_OSX_ARCHITECTURES CMAKE_OSX_DEPLOYMENT_TARGET
                           CMAKE_C_COMPILER CMAKE_C_FLAGS CMAKE_CXX_COMPILER CMAKE_CXX_FLAGS)
    if(${setting})
      string(REPLACE ";" "\\;" value "${${setting}}")
      list(APPEND settings "-D${setting}=${value}")
    endif()
  endforeach()
  # Two commands, not ExternalProject, whose reading and seven steps every configuration would pay for.
  add_custom_command(
    OUTPUT "${file}"
    COMMAND "${CMAKE_COMMAND}" -G "${generator}" -S "${_tvm_ffi_prefix}" -B "${folder}" ${settings}
            -DCMAKE_BUILD_TYPE=Release -DTVM_FFI_INSTALL=OFF -DTVM_FFI_UNITY_BUILD=ON -DTVM_FFI_BUILD_TESTING_LIB=OFF
    COMMAND "${CMAKE_COMMAND}" --build "${folder}" --target tvm_ffi_static
    DEPENDS "${_tvm_ffi_prefix}/src/sources.tar.xz"
    COMMENT "Building the static library of tvm-ffi from the sources in its package"
    VERBATIM)
  add_custom_target(tvm_ffi_static_build DEPENDS "${file}")
  add_library(tvm_ffi_static STATIC IMPORTED GLOBAL)
  add_dependencies(tvm_ffi_static tvm_ffi_static_build)
  set(system ${CMAKE_DL_LIBS})
  if(UNIX AND NOT APPLE)
    list(APPEND system pthread)
  endif()
  set_target_properties(
    tvm_ffi_static PROPERTIES IMPORTED_LOCATION "${file}" IMPORTED_LINK_INTERFACE_LANGUAGES CXX
                              INTERFACE_LINK_LIBRARIES "tvm_ffi_header;${system}")
  add_library(tvm_ffi::static ALIAS tvm_ffi_static)
endfunction()

if(NOT TARGET tvm_ffi_header)
  add_library(tvm_ffi_header INTERFACE IMPORTED GLOBAL)
  # Sources made for earlier releases name what those headers brought along; a target with LIGHT_HEADERS compiles faster.
  set_target_properties(
    tvm_ffi_header
    PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${tvm_ffi_INCLUDE_DIR}" INTERFACE_COMPILE_FEATURES cxx_std_17
               INTERFACE_COMPILE_DEFINITIONS
               "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:TVM_FFI_LIGHT_HEADERS>>>:TVM_FFI_INCLUDE_STD=1>")
  add_library(tvm_ffi::header ALIAS tvm_ffi_header)
endif()
_tvm_ffi_import_library(shared SHARED tvm_ffi)
_tvm_ffi_import_library(testing SHARED tvm_ffi_testing)
_tvm_ffi_import_library(static STATIC tvm_ffi_static)
_tvm_ffi_static_from_sources()
if(NOT TARGET tvm_ffi_shared)
  set(tvm_ffi_FOUND FALSE)
  set(tvm_ffi_NOT_FOUND_MESSAGE "the package folder '${_tvm_ffi_prefix}' has no library; reinstall apache-tvm-ffi")
endif()
foreach(_tvm_ffi_part IN LISTS tvm_ffi_FIND_COMPONENTS)
  if(TARGET tvm_ffi_${_tvm_ffi_part})
    set(tvm_ffi_${_tvm_ffi_part}_FOUND TRUE)
  elseif(tvm_ffi_FIND_REQUIRED_${_tvm_ffi_part})
    set(tvm_ffi_FOUND FALSE)
    set(tvm_ffi_NOT_FOUND_MESSAGE "the installed package has no component '${_tvm_ffi_part}'")
  endif()
endforeach()
include("${CMAKE_CURRENT_LIST_DIR}/TvmFfiFunctions.cmake")
unset(_tvm_ffi_prefix)
unset(_tvm_ffi_part)
