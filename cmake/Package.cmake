# SPDX-License-Identifier: Apache-2.0
# Installs program, libraries, headers, configurations, man page and package config.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(nestwave_rooms models dataflows memory noc pe traces app)
set(nestwave_include_dir ${CMAKE_INSTALL_INCLUDEDIR}/nestwave)
set(nestwave_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nestwave)
set(nestwave_data_dir ${CMAKE_INSTALL_DATADIR}/nestwave)

# All static libraries defined in a folder and below.
function(nestwave_libraries_below folder result)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  set(found)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL STATIC_LIBRARY)
      list(APPEND found ${target})
    endif()
  endforeach()
  get_property(children DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(child IN LISTS children)
    nestwave_libraries_below(${child} below)
    list(APPEND found ${below})
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

set(libraries)
foreach(room IN LISTS nestwave_rooms)
  nestwave_libraries_below(${PROJECT_SOURCE_DIR}/${room} found)
  list(APPEND libraries ${found})
endforeach()

# nestwave::nestwave is everything; nestwave::models and so on are the parts.
add_library(nestwave_all INTERFACE)
set_target_properties(nestwave_all PROPERTIES EXPORT_NAME nestwave)
target_link_libraries(nestwave_all INTERFACE ${libraries})
foreach(library IN LISTS libraries)
  string(REGEX REPLACE "^nestwave_" "" short ${library})
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${short})
  target_compile_features(${library} PUBLIC cxx_std_20)
  target_include_directories(${library} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                                  $<INSTALL_INTERFACE:${nestwave_include_dir}>)
endforeach()
set_target_properties(nestwave_systemc PROPERTIES EXPORT_NAME systemc)

install(TARGETS nestwave_all nestwave_systemc ${libraries} EXPORT nestwave-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/nestwave)
install(EXPORT nestwave-targets NAMESPACE nestwave:: DESTINATION ${nestwave_cmake_dir})
install(DIRECTORY ${nestwave_rooms} DESTINATION ${nestwave_include_dir} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY configs DESTINATION ${nestwave_data_dir})
if(TARGET nestwave)
  install(TARGETS nestwave)
endif()

configure_package_config_file(cmake/nestwave-config.cmake.in nestwave-config.cmake
                              INSTALL_DESTINATION ${nestwave_cmake_dir})
write_basic_package_version_file(nestwave-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/Dependencies.cmake ${PROJECT_BINARY_DIR}/nestwave-config.cmake
              ${PROJECT_BINARY_DIR}/nestwave-config-version.cmake DESTINATION ${nestwave_cmake_dir})

configure_file(docs/nestwave.1.in nestwave.1 @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nestwave.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
