// SPDX-License-Identifier: Apache-2.0
// The counting conventions a machine can follow.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// What is fetched when a tile moves. A step is one advance of a temporal loop above the tile.
enum class Reuse {
  resident,        ///< the words that are not there yet
  timeloop,        ///< overlap is credited only while the step repeats
  timeloop_3_0_3,  ///< the same, but a step that leaves the tile in place is remembered as a step of zero
  none,            ///< the whole tile
};

/// When several children can share one read of the parent.
enum class Multicast {
  overlap,    ///< a word needed by several children in the same step is read once
  identical,  ///< only children with exactly the same delta share a read
  per_level,  ///< the same, decided level by level of the tree between the two keepers
  none,       ///< one read per child
};

/// Which words belong to a tile.
enum class Footprint {
  touched,       ///< only elements that some MAC uses
  bounding_box,  ///< stride and dilation holes count
};

/// What energy is charged for.
enum class Counters {
  own,            ///< our categories: drains cost, zero starts do not
  timeloop,       ///< Timeloop's reads, fills and updates
  timeloop_2021,  ///< the same, and zero starts are fills
};

/// What one access costs.
enum class Prices {
  per_action,  ///< what the energy table says of the action: read, write, update
  dearest,     ///< every access the dearest of all actions of the component, as in the Timeloop of 2021
};

/// A named set of choices. The simulation obeys it; the analytical model has a form for each.
struct Policy {
  std::string name = "resident";
  Reuse reuse = Reuse::resident;
  Multicast multicast = Multicast::overlap;
  Footprint footprint = Footprint::touched;
  Counters counters = Counters::own;
  Prices prices = Prices::per_action;
};

/// All named policies, the default first.
[[nodiscard]] const std::vector<Policy>& policies();
/// The policy of that name, if there is one.
[[nodiscard]] std::optional<Policy> find_policy(std::string_view name);

inline constexpr std::array kReuses = {Reuse::resident, Reuse::timeloop, Reuse::timeloop_3_0_3, Reuse::none};
inline constexpr std::array kMulticasts = {Multicast::overlap, Multicast::identical, Multicast::per_level,
                                           Multicast::none};
inline constexpr std::array kFootprints = {Footprint::touched, Footprint::bounding_box};
inline constexpr std::array kCounters = {Counters::own, Counters::timeloop, Counters::timeloop_2021};
inline constexpr std::array kPrices = {Prices::per_action, Prices::dearest};

[[nodiscard]] std::string_view to_string(Reuse reuse);
[[nodiscard]] std::string_view to_string(Multicast multicast);
[[nodiscard]] std::string_view to_string(Footprint footprint);
[[nodiscard]] std::string_view to_string(Counters counters);
[[nodiscard]] std::string_view to_string(Prices prices);

}  // namespace nestwave
