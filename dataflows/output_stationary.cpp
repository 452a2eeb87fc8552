// SPDX-License-Identifier: Apache-2.0
#include "dataflows/output_stationary.h"

#include "dataflows/mapping_builder.h"

namespace nestwave {

namespace {

Mapping build(const Problem& problem, const Architecture& architecture, const Policy& policy) {
  check_inputs(problem, architecture, policy);
  const Roles roles = roles_of(problem);
  const std::vector<int> summed = joined({roles.reductions, roles.rest});
  StationaryPlan plan;
  plan.dataflow = "output_stationary";
  plan.data_space = roles.outputs;
  // No reduction is spread over the keepers of the sums: each sum has one home.
  plan.across = roles.filters;
  plan.down = roles.positions;
  plan.inside = summed;
  // Positions inside filters reuse weights; the other way round saves inputs.
  plan.orders = {joined({roles.filters, roles.positions, summed}),
                 joined({roles.positions, roles.filters, summed})};
  return build_mapping(problem, architecture, policy, plan);
}

constexpr const char* kTakes =
    R"(layers    any convolution (groups, depthwise, strides, dilation, padding), fully connected layer or matrix
          product: any problem
)";

StationaryClaim claim(const Design& design) {
  const int outputs = design.problem().outputs();
  return {outputs, design.keepers(outputs).back()};
}

}  // namespace

Dataflow output_stationary() {
  return {"output_stationary",
          "each sum is finished where it was begun; weights and inputs pass by it",
          "no unfinished word of Outputs ever returns to their innermost keeper",
          build,
          claim,
          "",
          kTakes};
}

}  // namespace nestwave
