# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by the other scripts: goes to the top of the tree, and says what happens.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

say() { printf '\n== %s\n' "$*"; }

# timed TITLE COMMAND...: announces the command, runs it and prints how long it took.
timed() {
  local title=$1 start=$SECONDS
  shift
  say "$title"
  "$@"
  printf -- '-- %s: %d s\n' "$title" "$((SECONDS - start))"
}
