// SPDX-License-Identifier: Apache-2.0
// What a network on chip is like; models/formats/interconnects declares its kinds and attributes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "models/time.h"

namespace nestwave {

/// The axis of a systolic array along which words go from child to child.
enum class Along {
  automatic,  ///< the one along which the words are shared or added up; see docs/interconnects.md
  x,
  y,
  both,  ///< along the first row, then down the columns
};

/// The network below a level, towards the next level of the chain. Attributes that a kind does not
/// have are left as they are here.
struct NetworkSpec {
  std::string kind = "bus";
  std::optional<Rational> bandwidth;      ///< words per cycle of a link; none: unlimited
  std::optional<Rational> row_bandwidth;  ///< multicast: of the bus of a row; none: as `bandwidth`
  Cycle hop_latency = 0;                  ///< cycles per link
  Cycle adder_latency = 0;                ///< reductions: cycles per stage of adders
  Along along = Along::automatic;         ///< systolic
  std::uint64_t entry_x = 0;              ///< mesh: column and row of the router that joins the parent
  std::uint64_t entry_y = 0;
  /// The network that sums take on their way outward; null: they share this one.
  std::shared_ptr<const NetworkSpec> outward;

  [[nodiscard]] const NetworkSpec& for_sums() const { return outward ? *outward : *this; }
  /// Whether crossing it, outward networks left aside, may take any time.
  [[nodiscard]] bool takes_time() const {
    return bandwidth || row_bandwidth || hop_latency > 0 || adder_latency > 0;
  }
};

}  // namespace nestwave
