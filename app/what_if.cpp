// SPDX-License-Identifier: Apache-2.0
#include "app/what_if.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/nest_engine.h"
#include "app/points.h"

namespace nestwave {

namespace {

constexpr const char* kUnlimited = "unlimited";
constexpr const char* kZero = "0";
constexpr const char* kDouble = "x 2";
constexpr const char* kNone = "none";

class Relaxer {
 public:
  explicit Relaxer(const Design& design) : design_(design), all_(design.architecture()) {}

  std::vector<Relaxation> relax() {
    for (int level = 0; level < design_.level_count(); ++level) relax_level(level);
    const ComputeUnit& compute = design_.architecture().compute;
    if (compute.depth > 0)
      add(compute.name + ".depth", kZero, [](Architecture& machine) { machine.compute.depth = 0; });
    if (!found_.empty()) found_.push_back({"all of these together", "", all_});
    return std::move(found_);
  }

 private:
  template <typename Change>
  void add(const std::string& what, const char* how, Change change) {
    Architecture machine = design_.architecture();
    change(machine);
    change(all_);
    found_.push_back({what, how, std::move(machine)});
  }

  void relax_level(int level) {
    const StorageLevel& spec = design_.architecture().levels[level];
    const std::pair<const char*, std::optional<Rational> StorageLevel::*> bandwidths[] = {
        {".read_bandwidth", &StorageLevel::read_bandwidth},
        {".write_bandwidth", &StorageLevel::write_bandwidth},
        {".shared_bandwidth", &StorageLevel::shared_bandwidth}};
    for (const auto& [name, bandwidth] : bandwidths)
      if (spec.*bandwidth)
        add(spec.name + name, kUnlimited, [level, bandwidth = bandwidth](Architecture& machine) {
          (machine.levels[level].*bandwidth).reset();
        });
    if (spec.latency > 0)
      add(spec.name + ".latency", kZero,
          [level](Architecture& machine) { machine.levels[level].latency = 0; });
    if (spec.timing)
      add(spec.name + ".timing", kNone,
          [level](Architecture& machine) { machine.levels[level].timing.reset(); });
    if (spec.banks)
      add(spec.name + ".banks", kNone,
          [level](Architecture& machine) { machine.levels[level].banks.reset(); });
    for (const auto& [key, network] : spec.networks) relax_network(level, key, network);
    if (design_.tiles_move(level)) relax_room(level);
  }

  void relax_network(int level, const std::string& key, const NetworkSpec& network) {
    const std::string name =
        design_.architecture().levels[level].name + ".network" + (key.empty() ? "" : "." + key);
    if (network.bandwidth)
      add(name + ".bandwidth", kUnlimited, [level, key = key](Architecture& machine) {
        machine.levels[level].networks.at(key).bandwidth.reset();
      });
    if (network.hop_latency > 0)
      add(name + ".hop_latency", kZero, [level, key = key](Architecture& machine) {
        machine.levels[level].networks.at(key).hop_latency = 0;
      });
  }

  void relax_room(int level) {
    const StorageLevel& spec = design_.architecture().levels[level];
    const auto deeper = [level](Architecture& machine) { machine.levels[level].prefetch_depth *= 2; };
    const auto larger = [level](Architecture& machine) {
      std::optional<std::uint64_t>& words = machine.levels[level].capacity_words;
      if (words) *words *= 2;
    };
    // `all_` gets each change once, however many of the machines have it.
    Architecture both = design_.architecture();
    larger(both);
    deeper(both);
    if (spec.capacity_words) add(spec.name + " capacity", kDouble, larger);
    add(spec.name + ".prefetch_depth", kDouble, deeper);
    if (spec.capacity_words)
      found_.push_back({spec.name + " capacity and prefetch_depth", kDouble, std::move(both)});
  }

  const Design& design_;
  Architecture all_;
  std::vector<Relaxation> found_;
};

}  // namespace

std::vector<Relaxation> relaxations(const Design& design) {
  return Relaxer(design).relax();
}

std::vector<WhatIf> what_if(const Design& design, std::size_t jobs, bool progress) {
  const std::vector<Relaxation> machines = relaxations(design);
  std::vector<WhatIf> found;
  for (const Relaxation& machine : machines) found.push_back({machine.what, machine.change, {}, {}});
  PointTasks tasks;
  tasks.order.resize(machines.size());
  std::iota(tasks.order.begin(), tasks.order.end(), std::size_t{0});
  tasks.jobs = jobs;
  tasks.what = "machines of --what-if";
  tasks.progress = progress;
  tasks.engine = [&](std::size_t index) {
    return std::make_unique<NestEngine>(
        Design(design.problem(), machines[index].architecture, design.mapping(), design.policy()), nullptr);
  };
  tasks.done = [&](std::size_t index, PointOutcome outcome) {
    if (outcome.done())
      found[index].cycles = outcome.run.at("cycles").at("simulated").get<Cycle>();
    else
      found[index].reason = outcome.reason;
  };
  run_points(tasks);
  return found;
}

}  // namespace nestwave
