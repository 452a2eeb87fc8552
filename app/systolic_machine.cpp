// SPDX-License-Identifier: Apache-2.0
#include "app/systolic_machine.h"

#include <algorithm>
#include <cctype>

#include "app/invariants.h"
#include "app/kernel.h"
#include "models/error.h"

namespace nestwave {

namespace {

/// A name the kernel accepts: letters, digits and underscores.
std::string module_name(std::string text) {
  for (char& c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return text;
}

}  // namespace

SystolicMachineModel::SystolicMachineModel(const Design& design, const SystolicPlan& plan,
                                           const SimulationOptions& options, const OperandValues& values)
    : design_(design),
      plan_(plan),
      options_(options),
      recorder_(design.level_count(), design.data_space_count(), options.observers) {
  clock_.set_limit(Cycle{1} << 53);  // of the kernel
  const std::vector<StorageLevel>& levels = design.architecture().levels;
  LevelPorts& memory_ports = ports(plan.machine.memory);
  for (int space = 0; space < design.data_space_count(); ++space) {
    const int level = plan.machine.buffers[space];
    TensorBuffer::Memory memory;
    if (values) memory = [values, space](std::uint64_t word) { return values(space, word); };
    const std::string name = module_name(levels[level].name + "_" + design.problem().data_spaces[space].name);
    buffers_.push_back(std::make_unique<TensorBuffer>(
        name.c_str(), TensorBuffer::Config{plan, design.problem(), recorder_, memory_ports, memory}, space,
        ports(level)));
  }
  SystolicArray::Config config{plan,
                               clock_,
                               recorder_,
                               {},
                               {},
                               design.level_count(),
                               static_cast<bool>(values),
                               options.fast_forward && !values && recorder_.may_skip()};
  for (const auto& buffer : buffers_) config.buffers.push_back(buffer.get());
  for (auto& [level, both] : ports_) config.ports.push_back(&both);
  array_ = std::make_unique<SystolicArray>(module_name(design.architecture().compute.name).c_str(), config);
  sequencer_ = std::make_unique<FoldSequencer>("sequencer", plan, clock_, *array_);
}

LevelPorts& SystolicMachineModel::ports(int level) {
  const std::string& name = design_.architecture().levels[level].name;
  return ports_
      .try_emplace(level, LevelPorts{PortMeter(name + ".read", level), PortMeter(name + ".write", level)})
      .first->second;
}

/// Buffers hold what their tensors' residency says and are filled in no time: no room is followed.
void SystolicMachineModel::tell_ledger(const std::vector<Cycle>& last_uses) {
  std::vector<std::string> names;
  for (auto& [level, both] : ports_)
    for (PortMeter* meter : {&both.read, &both.write}) {
      meter->report_to(recorder_, names.size(), last_uses[names.size()]);
      names.push_back(meter->used().name);
    }
  recorder_.tell(kLedger, &Observer::ledger_opens, names, std::vector<int>());
}

std::vector<Cycle> SystolicMachineModel::last_uses() const {
  std::vector<Cycle> all;
  for (const auto& [level, both] : ports_)
    for (const PortMeter* meter : {&both.read, &both.write}) all.push_back(meter->last_use());
  return all;
}

SystolicRun SystolicMachineModel::run() {
  if (options_.max_cycles > 0) array_->stop_at(options_.max_cycles);
  sequencer_->start();
  if (options_.max_cycles > 0)
    sc_core::sc_start(clock_.delay(std::min(options_.max_cycles, clock_.limit())) -
                      sc_core::sc_time::from_value(1));
  else
    sc_core::sc_start();
  clock_.rethrow();
  SystolicRun run;
  run.simulation = measure();
  if (run.simulation.truncated && options_.max_cycles == 0)
    throw InternalError("the systolic array came to a halt with folds left to do");
  check_invariants(design_, run.simulation);
  for (Observer* observer : options_.observers) observer->finished(run.simulation.cycles);
  run.sums = buffers_[plan_.gemm.outputs]->sums_in_memory();
  return run;
}

SimulationResult SystolicMachineModel::measure() {
  SimulationResult result;
  // The last fold is over when the sequencer's counters are through, as in every other one.
  result.truncated = array_->folds_collected() < plan_.folds() ||
                     (options_.max_cycles > 0 && array_->end() > options_.max_cycles);
  result.cycles = result.truncated ? std::max(options_.max_cycles, clock_.now()) : array_->end();
  result.processing = array_->processing();
  result.macs = array_->macs();
  result.counts = recorder_.counts();
  result.events = recorder_.events();
  result.fast_forwarded = array_->skipped();
  result.pes = array_->ledger(result.cycles);
  for (auto& [level, both] : ports_) {
    both.read.settle(result.cycles);
    both.write.settle(result.cycles);
    result.ports.push_back(both.read.close(result.cycles));
    result.ports.push_back(both.write.close(result.cycles));
  }
  result.phases = array_->phases(result);
  for (int space = 0; space < design_.data_space_count(); ++space) {
    result.edges.push_back(buffers_[space]->traffic());
    result.edges.push_back(array_->traffic()[space]);
    if (space != plan_.stationary || plan_.machine.registers < 0) continue;
    EdgeCounts own;  // each PE and the register in it
    own.data_space = space;
    own.from = plan_.machine.registers;
    own.to = design_.level_count();
    own.injected = own.delivered = result.macs;
    result.edges.push_back(own);
  }
  return result;
}

SystolicRun simulate_systolic(const Design& design, const SystolicPlan& plan,
                              const SimulationOptions& options, const OperandValues& values) {
  // An idle port waits for the array or is done for good. Whoever is told while the run goes on has to be
  // told by somebody who knows how it ends.
  std::vector<Cycle> last_uses;
  if (std::any_of(options.observers.begin(), options.observers.end(),
                  [](const Observer* observer) { return (observer->interests() & kLedger) != 0; })) {
    SimulationOptions unobserved = options;
    unobserved.observers.clear();
    const KernelContext kernel;
    SystolicMachineModel machine(design, plan, unobserved, nullptr);
    (void)machine.run();
    last_uses = machine.last_uses();
  }
  const KernelContext kernel;
  SystolicMachineModel machine(design, plan, options, values);
  if (!last_uses.empty()) machine.tell_ledger(last_uses);
  return machine.run();
}

}  // namespace nestwave
