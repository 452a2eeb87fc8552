// SPDX-License-Identifier: Apache-2.0
// A row-stationary layer with its closed forms.
#pragma once

#include <string>

#include "models/analytical/row_stationary.h"
#include "models/design.h"
#include "models/row_stationary.h"

namespace nestwave::rs {

struct Analyzed {
  Design design;
  RowStationaryPlan plan;
  AnalyticalResult result;

  Analyzed(const Problem& problem, const Architecture& architecture, const RowStationaryPlan& given)
      : design(problem, architecture, row_stationary_occupancy(given, problem, architecture),
               policies().front()),
        plan(given),
        result(analytical::analyze_row_stationary(design, plan)) {}
  Analyzed(const Problem& problem, const Architecture& architecture, const RowStationaryParameters& cut)
      : Analyzed(problem, architecture, row_stationary_plan(problem, architecture, cut)) {}

  [[nodiscard]] const Counts& at(const std::string& level, const std::string& space) const {
    return result.counts.at(design.architecture().find_level(level), design.problem().find_data_space(space));
  }
};

}  // namespace nestwave::rs
