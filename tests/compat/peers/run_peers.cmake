# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Run as a script: binaries of the reference and ours on either runtime. TVM_FFI_PEER_PREFIX names the folder of the
# reference's installed Python package (it holds include/ and lib/); without it there is nothing to compare with.
#   -DCXX=g++ -DSOURCES=<this folder> -DRUNTIME=libtvm_ffi.so -DDRIVER=<program> -DCLIENT=<library>
#   -DEXTRAS=<program> -DFEATURES=<program> -DFEATURES_LIBRARY=<library> -DSURFACE=<library> -DNM=nm -DWORK=<folder>
set(peer "$ENV{TVM_FFI_PEER_PREFIX}")
if(NOT EXISTS "${peer}/lib/libtvm_ffi.so")
  message("SKIPPED: TVM_FFI_PEER_PREFIX ('${peer}') does not name an installed tvm_ffi package of the reference")
  return()
endif()
get_filename_component(runtime_folder "${RUNTIME}" DIRECTORY)
file(MAKE_DIRECTORY "${WORK}")
set(flags -std=c++17 -O1 -g1 -fno-diagnostics-show-caret "-I${peer}/include")
set(link "-L${peer}/lib" -ltvm_ffi)
set(their_client "${WORK}/client_theirs.so")
set(their_driver "${WORK}/driver_theirs")
execute_process(COMMAND "${CXX}" ${flags} -fPIC -shared -DPEER_NAME=theirs "${SOURCES}/client.cc" -o
                        "${their_client}" ${link} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CXX}" ${flags} "${SOURCES}/driver.cc" -o "${their_driver}" ${link}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CXX}" ${flags} "${SOURCES}/extras.cc" -o "${WORK}/extras_theirs" ${link}
                COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND "${CXX}" ${flags} "${SOURCES}/features.cc" -o "${WORK}/features_theirs" ${link}
                COMMAND_ERROR_IS_FATAL ANY)

# run(what folder-of-the-runtime driver clients...)
function(run what folder driver)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env "LD_LIBRARY_PATH=${folder}" "${driver}" ${ARGN}
                  OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE code)
  message("${what}: ${output}")
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "failed (${code}): ${what}")
  endif()
endfunction()
run("their client on our runtime" "${runtime_folder}" "${their_driver}" "${their_client}")
run("their client, our driver, on our runtime" "${runtime_folder}" "${DRIVER}" "${their_client}")
run("our client on their runtime" "${peer}/lib" "${DRIVER}" "${CLIENT}")
run("our client, their driver, on their runtime" "${peer}/lib" "${their_driver}" "${CLIENT}")
run("both on our runtime" "${runtime_folder}" "${DRIVER}" "${their_client}" "${CLIENT}")
run("both on our runtime, their driver" "${runtime_folder}" "${their_driver}" "${CLIENT}" "${their_client}")
run("both on their runtime" "${peer}/lib" "${DRIVER}" "${CLIENT}" "${their_client}")

# What a program prints must not depend on whose program and whose runtime it is.
function(compare name theirs ours)
  set(expected)
  foreach(folder IN ITEMS "${peer}/lib" "${runtime_folder}")
    foreach(program IN ITEMS "${theirs}" "${ours}")
      execute_process(COMMAND "${CMAKE_COMMAND}" -E env "LD_LIBRARY_PATH=${folder}" "${program}" ${ARGN}
                      OUTPUT_VARIABLE printed RESULT_VARIABLE code)
      if(NOT code EQUAL 0)
        message(FATAL_ERROR "${program} on ${folder} failed (${code}): ${printed}")
      elseif("${expected}" STREQUAL "")
        set(expected "${printed}")
        file(WRITE "${WORK}/${name}_expected.txt" "${printed}")
      elseif(NOT "${printed}" STREQUAL "${expected}")
        file(WRITE "${WORK}/${name}_found.txt" "${printed}")
        message(FATAL_ERROR "${program} on ${folder}: compare ${WORK}/${name}_expected.txt and ${name}_found.txt")
      endif()
    endforeach()
  endforeach()
  message("${name}: equal")
endfunction()
compare(extras "${WORK}/extras_theirs" "${EXTRAS}")
# The fixture with every feature of our registry, names and defaults included, is a library like any other to them.
compare(features "${WORK}/features_theirs" "${FEATURES}" "${FEATURES_LIBRARY}")

# The inventory of the public API is the reference's own: it compiles with its headers, too.
foreach(name IN ITEMS core containers reflection extra)
  execute_process(COMMAND "${CXX}" ${flags} -O0 -g0 -fsyntax-only "${SOURCES}/../surface/${name}.cc"
                  COMMAND_ERROR_IS_FATAL ANY)
endforeach()
# All that our headers import from the runtime, the reference's offers as well.
execute_process(COMMAND "${NM}" -D --undefined-only --format=posix "${SURFACE}" OUTPUT_VARIABLE imports
                                                                                 COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${NM}" -D --defined-only --format=posix "${peer}/lib/libtvm_ffi.so"
                OUTPUT_VARIABLE exports COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "(TVMFFI|_ZNK?3tvm3ffi|_ZTI?V?N3tvm3ffi)[^ @\n]*" imports "${imports}")
foreach(name IN LISTS imports)
  string(FIND "${exports}" "${name} " at)
  if(at EQUAL -1)
    message(FATAL_ERROR "headers of ours import '${name}', which the reference's runtime does not have")
  endif()
endforeach()
list(LENGTH imports count)
message("public API: compiles on both sides; ${count} imports of ours are offered by both runtimes")
