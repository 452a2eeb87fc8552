// SPDX-License-Identifier: Apache-2.0
#include "app/fast_forward.h"

#include <algorithm>
#include <utility>

namespace nestwave {

namespace {

/// A loop needs an iteration to settle, two to compare, and some to skip.
constexpr std::uint64_t kSmallestBound = 4;
/// Comparisons in vain after which a loop is looked at half as often.
constexpr std::uint64_t kPatience = 16;
constexpr std::uint64_t kLongestPause = 1024;

}  // namespace

FastForward::FastForward(const Nest& nest, Clock& clock, std::int64_t ticks_per_cycle, ForwardMachine machine,
                         Cycle horizon)
    : clock_(clock), ticks_per_cycle_(ticks_per_cycle), machine_(std::move(machine)), horizon_(horizon) {
  loops_.resize(nest.temporal().size());
  std::uint64_t steps = 1;
  for (std::size_t j = loops_.size(); j-- > 0;) {
    Loop& loop = loops_[j];
    loop.steps = steps;
    loop.bound = nest.temporal()[j].bound;
    loop.worthwhile = loop.bound >= kSmallestBound;
    if (loop.worthwhile && finest_ == 0) finest_ = loop.steps;
    steps *= loop.bound;
  }
  next_ = finest_;
}

void FastForward::settle(Cycle until) {
  const std::uint64_t step = machine_.position();
  if (finest_ == 0 || step < next_) return;
  // Of all loops that began an iteration the outermost one.
  std::size_t index = 0;
  while (index < loops_.size() && step / loops_[index].steps == last_ / loops_[index].steps) ++index;
  // Inside it everything begins anew.
  for (std::size_t j = index + 1; j < loops_.size(); ++j) loops_[j].written = false;
  if (index < loops_.size() && loops_[index].worthwhile) look_at(loops_[index], index, step, until);
  expect_next(machine_.position());
}

void FastForward::expect_next(std::uint64_t step) {
  last_ = step;
  next_ = (step / finest_ + 1) * finest_;
}

void FastForward::look_at(Loop& loop, std::size_t index, std::uint64_t step, Cycle now) {
  const std::uint64_t pause =
      std::min(kLongestPause, std::uint64_t{1} << std::min<std::uint64_t>(loop.failures / kPatience, 62));
  if (loop.crossings++ % pause != 0) return;
  const std::uint64_t iteration = step / loop.steps % loop.bound;
  if (machine_.iterations_left(index, step) == 0) return;
  if (!loop.written) {
    write(loop, index, iteration, now, loop.state);
  } else {
    write(loop, index, iteration, now, present_);
    if (present_.words == loop.state.words) {
      loop.failures = 0;
      loop.written = false;
      return jump(loop, index, iteration, step, now);
    }
    ++loop.failures;
    // Whatever its length, the period is found once the state kept lies in the steady part.
    if (iteration < 2 * loop.iteration) return;
    std::swap(present_, loop.state);
  }
  loop.written = true;
  loop.iteration = iteration;
  loop.cycle = now;
}

void FastForward::write(const Loop& loop, std::size_t index, std::uint64_t iteration, Cycle now,
                        WrittenState& state) {
  StateVisitor writer({index, iteration, loop.steps, now, ticks_per_cycle_}, state);
  machine_.visit_state(writer);
}

void FastForward::jump(const Loop& loop, std::size_t index, std::uint64_t iteration, std::uint64_t step,
                       Cycle now) {
  const std::uint64_t iterations = iteration - loop.iteration;
  const Cycle cycles = now - loop.cycle;
  std::uint64_t periods = machine_.iterations_left(index, step) / iterations;
  if (horizon_ != kNever) {
    // Nothing that is decided already may lie beyond the horizon: it would have been decided otherwise.
    const Cycle reach = now + 1 + present_.ahead;
    periods = std::min(periods, horizon_ > reach ? (horizon_ - reach) / std::max<Cycle>(cycles, 1) : 0);
  }
  if (periods == 0) return;
  const Passage passage(loop.state.tally, present_.tally);
  StateVisitor mover({index, iteration, loop.steps, now, ticks_per_cycle_},
                     {periods * iterations, periods * cycles, periods, &passage});
  machine_.visit_state(mover);
  clock_.skip(periods * cycles);
  // Whoever started the kernel for a certain time has to shorten it.
  if (horizon_ != kNever) sc_core::sc_pause();
}

}  // namespace nestwave
