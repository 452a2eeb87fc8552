// SPDX-License-Identifier: Apache-2.0
#include "memory/store.h"

#include <algorithm>

namespace nestwave {

namespace {
constexpr std::size_t kWorthTrimming = 1024;
}  // namespace

Store::Store(sc_core::sc_module_name name, StoreConfig config, Clock& clock, Recorder& recorder)
    : sc_module(name),
      config_(std::move(config)),
      clock_(clock),
      recorder_(recorder),
      tiles_(config_.instances * config_.spaces.size()),
      used_words_(config_.instances, 0),
      is_touched_(config_.instances, 0),
      trim_at_(config_.spaces.size(), kWorthTrimming) {
  for (std::uint64_t i = 0; i < config_.instances; ++i)
    free_words_.insert(free_words_.end(), config_.pools.begin(), config_.pools.end());
  spawn_method(clock, "allocate", changed_, [this] { allocate(); });
}

bool Store::receives(int data_space, std::uint64_t instance, std::uint64_t epoch) const {
  const StoredSpace& space = config_.spaces[data_space];
  Stream& stream = *space.stream;
  if (!space.read_write) return !stream.uneven() || stream.fresh(epoch, instance) > 0;
  return stream.takes_old_sums(instance) &&
         stream.brings_old_sums(instance / space.parent_children, stream.at(epoch)) &&
         (!stream.uneven() || stream.words(epoch, instance) > 0);
}

std::uint64_t Store::lacking(int data_space, std::uint64_t instance, std::uint64_t epoch,
                             std::uint64_t enough) const {
  const Tile& state = tile(data_space, instance);
  Stream& stream = *config_.spaces[data_space].stream;
  std::uint64_t words = 0;
  for (std::uint64_t e = state.granted; e <= epoch && words <= enough; ++e)
    if (receives(data_space, instance, e))
      words += stream.fresh(e, instance) - (e == state.granted ? state.partial : 0);
  return words;
}

void Store::arrive(int data_space, std::uint64_t instance, std::uint64_t epoch) {
  Tile& state = tile(data_space, instance);
  state.arrived_through = std::max(state.arrived_through, epoch + 1);
  touch(instance);
}

void Store::end(int data_space, std::uint64_t instance, std::uint64_t through) {
  Tile& state = tile(data_space, instance);
  state.end_wanted = std::max(state.end_wanted, through);
  touch(instance);
}

void Store::complete(int data_space, std::uint64_t instance, std::uint64_t through) {
  Tile& state = tile(data_space, instance);
  state.completed = std::max(state.completed, through);
  const StoredSpace& space = config_.spaces[data_space];
  if (space.outward != nullptr) space.outward->mark(instance / space.parent_children);
}

void Store::touch(std::uint64_t instance) {
  if (is_touched_[instance] != 0) return;
  is_touched_[instance] = 1;
  touched_.push_back(instance);
  changed_.notify(sc_core::SC_ZERO_TIME);
}

void Store::touch_all() {
  for (std::uint64_t i = 0; i < config_.instances; ++i) touch(i);
}

void Store::allocate() {
  const Cycle now = clock_.enter();
  for (const std::uint64_t instance : touched_) {
    is_touched_[instance] = 0;
    settle_instance(instance, now);
  }
  touched_.clear();
  trim();
}

void Store::settle_instance(std::uint64_t instance, Cycle now) {
  const int spaces = static_cast<int>(config_.spaces.size());
  const int pools = static_cast<int>(config_.pools.size());
  const std::uint64_t used_before = used_words_[instance];
  // A tile that becomes ready may be over already; then its room goes to the next.
  bool again = true;
  while (again) {
    for (int d = 0; d < spaces; ++d)
      if (config_.spaces[d].moves()) release(d, instance, now);
    for (int p = 0; p < pools; ++p) give_room(instance, p);
    again = false;
    for (int d = 0; d < spaces; ++d)
      if (config_.spaces[d].moves() && make_ready(d, instance, now))
        again = again || tile(d, instance).end_wanted > tile(d, instance).ended;
  }
  for (const StoredSpace& space : config_.spaces) {
    if (space.inward != nullptr) space.inward->mark(instance / space.parent_children);
    if (space.outward != nullptr) space.outward->mark(instance / space.parent_children);
    for (Requester* user : space.users) user->mark(instance);
  }
  if (config_.counted && used_words_[instance] != used_before) report_room(instance, used_before, now);
}

void Store::report_room(std::uint64_t instance, std::uint64_t before, Cycle now) const {
  const std::uint64_t used = used_words_[instance];
  if (recorder_.wants(kTiles))
    recorder_.tell(kTiles, &Observer::occupancy, config_.level, instance, used, now);
  if (recorder_.wants(kLedger))
    recorder_.tell(kLedger, &Observer::room_used, config_.level,
                   (static_cast<std::int64_t>(used) - static_cast<std::int64_t>(before)) *
                       static_cast<std::int64_t>(weight(instance)),
                   now);
}

void Store::release(int data_space, std::uint64_t instance, Cycle now) {
  const StoredSpace& space = config_.spaces[data_space];
  Tile& state = tile(data_space, instance);
  while (state.ended < std::min(state.ready, state.end_wanted)) {
    Stream& stream = *space.stream;
    std::uint64_t words = stream.words(state.ended, instance);
    if (!space.read_write && stream.has(state.ended + 1)) words -= stream.kept(state.ended + 1, instance);
    free_words_[instance * config_.pools.size() + space.pool] += words;
    state.held -= words;
    used_words_[instance] -= words;
    if (config_.counted && recorder_.wants(kTiles))
      recorder_.tell(kTiles, &Observer::tile_ended, config_.level, data_space, instance, state.ended, now);
    ++state.ended;
  }
}

/// Free words that a request of the data space must leave to others. Tiles of one size make room for
/// each other; where imperfect factors make them differ, a large tile could find what a small one left
/// behind taken by tiles of later steps. So every data space has a right to its largest tile.
std::uint64_t Store::reserved(int data_space, std::uint64_t instance) const {
  std::uint64_t words = 0;
  for (int d = 0; d < static_cast<int>(config_.spaces.size()); ++d) {
    const StoredSpace& space = config_.spaces[d];
    if (d == data_space || !space.moves() || !space.stream->uneven()) continue;
    if (space.pool != config_.spaces[data_space].pool) continue;
    const std::uint64_t largest = space.stream->shape().tile_words;
    words += largest - std::min(largest, tile(d, instance).held);
  }
  return words;
}

void Store::give_room(std::uint64_t instance, int pool) {
  std::uint64_t& free = free_words_[instance * config_.pools.size() + pool];
  while (true) {
    // The earliest first step asks first; at the same step the data spaces in problem order.
    int first = -1;
    std::uint64_t first_step = 0;
    for (int d = 0; d < static_cast<int>(config_.spaces.size()); ++d) {
      const StoredSpace& space = config_.spaces[d];
      if (!space.moves() || space.pool != pool) continue;
      const Tile& state = tile(d, instance);
      if (state.granted > state.ended + config_.prefetch_depth || !space.stream->has(state.granted)) continue;
      const std::uint64_t step = space.stream->at(state.granted).first_step;
      if (first < 0 || step < first_step) {
        first = d;
        first_step = step;
      }
    }
    if (first < 0) return;
    Tile& state = tile(first, instance);
    const std::uint64_t wanted = config_.spaces[first].stream->fresh(state.granted, instance) - state.partial;
    const std::uint64_t given = std::min(wanted, free - reserved(first, instance));
    free -= given;
    state.held += given;
    used_words_[instance] += given;
    state.partial += given;
    if (given < wanted) return;
    ++state.granted;
    state.partial = 0;
  }
}

bool Store::make_ready(int data_space, std::uint64_t instance, Cycle now) {
  const StoredSpace& space = config_.spaces[data_space];
  Tile& state = tile(data_space, instance);
  bool any = false;
  while (state.ready < state.granted) {
    const Epoch& epoch = space.stream->at(state.ready);
    const bool brought = receives(data_space, instance, state.ready);
    if (brought && state.ready >= state.arrived_through) break;
    if (!brought && space.read_write && config_.counted)
      recorder_.add(config_.level, data_space,
                    epoch.first_ever ? Category::zero_starts : Category::zero_joins,
                    space.stream->words(state.ready, instance) * weight(instance), epoch.first_step, now);
    if (config_.counted && recorder_.wants(kTiles))
      recorder_.tell(kTiles, &Observer::tile_ready, config_.level, data_space, instance, state.ready, now);
    ++state.ready;
    any = true;
  }
  return any;
}

/// Tile that no instance has left yet, and that no link has still to move.
std::uint64_t Store::oldest(int data_space) const {
  std::uint64_t oldest = tile(data_space, 0).ended;
  for (std::uint64_t i = 1; i < config_.instances; ++i) oldest = std::min(oldest, tile(data_space, i).ended);
  // Operand tiles without a word to bring do not wait for the link to pass them by.
  const StoredSpace& space = config_.spaces[data_space];
  if (space.inward != nullptr && !space.read_write) oldest = std::min(oldest, space.inward->oldest_epoch());
  return oldest;
}

std::uint64_t Store::iterations_left(std::size_t loop, std::uint64_t step) const {
  std::uint64_t left = StateVisitor::kAll;
  for (const StoredSpace& space : config_.spaces)
    if (space.moves()) left = std::min(left, space.stream->iterations_left(loop, step));
  return left;
}

void Store::visit_state(StateVisitor& state) {
  for (int d = 0; d < static_cast<int>(config_.spaces.size()); ++d) {
    if (!config_.spaces[d].moves()) continue;
    Stream& stream = *config_.spaces[d].stream;
    stream.visit_state(state, oldest(d));
    const std::uint64_t each = stream.epochs_in(state.frame().loop);
    for (std::uint64_t i = 0; i < config_.instances; ++i) {
      Tile& at = tile(d, i);
      // What never happens to a data space (arrivals of sums that start at zero) stays behind.
      state.index_from(at.arrived_through, at.ready, each);
      state.index_from(at.end_wanted, at.ended, each);
      state.index_from(at.completed, at.ended, each);
      state.index(at.granted, each);
      state.index(at.ready, each);
      state.index(at.ended, each);
      state.plain(at.held);
      state.plain(at.partial);
    }
  }
  for (const std::uint64_t words : free_words_) state.plain(words);
  state.plain(touched_.size());
  for (PortBank* bank : {read_port.get(), write_port.get(), shared_port.get()})
    if (bank != nullptr) bank->visit_state(state);
  if (banks) banks->visit_state(state);
}

void Store::trim() {
  for (int d = 0; d < static_cast<int>(config_.spaces.size()); ++d) {
    const StoredSpace& space = config_.spaces[d];
    if (!space.moves() || space.stream->held() < trim_at_[d]) continue;
    space.stream->release_before(oldest(d));
    trim_at_[d] = std::max<std::size_t>(kWorthTrimming, 2 * space.stream->held());
  }
}

}  // namespace nestwave
