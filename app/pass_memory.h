// SPDX-License-Identifier: Apache-2.0
// Exact fast-forward of a row-stationary array: what it has done once it is not made to do again.
#pragma once

#include <cstdint>
#include <optional>

#include "dataflows/row_stationary_shapes.h"
#include "dataflows/state.h"
#include "dataflows/state_memory.h"
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
  /// Where the array was when its state was last written down.
  struct Place {
    StateMemory::Id state = 0;
    std::uint64_t pass = 0;
    std::uint64_t first_pass = 0;  ///< that anything still worked on
    Tally tally;
  };

  [[nodiscard]] Place write(std::uint64_t pass, Cycle now);
  void remember(const Place& from, const Place& to);
  [[nodiscard]] bool fits(const StateMemory::Words& given, std::uint64_t pass);
  void follow(Place& place);

  RowStationaryArray& array_;
  const RowStationaryPasses& passes_;
  PassShapes shapes_;
  Clock& clock_;
  Cycle horizon_;
  std::uint64_t seen_ = 0;  ///< pass at the last look
  std::uint64_t next_ = 1;  ///< pass before which it is not worth looking
  std::uint64_t in_vain_ = 0;
  std::optional<Place> last_;
  WrittenState written_;  ///< reused
  StateMemory memory_;
};

}  // namespace nestwave
