# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Run as a script: -DCXX=compiler -DSOURCE=file -DINCLUDES=folders. The line `// refused: TEXT` of the source is a part of
# the first error; `// accepted` asks for no error.
file(STRINGS "${SOURCE}" expected REGEX "^// (refused: |accepted)")
list(TRANSFORM INCLUDES PREPEND "-I")
execute_process(
  COMMAND "${CXX}" -std=c++17 -fsyntax-only -DTVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1 ${INCLUDES} "${SOURCE}"
  ERROR_VARIABLE said RESULT_VARIABLE code)
if(expected STREQUAL "// accepted")
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "must compile: ${said}")
  endif()
  return()
endif()
string(REPLACE "// refused: " "" wanted "${expected}")
if(wanted STREQUAL "")
  message(FATAL_ERROR "${SOURCE} does not say what to expect")
endif()
if(code EQUAL 0)
  message(FATAL_ERROR "compiles, but must be refused with: ${wanted}")
endif()
string(REGEX MATCH "error:[^\n]*" first "${said}")
string(FIND "${first}" "${wanted}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "expected the first error to say\n  ${wanted}\nbut it is\n  ${first}")
endif()
