// SPDX-License-Identifier: Apache-2.0
#include "app/systolic_engine.h"

#include <utility>

#include "app/systolic_machine.h"
#include "dataflows/keep_rule.h"
#include "dataflows/mapping_builder.h"
#include "models/analytical/systolic/model.h"
#include "traces/reference_loop.h"

namespace nestwave {

namespace {

std::unique_ptr<Engine> make(const ControllerInputs& inputs, SystolicDataflow dataflow) {
  check_inputs(inputs.problem, inputs.architecture, inputs.policy);
  check_array_policy(inputs, "a systolic array");
  const int weights = weights_operand(inputs.problem);
  if (weights < 0 || inputs.problem.data_spaces.size() != 3)
    (void)gemm_view(inputs.problem, weights, to_string(dataflow));
  const KeepTable keep = choose_keepers(inputs.problem, inputs.architecture,
                                        stationary_space(inputs.problem, weights, dataflow));
  SystolicPlan plan = systolic_plan(inputs.problem, inputs.architecture, keep, weights, dataflow);
  Occupancy occupancy = occupancy_of(plan, inputs.problem, inputs.architecture);
  return std::make_unique<SystolicEngine>(
      Design(inputs.problem, inputs.architecture, std::move(occupancy), inputs.policy), std::move(plan));
}

}  // namespace

AnalyticalResult SystolicEngine::analyze() const {
  return analytical::analyze_systolic(design(), plan_);
}

EngineRun SystolicEngine::simulate(const SimulationOptions& options,
                                   std::optional<std::uint64_t> seed) const {
  OperandValues values;
  if (seed)
    values = [seed, packings = word_packings(design().problem())](int data_space, std::uint64_t word) {
      return operand_value(*seed, data_space, packings[data_space], word);
    };
  SystolicRun run = simulate_systolic(design(), plan_, options, values);
  EngineRun result{std::move(run.simulation), std::nullopt};
  if (seed && !result.simulation.truncated)
    result.functional = compare_outputs(design().problem(), *seed, run.sums);
  return result;
}

std::optional<std::string> SystolicEngine::broken_claim(const CountTable& counts) const {
  const int space = plan_.stationary;
  const int level = plan_.machine.buffers[space];
  const Counts& at = counts.at(level, space);
  const std::string what = std::string(to_string(plan_.dataflow)) + ": " +
                           design().problem().data_spaces[space].name + " at " +
                           design().architecture().levels[level].name + ": ";
  if (!plan_.sums_move()) {
    if (at[Category::reads_accumulate] + at[Category::writes_fill] == 0) return "";
    return what + "unfinished sums came back (writes.fill, reads.accumulate)";
  }
  const std::uint64_t read = at[Category::reads_operand] + at[Category::reads_fill];
  const std::uint64_t places = plan_.gemm.group.size * plan_.rows.size * plan_.columns.size;
  if (read <= places) return "";
  return what + std::to_string(read) + " words were read for the PEs, there are " + std::to_string(places) +
         " places in the matrix";
}

void SystolicEngine::describe(RunReport& report) const {
  report.systolic = analytical::describe_systolic(plan_);
}

/// Buffers and memory take no time, and what is in them does not depend on the time: only how folds follow
/// each other does.
std::vector<Relaxation> SystolicEngine::relaxations() const {
  const int array = plan_.machine.array;
  const std::string name = design().architecture().levels[array].name + ".systolic";
  const SystolicArraySpec& spec = plan_.machine.spec;
  Relaxer relaxer(design().architecture());
  const auto overlap = [&](FoldOverlap better, const char* how) {
    if (spec.fold_overlap < better)
      relaxer.add(name + ".fold_overlap", how, [array, better](Architecture& machine) {
        machine.levels[array].systolic.fold_overlap = better;
      });
  };
  if (plan_.sums_move()) overlap(FoldOverlap::preload, "preload");
  overlap(FoldOverlap::full, "full");
  if (spec.pace == Pace::full_array)
    relaxer.add(name + ".pace", "used",
                [array](Architecture& machine) { machine.levels[array].systolic.pace = Pace::used; });
  return std::move(relaxer).found();
}

std::unique_ptr<Engine> SystolicEngine::on(Architecture machine) const {
  SystolicPlan plan = plan_;
  plan.machine.spec = machine.levels[plan.machine.array].systolic;
  Occupancy occupancy = occupancy_of(plan, design().problem(), machine);
  return std::make_unique<SystolicEngine>(
      Design(design().problem(), std::move(machine), std::move(occupancy), design().policy()),
      std::move(plan));
}

bool is_systolic(const Architecture& architecture) {
  for (std::size_t level = architecture.levels.size(); level-- > 0;) {
    const auto network = architecture.levels[level].networks.find("");
    if (network != architecture.levels[level].networks.end() && network->second.kind == "systolic")
      return true;
    if (architecture.fanout_x(level) * architecture.fanout_y(level) > 1) return false;
  }
  return false;
}

std::unique_ptr<Engine> weight_stationary_array(const ControllerInputs& inputs) {
  return make(inputs, SystolicDataflow::weight_stationary);
}

std::unique_ptr<Engine> input_stationary_array(const ControllerInputs& inputs) {
  return make(inputs, SystolicDataflow::input_stationary);
}

std::unique_ptr<Engine> output_stationary_array(const ControllerInputs& inputs) {
  return make(inputs, SystolicDataflow::output_stationary);
}

}  // namespace nestwave
