// SPDX-License-Identifier: Apache-2.0
// A systolic array by brute force: every place of every fold, explicit sets of words, and registers that
// hold one word at a time. Shares nothing with the simulation or the closed forms but the description.
#pragma once

#include <cstdint>
#include <vector>

#include "models/counts.h"
#include "models/problem.h"
#include "models/systolic.h"

namespace nestwave::test {

struct OracleArray {
  std::uint64_t rows, columns;
  SystolicDataflow dataflow;
  SystolicArraySpec spec;
  std::vector<Residency> residency;
};

struct OracleResult {
  std::vector<Counts> memory, buffer, registers;  ///< by data space
  std::uint64_t macs = 0;
  Cycle cycles = 0;
};

[[nodiscard]] OracleResult run_oracle(const Problem& problem, const OracleArray& array);

}  // namespace nestwave::test
