// SPDX-License-Identifier: Apache-2.0
// A design small enough to write its results by hand.
#pragma once

#include <string>

#include "models/design.h"
#include "models/report.h"
#include "models/transfer.h"

namespace nestwave::testing {

/// Outputs[M][P] += Weights[M] * Inputs[P] with M=2, P=3; DRAM over two register files, M in space.
Design small_design();
/// Made-up but consistent results of it, all checks well. The design must outlive the report.
RunReport small_report(const Design& design);
/// From instance `outer_instance` of level `outer` to level `inner`; of an epoch equal to its step.
Transfer transfer_of(TransferKind kind, int data_space, int outer, std::uint64_t outer_instance, int inner,
                     std::uint64_t step, std::uint64_t words, std::uint64_t receivers, Cycle first,
                     Cycle last);
/// A fresh directory, removed when the test program ends.
std::string temporary_directory();
std::string read_text(const std::string& path);

}  // namespace nestwave::testing
