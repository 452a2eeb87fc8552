// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/outputs.h"

#include <algorithm>

#include "models/analytical/checked.h"
#include "models/analytical/nest.h"

namespace nestwave::analytical {

OutputChain::OutputChain(const Design& design) {
  const int outputs = design.problem().outputs();
  const DataSpace& space = design.problem().data_spaces[outputs];
  for (const NestLoop& loop : flatten(design))
    if (!loop.spatial) loops_.push_back({loop.level, loop.bound, space.uses(loop.dimension)});

  int parent = 0;
  for (const int level : design.keepers(outputs)) {
    keepers_.push_back(make_keeper(design, parent, level));
    parent = level;
  }
  // The outermost keeper holds all that its instance ever touches: one epoch, the whole run.
  Keeper& outermost = keepers_.front();
  outermost.epoch_loops = 0;
  outermost.steps_per_epoch = design.compute_steps();
  for (const TimeLoop& loop : loops_)
    if (loop.relevant && loop.level < outermost.level) outermost.tile_words *= loop.bound;

  macs_ = make_keeper(design, parent, design.level_count());
  macs_.epoch_loops = loops_.size();  // every step is a visit of its own
  macs_.steps_per_epoch = 1;
}

OutputChain::Keeper OutputChain::make_keeper(const Design& design, int parent_level, int level) const {
  const DataSpace& space = design.problem().data_spaces[design.problem().outputs()];
  Keeper keeper;
  keeper.level = level;
  keeper.instances = design.used_instances(level);
  for (const NestLoop& loop : flatten(design)) {
    const bool relevant = space.uses(loop.dimension);
    if (loop.level >= level) {
      if (relevant) keeper.tile_words *= loop.bound;
    } else if (loop.spatial && loop.level >= parent_level) {
      (relevant ? keeper.groups : keeper.members) *= loop.bound;
    }
  }
  for (std::size_t i = 0; i < loops_.size(); ++i)
    if (loops_[i].relevant && loops_[i].level < level) keeper.epoch_loops = i + 1;
  for (std::size_t i = keeper.epoch_loops; i < loops_.size(); ++i) keeper.steps_per_epoch *= loops_[i].bound;
  return keeper;
}

/// Among the first `epochs` epochs of the keeper: those whose tile is visited for the first time
/// in the present epoch of the origin, i.e. in which every irrelevant loop inside the origin's
/// epoch stands at 0. Counted by descending the mixed-radix digits of `epochs`: at each loop, the
/// admissible indices below the digit, times all admissible ones of the loops inside.
std::uint64_t OutputChain::first_visits(std::uint64_t epochs, const Keeper& keeper,
                                        const Keeper& origin) const {
  std::uint64_t inside = 1;      // epochs in one iteration of the present loop
  std::uint64_t admissible = 1;  // those of them that are first visits
  std::uint64_t found = 0;       // first visits before `epochs` inside the present iteration
  for (std::size_t i = keeper.epoch_loops; i-- > 0;) {
    const TimeLoop& loop = loops_[i];
    const std::uint64_t choices = loop.relevant || i < origin.epoch_loops ? loop.bound : 1;
    const std::uint64_t digit = epochs / inside % loop.bound;
    found = std::min(digit, choices) * admissible + (digit < choices ? found : 0);
    admissible *= choices;
    inside *= loop.bound;
  }
  return epochs >= inside ? admissible : found;
}

std::uint64_t OutputChain::instances(int keeper, int origin) const {
  std::uint64_t count = keepers_[origin].instances;
  if (origin > 0) count -= count / keepers_[origin].members;               // all members but the lowest
  for (int k = origin + 1; k <= keeper; ++k) count *= keepers_[k].groups;  // the lowest members
  return count;
}

Counts OutputChain::counts(int keeper, int origin, std::uint64_t step) const {
  const Keeper& here = keepers_[keeper];
  const Keeper& from = keepers_[origin];
  Counts counts;

  const std::uint64_t begun = divide_up(step, here.steps_per_epoch);
  const std::uint64_t first = first_visits(begun, here, keepers_.front());
  const std::uint64_t at_zero = keeper == origin ? begun : first_visits(begun, here, from);
  counts[Category::zero_starts] = times(first, here.tile_words);
  if (keeper > 0) {
    counts[Category::zero_joins] = times(minus(at_zero, first), here.tile_words);
    counts[Category::writes_fill] = times(minus(begun, at_zero), here.tile_words);
    counts[Category::reads_drain] = times(step / here.steps_per_epoch, here.tile_words);
  }

  // The inner side: sums come back once per group, old sums go to the lowest member of each.
  const bool innermost = keeper + 1 == size();
  const Keeper& child = innermost ? macs_ : keepers_[keeper + 1];
  const std::uint64_t words = times(child.groups, child.tile_words);
  const std::uint64_t visits = divide_up(step, child.steps_per_epoch);
  const std::uint64_t with_old_sum = minus(visits, first_visits(visits, child, from));
  counts[innermost ? Category::reads_accumulate : Category::reads_fill] = times(with_old_sum, words);
  counts[Category::writes_update] = times(step / child.steps_per_epoch, words);
  return counts;
}

Counts OutputChain::totals(int keeper, std::uint64_t step) const {
  Counts sum;
  for (int origin = 0; origin <= keeper; ++origin) {
    const std::uint64_t number = instances(keeper, origin);
    if (number == 0) continue;
    const Counts each = counts(keeper, origin, step);
    for (std::size_t c = 0; c < kCategories; ++c)
      sum.value[c] = plus(sum.value[c], times(number, each.value[c]));
  }
  return sum;
}

}  // namespace nestwave::analytical
