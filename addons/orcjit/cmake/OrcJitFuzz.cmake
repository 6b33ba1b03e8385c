# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# orcjit_fuzz: the readers of objects and the linker of the engine 'native', as they are in the add-on, with a main
# function that feeds them hostile objects.
add_executable(orcjit_fuzz tests/fuzz/fuzz_link.cc ${linker_sources})
set_target_properties(orcjit_fuzz PROPERTIES CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON)
target_include_directories(orcjit_fuzz PRIVATE src tests/fuzz)
target_link_libraries(orcjit_fuzz PRIVATE tvm_ffi_header tvm_ffi_shared ${CMAKE_DL_LIBS})
target_compile_options(orcjit_fuzz PRIVATE -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all)
target_link_options(orcjit_fuzz PRIVATE -fsanitize=address,undefined)
add_dependencies(orcjit_fuzz orcjit_guest)
