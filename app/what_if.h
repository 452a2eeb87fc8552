// SPDX-License-Identifier: Apache-2.0
// `run --what-if`: what each limit of the machine costs, measured by simulating it without.
#pragma once

#include <cstddef>
#include <vector>

#include "app/engine.h"
#include "models/report.h"

namespace nestwave {

/// Simulates the engine's work on each of its relaxed machines, `jobs` at a time. Throws Interrupted.
[[nodiscard]] std::vector<WhatIf> what_if(const Engine& engine, std::size_t jobs, bool progress);

}  // namespace nestwave
