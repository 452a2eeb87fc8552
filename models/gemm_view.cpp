// SPDX-License-Identifier: Apache-2.0
#include "models/gemm_view.h"

#include <string>

namespace nestwave {

namespace {

/// Groups are products of their own only if none sees a word of another.
template <typename Refuse>
void check_group(const Problem& problem, int dimension, const Refuse& refuse) {
  for (const DataSpace& space : problem.data_spaces)
    for (const Rank& rank : space.ranks)
      for (const Term& term : rank.terms)
        if (term.dimension == dimension && (rank.terms.size() > 1 || problem.padded(rank)))
          refuse("dimension " + problem.dimensions[dimension].name +
                 " belongs to all three tensors and shares a rank of " + space.name +
                 " with another dimension, or with padding");
}

}  // namespace

GemmView gemm_view(const Problem& problem, int weights, std::string_view dataflow) {
  const auto refuse = [&](const std::string& why) {
    throw InputError(problem.where, std::string(dataflow) + " on a systolic array: " + why);
  };
  if (problem.data_spaces.size() != 3 || weights < 0)
    refuse("the layer must multiply two operands, " + problem.name + " has " +
           std::to_string(problem.data_spaces.size() - 1));
  GemmView view;
  view.weights = weights;
  view.outputs = problem.outputs();
  view.inputs = 3 - view.weights - view.outputs;
  for (int d = 0; d < static_cast<int>(problem.dimensions.size()); ++d) {
    const Dimension& dimension = problem.dimensions[d];
    if (dimension.size == 1) continue;
    const bool weight = problem.data_spaces[view.weights].uses(d);
    const bool input = problem.data_spaces[view.inputs].uses(d);
    const bool output = problem.data_spaces[view.outputs].uses(d);
    if (weight + input + output < 2)
      refuse("dimension " + dimension.name + " belongs to fewer than two of the three tensors");
    if (weight && input && output) check_group(problem, d, refuse);
    FlatIndex& index = !weight ? view.m : !input ? view.n : !output ? view.k : view.group;
    index.dimensions.push_back(d);
    index.size *= dimension.size;
    if (index.dimensions.size() > kMaxFlattened)
      refuse("more than " + std::to_string(kMaxFlattened) + " dimensions would be flattened into one");
  }
  return view;
}

}  // namespace nestwave
