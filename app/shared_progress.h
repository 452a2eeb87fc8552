// SPDX-License-Identifier: Apache-2.0
// How far the layers of a network are, told by their processes through shared memory.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "models/observer.h"

namespace nestwave {

/// One counter per task, shared with the processes forked after it was made.
class SharedProgress {
 public:
  /// Throws InputError if there is no memory.
  explicit SharedProgress(std::size_t tasks);
  SharedProgress(const SharedProgress&) = delete;
  SharedProgress& operator=(const SharedProgress&) = delete;
  ~SharedProgress();

  /// Of the whole task, 0 to 1.
  [[nodiscard]] double fraction(std::size_t task) const;
  void set(std::size_t task, std::uint64_t done, std::uint64_t all);

 private:
  static constexpr std::uint64_t kWhole = std::uint64_t{1} << 20;

  std::atomic<std::uint32_t>* parts_ = nullptr;
  std::size_t bytes_ = 0;
};

/// Attached to the simulation of a task: tells the compute step of PE 0.
class StepMeter : public Observer {
 public:
  StepMeter(SharedProgress& progress, std::size_t task, std::uint64_t steps)
      : progress_(progress), task_(task), steps_(steps) {}
  [[nodiscard]] unsigned interests() const override { return kSteps; }
  void step(std::uint64_t step) override { progress_.set(task_, step + 1, steps_); }

 private:
  SharedProgress& progress_;
  std::size_t task_;
  std::uint64_t steps_;
};

}  // namespace nestwave
