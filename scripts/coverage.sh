#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests with gcov instrumentation and prints the line coverage of every source file;
# build/coverage/report/index.html shows the lines.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

scripts/setup.sh gcovr
timed "Configuring" cmake --preset coverage
timed "Building" cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete
timed "Testing" ctest --preset coverage

mkdir -p build/coverage/report
gcovr --root . --exclude 'tests/.*' --exclude 'benchmarks/.*' --exclude-throw-branches -j 2 \
  --html-details build/coverage/report/index.html --txt --print-summary build/coverage
