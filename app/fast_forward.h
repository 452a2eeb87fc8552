// SPDX-License-Identifier: Apache-2.0
// Exact fast-forward: a machine that comes round to the same state goes round the same way again.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/state.h"
#include "memory/clock.h"

namespace nestwave {

/// What fast-forward needs of a machine.
struct ForwardMachine {
  std::function<std::uint64_t()> position;  ///< step that the first PE does next
  /// Iterations of the loop that every part can be moved ahead by; see Stream::iterations_left.
  std::function<std::uint64_t(std::size_t loop, std::uint64_t step)> iterations_left;
  std::function<void(StateVisitor&)> visit_state;
};

/// Watches the first PE. Whenever it begins an iteration of a temporal loop, the state of the whole
/// machine is written down, times relative to now and indices relative to the iteration, and compared,
/// word for word, with that at an earlier iteration of the same loop. If they are equal, all that happened
/// in between happens again as long as the loop lasts: counters, ledgers, times and indices move ahead by
/// whole periods, and the simulation goes on from there. Nothing is approximated: the machine ends up in
/// the state in which simulating would have left it.
class FastForward : public Settler {
 public:
  /// `horizon`: no cycle from there on may be skipped. Add it to the clock behind all other settlers.
  FastForward(const Nest& nest, Clock& clock, std::int64_t ticks_per_cycle, ForwardMachine machine,
              Cycle horizon);

  void settle(Cycle until) override;

 private:
  /// One temporal loop, and the state at one of its iterations that later ones are compared with.
  struct Loop {
    std::uint64_t steps = 1;  ///< of one iteration
    std::uint64_t bound = 1;
    bool worthwhile = false;
    bool written = false;
    std::uint64_t iteration = 0;
    Cycle cycle = 0;
    WrittenState state;
    std::uint64_t failures = 0;  ///< comparisons in vain since the last success
    std::uint64_t crossings = 0;
  };

  void look_at(Loop& loop, std::size_t index, std::uint64_t step, Cycle now);
  void write(const Loop& loop, std::size_t index, std::uint64_t iteration, Cycle now, WrittenState& state);
  void jump(const Loop& loop, std::size_t index, std::uint64_t iteration, std::uint64_t step, Cycle now);
  void expect_next(std::uint64_t step);

  Clock& clock_;
  std::int64_t ticks_per_cycle_;
  ForwardMachine machine_;
  Cycle horizon_;
  std::vector<Loop> loops_;   ///< outermost first
  std::uint64_t last_ = 0;    ///< step at the last look
  std::uint64_t next_ = 0;    ///< step before which no worthwhile loop begins an iteration
  std::uint64_t finest_ = 0;  ///< steps of the shortest worthwhile iteration; 0: there is none
  WrittenState present_;      ///< reused
};

}  // namespace nestwave
