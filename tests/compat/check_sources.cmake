# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Run as a script: no source of the library ends the process by itself. (Imports do not tell the whole story: compilers
# refer to std::terminate on their own, for noexcept functions.)
#   -DROOT=<repository>
set(calls "(^|[^A-Za-z0-9_.>])(std::)?(abort|terminate|exit|_exit|_Exit|quick_exit) *\\(")
set(found)
foreach(folder IN ITEMS runtime/include runtime/src reflection/include reflection/src)
  file(GLOB_RECURSE files "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cc")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" lines REGEX "${calls}")
    foreach(line IN LISTS lines)
      if(NOT line MATCHES "^ *(//|\\*|/\\*)")
        list(APPEND found "${file}: ${line}")
      endif()
    endforeach()
  endforeach()
endforeach()
if(found)
  string(REPLACE ";" "\n  " found "${found}")
  message(FATAL_ERROR "these lines may end the process:\n  ${found}")
endif()
