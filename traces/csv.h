// SPDX-License-Identifier: Apache-2.0
// The counts as comma-separated values, and how a cell is quoted.
#pragma once

#include <string>
#include <string_view>

#include "models/report.h"

namespace nestwave {

inline constexpr std::string_view kCountsCsvHeader = "layer,level,data_space,category,simulated,analytical\n";

/// One line per level, data space it keeps and category, zeros included; totals over all instances.
[[nodiscard]] std::string counts_csv(const RunReport& report);

/// The same for several layers in one file: lines without the header, for a layer called `layer`.
[[nodiscard]] std::string counts_csv_lines(const RunReport& report, const std::string& layer);

/// Appends `cell`, in quotes where RFC 4180 asks for them.
void append_csv_cell(std::string_view cell, std::string& text);

}  // namespace nestwave
