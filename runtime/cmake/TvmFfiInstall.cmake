# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Install rules of component "python": paths are relative to the package folder tvm_ffi of a wheel.
include(CMakePackageConfigHelpers)

set(cmake_dir share/cmake/tvm_ffi)
set(origin "$ORIGIN")
if(APPLE)
  set(origin "@loader_path")
endif()
set(installed_libraries tvm_ffi_shared)
if(TVM_FFI_BUILD_TESTING_LIB)
  list(APPEND installed_libraries tvm_ffi_testing)
  set_target_properties(tvm_ffi_testing PROPERTIES INSTALL_RPATH "${origin}")
endif()
if(TVM_FFI_INSTALL_STATIC)
  list(APPEND installed_libraries tvm_ffi_static)
  set_target_properties(tvm_ffi_static PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()
install(TARGETS ${installed_libraries}
        LIBRARY DESTINATION lib COMPONENT python
        RUNTIME DESTINATION lib COMPONENT python
        ARCHIVE DESTINATION lib COMPONENT python)

if(TVM_FFI_IN_WHEEL)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION include COMPONENT python)
else()
  foreach(layer IN ITEMS runtime reflection)
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/${layer}/include/" DESTINATION include COMPONENT python)
  endforeach()
  install(FILES "${PROJECT_SOURCE_DIR}/reflection/schema/metadata.schema.json"
          DESTINATION share/tvm_ffi COMPONENT python)
  # The sources for add_subdirectory: CMakeLists.txt of the package folder unpacks them.
  install(FILES "${PROJECT_SOURCE_DIR}/CMakeLists.txt" DESTINATION . COMPONENT python)
  include(TvmFfiJson)
  tvm_ffi_find_json(json_folder)
  find_package(Python COMPONENTS Interpreter QUIET)
  install(CODE "include([==[${TVM_FFI_CMAKE_DIR}/TvmFfiUnpack.cmake]==])
    tvm_ffi_pack_sources([==[${PROJECT_SOURCE_DIR}]==] [==[${json_folder}]==] [==[${Python_EXECUTABLE}]==]
      [==[${PROJECT_BINARY_DIR}/sources.tar.xz]==])"
          COMPONENT python)
  install(FILES "${PROJECT_BINARY_DIR}/sources.tar.xz" DESTINATION src COMPONENT python)
  # The Rust crates for generated crates; each stands alone, without the manifest of the workspace.
  foreach(crate IN ITEMS tvm-ffi tvm-ffi-macros tvm-ffi-sys)
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/rust/${crate}" DESTINATION rust COMPONENT python
            PATTERN target EXCLUDE PATTERN Cargo.lock EXCLUDE PATTERN tests EXCLUDE PATTERN examples EXCLUDE)
  endforeach()
  install(FILES "${PROJECT_SOURCE_DIR}/rust/README.md" DESTINATION rust COMPONENT python)
endif()

write_basic_package_version_file("${PROJECT_BINARY_DIR}/tvm_ffi-config-version.cmake"
                                 VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
file(GLOB cmake_files "${TVM_FFI_CMAKE_DIR}/TvmFfi*.cmake")
install(FILES ${cmake_files} "${TVM_FFI_CMAKE_DIR}/tvm_ffi-config.cmake"
              "${PROJECT_BINARY_DIR}/tvm_ffi-config-version.cmake"
        DESTINATION ${cmake_dir} COMPONENT python)
if(SKBUILD_DATA_DIR AND NOT TVM_FFI_IN_WHEEL)
  set(environment "${SKBUILD_DATA_DIR}/share/cmake/tvm_ffi")
  install(FILES "${TVM_FFI_CMAKE_DIR}/tvm_ffi-forward.cmake" DESTINATION "${environment}" RENAME tvm_ffi-config.cmake
          COMPONENT python)
  install(FILES "${PROJECT_BINARY_DIR}/tvm_ffi-config-version.cmake" DESTINATION "${environment}" COMPONENT python)
endif()
