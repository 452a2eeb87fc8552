// SPDX-License-Identifier: Apache-2.0
// Which PEs are due in which of the next cycles.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "models/time.h"

namespace nestwave {

/// Bit masks of PEs for the next kReach cycles, used in turn.
class Wheel {
 public:
  static constexpr Cycle kSlots = 64;
  static constexpr Cycle kReach = kSlots - 1;  ///< how far ahead a PE can be entered

  explicit Wheel(std::uint64_t pes) : words_((pes + 63) / 64), bits_(kSlots * words_, 0) {}

  void enter(std::uint64_t pe, Cycle cycle) {
    const Cycle slot = cycle % kSlots;
    bits_[slot * words_ + pe / 64] |= std::uint64_t{1} << (pe % 64);
    used_ |= std::uint64_t{1} << slot;
  }
  [[nodiscard]] bool empty() const { return used_ == 0; }
  /// Takes the PEs of the cycle out, in the order of their numbers, and visits them.
  template <typename Visit>
  void take(Cycle cycle, Visit&& visit) {
    const Cycle slot = cycle % kSlots;
    if ((used_ >> slot & 1) == 0) return;
    used_ &= ~(std::uint64_t{1} << slot);
    for (std::uint64_t word = 0; word < words_; ++word) {
      std::uint64_t bits = bits_[slot * words_ + word];
      bits_[slot * words_ + word] = 0;
      for (; bits != 0; bits &= bits - 1)
        visit(word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits)));
    }
  }

 private:
  std::uint64_t words_;
  std::vector<std::uint64_t> bits_;
  std::uint64_t used_ = 0;  ///< slots with any PE
};

}  // namespace nestwave
