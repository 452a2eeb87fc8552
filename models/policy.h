// SPDX-License-Identifier: Apache-2.0
// The counting conventions a machine can follow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// What is fetched when a tile moves.
enum class Reuse {
  resident,  ///< the words that are not there yet
  timeloop,  ///< overlap is credited only while the step repeats
  none,      ///< the whole tile
};

/// When several children can share one read of the parent.
enum class Multicast {
  overlap,    ///< a word needed by several children in the same step is read once
  identical,  ///< only children with exactly the same delta share a read
  none,       ///< one read per child
};

/// Which words belong to a tile.
enum class Footprint {
  touched,       ///< only elements that some MAC uses
  bounding_box,  ///< stride and dilation holes count
};

/// A named set of choices. The simulation obeys it; the analytical model has a form for each.
struct Policy {
  std::string name = "resident";
  Reuse reuse = Reuse::resident;
  Multicast multicast = Multicast::overlap;
  Footprint footprint = Footprint::touched;
  /// Energy is charged from our own categories (drains cost, zero starts do not) when false,
  /// from Timeloop's reads/fills/updates when true.
  bool timeloop_counters = false;
};

/// All named policies, the default first.
[[nodiscard]] const std::vector<Policy>& policies();
/// The policy of that name, if there is one.
[[nodiscard]] std::optional<Policy> find_policy(std::string_view name);

[[nodiscard]] std::string_view to_string(Reuse reuse);
[[nodiscard]] std::string_view to_string(Multicast multicast);
[[nodiscard]] std::string_view to_string(Footprint footprint);

}  // namespace nestwave
