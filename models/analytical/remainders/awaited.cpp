// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/awaited.h"

#include <algorithm>

#include "models/analytical/nest.h"
#include "models/analytical/remainders/journey.h"
#include "models/analytical/remainders/steps.h"

namespace nestwave::analytical::remainders {

Awaited::Awaited(const Design& design, int data_space)
    : design_(design), data_space_(data_space), keepers_(design.keepers(data_space)) {}

int Awaited::level(std::size_t keeper) const {
  return keeper < keepers_.size() ? keepers_[keeper] : design_.level_count();
}

/// Whether every tile of the keeper is waited for. MACs wait for all they use, and so does a level without
/// zeros for words that it did not have: some MAC inside uses each of them. Where zeros are kept everywhere
/// inside, they are words like any other.
bool Awaited::all(std::size_t keeper) const {
  const auto omits = [&](int at) { return design_.omits_padding(at, data_space_); };
  if (keeper == keepers_.size()) return true;
  if (omits(keepers_[keeper]) && design_.policy().reuse == Reuse::resident) return true;
  return std::none_of(keepers_.begin() + static_cast<std::ptrdiff_t>(keeper), keepers_.end(), omits);
}

std::uint64_t Awaited::steps(std::size_t keeper, const Place& parent) const {
  if (all(keeper)) return design_.compute_steps();
  const std::uint64_t most = taken(level(keeper - 1), level(keeper + 1), parent, design_.compute_steps());
  if (all(keeper + 1)) return most;
  std::uint64_t last = 0;
  for (const Place& child : children(keeper, parent)) {
    last = std::max(last, taken(level(keeper), level(keeper + 1), child, steps(keeper + 1, child)));
    if (last == most) break;
  }
  return last;
}

/// Up to and with the last step below `steps` at which a tile with new words begins in some instance of
/// `child` inside the one of `parent` at `place`.
std::uint64_t Awaited::taken(int parent, int child, const Place& place, std::uint64_t steps) const {
  if (steps == 0) return 0;
  const CutEdge edge(design_, data_space_, parent, child, place, design_.omits_padding(child, data_space_));
  Policy policy = design_.policy();
  policy.multicast = Multicast::none;  // what is read is not asked
  Journey journey(edge, policy,
                  child == design_.level_count() ? Journey::Rule::every_step : Journey::Rule::tiles);
  const auto before = [&](std::uint64_t step) {
    return step == 0 ? 0 : journey.until(indices_at(design_, step - 1)).filled;
  };
  const std::uint64_t words = before(steps);
  std::uint64_t first = 0;
  while (first < steps) {
    const std::uint64_t middle = first + (steps - first) / 2;
    if (before(middle) < words)
      first = middle + 1;
    else
      steps = middle;
  }
  return first;
}

/// Instances of the keeper under `parent` that may need tiles longest: along dimensions without padding the
/// first, which has work whenever any has. Those in the middle come first, as they meet the least padding.
std::vector<Place> Awaited::children(std::size_t keeper, const Place& parent) const {
  const DataSpace& space = design_.problem().data_spaces[data_space_];
  const auto padded = [&](int dimension) {
    return std::any_of(space.ranks.begin(), space.ranks.end(), [&](const Rank& rank) {
      return design_.problem().padded(rank) &&
             std::any_of(rank.terms.begin(), rank.terms.end(),
                         [&](const Term& term) { return term.dimension == dimension; });
    });
  };
  const std::vector<NestLoop> nest = flatten(design_);
  std::vector<Place> places = {parent};
  for (std::size_t i = 0; i < nest.size(); ++i) {
    const NestLoop& loop = nest[i];
    if (!loop.spatial || loop.level < level(keeper - 1) || loop.level >= level(keeper)) continue;
    std::vector<Place> next;
    for (const Place& place : places)
      for (std::uint64_t k = 0; k < (padded(loop.dimension) ? loop.bound : 1); ++k) {
        next.push_back(place);
        next.back()[i] = padded(loop.dimension) ? (loop.bound / 2 + k) % loop.bound : 0;
      }
    places = std::move(next);
  }
  return places;
}

}  // namespace nestwave::analytical::remainders
