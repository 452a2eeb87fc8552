// SPDX-License-Identifier: Apache-2.0
// What each PE of an array waits for, so that the networks wake only those for whom something has changed.
#pragma once

#include <cstdint>
#include <vector>

#include "dataflows/state.h"

namespace nestwave {

enum class Wait : std::uint8_t { nothing, ifmap, filter, psum, room };

class Waiting {
 public:
  explicit Waiting(std::uint64_t pes) : what_(pes, Wait::nothing) { woken_.reserve(pes); }

  void wait(std::uint64_t pe, Wait what) { what_[pe] = what; }
  /// That has come to the PE; it is woken if it has been waiting for it.
  void came(std::uint64_t pe, Wait what) {
    if (what_[pe] != what) return;
    what_[pe] = Wait::nothing;
    woken_.push_back(static_cast<std::uint32_t>(pe));
  }
  /// PEs to look at in the next cycle.
  [[nodiscard]] std::vector<std::uint32_t>& woken() { return woken_; }

  /// Nobody is woken.
  void visit_state(StateVisitor& state) {
    for (Wait& what : what_) state.kept(what);
  }

 private:
  std::vector<Wait> what_;
  std::vector<std::uint32_t> woken_;
};

}  // namespace nestwave
