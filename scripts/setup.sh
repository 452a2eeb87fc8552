#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what a build needs on Debian or Ubuntu; does nothing when all of it is there.
# Usage: setup.sh [EXTRA_PACKAGE...]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

packages=(
  g++ cmake ninja-build pkg-config ccache
  libsystemc-dev libyaml-cpp-dev libboost-dev libboost-program-options-dev libfmt-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev python3
  "$@"
)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "setup.sh: missing: ${missing[*]}; run this as root or install them yourself" >&2
    exit 1
  fi
  as_root=(sudo)
fi

say "Installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}" >/dev/null
