// SPDX-License-Identifier: Apache-2.0
#include "memory/systolic/tensor_buffer.h"

#include <utility>

#include "models/error.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxWords = std::uint64_t{1} << 30;

const FlatIndex& lanes_of(const SystolicPlan& plan, int data_space) {
  return data_space == plan.down ? plan.columns : plan.rows;
}

const FlatIndex& positions_of(const SystolicPlan& plan, int data_space) {
  return data_space == plan.stationary ? plan.columns : plan.streamed;
}

}  // namespace

TensorBuffer::TensorBuffer(sc_core::sc_module_name name, const Config& config, int data_space,
                           LevelPorts& ports)
    : sc_module(name),
      plan_(config.plan),
      data_space_(data_space),
      level_(plan_.machine.buffers[data_space]),
      residency_(plan_.residency[data_space]),
      read_category_(data_space == plan_.stationary && plan_.machine.registers >= 0
                         ? Category::reads_fill
                         : Category::reads_operand),
      addresses_(config.problem, data_space, plan_.gemm.group, lanes_of(plan_, data_space),
                 positions_of(plan_, data_space)),
      recorder_(config.recorder),
      ports_(ports),
      memory_ports_(config.memory_ports),
      memory_(config.memory),
      word_by_word_(data_space != plan_.gemm.outputs && residency_ != Residency::stream &&
                    (addresses_.slides() || addresses_.padded() || memory_)) {
  traffic_.data_space = data_space;
  traffic_.from = plan_.machine.memory;
  traffic_.to = level_;
  if (!word_by_word_) return;
  if (addresses_.words() > kMaxWords)
    throw InputError(config.problem.where,
                     config.problem.data_spaces[data_space].name + " has " +
                         std::to_string(addresses_.words()) +
                         " words; a systolic array whose tiles overlap is simulated up to 2^30");
  last_tile_.assign(addresses_.words(), 0);
}

std::uint64_t TensorBuffer::tile_key(const Fold& fold) const {
  if (residency_ == Residency::tensor) return fold.group;
  if (data_space_ == plan_.stationary) return fold.index;
  return data_space_ == plan_.across ? fold.group * plan_.row_folds() + fold.row_fold
                                     : fold.group * plan_.column_folds() + fold.column_fold;
}

/// All places of the fold.
TensorBuffer::Box TensorBuffer::box(const Fold& fold) const {
  const std::uint64_t positions = positions_of(plan_, data_space_).size;
  if (data_space_ == plan_.stationary) return {fold.first_row, fold.rows, fold.first_column, fold.columns};
  if (data_space_ == plan_.across) return {fold.first_row, fold.rows, 0, positions};
  return {fold.first_column, fold.columns, 0, positions};
}

TensorBuffer::Box TensorBuffer::tile_box(const Fold& fold) const {
  if (residency_ != Residency::tensor) return box(fold);
  return {0, lanes_of(plan_, data_space_).size, 0, positions_of(plan_, data_space_).size};
}

std::uint64_t TensorBuffer::announce(const Fold& fold) {
  if (residency_ == Residency::stream) return 0;
  const std::uint64_t key = tile_key(fold) + 1;
  if (key == key_) return announced_;
  key_ = key;
  ++tile_;
  announced_ = missing(fold, tile_box(fold));
  return announced_;
}

std::uint32_t TensorBuffer::take_tile(const Fold& fold, Cycle now) {
  step_ = fold.index * plan_.streamed.size;
  const std::uint64_t words = announce(fold);
  announced_ = 0;
  if (words > 0) fetch(words, now, 1);
  return tile_;
}

/// Words of the new tile that are not in the one before.
std::uint64_t TensorBuffer::missing(const Fold& fold, const Box& box) {
  if (!word_by_word_) return box.lanes * box.positions;  // tiles are the same or have no word in common
  std::uint64_t words = 0;
  for (std::uint64_t lane = box.first_lane; lane < box.first_lane + box.lanes; ++lane)
    for (std::uint64_t at = box.first_position; at < box.first_position + box.positions; ++at) {
      if (!addresses_.stored(fold.group, lane, at)) continue;
      std::uint32_t& last = last_tile_[addresses_.word(fold.group, lane, at)];
      if (last != tile_ && last != tile_ - 1) ++words;
      last = tile_;
    }
  return words;
}

void TensorBuffer::fetch(std::uint64_t words, Cycle cycle, Cycle cycles) {
  count(plan_.machine.memory, Category::reads_fill, words, cycle);
  count(level_, Category::writes_fill, words, cycle);
  memory_ports_.read.use(cycle, cycles, words);
  ports_.write.use(cycle, cycles, words);
  traffic_.injected += words;
  traffic_.delivered += words;
  traffic_.hops += words;
  recorder_.count_event();
}

std::uint64_t TensorBuffer::stored(const Fold& fold, Place place, std::uint64_t more) const {
  if (!addresses_.padded()) return 1 + more;
  std::uint64_t words = 0;
  for (std::uint64_t i = 0; i <= more; ++i)
    words += addresses_.stored(fold.group, place.lane, place.position + i) ? 1 : 0;
  return words;
}

void TensorBuffer::read(std::uint64_t words, Cycle now, Cycle cycles) {
  if (words == 0) return;
  if (residency_ == Residency::stream) fetch(words, now, cycles);
  count(level_, read_category_, words, now);
  ports_.read.use(now, cycles, words);
}

TensorBuffer::Value TensorBuffer::value(const Fold& fold, Place place, std::uint32_t tile) const {
  if (!addresses_.stored(fold.group, place.lane, place.position)) return 0;
  const std::uint64_t word = addresses_.word(fold.group, place.lane, place.position);
  if (word_by_word_ && last_tile_[word] < tile)
    throw InternalError(addresses_.name(word) + " is read from " + name() + " but has not been brought");
  return memory_(word);
}

void TensorBuffer::add(const Fold& fold, Place place, std::uint64_t more, Value value, Cycle now) {
  const std::uint64_t words = 1 + more;
  if (residency_ == Residency::stream && !fold.starts_sums) fetch(words, now, words);
  if (fold.starts_sums) {
    count(level_, Category::zero_starts, words, now);
  } else {
    count(level_, Category::reads_accumulate, words, now);
    ports_.read.use(now, words, words);
  }
  count(level_, Category::writes_update, words, now);
  ports_.write.use(now, words, words);
  if (memory_) carry(fold, place, value);
  if (residency_ == Residency::stream)
    drain(words, fold.starts_sums ? words : 0, now, words);
  else if (finishes(fold))
    finish(fold, words, now);
}

TensorBuffer::SumTile& TensorBuffer::sum_tile(const Fold& fold) {
  const std::uint64_t key = tile_key(fold);
  for (SumTile& tile : sum_tiles_)
    if (tile.key == key) return tile;
  const Box box = tile_box(fold);
  const std::uint64_t size = box.lanes * box.positions;
  sum_tiles_.push_back({key, size, size, {}});
  return sum_tiles_.back();
}

void TensorBuffer::drop(const SumTile& tile) {
  std::erase_if(sum_tiles_, [key = tile.key](const SumTile& other) { return other.key == key; });
}

void TensorBuffer::carry(const Fold& fold, Place place, Value value) {
  const std::uint64_t word = addresses_.word(fold.group, place.lane, place.position);
  Sums& sums = residency_ == Residency::stream ? memory_sums_ : sum_tile(fold).sums;
  const auto [sum, fresh] = sums.try_emplace(word, 0);
  if (fresh != fold.starts_sums)
    throw InternalError(addresses_.name(word) +
                        (fresh ? " is added to before it was begun in " : " is begun a second time in ") +
                        name());
  sum->second += value;
}

void TensorBuffer::drain(std::uint64_t words, std::uint64_t first_visits, Cycle cycle, Cycle cycles) {
  count(level_, Category::reads_drain, words, cycle);
  count(plan_.machine.memory, Category::writes_update, words, cycle);
  if (first_visits > 0) count(plan_.machine.memory, Category::zero_starts, first_visits, cycle);
  ports_.read.use(cycle, cycles, words);
  memory_ports_.write.use(cycle, cycles, words);
  traffic_.injected += words;
  traffic_.delivered += words;
  traffic_.hops += words;
  recorder_.count_event();
}

/// Columns finish one after the other, and a narrow fold may be through before a wide one that began
/// earlier: a tile leaves when its last sum is complete, whichever that is.
void TensorBuffer::finish(const Fold& fold, std::uint64_t words, Cycle now) {
  SumTile& tile = sum_tile(fold);
  tile.missing -= words;
  if (tile.missing > 0) return;
  drain(tile.size, tile.size, now, 1);
  for (const auto& [word, value] : tile.sums)
    if (!memory_sums_.emplace(word, value).second)
      throw InternalError(addresses_.name(word) + " arrives in the memory a second time");
  drop(tile);
}

void TensorBuffer::write_pattern(const Fold& fold, std::vector<std::uint64_t>& words) const {
  if (!addresses_.padded()) return;
  const Box places = box(fold);
  for (std::uint64_t i = 0; i < places.lanes; ++i)
    addresses_.write_lane(fold.group, places.first_lane + i, words);
  if (data_space_ != plan_.stationary) return;  // every position of the stream
  for (std::uint64_t i = 0; i < places.positions; ++i)
    addresses_.write_position(places.first_position + i, words);
}

void TensorBuffer::write_sums(const Fold& fold, const Fold& from, std::uint64_t most,
                              std::vector<std::uint64_t>& words) const {
  if (!finishes(fold)) return;
  const std::uint64_t key = tile_key(fold);
  const Box whole = tile_box(fold);
  const std::uint64_t size = whole.lanes * whole.positions;
  std::uint64_t missing = size;
  for (const SumTile& tile : sum_tiles_)
    if (tile.key == key) missing = tile.missing;
  words.push_back(key - tile_key(from));
  // A tile that will not be complete in that time is as good as any other.
  words.push_back(missing > most ? StateVisitor::kAll : missing);
  words.push_back(missing > most ? 0 : size);
}

void TensorBuffer::pass_sums(const Fold& fold, std::uint64_t words) {
  if (!finishes(fold) || words == 0) return;
  SumTile& tile = sum_tile(fold);
  tile.missing -= words;
  if (tile.missing == 0) drop(tile);
}

void TensorBuffer::visit_state(StateVisitor& state) {
  if (!state.writing()) announced_ = 0;
  state.counters(traffic_);
}

}  // namespace nestwave
