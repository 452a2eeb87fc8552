// SPDX-License-Identifier: Apache-2.0
#include "app/pass_memory.h"

#include <algorithm>
#include <utility>

#include "pe/row_stationary/wheel.h"

namespace nestwave {

namespace {

constexpr std::size_t kMostWords = std::size_t{8} << 20U;  // 64 MB
/// Looks in vain after which none are taken for as many passes.
constexpr std::uint64_t kPatience = 512;

}  // namespace

PassMemory::PassMemory(RowStationaryArray& array, const RowStationaryPasses& passes, Clock& clock, Cycle stop)
    : array_(array), passes_(passes), shapes_(passes), clock_(clock), memory_(kMostWords) {
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
    last_.reset();
    return;
  }
  if (memory_.forget_if_full()) last_.reset();
  Place place = write(pass, until);
  if (last_) remember(*last_, place);
  follow(place);
  last_ = std::move(place);
}

PassMemory::Place PassMemory::write(std::uint64_t pass, Cycle now) {
  array_.settle(now);
  StateVisitor writer({0, pass, 0, now, array_.ticks_per_cycle()}, written_);
  array_.visit_state(writer);
  return {memory_.number(written_.words), pass, array_.reach().first_pass, std::move(written_.tally)};
}

/// The array has gone from one place to the other, by the shapes of all passes and tiles that any part of it
/// has been in, or has looked at, and one more. They are kept as: the first of these passes, relative to
/// that of the place; how many there are; their shapes; and those of the tiles, from that of the place on.
void PassMemory::remember(const Place& from, const Place& to) {
  const RowStationaryArray::Reach reach = array_.reach();
  StateMemory::Words given = {from.first_pass - from.pass, reach.last_pass + 2 - from.first_pass};
  for (std::uint64_t pass = from.first_pass; pass <= reach.last_pass + 1; ++pass)
    given.push_back(shapes_.of_pass(pass));
  for (std::uint64_t tile = passes_.at(from.pass).tile; tile <= reach.last_tile + 1; ++tile)
    given.push_back(shapes_.of_tile(tile));
  memory_.remember(from.state, {std::move(given), {from.tally, to.tally}, to.state});
}

bool PassMemory::fits(const StateMemory::Words& given, std::uint64_t pass) {
  constexpr std::size_t kShapes = 2;  // where they begin
  const std::size_t tiles = kShapes + given[1];
  for (std::size_t i = kShapes; i < tiles; ++i)
    if (shapes_.of_pass(pass + given[0] + i - kShapes) != given[i]) return false;
  const std::uint64_t tile = passes_.at(pass).tile;
  for (std::size_t i = tiles; i < given.size(); ++i)
    if (shapes_.of_tile(tile + i - tiles) != given[i]) return false;
  return true;
}

/// Goes on from a place as far as it is known what happens, and puts the array there.
void PassMemory::follow(Place& place) {
  const Cycle begun = place.tally.now;
  std::vector<std::uint64_t> added(place.tally.counters.size(), 0);
  const auto ahead = [&](const StateMemory::Words& given) { return fits(given, place.pass); };
  const StateMemory::Outcome* outcome = nullptr;
  while ((outcome = memory_.recall(place.state, ahead)) != nullptr &&
         place.tally.now + outcome->passage.cycles < horizon_) {
    for (std::size_t i = 0; i < added.size(); ++i) added[i] += outcome->passage.added[i];
    place.tally.now += outcome->passage.cycles;
    place.state = outcome->end;
    ++place.pass;
  }
  if (place.tally.now == begun) {
    if (++in_vain_ % kPatience == 0) next_ = place.pass + in_vain_;
    return;
  }
  in_vain_ = 0;
  StateVisitor back({0, place.pass, 0, place.tally.now, array_.ticks_per_cycle()}, memory_.words(place.state),
                    added);
  array_.visit_state(back);
  clock_.skip(place.tally.now - begun);
  for (std::size_t i = 0; i < added.size(); ++i) place.tally.counters[i] += added[i];
  place.first_pass = array_.reach().first_pass;
  seen_ = place.pass;
}

}  // namespace nestwave
