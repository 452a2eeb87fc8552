# SPDX-License-Identifier: Apache-2.0
# Targets for people: reference (class reference), format, tidy. Each exists only if its tool does.

find_program(NESTWAVE_DOXYGEN doxygen)
find_program(NESTWAVE_CLANG_FORMAT clang-format)
find_program(NESTWAVE_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14)
mark_as_advanced(NESTWAVE_DOXYGEN NESTWAVE_CLANG_FORMAT NESTWAVE_RUN_CLANG_TIDY)

if(NESTWAVE_DOXYGEN)
  add_custom_target(
    reference
    COMMAND ${CMAKE_COMMAND} -E env PROJECT_NUMBER=${PROJECT_VERSION} OUTPUT=${PROJECT_BINARY_DIR}/reference
            ${NESTWAVE_DOXYGEN} docs/Doxyfile
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMENT "Class reference in ${PROJECT_BINARY_DIR}/reference/html/index.html"
    USES_TERMINAL VERBATIM)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/reference/html DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
endif()

if(NESTWAVE_CLANG_FORMAT)
  add_custom_target(
    format
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/format.sh
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
endif()

if(NESTWAVE_RUN_CLANG_TIDY)
  add_custom_target(
    tidy
    COMMAND ${NESTWAVE_RUN_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR} "^${PROJECT_SOURCE_DIR}/(?!tests/|build/)"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
endif()
