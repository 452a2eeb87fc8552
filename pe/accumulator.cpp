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
  const DataSpace& space = design.problem().data_spaces[tiles.data_space()];
  const int level = tiles.inner();
  for (const Dimension& dimension : design.problem().dimensions) sizes_.push_back(dimension.size);
  offset_places_.emplace_back(sizes_.size(), 0);
  // Packed index of a word in the tile: one digit per loop that moves the word inside the tile.
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
  for (std::size_t j = nest_->temporal().size(); j-- > 0;) {
    const NestLoop& loop = nest_->temporal()[j];
    if (!space.uses(loop.dimension) || (loop.level < level && !outermost)) continue;
    relevant_.push_back({j, tile_words_});
    if (j + 1 == nest_->temporal().size()) inner_stride_ = tile_words_;
    tile_words_ *= loop.bound;
  }
  if (!outermost) parent_children_ = tiles.shape().simulated;
  if (tile_words_ > kMostWords / instances)
    throw InputError({}, "the sums kept innermost take more than " + std::to_string(kMostWords) + " words");
  for (std::uint64_t i = 0; nest_->uneven() && i < instances; ++i)
    places_.push_back(nest_->place(level, i, sizes_.size()));
  states_.resize(instances);
  touched_.assign(instances * tile_words_, 0);
  for (std::uint64_t i = 0; i < instances; ++i) {
    states_[i].epoch = ~std::uint64_t{0};
    enter_epoch(i, 0);
  }
}

void Accumulator::enter_epoch(std::uint64_t instance, std::uint64_t step) {
  State& state = states_[instance];
  while (step >= state.end_step) {
    // Epochs without work for the instance may be behind everybody by now.
    state.epoch = std::max(state.epoch + 1, tiles_.oldest());
    const Epoch& epoch = tiles_.at(state.epoch);
    state.end_step = epoch.end_step;
    const bool from_zero = outermost_ || !tiles_.takes_old_sums(instance) ||
                           !tiles_.brings_old_sums(instance / parent_children_, epoch);
    // With imperfect factors fewer words of the tile may be in use; those of an outermost keeper are not
    // known beforehand, so it may go on looking for one.
    const std::uint64_t words = outermost_ ? tile_words_ : tiles_.words(state.epoch, instance);
    state.zeros_left = from_zero ? words : 0;
    if (from_zero) std::fill_n(touched(instance), tile_words_, std::uint8_t{0});
  }
}

std::uint64_t Accumulator::word(std::uint64_t step) {
  std::uint64_t index = 0;
  if (!nest_->uneven()) {
    for (const Relevant& loop : relevant_) index += nest_->digit(step, loop.position) * loop.stride;
    return index;
  }
  nest_->numbering().digits(step, digits_);
  for (const Relevant& loop : relevant_) index += digits_[loop.position] * loop.stride;
  return index;
}

/// Packed indices, beside word(step), of the words that some PE of the instance has a product for.
const std::vector<std::uint64_t>& Accumulator::offsets(std::uint64_t instance, std::uint64_t step) {
  if (!nest_->uneven()) return offsets_;
  nest_->numbering().digits(step, digits_);
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
  if (states_[instance].zeros_left == 0) return 0;
  const std::uint8_t* words = touched(instance) + word(step);
  const std::vector<std::uint64_t>& used = offsets(instance, step);
  return static_cast<std::uint64_t>(
      std::count_if(used.begin(), used.end(), [&](std::uint64_t offset) { return words[offset] == 0; }));
}

std::uint64_t Accumulator::add(std::uint64_t instance, std::uint64_t step, std::uint64_t count) {
  const std::uint64_t bound = nest_->temporal().empty() ? 1 : nest_->temporal().back().bound;
  std::uint64_t found = 0;
  while (count > 0) {
    enter_epoch(instance, step);
    State& state = states_[instance];
    std::uint64_t chunk = std::min(count, state.end_step - step);
    if (state.zeros_left > 0) {
      // Iterations of the innermost loop.
      chunk = nest_->uneven() ? 1 : std::min(chunk, bound - step % bound);
      std::uint8_t* words = touched(instance) + word(step);
      const std::uint64_t moves = inner_stride_ == 0 ? 1 : chunk;
      const std::uint64_t before = found;
      for (const std::uint64_t offset : offsets(instance, step))
        for (std::uint64_t i = 0; i < moves; ++i) {
          std::uint8_t& word_touched = words[offset + i * inner_stride_];
          found += word_touched == 0 ? 1 : 0;
          word_touched = 1;
        }
      state.zeros_left -= found - before;
    }
    step += chunk;
    count -= chunk;
  }
  return found;
}

}  // namespace nestwave
