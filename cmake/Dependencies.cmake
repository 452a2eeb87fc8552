# SPDX-License-Identifier: Apache-2.0
# What the libraries link; used by the build and, installed beside the package config, by its users.

find_package(PkgConfig REQUIRED)
pkg_check_modules(SYSTEMC REQUIRED IMPORTED_TARGET systemc>=2.3.4)
find_package(yaml-cpp REQUIRED)
find_package(Boost CONFIG REQUIRED COMPONENTS program_options)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)

# yaml-cpp 0.7 names its target plainly, 0.8 in a namespace; both names work everywhere.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
elseif(NOT TARGET yaml-cpp)
  add_library(yaml-cpp ALIAS yaml-cpp::yaml-cpp)
endif()
