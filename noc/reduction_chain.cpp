// SPDX-License-Identifier: Apache-2.0
// A chain of adders: the members of a reduction group one after the other, members − 1 stages.
#include "noc/adders.h"

namespace nestwave {

std::unique_ptr<Network> make_reduction_chain(const NetworkSpec& spec, Direction /*direction*/,
                                              const FanOut& fan_out, const LinesSource& lines) {
  return std::make_unique<Adders>(spec, fan_out.members - 1, lines);
}

}  // namespace nestwave
