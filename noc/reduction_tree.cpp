// SPDX-License-Identifier: Apache-2.0
// A tree of adders: the members of a reduction group in pairs, ceil(log2 members) stages.
#include <bit>

#include "noc/adders.h"

namespace nestwave {

std::unique_ptr<Network> make_reduction_tree(const NetworkSpec& spec, Direction /*direction*/,
                                             const FanOut& fan_out, const LinesSource& lines) {
  return std::make_unique<Adders>(spec, std::bit_width(fan_out.members - 1), lines);
}

}  // namespace nestwave
