# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
#
# Install rules of component "python": paths are relative to the package folder tvm_ffi of a wheel.
include(CMakePackageConfigHelpers)

set(cmake_dir share/cmake/tvm_ffi)
set(installed_libraries tvm_ffi_shared)
if(TARGET tvm_ffi_testing)
  list(APPEND installed_libraries tvm_ffi_testing)
  set_target_properties(tvm_ffi_testing PROPERTIES INSTALL_RPATH "$ORIGIN")
endif()
install(TARGETS ${installed_libraries}
        LIBRARY DESTINATION lib COMPONENT python
        RUNTIME DESTINATION lib COMPONENT python
        ARCHIVE DESTINATION lib COMPONENT python)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/" "${PROJECT_SOURCE_DIR}/reflection/include/"
        DESTINATION include COMPONENT python)
install(FILES "${PROJECT_SOURCE_DIR}/reflection/schema/metadata.schema.json"
        DESTINATION share/tvm_ffi COMPONENT python)

write_basic_package_version_file("${PROJECT_BINARY_DIR}/tvm_ffi-config-version.cmake"
                                 VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_SOURCE_DIR}/runtime/cmake/tvm_ffi-config.cmake"
              "${PROJECT_SOURCE_DIR}/runtime/cmake/TvmFfiStubs.cmake"
              "${PROJECT_SOURCE_DIR}/runtime/cmake/TvmFfiMetadata.cmake"
              "${PROJECT_BINARY_DIR}/tvm_ffi-config-version.cmake"
        DESTINATION ${cmake_dir} COMPONENT python)
