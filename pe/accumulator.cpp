// SPDX-License-Identifier: Apache-2.0
#include "pe/accumulator.h"

#include <algorithm>
#include <string>

namespace nestwave {

namespace {
constexpr std::uint64_t kMostWords = std::uint64_t{1} << 32;  // a byte each
}  // namespace

Accumulator::Accumulator(const Design& design, std::shared_ptr<const Nest> nest, Stream& tiles,
                         std::uint64_t instances, bool outermost)
    : nest_(std::move(nest)), tiles_(tiles), outermost_(outermost), offsets_{0} {
  const int level = tiles.inner();
  for (const Dimension& dimension : design.problem().dimensions) sizes_.push_back(dimension.size);
  offset_places_.emplace_back(sizes_.size(), 0);
  pack(design, level);
  if (!outermost) parent_children_ = tiles.shape().simulated;
  if (nest_->uneven()) {
    if (tile_words_ > kMostWords / instances)
      throw InputError({}, "the sums kept innermost take more than " + std::to_string(kMostWords) + " words");
    for (std::uint64_t i = 0; i < instances; ++i) places_.push_back(nest_->place(level, i, sizes_.size()));
    touched_.assign(instances * tile_words_, 0);
  }
  states_.resize(instances);
  for (std::uint64_t i = 0; i < instances; ++i) {
    states_[i].epoch = ~std::uint64_t{0};
    enter_epoch(i, 0);
  }
}

/// Packed index of a word in the tile: one digit per loop that moves the word inside the tile.
void Accumulator::pack(const Design& design, int level) {
  const DataSpace& space = design.problem().data_spaces[tiles_.data_space()];
  for (auto loop = nest_->spatial().rbegin(); loop != nest_->spatial().rend(); ++loop) {
    if (loop->level < level || !space.uses(loop->dimension)) continue;
    std::vector<std::uint64_t> spread;
    std::vector<Place> spread_places;
    for (std::uint64_t i = 0; i < loop->bound; ++i)
      for (std::size_t k = 0; k < offsets_.size(); ++k) {
        spread.push_back(offsets_[k] + i * tile_words_);
        spread_places.push_back(offset_places_[k]);
        spread_places.back()[loop->dimension] += i * loop->index_stride;
      }
    offsets_ = std::move(spread);
    offset_places_ = std::move(spread_places);
    tile_words_ *= loop->bound;
  }
  std::uint64_t steps = 1;
  for (std::size_t j = nest_->temporal().size(); j-- > 0;) {
    const NestLoop& loop = nest_->temporal()[j];
    const bool moves = space.uses(loop.dimension);
    // The tile lives on while loops outside its level leave it in place.
    if (loop.level < level && !outermost_ && moves) break;
    inside_.push_back({j, moves ? tile_words_ : 0, steps, loop.bound});
    if (moves) tile_words_ *= loop.bound;
    steps *= loop.bound;
  }
  std::reverse(inside_.begin(), inside_.end());
}

void Accumulator::enter_epoch(std::uint64_t instance, std::uint64_t step) {
  State& state = states_[instance];
  while (step >= state.end_step) {
    // Epochs without work for the instance may be behind everybody by now.
    state.epoch = std::max(state.epoch + 1, tiles_.oldest());
    const Epoch& epoch = tiles_.at(state.epoch);
    state.end_step = epoch.end_step;
    state.from_zero = outermost_ || !tiles_.takes_old_sums(instance) ||
                      !tiles_.brings_old_sums(instance / parent_children_, epoch);
    if (!nest_->uneven()) continue;
    // Fewer words of the tile may be in use; those of an outermost keeper are not known beforehand, so it
    // may go on looking for one.
    const std::uint64_t words = outermost_ ? tile_words_ : tiles_.words(state.epoch, instance);
    state.zeros_left = state.from_zero ? words : 0;
    if (state.from_zero) std::fill_n(touched(instance), tile_words_, std::uint8_t{0});
  }
}

/// The outermost loop that leaves the sums in place and is not in its first iteration; null: none.
const Accumulator::Inside* Accumulator::gone_round(std::uint64_t step) const {
  for (const Inside& loop : inside_)
    if (loop.stride == 0 && step / loop.steps % loop.bound > 0) return &loop;
  return nullptr;
}

std::uint64_t Accumulator::word() {
  std::uint64_t index = 0;
  for (const Inside& loop : inside_) index += digits_[loop.position] * loop.stride;
  return index;
}

/// Packed indices, beside word(), of the words that some PE of the instance has a product for.
const std::vector<std::uint64_t>& Accumulator::offsets(std::uint64_t instance) {
  std::vector<std::uint64_t> index = places_[instance];
  for (std::size_t j = 0; j < digits_.size(); ++j)
    index[nest_->temporal()[j].dimension] += digits_[j] * nest_->temporal()[j].index_stride;
  in_use_.clear();
  for (std::size_t i = 0; i < offsets_.size(); ++i) {
    bool inside = true;
    for (std::size_t d = 0; d < index.size(); ++d)
      inside = inside && index[d] + offset_places_[i][d] < sizes_[d];
    if (inside) in_use_.push_back(offsets_[i]);
  }
  return in_use_;
}

std::uint64_t Accumulator::at_zero(std::uint64_t instance, std::uint64_t step) {
  enter_epoch(instance, step);
  const State& state = states_[instance];
  if (!nest_->uneven()) return state.from_zero && gone_round(step) == nullptr ? offsets_.size() : 0;
  if (state.zeros_left == 0) return 0;
  nest_->numbering().digits(step, digits_);
  const std::uint8_t* words = touched(instance) + word();
  const std::vector<std::uint64_t>& used = offsets(instance);
  return static_cast<std::uint64_t>(
      std::count_if(used.begin(), used.end(), [&](std::uint64_t offset) { return words[offset] == 0; }));
}

bool Accumulator::has_zeros(std::uint64_t instance, std::uint64_t step) {
  enter_epoch(instance, step);
  const State& state = states_[instance];
  if (nest_->uneven()) return state.zeros_left > 0;
  if (!state.from_zero) return false;
  const Inside* round = gone_round(step);
  if (round == nullptr) return true;
  // A loop further out that moves the sums brings others.
  for (const Inside& loop : inside_) {
    if (&loop == round) return false;
    if (loop.stride > 0 && step / loop.steps % loop.bound + 1 < loop.bound) return true;
  }
  return false;
}

/// Of the updates in [step, step + count), all of one epoch: how many find zero.
std::uint64_t Accumulator::add_evenly(const State& state, std::uint64_t step, std::uint64_t count) const {
  if (!state.from_zero) return 0;
  std::uint64_t found = 0;
  const Inside* innermost = inside_.empty() ? nullptr : &inside_.back();
  while (count > 0) {
    const Inside* round = gone_round(step);
    std::uint64_t chunk = 1;
    if (round != nullptr)  // nothing until that loop is through
      chunk = round->steps * round->bound - step % (round->steps * round->bound);
    else if (innermost != nullptr && innermost->stride > 0)
      chunk = innermost->bound - step % innermost->bound;
    chunk = std::min(chunk, count);
    if (round == nullptr) found += chunk * offsets_.size();
    step += chunk;
    count -= chunk;
  }
  return found;
}

std::uint64_t Accumulator::add(std::uint64_t instance, std::uint64_t step, std::uint64_t count) {
  std::uint64_t found = 0;
  while (count > 0) {
    enter_epoch(instance, step);
    State& state = states_[instance];
    std::uint64_t chunk = std::min(count, state.end_step - step);
    if (!nest_->uneven()) {
      found += add_evenly(state, step, chunk);
    } else if (state.zeros_left > 0) {
      chunk = 1;
      nest_->numbering().digits(step, digits_);
      std::uint8_t* words = touched(instance) + word();
      const std::uint64_t before = found;
      for (const std::uint64_t offset : offsets(instance)) {
        found += words[offset] == 0 ? 1 : 0;
        words[offset] = 1;
      }
      state.zeros_left -= found - before;
    }
    step += chunk;
    count -= chunk;
  }
  return found;
}

void Accumulator::visit_state(StateVisitor& state) {
  const StateVisitor::Frame& frame = state.frame();
  for (State& at : states_) {
    state.index(at.epoch, tiles_.epochs_in(frame.loop));
    state.index(at.end_step, tiles_.steps_in(frame));
    state.plain(at.from_zero ? 1 : 0);
  }
}

}  // namespace nestwave
