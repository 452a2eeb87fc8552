// SPDX-License-Identifier: Apache-2.0
// Which PEs are due in which of the next cycles.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"
#include "models/time.h"

namespace nestwave {

/// Bit masks of PEs for the next kReach cycles, used in turn.
class Wheel {
 public:
  static constexpr Cycle kSlots = 64;
  static constexpr Cycle kReach = kSlots - 1;  ///< how far ahead a PE can be entered

  /// `descending`: PEs are visited from the last to the first, which must make no difference.
  Wheel(std::uint64_t pes, bool descending)
      : words_((pes + 63) / 64), descending_(descending), bits_(kSlots * words_, 0) {}

  void enter(std::uint64_t pe, Cycle cycle) {
    const Cycle slot = cycle % kSlots;
    bits_[slot * words_ + pe / 64] |= std::uint64_t{1} << (pe % 64);
    used_ |= std::uint64_t{1} << slot;
  }
  [[nodiscard]] bool empty() const { return used_ == 0; }
  /// Takes the PEs of the cycle out and visits them.
  template <typename Visit>
  void take(Cycle cycle, Visit&& visit) {
    const Cycle slot = cycle % kSlots;
    if ((used_ >> slot & 1) == 0) return;
    used_ &= ~(std::uint64_t{1} << slot);
    for (std::uint64_t i = 0; i < words_; ++i) {
      const std::uint64_t word = descending_ ? words_ - 1 - i : i;
      std::uint64_t bits = bits_[slot * words_ + word];
      bits_[slot * words_ + word] = 0;
      while (bits != 0) {
        const int bit = descending_ ? 63 - std::countl_zero(bits) : std::countr_zero(bits);
        bits &= ~(std::uint64_t{1} << bit);
        visit(word * 64 + static_cast<std::uint64_t>(bit));
      }
    }
  }

  /// Before the PEs of the present cycle are taken out.
  void visit_state(StateVisitor& state) {
    if (state.restoring()) used_ = 0;
    for (Cycle ahead = 0; ahead < kSlots; ++ahead) {
      const Cycle slot = (state.frame().now + ahead) % kSlots;
      for (std::uint64_t i = 0; i < words_; ++i) {
        std::uint64_t& bits = bits_[slot * words_ + i];
        state.kept(bits);
        if (state.restoring() && bits != 0) used_ |= std::uint64_t{1} << slot;
      }
    }
  }

 private:
  std::uint64_t words_;
  bool descending_;
  std::vector<std::uint64_t> bits_;
  std::uint64_t used_ = 0;  ///< slots with any PE
};

}  // namespace nestwave
