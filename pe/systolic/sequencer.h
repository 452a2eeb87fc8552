// SPDX-License-Identifier: Apache-2.0
// Gives the folds of a layer to a systolic array, two ahead of the one that begins.
#pragma once

#include <optional>
#include <systemc>

#include "dataflows/systolic/folds.h"
#include "memory/clock.h"
#include "models/systolic.h"
#include "pe/systolic/array.h"

namespace nestwave {

/// Sleeps from the beginning of one fold to that of the next.
class FoldSequencer : public sc_core::sc_module {
 public:
  FoldSequencer(sc_core::sc_module_name name, const SystolicPlan& plan, Clock& clock, SystolicArray& array);

  void start() { wake_.notify(sc_core::SC_ZERO_TIME); }
  /// Every fold has been given to the array.
  [[nodiscard]] bool done() const { return !next_; }

 private:
  void run();

  const SystolicPlan& plan_;
  Clock& clock_;
  SystolicArray& array_;
  FoldWalk walk_;
  std::optional<Fold> next_;
  std::optional<FoldJob> last_;    ///< given to the array
  std::optional<FoldJob> before_;  ///< the one given before that
  sc_core::sc_event wake_;
};

}  // namespace nestwave
