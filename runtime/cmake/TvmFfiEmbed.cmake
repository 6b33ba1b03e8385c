# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Device code in libraries: add_tvm_ffi_cubin and add_tvm_ffi_fatbin compile it to a binary, tvm_ffi_embed_bin_into puts
# a binary between the two symbols that TVM_FFI_EMBED_CUBIN(name) looks for. Works with any CMake since 3.18.
include_guard(GLOBAL)

# Compiles one CUDA source to the file in the target's property TVM_FFI_BINARY. CMake before 3.27 knows no such object,
# so tvm_ffi_embed_bin_into reads the property where it is given `$<TARGET_OBJECTS:target>`.
function(_tvm_ffi_add_device_binary function target kind)
  cmake_parse_arguments(arg "" "CUDA" "" ${ARGN})
  if(NOT arg_CUDA OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${function}(${target} CUDA file): needs one CUDA source")
  endif()
  if(NOT CMAKE_CUDA_COMPILER)
    message(FATAL_ERROR "${function}(${target}): needs the language CUDA: project(... LANGUAGES CXX CUDA)")
  endif()
  get_filename_component(source "${arg_CUDA}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  get_filename_component(stem "${source}" NAME_WE)
  # The name of an object file makes the binary an object of the target; what it holds is device code.
  set(binary "${CMAKE_CURRENT_BINARY_DIR}/${target}/${stem}.${kind}${CMAKE_CXX_OUTPUT_EXTENSION}")
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${target}")
  set(architectures "${CMAKE_CUDA_ARCHITECTURES}")
  if(DEFINED CMAKE_CUDA_ARCHITECTURES AND NOT architectures)
    set(architectures)
  endif()
  set(flags)
  foreach(architecture IN LISTS architectures)
    if(architecture MATCHES "^([0-9]+[a-z]?)(-real|-virtual)?$")
      list(APPEND flags "-gencode=arch=compute_${CMAKE_MATCH_1},code=sm_${CMAKE_MATCH_1}")
    else()
      list(APPEND flags "-arch=${architecture}")
    endif()
  endforeach()
  separate_arguments(global NATIVE_COMMAND "${CMAKE_CUDA_FLAGS}")
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  add_custom_command(
    OUTPUT "${binary}"
    COMMAND "${CMAKE_CUDA_COMPILER}" ${global} --${kind} ${flags} "$<TARGET_PROPERTY:${target},COMPILE_OPTIONS>"
            "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>" "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>"
            "${source}" -o "${binary}"
    DEPENDS "${source}"
    COMMENT "Compiling ${stem} to a ${kind}"
    COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties("${binary}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
  add_library(${target} OBJECT "${binary}")
  add_custom_target(${target}_binary DEPENDS "${binary}")
  add_dependencies(${target} ${target}_binary)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX TVM_FFI_BINARY "${binary}")
endfunction()

# add_tvm_ffi_cubin(target CUDA file): code for one architecture, the one in CMAKE_CUDA_ARCHITECTURES.
function(add_tvm_ffi_cubin target)
  _tvm_ffi_add_device_binary(add_tvm_ffi_cubin "${target}" cubin ${ARGN})
endfunction()

# add_tvm_ffi_fatbin(target CUDA file): code for all of CMAKE_CUDA_ARCHITECTURES.
function(add_tvm_ffi_fatbin target)
  _tvm_ffi_add_device_binary(add_tvm_ffi_fatbin "${target}" fatbin ${ARGN})
endfunction()

# tvm_ffi_embed_bin_into(target SYMBOL name BIN file): the assembler includes the file, so that a target may hold any
# number of binaries. BIN may be `$<TARGET_OBJECTS:...>` of the two functions above. The symbols stay inside the target.
function(tvm_ffi_embed_bin_into target)
  _tvm_ffi_need_target(tvm_ffi_embed_bin_into "${target}")
  cmake_parse_arguments(arg "" "SYMBOL;BIN" "" ${ARGN})
  if(NOT arg_SYMBOL OR NOT arg_BIN OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tvm_ffi_embed_bin_into(${target} SYMBOL name BIN file): needs both, and nothing else")
  endif()
  if(NOT arg_SYMBOL MATCHES "^[A-Za-z_][A-Za-z_0-9]*$")
    message(FATAL_ERROR "tvm_ffi_embed_bin_into(${target}): SYMBOL '${arg_SYMBOL}' is no C identifier")
  endif()
  if(MSVC)
    message(FATAL_ERROR "tvm_ffi_embed_bin_into: the compiler has no assembler for it; "
                        "use TVM_FFI_EMBED_CUBIN_FROM_BYTES with an array")
  endif()
  if(arg_BIN MATCHES "^\\$<TARGET_OBJECTS:(.+)>$")
    set(made_by "${CMAKE_MATCH_1}")
    _tvm_ffi_need_target(tvm_ffi_embed_bin_into "${made_by}")
    get_target_property(binary ${made_by} TVM_FFI_BINARY)
    if(binary)
      set(arg_BIN "${binary}")
      add_dependencies(${target} ${made_by}_binary)
    endif()
  endif()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded")
  set(copy "${folder}/${arg_SYMBOL}.bin")
  set(made "${folder}/${arg_SYMBOL}.cc")
  set(symbol "__tvm_ffi__cubin_${arg_SYMBOL}")
  set(section ".section .rodata,\\\"a\\\"")
  set(hide ".hidden")
  if(APPLE)
    set(symbol "_${symbol}")
    set(section ".const_data")
    set(hide ".private_extern")
  endif()
  file(WRITE "${made}.in" "// Made by tvm_ffi_embed_bin_into.
__asm__(\"${section}\\n.balign 64\\n\"
        \".globl ${symbol}\\n${hide} ${symbol}\\n${symbol}:\\n.incbin \\\"${copy}\\\"\\n\"
        \".globl ${symbol}_end\\n${hide} ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.text\\n\");
")
  add_custom_command(
    OUTPUT "${made}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${arg_BIN}" "${copy}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${made}.in" "${made}"
    DEPENDS "${arg_BIN}" "${made}.in"
    COMMENT "Embedding ${arg_SYMBOL} into ${target}"
    VERBATIM)
  set_source_files_properties("${made}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON COMPILE_OPTIONS "-fno-lto")
  target_sources(${target} PRIVATE "${made}")
endfunction()
