# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# The engine 'orc', when there is an LLVM from 14 to 19. Its archives are linked in and their names hidden; LLVM_DIR (the
# folder of LLVMConfig.cmake) chooses one. TVM_FFI_ORCJIT_LLVM_SHARED takes libLLVM.so instead: quick to link, for development.
option(TVM_FFI_ORCJIT_LLVM_SHARED "Use the shared libLLVM" OFF)

foreach(_version 19 18 17 16 15 14)
  if(NOT LLVM_FOUND)
    find_package(LLVM ${_version} QUIET CONFIG PATHS "/usr/lib/llvm-${_version}" "/usr/local/llvm-${_version}")
  endif()
endforeach()

if(NOT LLVM_FOUND)
  if(TVM_FFI_ORCJIT_REQUIRE_LLVM)
    message(FATAL_ERROR "no LLVM from 14 to 19 was found; install llvm-19-dev or name its folder in LLVM_DIR")
  endif()
  message(STATUS "tvm_ffi_orcjit: no LLVM was found, so there will be no engine 'orc'")
  return()
endif()
message(STATUS "tvm_ffi_orcjit: engine 'orc' with LLVM ${LLVM_PACKAGE_VERSION}")

target_sources(tvm_ffi_orcjit PRIVATE src/orc/linked_set.cc src/orc/orc_engine.cc src/orc/slab_memory.cc)
target_compile_definitions(tvm_ffi_orcjit PRIVATE TVM_FFI_ORCJIT_WITH_LLVM=1)
target_include_directories(tvm_ffi_orcjit SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
# LLVM's classes are derived from, so both sides agree on type information.
if(NOT LLVM_ENABLE_RTTI)
  set_source_files_properties(src/orc/linked_set.cc src/orc/orc_engine.cc src/orc/slab_memory.cc PROPERTIES COMPILE_OPTIONS -fno-rtti)
endif()
if(TVM_FFI_ORCJIT_LLVM_SHARED)
  target_link_libraries(tvm_ffi_orcjit PRIVATE LLVM)
else()
  llvm_map_components_to_libnames(_libraries OrcJIT JITLink)
  target_link_libraries(tvm_ffi_orcjit PRIVATE ${_libraries})
  target_link_options(tvm_ffi_orcjit PRIVATE -Wl,--gc-sections)
endif()
