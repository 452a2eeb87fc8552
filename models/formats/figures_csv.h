// SPDX-License-Identifier: Apache-2.0
// Figures as comma-separated values: level,data_space,counter,value.
#pragma once

#include <memory>
#include <string>

#include "models/formats/figures.h"

namespace nestwave {

/// Cells may be quoted as in RFC 4180, within one line. Throws InputError.
[[nodiscard]] FigureFile read_figures_csv(const std::string& text,
                                          const std::shared_ptr<const std::string>& file);

}  // namespace nestwave
