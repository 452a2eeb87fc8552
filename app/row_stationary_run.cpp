// SPDX-License-Identifier: Apache-2.0
#include "app/row_stationary_run.h"

#include <algorithm>
#include <cctype>

#include "app/invariants.h"
#include "app/kernel.h"
#include "app/pass_memory.h"
#include "app/row_stationary_words.h"
#include "pe/row_stationary/array.h"

namespace nestwave {

Design row_stationary_design(const Problem& problem, const Architecture& architecture, const Policy& policy,
                             const RowStationaryPlan& plan) {
  return {problem, architecture, row_stationary_occupancy(plan, problem, architecture), policy};
}

EngineRun simulate_row_stationary(const Design& design, const RowStationaryPlan& plan,
                                  const SimulationOptions& options, std::optional<std::uint64_t> seed) {
  const KernelContext kernel;
  const RowStationaryPasses passes(plan);
  Clock clock;
  clock.set_limit(Cycle{1} << 40);
  Recorder recorder(design.level_count(), design.data_space_count(), options.observers);
  std::optional<RowStationaryWords> words;
  if (seed) words.emplace(design.problem(), plan.shape, *seed);
  const Cycle stop = options.max_cycles > 0 ? std::min(options.max_cycles, clock.limit()) : kNever;
  RowStationaryArray array("row_stationary", passes, design, clock, recorder,
                           {stop, words ? &*words : nullptr, options.construction_seed != 0});
  std::optional<PassMemory> memory;
  if (options.fast_forward && !words && recorder.may_skip()) {
    memory.emplace(array, passes, clock, stop);
    clock.add(&*memory);
  }
  array.start();
  sc_core::sc_start();
  clock.rethrow();
  if (!array.over() && options.max_cycles == 0)
    throw InternalError("the array came to a halt: " + array.stuck());
  EngineRun run{array.close(), std::nullopt};
  check_invariants(design, run.simulation);
  for (Observer* observer : options.observers) observer->finished(run.simulation.cycles);
  if (words && !run.simulation.truncated) run.functional = words->result();
  return run;
}

}  // namespace nestwave
