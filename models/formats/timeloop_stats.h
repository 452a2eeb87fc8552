// SPDX-License-Identifier: Apache-2.0
// Timeloop's *.stats.txt, in the layouts of 2021 and later.
#pragma once

#include <memory>
#include <string>

#include "models/formats/figures.h"

namespace nestwave {

/// The text has the line with which the statistics begin.
[[nodiscard]] bool is_timeloop_stats(const std::string& text);

/// Of every storage level: cycles, and for each data space utilized capacity and instances, scalar reads,
/// fills and updates of one instance and total energy; of the MACs: instances, cycles, energy; of all:
/// cycles, energy, computes. Of a run with sparse optimisations the algorithmic counts. Lines that mean
/// nothing to us are passed over; a figure that is missing, given twice or no number is an error. Throws
/// InputError.
[[nodiscard]] FigureFile read_timeloop_stats(const std::string& text,
                                             const std::shared_ptr<const std::string>& file);

}  // namespace nestwave
