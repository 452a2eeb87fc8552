// SPDX-License-Identifier: Apache-2.0
// Sums over intervals of simulated time, of entries that may reach into intervals to come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/time.h"

namespace nestwave {

/// Cuts time into intervals of one length and adds up, for a number of keys, what falls into the
/// present one. Memory goes with the entries that are not over yet, not with time.
class IntervalSums {
 public:
  IntervalSums(std::size_t keys, Cycle length)
      : length_(length), spans_(keys), sums_(keys, 0), peaks_(keys, 0) {}

  /// `amount` for each of the cycles [first, stop).
  void add_rate(std::size_t key, Cycle first, Cycle stop, std::uint64_t amount) {
    add(key, first, stop, amount, true);
  }
  /// `amount` altogether, spread evenly over [first, stop).
  void add_total(std::size_t key, Cycle first, Cycle stop, std::uint64_t amount) {
    add(key, first, stop, amount, false);
  }

  [[nodiscard]] Cycle first() const { return first_; }
  [[nodiscard]] Cycle stop() const { return first_ + length_; }
  /// Entries that are not folded yet.
  [[nodiscard]] std::size_t held() const { return held_; }
  /// Adds up what lies before `until`, at most stop().
  void fold(Cycle until);
  /// Adds what of the totals lies in cycle `end`, the first after a run: it moves at its very end. Comes
  /// after fold(end).
  void fold_late_totals(Cycle end);
  /// Sums of the present interval, folded up to its end. Amount × cycles for rates.
  [[nodiscard]] std::uint64_t sum(std::size_t key) const { return sums_[key]; }
  /// The largest single rate of the present interval.
  [[nodiscard]] std::uint64_t peak(std::size_t key) const { return peaks_[key]; }
  /// On to the next interval.
  void advance();

 private:
  struct Span {
    Cycle first;
    Cycle stop;
    std::uint64_t amount;
    bool rate;
  };
  void add(std::size_t key, Cycle first, Cycle stop, std::uint64_t amount, bool rate);
  static std::uint64_t take(Span& span, Cycle cycles);

  Cycle length_;
  Cycle first_ = 0;
  std::vector<std::vector<Span>> spans_;  ///< per key
  std::size_t held_ = 0;
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint64_t> peaks_;
};

}  // namespace nestwave
