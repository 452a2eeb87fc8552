#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes the readers one after the other, with coverage feedback and under the sanitizers.
# Usage: fuzz.sh [SECONDS [TARGET...]]: 60 seconds each, all targets, unless told otherwise.
# What is learnt stays in build/fuzz/corpus/TARGET, what breaks a reader in build/fuzz/findings.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

seconds=${1:-60}
shift $(($# > 0))
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  mapfile -t targets < <(find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -printf '%f\n' | sort)
fi

scripts/setup.sh clang libclang-rt-dev
timed "Configuring" cmake --preset fuzz
timed "Building" cmake --build --preset fuzz

mkdir -p build/fuzz/findings
failed=()
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/corpus/$target"
  timed "Fuzzing $target" nice -n 19 "build/fuzz/tests/fuzz/fuzz_$target" \
    "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" \
    -dict=tests/fuzz/words.dict -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=4096 \
    -artifact_prefix="build/fuzz/findings/$target-" -print_final_stats=1 -verbosity=0 || failed+=("$target")
done
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "findings in build/fuzz/findings: ${failed[*]}" >&2
  exit 1
fi
