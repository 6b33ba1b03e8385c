# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Run as a script: compares what a library exports with exported_symbols.txt, and looks at what it imports.
#   -DLIBRARY=libtvm_ffi.so -DNM=nm -DREADELF=readelf -DEXPECTED=exported_symbols.txt
execute_process(COMMAND "${NM}" -D --defined-only --format=posix "${LIBRARY}" OUTPUT_VARIABLE defined
                                                                               COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" defined "${defined}")
set(exported)
foreach(line IN LISTS defined)
  string(REGEX REPLACE "[ @].*" "" name "${line}")
  list(APPEND exported "${name}")
endforeach()
file(STRINGS "${EXPECTED}" expected)
set(missing ${expected})
list(REMOVE_ITEM missing ${exported})
list(REMOVE_ITEM exported ${expected})
if(missing OR exported)
  string(REPLACE ";" "\n  " missing "${missing}")
  string(REPLACE ";" "\n  " exported "${exported}")
  message(FATAL_ERROR "exported symbols differ from ${EXPECTED}\nnot exported:\n  ${missing}\n"
                      "exported but not listed:\n  ${exported}")
endif()

execute_process(COMMAND "${NM}" -D --undefined-only --format=posix "${LIBRARY}" OUTPUT_VARIABLE imports
                                                                                 COMMAND_ERROR_IS_FATAL ANY)
# std::terminate is not among them: compilers refer to it by themselves, see check_sources.cmake.
foreach(name IN ITEMS abort exit _exit _Exit quick_exit __assert_fail)
  if(imports MATCHES "(^|\n)${name}[ @]")
    message(FATAL_ERROR "${LIBRARY} imports '${name}': no error may end the process")
  endif()
endforeach()

execute_process(COMMAND "${READELF}" -d "${LIBRARY}" OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\\(NEEDED\\)[^\n]*" needed "${dynamic}")
foreach(line IN LISTS needed)
  if(NOT line MATCHES "\\[(libc|libm|libdl|libpthread|libstdc\\+\\+|libgcc_s|ld-linux[^]]*)\\.so[^]]*\\]")
    message(FATAL_ERROR "${LIBRARY} needs a library beyond the C and C++ ones: ${line}")
  endif()
endforeach()
if(NOT dynamic MATCHES "\\(SONAME\\)[^\n]*\\[libtvm_ffi\\.so\\]")
  message(FATAL_ERROR "the SONAME of ${LIBRARY} is not libtvm_ffi.so")
endif()
