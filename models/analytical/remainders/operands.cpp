// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/operands.h"

#include "models/analytical/remainders/journey.h"

namespace nestwave::analytical::remainders {

Words operand_words(const Design& design, int data_space, int parent, int child,
                    const std::optional<Place>& place, const std::vector<std::uint64_t>& until) {
  const bool to_macs = child == design.level_count();
  const auto words = [&](bool clip) {
    const CutEdge edge(design, data_space, parent, child, place, clip);
    return Journey(edge, design.policy(), to_macs ? Journey::Rule::every_step : Journey::Rule::tiles)
        .until(until);
  };
  const bool child_omits = design.omits_padding(child, data_space);
  Words all = words(child_omits || design.omits_padding(parent, data_space));
  // Zeros that only the child stores are made on the way.
  if (!child_omits && design.omits_padding(parent, data_space)) all.filled = words(false).filled;
  return all;
}

}  // namespace nestwave::analytical::remainders
