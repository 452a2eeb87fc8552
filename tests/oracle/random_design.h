// SPDX-License-Identifier: Apache-2.0
// Small designs of every kind: what the property tests are tried on.
#pragma once

#include <cstdint>
#include <string>

#include "models/design.h"

namespace nestwave::oracle {

struct RandomLimits {
  std::uint64_t macs = 4000;
  std::uint64_t instances = 32;  ///< of the used MACs, hence of every level
  bool imperfect = false;        ///< dimensions may be cut unevenly, in time and in space
  bool padded = false;           ///< operands may have padding, which levels may store
};

/// The design of this seed; the policy influences nothing but the capacities its tiles need.
[[nodiscard]] Design random_design(std::uint64_t seed, const Policy& policy, const RandomLimits& limits = {});

/// The same mapping on a machine without bandwidths and latencies, every capacity exactly its tiles.
[[nodiscard]] Design ideal(const Design& design);

/// The same machine with more to do: one or two loops more around or between those of the outermost level,
/// of 4 to 12 iterations; every tile stays as large as it was.
[[nodiscard]] Design lengthened(const Design& design, std::uint64_t seed);

/// The design as text, for the message of a failed test.
[[nodiscard]] std::string describe(const Design& design);

}  // namespace nestwave::oracle
