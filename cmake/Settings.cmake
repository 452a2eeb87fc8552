# SPDX-License-Identifier: Apache-2.0
# Compiler settings that hold for the whole tree.

option(NESTWAVE_WERROR "Treat warnings as errors" OFF)
option(NESTWAVE_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
option(NESTWAVE_FUZZ "Build the fuzz targets with libFuzzer; needs clang" OFF)
option(NESTWAVE_COVERAGE "Build with gcov instrumentation" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Unless told otherwise: quick to build, with debug information and asserts. Release is for use.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

find_program(NESTWAVE_CCACHE ccache)
mark_as_advanced(NESTWAVE_CCACHE)
if(NESTWAVE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${NESTWAVE_CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-restrict)  # wrong about std::string's operator+ (GCC bug 105651)
endif()
if(NESTWAVE_WERROR)
  add_compile_options(-Werror)
endif()
if(NESTWAVE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(NESTWAVE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(NESTWAVE_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
