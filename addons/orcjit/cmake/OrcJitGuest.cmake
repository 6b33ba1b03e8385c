# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# orcjit_embed_guest(target): compiles src/guest/guest.c to an object and has guest_object.cc carry its bytes.
function(orcjit_embed_guest target)
  set(object "${CMAKE_CURRENT_BINARY_DIR}/orcjit_guest.o")
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/src/guest/guest.c")
  # By hand, since flags of the build (sanitizers, profiling) have no business in users' libraries.
  add_custom_command(
    OUTPUT "${object}"
    COMMAND
      "${CMAKE_C_COMPILER}" -std=c99 -O2 -fPIC -fvisibility=hidden -fno-stack-protector -fexceptions
      -Wall -Wextra -Werror "-I${CMAKE_CURRENT_SOURCE_DIR}/src"
      "-I$<JOIN:$<TARGET_PROPERTY:tvm_ffi_header,INTERFACE_INCLUDE_DIRECTORIES>,;-I>" -c "${source}" -o "${object}"
    DEPENDS "${source}" "${CMAKE_CURRENT_SOURCE_DIR}/src/guest/guest.h"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(orcjit_guest DEPENDS "${object}")
  add_dependencies(${target} orcjit_guest)
  set_source_files_properties(src/guest/guest_object.cc PROPERTIES
    COMPILE_DEFINITIONS "TVM_FFI_ORCJIT_GUEST_FILE=\"${object}\"" OBJECT_DEPENDS "${object}")
endfunction()
