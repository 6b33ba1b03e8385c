# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# The sources as one file of a wheel: three hundred small ones would cost every installation, isolated builds included,
# more than all the rest of the package.
include_guard(GLOBAL)

# tvm_ffi_pack_sources(source_dir json_folder python archive): both layers and the JSON header, as the top of a source
# tree. Runs when the package is installed, so that what is packed is what is there then. Without a Python the JSON header
# keeps its comments.
function(tvm_ffi_pack_sources source_dir json_folder python archive)
  set(stage "${archive}.stage")
  file(REMOVE_RECURSE "${stage}")
  foreach(part IN ITEMS runtime/src runtime/testing runtime/CMakeLists.txt reflection/src reflection/CMakeLists.txt)
    get_filename_component(folder "${part}" DIRECTORY)
    file(COPY "${source_dir}/${part}" DESTINATION "${stage}/${folder}")
  endforeach()
  file(COPY "${json_folder}/nlohmann" DESTINATION "${stage}/3rdparty")
  if(python)
    execute_process(COMMAND "${python}" "${source_dir}/runtime/cmake/without_comments.py" "${stage}/3rdparty"
                    RESULT_VARIABLE status ERROR_VARIABLE problem)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "tvm_ffi: the JSON header could not be shortened: ${problem}")
    endif()
  endif()
  file(GLOB_RECURSE files RELATIVE "${stage}" "${stage}/*")
  list(SORT files)
  list(JOIN files "\n" listed)
  file(WRITE "${archive}.list" "${listed}\n")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E tar cJf "${archive}" --format=gnutar "--mtime=1980-01-01 00:00:00"
            "--files-from=${archive}.list"
    WORKING_DIRECTORY "${stage}" RESULT_VARIABLE status ERROR_VARIABLE problem)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "tvm_ffi: the sources could not be packed into '${archive}': ${problem}")
  endif()
endfunction()

# tvm_ffi_unpack_sources(archive variable): the folder in the build tree that holds what is packed, unpacked once. Another
# archive has another folder, so that nothing built from the former one is taken for current.
function(tvm_ffi_unpack_sources archive variable)
  file(SHA256 "${archive}" digest)
  string(SUBSTRING "${digest}" 0 12 digest)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/sources-${digest}")
  if(NOT EXISTS "${folder}/unpacked.txt")
    file(REMOVE_RECURSE "${folder}")
    file(MAKE_DIRECTORY "${folder}")
    execute_process(COMMAND "${CMAKE_COMMAND}" -E tar xf "${archive}" WORKING_DIRECTORY "${folder}"
                    RESULT_VARIABLE status ERROR_VARIABLE problem)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "tvm_ffi: '${archive}' cannot be unpacked, reinstall apache-tvm-ffi: ${problem}")
    endif()
    file(WRITE "${folder}/unpacked.txt" "${digest}")
  endif()
  set(${variable} "${folder}" PARENT_SCOPE)
endfunction()
