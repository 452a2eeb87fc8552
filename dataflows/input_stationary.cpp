// SPDX-License-Identifier: Apache-2.0
#include "dataflows/input_stationary.h"

#include <algorithm>

#include "dataflows/keep_rule.h"
#include "dataflows/mapping_builder.h"

namespace nestwave {

namespace {

/// The operand that a weight-stationary machine lets pass by: "Inputs", else the first that is not the
/// weights; the only operand, if there is just one; -1 if nothing is read.
int inputs_operand(const Problem& problem) {
  const int named = problem.find_data_space("Inputs");
  if (named >= 0 && !problem.data_spaces[named].read_write) return named;
  const int weights = weights_operand(problem);
  for (int s = 0; s < static_cast<int>(problem.data_spaces.size()); ++s)
    if (s != weights && !problem.data_spaces[s].read_write) return s;
  return weights;
}

Mapping build(const Problem& problem, const Architecture& architecture, const Policy& policy) {
  check_inputs(problem, architecture, policy);
  const int inputs = inputs_operand(problem);
  if (inputs < 0)
    throw InputError(problem.where,
                     "input_stationary: the problem reads no operand that could stay; output_stationary "
                     "maps it");
  // Each role, split by whether it moves the inputs.
  const Roles roles = roles_of(problem);
  const auto part = [&](const std::vector<int>& dimensions, bool moves) {
    std::vector<int> chosen;
    for (const int d : dimensions)
      if (problem.data_spaces[inputs].uses(d) == moves) chosen.push_back(d);
    return chosen;
  };
  const std::vector<int> made = joined({roles.positions, roles.filters});
  const std::vector<int> summed = joined({roles.reductions, roles.rest});
  const std::vector<int> passing =
      joined({part(roles.filters, false), part(roles.positions, false), part(summed, false)});
  StationaryPlan plan;
  plan.dataflow = "input_stationary";
  plan.data_space = inputs;
  // Positions side by side, their sums running down the columns.
  plan.across = part(made, true);
  plan.down = part(summed, true);
  plan.inside = passing;
  // Reductions inside positions finish one set of sums first; the other way round saves weights.
  plan.orders = {joined({plan.across, plan.down, passing}), joined({plan.down, plan.across, passing})};
  // Where windows overlap, all that overlaps has to be held at once; a register cannot do that.
  const KeepTable keep = choose_keepers(problem, architecture, inputs);
  for (plan.array_level = static_cast<int>(keep.size()) - 1; plan.array_level > 0; --plan.array_level) {
    if (!keep[plan.array_level][inputs]) continue;
    try {
      return build_mapping(problem, architecture, policy, plan);
    } catch (const InputError&) {
      continue;  // a keeper further out may have the room
    }
  }
  return build_mapping(problem, architecture, policy, plan);
}

/// Some dimensions of the inputs that slide along one rank turn outside the level.
bool slides_outside(const Design& design, int inputs, int level) {
  const auto turns = [&](const Term& term) {
    for (int l = 0; l < level; ++l)
      for (const Loop& loop : design.mapping().levels[l].temporal)
        if (loop.dimension == term.dimension) return true;
    return false;
  };
  for (const Rank& rank : design.problem().data_spaces[inputs].ranks) {
    const auto moves = [&](const Term& term) { return design.problem().dimensions[term.dimension].size > 1; };
    if (std::count_if(rank.terms.begin(), rank.terms.end(), moves) > 1 &&
        std::any_of(rank.terms.begin(), rank.terms.end(), turns))
      return true;
  }
  return false;
}

/// Every loop that moves the inputs stands outside every one that does not, above the level.
bool stays(const Design& design, int inputs, int level) {
  bool turned = false;
  for (int l = 0; l < level; ++l)
    for (const Loop& loop : design.mapping().levels[l].temporal) {
      const bool moves = design.problem().data_spaces[inputs].uses(loop.dimension);
      if (moves && turned) return false;
      turned = turned || !moves;
    }
  return true;
}

constexpr const char* kTakes =
    R"(layers    any convolution (groups, depthwise, strides, dilation, padding), fully connected layer or matrix
          product: any problem that reads an operand. Where windows overlap the inputs stay at the innermost
          keeper that can hold all that overlaps, at the worst the outermost one, and the claim is empty.
)";

StationaryClaim claim(const Design& design) {
  const int inputs = inputs_operand(design.problem());
  if (inputs < 0) throw InputError(design.problem().where, "input_stationary: the problem reads no operand");
  const std::vector<int>& keepers = design.keepers(inputs);
  for (auto level = keepers.rbegin(); level != keepers.rend(); ++level)
    if (!slides_outside(design, inputs, *level) && stays(design, inputs, *level)) return {inputs, *level};
  return {inputs, keepers.front()};
}

}  // namespace

Dataflow input_stationary() {
  return {"input_stationary",
          "each input is brought into the array once; filters pass by it",
          "every word of Inputs enters an instance of their innermost keeper that has room for windows to "
          "overlap in it once",
          build,
          claim,
          "",
          kTakes};
}

}  // namespace nestwave
