// SPDX-License-Identifier: Apache-2.0
// Simulates every run of Timeloop that is on record (or those named), compares all figures and prints what
// each took. Usage: reference_runs [CASE...]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <systemc>
#include <vector>

#include "app/simulate.h"
#include "tests/reference/reference_cases.h"

using namespace nestwave;

namespace {

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Prints one line; true if every figure is equal. The cycles of a machine whose fills take time (`timed`)
/// are not those of Timeloop, which does not simulate them.
bool run_case(const reference::ReferenceCase& reference, const char* policy, bool timed) {
  const Design design = reference.design(*find_policy(policy));
  const double start = cpu_seconds();
  const SimulationResult run = simulate(design);
  const double seconds = cpu_seconds() - start;
  const double mega_macs = static_cast<double>(run.macs) / 1e6;
  const std::string wrong = difference(reference, design, run.counts);
  const bool equal =
      wrong.empty() && (timed ? run.cycles >= reference.compute_cycles : run.cycles == reference.cycles);
  fmt::print("{:<20} {:>8.1f} MMAC {:>9} cycles {:>7.2f} s {:>7.1f} MMAC/s  {}\n", reference.name, mega_macs,
             run.cycles, seconds, mega_macs / std::max(seconds, 1e-6),
             equal ? "equal" : "DIFFERENT\n" + wrong);
  return equal;
}

}  // namespace

int sc_main(int argc, char** argv) {
  const std::vector<std::string> named(argv + 1, argv + argc);
  std::size_t runs = 0;
  std::size_t equal = 0;
  const auto run_all = [&](const std::vector<reference::ReferenceCase>& cases, const char* policy,
                           bool timed) {
    for (const reference::ReferenceCase& reference : cases) {
      if (!named.empty() && std::find(named.begin(), named.end(), reference.name) == named.end()) continue;
      ++runs;
      if (run_case(reference, policy, timed)) ++equal;
    }
  };
  run_all(reference::timeloop_2021(), "timeloop_2021", false);
  run_all(reference::timeloop_2025(), "timeloop", true);
  fmt::print("{} of {} equal; {:.1f} s of CPU time, {:.0f} MB\n", equal, runs, cpu_seconds(),
             peak_megabytes());
  return equal == runs ? 0 : 1;
}
