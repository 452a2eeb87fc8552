#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats all C++ sources in place; with --check, only names those that would change, and fails.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

mapfile -d '' files < <(find . -path ./build -prune -o \( -name '*.h' -o -name '*.cpp' \) -print0)

if [[ ${1:-} == --check ]]; then
  if ! findings=$(clang-format --dry-run --Werror "${files[@]}" 2>&1); then
    echo "to be formatted (scripts/format.sh does it):"
    grep -o '^[^: ]*:[0-9]*:[0-9]*: error' <<<"$findings" | cut -d: -f1 | sort -u
    exit 1
  fi
else
  clang-format -i "${files[@]}"
fi
