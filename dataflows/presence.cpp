// SPDX-License-Identifier: Apache-2.0
#include "dataflows/presence.h"

#include <algorithm>

#include "dataflows/stream.h"

namespace nestwave {

Presence::Presence(const Design& design, std::shared_ptr<const Nest> nest, const Symmetry& symmetry,
                   int data_space)
    : nest_(std::move(nest)) {
  const Problem& problem = design.problem();
  const DataSpace& space = problem.data_spaces[data_space];
  const int macs = design.level_count();
  for (std::size_t r = 0; r < space.ranks.size(); ++r) {
    const Rank& rank = space.ranks[r];
    if (!problem.padded(rank)) continue;
    Window window{rank.begin, rank.end, {}, {}};
    for (const NestLoop& loop : nest_->temporal()) window.strides.push_back(rank_strides(space, loop)[r]);
    for (std::uint64_t pe = 0; pe < symmetry.instances(macs); ++pe) {
      const std::vector<std::int64_t> place = symmetry.place(macs, pe, problem.dimensions.size());
      window.places.push_back(0);
      for (const Term& term : rank.terms) window.places.back() += term.coefficient * place[term.dimension];
    }
    windows_.push_back(std::move(window));
  }
  coordinates_.assign(windows_.size(), 0);
  known_.resize(symmetry.instances(macs));
}

void Presence::find_coordinates(std::uint64_t pe, std::uint64_t step) {
  nest_->numbering().digits(step, digits_);
  for (std::size_t w = 0; w < windows_.size(); ++w) {
    coordinates_[w] = windows_[w].places[pe];
    for (std::size_t j = 0; j < digits_.size(); ++j)
      coordinates_[w] += static_cast<std::int64_t>(digits_[j]) * windows_[w].strides[j];
  }
}

bool Presence::all_exist() const {
  for (std::size_t w = 0; w < windows_.size(); ++w)
    if (!windows_[w].contains(coordinates_[w])) return false;
  return true;
}

/// From the coordinates found on: iterations of the innermost loop, at least one, for which the answer
/// stays the same, however many there are.
std::uint64_t Presence::iterations_alike() const {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  if (digits_.empty()) return kAll;
  const std::size_t innermost = digits_.size() - 1;
  // The loop is over one dimension, which is in one rank at most.
  std::size_t moved = windows_.size();
  for (std::size_t w = 0; w < windows_.size(); ++w) {
    if (windows_[w].strides[innermost] != 0)
      moved = w;
    else if (!windows_[w].contains(coordinates_[w]))
      return kAll;
  }
  if (moved == windows_.size()) return kAll;
  const Window& window = windows_[moved];
  const std::int64_t at = coordinates_[moved];
  if (at >= window.end) return kAll;
  const std::int64_t stride = window.strides[innermost];
  const std::int64_t border = at < window.begin ? window.begin : window.end;
  return static_cast<std::uint64_t>((border - at + stride - 1) / stride);
}

/// From the step to the end of the innermost loop, or to where a border is crossed in it.
void Presence::look_up(std::uint64_t pe, std::uint64_t step) {
  find_coordinates(pe, step);
  const std::uint64_t left =
      digits_.empty() ? 1 : nest_->numbering().inside(digits_, digits_.size() - 1) - digits_.back();
  known_[pe] = {step, step + std::min(iterations_alike(), left), all_exist()};
}

std::uint64_t Presence::same_until(std::uint64_t pe, std::uint64_t step, std::uint64_t limit) {
  const bool first = exists(pe, step);
  const std::uint64_t from = step;
  do {
    step = known_[pe].until;
  } while (step < limit && exists(pe, step) == first);
  known_[pe] = {from, step, first};
  return std::min(step, limit);
}

}  // namespace nestwave
