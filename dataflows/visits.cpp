// SPDX-License-Identifier: Apache-2.0
#include "dataflows/visits.h"

#include <utility>

namespace nestwave {

Visits::Visits(const Design& design, const Nest& nest, const Symmetry& symmetry, int level) {
  const int outputs = design.problem().outputs();
  for (const NestLoop& loop : nest.temporal()) {
    bounds_.push_back(loop.bound);
    relevant_.push_back(design.problem().data_spaces[outputs].uses(loop.dimension) ? 1 : 0);
  }
  int above = -1;
  for (const int at : design.keepers(outputs)) {
    Keeper keeper;
    keeper.lowest.assign(symmetry.instances(at), 1);
    if (above >= 0) {
      keeper.children = symmetry.children(above, at);
      keeper.from = keepers_.back().until;
      for (std::size_t j = 0; j < nest.temporal_above(at); ++j)
        if (relevant_[j] != 0) keeper.until = j + 1;
      for (std::uint64_t i = 0; i < keeper.lowest.size(); ++i)
        keeper.lowest[i] = symmetry.lowest(above, at, i) ? 1 : 0;
    }
    all_ |= std::uint32_t{1} << keepers_.size();
    keepers_.push_back(std::move(keeper));
    above = at;
    if (at == level) break;
  }
  std::uint64_t tiles = 1;
  for (std::size_t j = keepers_.back().from; j < keepers_.back().until; ++j)
    if (relevant_[j] != 0) tiles *= bounds_[j];
  if (returns_sums() && nest.uneven()) last_visits_.assign(tiles, 0);
}

bool Visits::returns_sums() const {
  for (const Keeper& keeper : keepers_)
    for (std::size_t j = keeper.from; j < keeper.until; ++j)
      if (relevant_[j] == 0) return true;
  return false;
}

bool Visits::sums_exist(std::size_t keeper, std::uint64_t parent, std::uint32_t first_visits) const {
  if (keeper == 0) return false;
  if ((first_visits >> keeper & 1U) == 0) return true;
  // The parent's word is as the parent's own tile began: with an old sum only if it took one.
  const Keeper& above = keepers_[keeper - 1];
  return above.lowest[parent] != 0 && sums_exist(keeper - 1, parent / above.children, first_visits);
}

std::uint32_t Visits::first_visits(const Steps::Digits& digits) const {
  std::uint32_t visits = 1;
  for (std::size_t k = 1; k < keepers_.size(); ++k) {
    bool first = true;
    for (std::size_t j = keepers_[k].from; j < keepers_[k].until; ++j)
      first = first && (digits[j] == 0 || relevant_[j] != 0);
    if (first) visits |= std::uint32_t{1} << k;
  }
  return visits;
}

/// The visit before has the same digits of the loops that move the sums; those of the others, read as
/// one number, are one less.
std::uint64_t Visits::previous(const Steps::Digits& digits, std::uint64_t epoch,
                               const std::vector<std::uint64_t>& epochs) const {
  const Keeper& here = keepers_.back();
  std::uint64_t back_up = 0;
  for (std::size_t j = here.until; j-- > here.from;) {
    if (relevant_[j] != 0) continue;
    if (digits[j] > 0) return epoch + back_up - epochs[j];
    back_up += (bounds_[j] - 1) * epochs[j];
  }
  return 0;
}

std::uint64_t Visits::revisit(const Steps::Digits& digits, std::uint64_t epoch) {
  if (last_visits_.empty()) return 0;
  const Keeper& here = keepers_.back();
  std::uint64_t tile = 0;
  for (std::size_t j = here.from; j < here.until; ++j)
    if (relevant_[j] != 0) tile = tile * bounds_[j] + digits[j];
  return std::exchange(last_visits_[tile], epoch);
}

}  // namespace nestwave
