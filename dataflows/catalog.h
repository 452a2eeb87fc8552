// SPDX-License-Identifier: Apache-2.0
// The dataflows by name: how each builds a mapping, and what it promises to leave in place.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave {

/// "Each word of `data_space` enters an instance of `level` at most once." Of operands that is one
/// fill per word; output words are born there, so that none ever enters.
struct StationaryClaim {
  int data_space = 0;
  int level = 0;
};

/// A way to cut any problem over any machine, named after what stays put.
struct Dataflow {
  std::string_view name;     ///< "weight_stationary"
  std::string_view summary;  ///< one line for a list
  std::string_view stays;    ///< what stays put, in words
  /// Null: only a controller with an array of its own runs this dataflow. Else a mapping of which Design
  /// accepts every part and for which the claim holds. Throws InputError, with the nearest legal thing, where
  /// the machine allows none.
  Mapping (*build)(const Problem&, const Architecture&, const Policy&);
  /// What the dataflow promises of a design whose mapping it built; null: nothing that could be checked.
  StationaryClaim (*claim)(const Design&);
  /// What a machine must have where only a controller runs it; empty: nothing in particular.
  std::string_view needs = "";
  /// For the user: layers and machines that it takes and what it refuses, as lines of text; may be empty.
  std::string_view takes = "";
};

/// Every dataflow, in the order in which they are listed. A later add_dataflow() ends the span's life.
[[nodiscard]] std::span<const Dataflow> dataflows();
/// Makes a dataflow from outside known under its name, after those that are built in. Its texts must
/// outlive the program's run. Throws InputError if the name is taken or not made of a-z, 0-9 and '_'.
void add_dataflow(const Dataflow& dataflow);
/// The dataflow of that name, or null.
[[nodiscard]] const Dataflow* find_dataflow(std::string_view name);

/// Words of the data space that an instance of the claim's level ever holds, each counted once.
[[nodiscard]] std::uint64_t distinct_words(const Design& design, const StationaryClaim& claim);

/// Empty when counts (simulated or analytical) bear the claim out, else a sentence with the figures; none
/// where the dataflow claims nothing, nor of an operand whose padding is left out at the claim's level.
[[nodiscard]] std::optional<std::string> check_claim(const Dataflow& dataflow, const Design& design,
                                                     const CountTable& counts);

}  // namespace nestwave
