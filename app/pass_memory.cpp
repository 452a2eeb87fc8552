// SPDX-License-Identifier: Apache-2.0
#include "app/pass_memory.h"

#include <algorithm>
#include <utility>

#include "pe/row_stationary/wheel.h"

namespace nestwave {

namespace {

/// Words to remember, 64 MB; then everything is forgotten.
constexpr std::size_t kMostWords = std::size_t{8} << 20;
/// Looks in vain after which none are taken for as many passes.
constexpr std::uint64_t kPatience = 512;

std::uint64_t hash_of(const std::vector<std::uint64_t>& words) {
  std::uint64_t hash = words.size();
  for (const std::uint64_t word : words) hash = (hash ^ word) * 0x9e3779b97f4a7c15 + (hash >> 29);
  return hash;
}

}  // namespace

PassMemory::PassMemory(RowStationaryArray& array, const RowStationaryPasses& passes, Clock& clock, Cycle stop)
    : array_(array), passes_(passes), shapes_(passes), clock_(clock) {
  // PEs that are under way when the run is cut short are so in no other way.
  const Cycle last = std::min(stop, clock.limit());
  horizon_ = last > Wheel::kSlots ? last - Wheel::kSlots : 0;
}

void PassMemory::settle(Cycle until) {
  const std::uint64_t pass = array_.pass();
  if (pass == seen_ || until >= horizon_) return;
  seen_ = pass;
  if (pass >= passes_.count()) return;
  if (pass < next_) {
    last_.known = false;
    return;
  }
  array_.settle(until);
  Place place;
  place.known = true;
  place.state = write(pass, until);
  place.pass = pass;
  place.first_pass = array_.reach().first_pass;
  place.cycle = until;
  place.counters = std::move(written_.counters);
  if (last_.known) remember(last_, place);
  follow(place);
  last_ = std::move(place);
  if (remembered_ > kMostWords) forget();
}

PassMemory::StateId PassMemory::write(std::uint64_t pass, Cycle now) {
  written_.clear();
  StateVisitor writer({0, pass, 0, now, array_.ticks_per_cycle()}, written_);
  array_.visit_state(writer);
  return number(written_.words);
}

PassMemory::StateId PassMemory::number(const std::vector<std::uint64_t>& words) {
  const std::uint64_t hash = hash_of(words);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it)
    if (states_[it->second].words == words) return it->second;
  const auto id = static_cast<StateId>(states_.size());
  states_.push_back({words, {}});
  by_hash_.emplace(hash, id);
  remembered_ += words.size();
  return id;
}

/// The array has gone from one place to the other, by the shapes of all passes and tiles that any part of it
/// has been in, or has looked at, and one more.
void PassMemory::remember(const Place& from, const Place& to) {
  const RowStationaryArray::Reach reach = array_.reach();
  Stretch stretch;
  stretch.first_pass = static_cast<std::int64_t>(from.first_pass - from.pass);
  for (std::uint64_t pass = from.first_pass; pass <= reach.last_pass + 1; ++pass)
    stretch.shapes.push_back(shapes_.of_pass(pass));
  for (std::uint64_t tile = passes_.at(from.pass).tile; tile <= reach.last_tile + 1; ++tile)
    stretch.tiles.push_back(shapes_.of_tile(tile));
  stretch.cycles = to.cycle - from.cycle;
  stretch.end = to.state;
  stretch.counted.resize(to.counters.size());
  for (std::size_t i = 0; i < to.counters.size(); ++i) stretch.counted[i] = to.counters[i] - from.counters[i];
  remembered_ += stretch.shapes.size() + stretch.tiles.size() + stretch.counted.size();
  states_[from.state].stretches.push_back(std::move(stretch));
}

bool PassMemory::fits(const Stretch& stretch, std::uint64_t pass) {
  std::uint64_t at = pass + static_cast<std::uint64_t>(stretch.first_pass);
  for (const PassShapes::Shape shape : stretch.shapes)
    if (shapes_.of_pass(at++) != shape) return false;
  std::uint64_t tile = passes_.at(pass).tile;
  for (const PassShapes::Shape shape : stretch.tiles)
    if (shapes_.of_tile(tile++) != shape) return false;
  return true;
}

const PassMemory::Stretch* PassMemory::known(StateId state, std::uint64_t pass) {
  for (const Stretch& stretch : states_[state].stretches)
    if (fits(stretch, pass)) return &stretch;
  return nullptr;
}

/// Goes on from a place as far as it is known what happens, and puts the array there.
void PassMemory::follow(Place& place) {
  const Cycle begun = place.cycle;
  std::vector<std::uint64_t> added(place.counters.size(), 0);
  const Stretch* stretch = nullptr;
  while ((stretch = known(place.state, place.pass)) != nullptr && place.cycle + stretch->cycles < horizon_) {
    for (std::size_t i = 0; i < added.size(); ++i) added[i] += stretch->counted[i];
    place.cycle += stretch->cycles;
    place.state = stretch->end;
    ++place.pass;
  }
  if (place.cycle == begun) {
    if (++in_vain_ % kPatience == 0) next_ = place.pass + in_vain_;
    return;
  }
  in_vain_ = 0;
  StateVisitor back({0, place.pass, 0, place.cycle, array_.ticks_per_cycle()}, states_[place.state].words,
                    added);
  array_.visit_state(back);
  clock_.skip(place.cycle - begun);
  for (std::size_t i = 0; i < added.size(); ++i) place.counters[i] += added[i];
  place.first_pass = array_.reach().first_pass;
  seen_ = place.pass;
}

void PassMemory::forget() {
  states_.clear();
  by_hash_.clear();
  remembered_ = 0;
  last_.known = false;
}

}  // namespace nestwave
