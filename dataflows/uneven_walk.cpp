// SPDX-License-Identifier: Apache-2.0
#include "dataflows/uneven_walk.h"

#include <algorithm>

#include "dataflows/stream.h"

namespace nestwave {

namespace {

/// How many of the outermost temporal loops tell the tiles of `level` apart.
std::size_t epoch_loops(const Nest& nest, const DataSpace& space, int level) {
  std::size_t loops = nest.temporal_above(level);
  while (loops > 0 && !space.uses(nest.temporal()[loops - 1].dimension)) --loops;
  return loops;
}

}  // namespace

UnevenWalk::UnevenWalk(const Design& design, std::shared_ptr<const Nest> nest, const Symmetry& symmetry,
                       int data_space, int outer, int inner)
    : nest_(std::move(nest)),
      space_(design.problem().data_spaces[data_space]),
      per_step_(inner == design.level_count()),
      even_(!nest_->uneven()),
      reuse_(design.policy().reuse),
      shares_(design, *nest_, symmetry, data_space, outer, inner),
      parents_(symmetry.instances(outer)),
      loops_(nest_->temporal_above(inner)),
      until_(per_step_ ? loops_ : epoch_loops(*nest_, space_, inner)),
      digits_(nest_->temporal().size(), 0) {
  if (design.keepers(data_space).front() != outer) outer_until_ = epoch_loops(*nest_, space_, outer);
  outer_corner_ = corner(digits_, outer_until_);
}

/// Per rank: the coordinate that the first so many temporal loops make.
std::vector<std::int64_t> UnevenWalk::corner(const Steps::Digits& digits, std::size_t loops) const {
  std::vector<std::int64_t> at(space_.ranks.size(), 0);
  for (std::size_t j = 0; j < loops; ++j) {
    if (digits[j] == 0) continue;
    const std::vector<std::int64_t> strides = rank_strides(space_, nest_->temporal()[j]);
    for (std::size_t r = 0; r < at.size(); ++r) at[r] += static_cast<std::int64_t>(digits[j]) * strides[r];
  }
  return at;
}

Shares::Offsets UnevenWalk::offsets() const {
  Shares::Offsets offsets(shares_.dimensions(), 0);
  for (std::size_t j = 0; j < until_; ++j) {
    const NestLoop& loop = nest_->temporal()[j];
    offsets[loop.dimension] += static_cast<std::int64_t>(digits_[j] * loop.index_stride);
  }
  return offsets;
}

/// Whether loops that do not move the tile advance within the present epoch.
bool UnevenWalk::stays_for_a_while() const {
  const Steps& numbering = nest_->numbering();
  return numbering.inside(digits_, loops_) < numbering.inside(digits_, until_);
}

/// Whether the next advance leaves the tile where it is, so that its epoch goes on.
bool UnevenWalk::stays_next() const {
  if (!even_ || per_step_) return false;
  Steps::Digits ahead = digits_;
  return nest_->numbering().advance(ahead, until_) != Steps::kEnd &&
         corner(ahead, until_) == corner(digits_, until_);
}

/// Whether the words in common with the tile before are credited; remembers the step.
bool UnevenWalk::credit(const Shares::Offsets& now) {
  std::vector<std::int64_t> step;
  for (const Rank& rank : space_.ranks) {
    std::int64_t move = 0;
    for (const Term& term : rank.terms)
      move += term.coefficient * (now[term.dimension] - before_[term.dimension]);
    step.push_back(move);
  }
  const bool stays = std::all_of(step.begin(), step.end(), [](std::int64_t move) { return move == 0; });
  switch (reuse_) {
    case Reuse::resident: return true;
    case Reuse::none: return stays;
    case Reuse::timeloop:
    case Reuse::timeloop_3_0_3: break;
  }
  if (stays) {
    if (reuse_ == Reuse::timeloop_3_0_3) remembered_ = step;
    return true;
  }
  const bool credited = !remembered_ || *remembered_ == step;
  if (credited)
    remembered_ = step;
  else
    remembered_.reset();
  return credited;
}

bool UnevenWalk::next(Epoch& epoch, Shares::Share* shares, std::uint64_t* sent,
                      std::shared_ptr<const Parcels>* parcels) {
  if (!first_ && !go_on()) return false;
  const Shares::Offsets now = offsets();
  Shares::Move move;
  move.now = &now;
  if (!first_ && !per_step_ && !space_.read_write) {
    move.before = &before_;
    move.credited = credit(now);
  }
  shares_.shares(move, shares);
  for (std::uint64_t parent = 0; parent < parents_; ++parent) {
    sent[parent] = shares_.sent(move, parent);
    if (parcels != nullptr) parcels[parent] = shares_.parcels(move, parent);
  }
  epoch.whole = move.before == nullptr || !move.credited;
  epoch.words = shares[0].words;
  epoch.fresh = shares[0].fresh;
  epoch.sent = sent[0];
  epoch.outer_epoch = outer_epoch_;
  epoch.first_step = step_;
  step_ += nest_->numbering().inside(digits_, until_);
  while (stays_next()) {
    go_on();
    if (reuse_ == Reuse::timeloop_3_0_3) remembered_ = std::vector<std::int64_t>(space_.ranks.size(), 0);
    step_ += nest_->numbering().inside(digits_, until_);
  }
  epoch.end_step = step_;
  before_ = now;
  first_ = false;
  return true;
}

void UnevenWalk::visit_state(StateVisitor& state, std::uint64_t epochs, std::uint64_t outer_epochs) {
  const StateVisitor::Frame& frame = state.frame();
  const bool moves = epochs > 0;
  for (std::size_t j = 0; j < digits_.size(); ++j) state.index(digits_[j], moves && j == frame.loop ? 1 : 0);
  const NestLoop& loop = nest_->temporal()[frame.loop];
  for (std::size_t d = 0; d < before_.size(); ++d) {
    auto at = static_cast<std::uint64_t>(before_[d]);
    state.index(at, moves && static_cast<int>(d) == loop.dimension ? loop.index_stride : 0);
    before_[d] = static_cast<std::int64_t>(at);
  }
  state.plain(remembered_ ? 1 : 0);
  if (remembered_)
    for (const std::int64_t step : *remembered_) state.plain(static_cast<std::uint64_t>(step));
  state.index(step_, moves ? frame.steps : 0);
  state.index(outer_epoch_, outer_epochs);
  outer_corner_ = corner(digits_, outer_until_);
}

bool UnevenWalk::go_on() {
  if (reuse_ == Reuse::timeloop_3_0_3 && stays_for_a_while())
    remembered_ = std::vector<std::int64_t>(space_.ranks.size(), 0);
  const std::size_t advanced = nest_->numbering().advance(digits_, until_);
  if (advanced == Steps::kEnd) return false;
  if (advanced >= outer_until_) return true;
  if (even_) {
    std::vector<std::int64_t> at = corner(digits_, outer_until_);
    if (at == outer_corner_) return true;
    outer_corner_ = std::move(at);
  }
  ++outer_epoch_;
  return true;
}

}  // namespace nestwave
