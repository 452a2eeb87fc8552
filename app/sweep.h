// SPDX-License-Identifier: Apache-2.0
// `run --sweep`: a grid of runs of one design.
#pragma once

#include "app/arguments.h"
#include "app/host.h"

namespace nestwave {

/// Runs the grid, writes what is asked for, and returns the exit code.
int run_sweep(const Arguments& arguments, const HostClock& clock);

}  // namespace nestwave
