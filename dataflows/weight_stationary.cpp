// SPDX-License-Identifier: Apache-2.0
#include "dataflows/weight_stationary.h"

#include "dataflows/mapping_builder.h"

namespace nestwave {

namespace {

Mapping build(const Problem& problem, const Architecture& architecture, const Policy& policy) {
  check_inputs(problem, architecture, policy);
  const Roles roles = roles_of(problem);
  if (roles.weights < 0)
    throw InputError(
        problem.where,
        "weight_stationary: the problem reads no operand that could stay; output_stationary maps it");
  const std::vector<int> passing = joined({roles.positions, roles.rest});
  StationaryPlan plan;
  plan.dataflow = "weight_stationary";
  plan.data_space = roles.weights;
  // Filters side by side, their sums running down the columns.
  plan.across = roles.filters;
  plan.down = roles.reductions;
  plan.inside = passing;
  // Reductions inside filters finish one set of sums first; the other way round saves inputs.
  plan.orders = {joined({roles.filters, roles.reductions, passing}),
                 joined({roles.reductions, roles.filters, passing})};
  return build_mapping(problem, architecture, policy, plan);
}

constexpr const char* kTakes =
    R"(layers    any convolution (groups, depthwise, strides, dilation, padding), fully connected layer or matrix
          product: any problem that reads an operand; windows that slide over the weights (a rank p + r of
          theirs) only where a tile can hold all that overlaps
)";

StationaryClaim claim(const Design& design) {
  const int weights = weights_operand(design.problem());
  if (weights < 0)
    throw InputError(design.problem().where, "weight_stationary: the problem reads no operand");
  return {weights, design.keepers(weights).back()};
}

}  // namespace

Dataflow weight_stationary() {
  return {"weight_stationary",
          "each weight is brought into the array once; output positions pass by it",
          "every word of Weights enters an instance of their innermost keeper once",
          build,
          claim,
          "",
          kTakes};
}

}  // namespace nestwave
