// SPDX-License-Identifier: Apache-2.0
// Looking for parameters of row stationary when nobody gives them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "models/row_stationary.h"

namespace nestwave {

/// What a search makes small.
///
/// Memory words are those that pass between memory and array side: filters of every pass, ifmap tiles as
/// often as they are brought, outputs once. Padding that the buffer stores counts like any other word: a
/// tile takes as long to fill with zeros. Buffer words are the psums that it reads and takes in and the
/// ifmap words that it sends, final outputs included. Compute steps are those of the plan's occupancy.
enum class RowStationaryObjective {
  memory,  ///< memory words, then buffer words, then compute steps
  buffer,  ///< buffer words, then memory words, then compute steps
  steps,   ///< compute steps, then memory words, then buffer words
};

struct RowStationaryObjectiveName {
  RowStationaryObjective objective;
  std::string_view name;
  std::string_view summary;
};
/// The default first.
[[nodiscard]] std::span<const RowStationaryObjectiveName> row_stationary_objectives();
[[nodiscard]] std::optional<RowStationaryObjective> find_row_stationary_objective(std::string_view name);

/// The best of all legal parameters in which m and p t divide the filters of a group. Of equals the one
/// with the fewest active PEs, then with the smallest e, m, n, p, q, r, t, compared in this order. Of
/// scratchpads and arrays without a limit p and q take no more than 4,096.
/// Throws InputError if layer and machine do not fit row stationary, or not even with all parameters 1.
[[nodiscard]] RowStationaryParameters find_row_stationary_parameters(
    const Problem& problem, const Architecture& architecture,
    RowStationaryObjective objective = RowStationaryObjective::memory);

/// How a layer gets its parameters.
struct RowStationaryChoice {
  std::optional<RowStationaryParameters> given;  ///< none: they are searched
  Location where;                                ///< of what is given
  RowStationaryObjective objective = RowStationaryObjective::memory;
};

/// The plan with the given parameters, else with the best ones; throws InputError.
[[nodiscard]] RowStationaryPlan choose_row_stationary(const Problem& problem,
                                                      const Architecture& architecture,
                                                      const RowStationaryChoice& choice);

}  // namespace nestwave
