// SPDX-License-Identifier: Apache-2.0
#include "app/invariants.h"

#include <string>

#include "models/error.h"

namespace nestwave {

namespace {

void require_equal(const std::string& what, std::uint64_t found, std::uint64_t expected) {
  if (found != expected)
    throw InternalError(what + ": " + std::to_string(found) + " instead of " + std::to_string(expected));
}

void check_sums(const Design& design, const CountTable& counts) {
  const int outputs = design.problem().outputs();
  for (const int level : design.keepers(outputs)) {
    const Counts& at = counts.at(level, outputs);
    const std::string name = design.architecture().levels[level].name;
    require_equal("old sums read at " + name, at[Category::reads_fill] + at[Category::reads_accumulate],
                  at[Category::writes_update] - at[Category::zero_starts] - at[Category::zero_joins]);
    if (level == design.keepers(outputs).front()) continue;
    require_equal("sums drained from " + name, at[Category::reads_drain],
                  at[Category::writes_fill] + at[Category::zero_joins] + at[Category::zero_starts]);
  }
}

}  // namespace

void check_invariants(const Design& design, const SimulationResult& result) {
  require_equal("PE-cycles in the ledger", result.pes.sum(),
                design.architecture().compute.instances() * result.cycles);
  require_equal("computing PE-cycles", result.pes.computing, result.macs);
  for (const PortLedger& port : result.ports)
    require_equal("cycles in the ledger of port " + port.name, port.sum(), port.instances * result.cycles);
  if (result.truncated) return;
  require_equal("MACs", result.macs, design.problem().macs());
  check_sums(design, result.counts);
}

}  // namespace nestwave
