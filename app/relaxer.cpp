// SPDX-License-Identifier: Apache-2.0
#include "app/relaxer.h"

#include <optional>

namespace nestwave {

namespace {

constexpr const char* kUnlimited = "unlimited";
constexpr const char* kZero = "0";
constexpr const char* kDouble = "x 2";
constexpr const char* kNone = "none";

void enlarge(StorageLevel& level) {
  if (level.capacity_words) *level.capacity_words *= 2;
}

}  // namespace

void Relaxer::lift_bandwidths(int index) {
  lift_read_bandwidth(index);
  const std::pair<const char*, std::optional<Rational> StorageLevel::*> bandwidths[] = {
      {".write_bandwidth", &StorageLevel::write_bandwidth},
      {".shared_bandwidth", &StorageLevel::shared_bandwidth}};
  for (const auto& [name, bandwidth] : bandwidths)
    if (level(index).*bandwidth)
      add(level(index).name + name, kUnlimited, [index, bandwidth = bandwidth](Architecture& machine) {
        (machine.levels[index].*bandwidth).reset();
      });
}

void Relaxer::lift_read_bandwidth(int index) {
  if (level(index).read_bandwidth)
    add(level(index).name + ".read_bandwidth", kUnlimited,
        [index](Architecture& machine) { machine.levels[index].read_bandwidth.reset(); });
}

void Relaxer::lift_latency(int index) {
  if (level(index).latency > 0)
    add(level(index).name + ".latency", kZero,
        [index](Architecture& machine) { machine.levels[index].latency = 0; });
}

void Relaxer::lift_timing(int index) {
  if (level(index).timing)
    add(level(index).name + ".timing", kNone,
        [index](Architecture& machine) { machine.levels[index].timing.reset(); });
}

void Relaxer::lift_banks(int index) {
  if (level(index).banks)
    add(level(index).name + ".banks", kNone,
        [index](Architecture& machine) { machine.levels[index].banks.reset(); });
}

void Relaxer::lift_networks(int index) {
  for (const auto& [key, network] : level(index).networks) {
    const std::string name = level(index).name + ".network" + (key.empty() ? "" : "." + key);
    if (network.bandwidth)
      add(name + ".bandwidth", kUnlimited, [index, key = key](Architecture& machine) {
        machine.levels[index].networks.at(key).bandwidth.reset();
      });
    if (network.hop_latency > 0)
      add(name + ".hop_latency", kZero, [index, key = key](Architecture& machine) {
        machine.levels[index].networks.at(key).hop_latency = 0;
      });
  }
}

void Relaxer::double_capacity(int index) {
  if (level(index).capacity_words)
    add(level(index).name + " capacity", kDouble,
        [index](Architecture& machine) { enlarge(machine.levels[index]); });
}

void Relaxer::double_room(int index) {
  const auto deepen = [index](Architecture& machine) { machine.levels[index].prefetch_depth *= 2; };
  double_capacity(index);
  add(level(index).name + ".prefetch_depth", kDouble, deepen);
  if (!level(index).capacity_words) return;
  Architecture both = machine_;
  enlarge(both.levels[index]);
  deepen(both);
  found_.push_back({level(index).name + " capacity and prefetch_depth", kDouble, std::move(both)});
}

void Relaxer::lift_depth() {
  if (machine_.compute.depth > 0)
    add(machine_.compute.name + ".depth", kZero, [](Architecture& machine) { machine.compute.depth = 0; });
}

std::vector<Relaxation> Relaxer::found() && {
  if (!found_.empty()) found_.push_back({"all of these together", "", std::move(all_)});
  return std::move(found_);
}

}  // namespace nestwave
