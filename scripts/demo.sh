#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a first result: installs what is missing, builds, and simulates one
# convolution layer under two counting policies.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

scripts/setup.sh
if [[ ! -f build/release/build.ninja ]]; then
  timed "Configuring" cmake --preset release
fi
timed "Building build/release/nestwave" cmake --build --preset release --target nestwave

inputs=(configs/assignment/{arch,prob,ws.map,table1.ert}.yaml)
for policy in resident timeloop; do
  say "nestwave run --policy $policy ${inputs[*]}"
  build/release/nestwave run --policy "$policy" "${inputs[@]}"
done
