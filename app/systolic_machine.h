// SPDX-License-Identifier: Apache-2.0
// The simulated systolic machine of one layer: wires memory, buffers, array and sequencer.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/simulate.h"
#include "memory/clock.h"
#include "memory/recorder.h"
#include "memory/systolic/port_meter.h"
#include "memory/systolic/tensor_buffer.h"
#include "models/design.h"
#include "models/systolic.h"
#include "pe/systolic/array.h"
#include "pe/systolic/sequencer.h"

namespace nestwave {

/// Value of an operand word of a data space; none: no values are carried.
using OperandValues = std::function<std::uint64_t(int data_space, std::uint64_t word)>;

/// What a run yields; the sums in the memory by word, if values were carried.
struct SystolicRun {
  SimulationResult simulation;
  TensorBuffer::Sums sums;
};

/// Runs the plan on the modelled machine. Throws InternalError on a broken invariant. Not reentrant, as
/// simulate().
[[nodiscard]] SystolicRun simulate_systolic(const Design& design, const SystolicPlan& plan,
                                            const SimulationOptions& options,
                                            const OperandValues& values = nullptr);

/// Elaborates the modules in the present kernel context and runs them once.
class SystolicMachineModel {
 public:
  SystolicMachineModel(const Design& design, const SystolicPlan& plan, const SimulationOptions& options,
                       const OperandValues& values);

  /// Observers are told of the ledger; before run(). `last_uses`: of the ports, from a run of the same
  /// machine.
  void tell_ledger(const std::vector<Cycle>& last_uses);
  [[nodiscard]] SystolicRun run();
  /// The cycle after the last use of each port.
  [[nodiscard]] std::vector<Cycle> last_uses() const;

 private:
  [[nodiscard]] LevelPorts& ports(int level);
  [[nodiscard]] SimulationResult measure();

  const Design& design_;
  const SystolicPlan& plan_;
  SimulationOptions options_;
  Clock clock_;
  Recorder recorder_;
  std::map<int, LevelPorts> ports_;  ///< by level, outermost first
  std::vector<std::unique_ptr<TensorBuffer>> buffers_;
  std::unique_ptr<SystolicArray> array_;
  std::unique_ptr<FoldSequencer> sequencer_;
};

}  // namespace nestwave
