# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Run as a script: what the programs print with our headers is what they print with the reference's.
#   -DPROGRAM=<executable> -DEXPECTED=<folder> -DLIST=<programs.def> -DWORK=<folder>
file(MAKE_DIRECTORY "${WORK}")
file(STRINGS "${LIST}" rows REGEX "^PROGRAM")
foreach(row IN LISTS rows)
  string(REGEX REPLACE "PROGRAM\\((.*)Program\\)" "\\1" name "${row}")
  execute_process(COMMAND "${PROGRAM}" "${name}Program" OUTPUT_FILE "${WORK}/${name}.txt"
                  ERROR_FILE "${WORK}/${name}.err" RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(SEND_ERROR "${name}: ended with ${code}")
  endif()
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${WORK}/${name}.txt" "${EXPECTED}/${name}.txt"
                  RESULT_VARIABLE differs)
  if(differs)
    message(SEND_ERROR "${name}: compare ${WORK}/${name}.txt with ${EXPECTED}/${name}.txt")
  endif()
endforeach()
