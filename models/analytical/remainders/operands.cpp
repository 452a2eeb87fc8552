// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/operands.h"

#include "models/analytical/remainders/journey.h"

namespace nestwave::analytical::remainders {

Words operand_words(const Design& design, int data_space, int parent, int child,
                    const std::optional<Place>& place, const std::vector<std::uint64_t>& until) {
  const CutEdge edge(design, data_space, parent, child, place);
  const bool to_macs = child == design.level_count();
  return Journey(edge, design.policy(), to_macs ? Journey::Rule::every_step : Journey::Rule::tiles)
      .until(until);
}

}  // namespace nestwave::analytical::remainders
