// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/tables.h"

#include "models/analytical/checked.h"
#include "models/analytical/remainders/awaited.h"
#include "models/analytical/remainders/kinds.h"
#include "models/analytical/remainders/operands.h"
#include "models/analytical/remainders/outputs.h"
#include "models/analytical/remainders/steps.h"

namespace nestwave::analytical::remainders {

namespace {

void add_operand(const Design& design, int data_space, const std::vector<std::uint64_t>& until,
                 CountTable& total) {
  const std::vector<int>& keepers = design.keepers(data_space);
  for (std::size_t k = 0; k < keepers.size(); ++k) {
    Counts& parent = total.at(keepers[k], data_space);
    if (k + 1 == keepers.size()) {
      parent[Category::reads_operand] =
          operand_words(design, data_space, keepers[k], design.level_count(), {}, until).read;
      continue;
    }
    const Words words = operand_words(design, data_space, keepers[k], keepers[k + 1], {}, until);
    parent[Category::reads_fill] = words.read;
    total.at(keepers[k + 1], data_space)[Category::writes_fill] = words.filled;
  }
}

/// Counts of the operand at the instance of a keeper that stands at `place`: of words that are waited for.
Counts operand_at(const Design& design, int data_space, std::size_t keeper, const Place& place) {
  const Awaited awaited(design, data_space);
  const std::vector<int>& keepers = design.keepers(data_space);
  const int level = keepers[keeper];
  const bool innermost = keeper + 1 == keepers.size();
  const int child = innermost ? design.level_count() : keepers[keeper + 1];
  const auto words = [&](int to, std::uint64_t steps) {
    if (steps == 0) return Words{};
    return operand_words(design, data_space, level, to, place, indices_at(design, steps - 1));
  };
  Counts counts;
  counts[innermost ? Category::reads_operand : Category::reads_fill] =
      words(child, awaited.steps(keeper + 1, place)).read;
  if (keeper > 0) counts[Category::writes_fill] = words(level, awaited.steps(keeper, place)).filled;
  return counts;
}

}  // namespace

void add_operand_counts(const Design& design, int data_space, std::uint64_t step, CountTable& total) {
  if (step > 0) add_operand(design, data_space, indices_at(design, step - 1), total);
}

CountTable total_counts(const Design& design, std::uint64_t step) {
  CountTable total(design.level_count(), design.data_space_count());
  if (step == 0) return total;
  const std::vector<std::uint64_t> until = indices_at(design, step - 1);
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.problem().data_spaces[d].read_write) {
      add_operand(design, d, until, total);
      continue;
    }
    const Outputs outputs(design);
    for (int k = 0; k < outputs.size(); ++k)
      total.at(outputs.level(k), d) = outputs.counts(k, outputs.everyone(), step);
  }
  return total;
}

std::vector<InstanceWords> words_per_kind(const Design& design, int level) {
  const std::uint64_t steps = design.compute_steps();
  const Outputs outputs(design);
  std::vector<InstanceWords> kinds;
  for (const Place& place : kinds_of_places(design, level)) {
    InstanceWords words{std::vector<Counts>(design.data_space_count()),
                        std::vector<std::uint64_t>(design.data_space_count(), 0)};
    for (int d = 0; d < design.data_space_count(); ++d) {
      const std::vector<int>& keepers = design.keepers(d);
      for (std::size_t k = 0; k < keepers.size(); ++k) {
        if (keepers[k] != level) continue;
        if (!design.problem().data_spaces[d].read_write) {
          words.counts[d] = operand_at(design, d, k, place);
          continue;
        }
        const Part part = outputs.standing_at(static_cast<int>(k), place);
        words.counts[d] = outputs.counts(static_cast<int>(k), part, steps);
        words.sent_outward[d] = outputs.sent_outward(static_cast<int>(k), part, steps);
      }
    }
    kinds.push_back(std::move(words));
  }
  return kinds;
}

}  // namespace nestwave::analytical::remainders
