# SPDX-License-Identifier: Apache-2.0
# The dataflows that build mappings; they know the description only, not the simulation.
add_library(nestwave_mappers STATIC
  ${CMAKE_CURRENT_LIST_DIR}/catalog.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_stationary.cpp
  ${CMAKE_CURRENT_LIST_DIR}/keep_rule.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mapping_builder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/output_stationary.cpp
  ${CMAKE_CURRENT_LIST_DIR}/roles.cpp
  ${CMAKE_CURRENT_LIST_DIR}/row_stationary.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tiling.cpp
  ${CMAKE_CURRENT_LIST_DIR}/weight_stationary.cpp)
target_link_libraries(nestwave_mappers PUBLIC nestwave_models)
