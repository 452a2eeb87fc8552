// SPDX-License-Identifier: Apache-2.0
// Exact fast-forward of a row-stationary array: what it has done once it is not made to do again.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "dataflows/row_stationary_shapes.h"
#include "dataflows/state.h"
#include "memory/clock.h"
#include "pe/row_stationary/array.h"

namespace nestwave {

/// Whenever the PE that has a part in all passes begins one, the state of the whole array is written down,
/// times relative to now, passes and tiles to that pass, words to what has gone before. What happens until it
/// begins the next pass follows from this state and from the shapes of all passes that any part of the array
/// comes to in the meantime. It is remembered: the state at the end, the cycles, and what was counted. When
/// the array is in that state again, word for word, and passes of the same shapes are ahead, that is looked
/// up, pass by pass, as long as it is known; then the array is put into the state in which simulating would
/// have left it. Nothing is approximated.
class PassMemory : public Settler {
 public:
  /// `stop`: nothing happens from then on; kNever if the run is not cut short.
  PassMemory(RowStationaryArray& array, const RowStationaryPasses& passes, Clock& clock, Cycle stop);

  void settle(Cycle until) override;

 private:
  using StateId = std::uint32_t;
  /// From the beginning of one pass to that of the next.
  struct Stretch {
    std::int64_t first_pass = 0;            ///< of `shapes`, relative to the pass
    std::vector<PassShapes::Shape> shapes;  ///< of passes that follow each other
    std::vector<PassShapes::Shape> tiles;   ///< from the tile of the pass on
    Cycle cycles = 0;
    StateId end = 0;
    std::vector<std::uint64_t> counted;
  };
  struct State {
    std::vector<std::uint64_t> words;
    std::vector<Stretch> stretches;
  };
  /// Where the array was when its state was last written down.
  struct Place {
    bool known = false;
    StateId state = 0;
    std::uint64_t pass = 0;
    std::uint64_t first_pass = 0;  ///< that anything still worked on
    Cycle cycle = 0;
    std::vector<std::uint64_t> counters;
  };

  StateId write(std::uint64_t pass, Cycle now);
  StateId number(const std::vector<std::uint64_t>& words);
  void remember(const Place& from, const Place& to);
  [[nodiscard]] const Stretch* known(StateId state, std::uint64_t pass);
  [[nodiscard]] bool fits(const Stretch& stretch, std::uint64_t pass);
  void follow(Place& place);
  void forget();

  RowStationaryArray& array_;
  const RowStationaryPasses& passes_;
  PassShapes shapes_;
  Clock& clock_;
  Cycle horizon_;
  std::uint64_t seen_ = 0;  ///< pass at the last look
  std::uint64_t next_ = 1;  ///< pass before which it is not worth looking
  std::uint64_t in_vain_ = 0;
  Place last_;
  WrittenState written_;  ///< reused
  std::vector<State> states_;
  std::unordered_multimap<std::uint64_t, StateId> by_hash_;
  std::size_t remembered_ = 0;  ///< words
};

}  // namespace nestwave
