// SPDX-License-Identifier: Apache-2.0
// Figures that other tools printed, with the designs they belong to.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::reference {

/// Counters of one instance of a level, as Timeloop prints them.
struct ExpectedCounters {
  int level = 0;
  int data_space = 0;
  TimeloopCounters counters;
};

/// Words that one instance takes in over the run, under each rule of reuse.
struct ExpectedRefill {
  int level = 0;
  int data_space = 0;
  std::map<Reuse, std::uint64_t> words;
};

struct ReferenceCase {
  std::string name;
  std::string note;
  Problem problem;
  Architecture architecture;
  Mapping mapping;
  std::vector<ExpectedCounters> expected;
  std::vector<ExpectedRefill> refills;  ///< operands only
  std::uint64_t compute_cycles = 0;
  Cycle cycles = 0;  ///< throttled by bandwidth

  [[nodiscard]] Design design(const Policy& policy) const { return {problem, architecture, mapping, policy}; }
};

/// Published runs of the Timeloop of 2021.
[[nodiscard]] const std::vector<ReferenceCase>& timeloop_2021();
/// The runs of Timeloop (2025); throws InternalError if the file cannot be read.
[[nodiscard]] const std::vector<ReferenceCase>& timeloop_2025();
/// The runs of Timeloop 3.0.3, six of the same designs.
[[nodiscard]] const std::vector<ReferenceCase>& timeloop_3_0_3();
/// The case of that name; throws InternalError if there is none.
[[nodiscard]] const ReferenceCase& timeloop_2025(const std::string& name);

/// Where counts differ from the figures of the case, empty if nowhere: "Buffer Inputs: reads 3, not 4".
[[nodiscard]] std::string difference(const ReferenceCase& reference, const Design& design,
                                     const CountTable& counts);

/// For test names: how GoogleTest shows a case.
void PrintTo(const ReferenceCase& reference, std::ostream* out);

}  // namespace nestwave::reference
