#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The whole test suite from a fresh clone: formatting, every test of an optimised build, then the
# unit tests and random designs under the sanitizers.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

check_format() {
  # Other versions lay out a few lines differently.
  if clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
    scripts/format.sh --check
  else
    echo "skipped: needs clang-format 14"
  fi
}

# Warnings stop the build in CI only: compilers of other machines may have warnings of their own.
werror=OFF
[[ -n ${CI:-} ]] && werror=ON

scripts/setup.sh
timed "Formatting" check_format

timed "Release: configure" cmake --preset release -DNESTWAVE_WERROR=$werror
timed "Release: build" cmake --build --preset release
timed "Release: tests" ctest --preset release

timed "Sanitizers: configure" cmake --preset asan -DNESTWAVE_WERROR=$werror
timed "Sanitizers: build" cmake --build --preset asan
timed "Sanitizers: tests" ctest --preset asan

say "All passed in $((SECONDS / 60)) min $((SECONDS % 60)) s"
