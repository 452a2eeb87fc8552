// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "dataflows/mapping_builder.h"

namespace nestwave {

namespace {

double whole_words(const Problem& problem, const DataSpace& space) {
  double words = 1;
  for (const Rank& rank : space.ranks) {
    double length = 1;
    for (const Term& term : rank.terms)
      length += static_cast<double>(term.coefficient) *
                static_cast<double>(problem.dimensions[term.dimension].size - 1);
    words *= length;
  }
  return words;
}

bool shares_a_rank(const Problem& problem, int dimension) {
  for (const DataSpace& space : problem.data_spaces)
    for (const Rank& rank : space.ranks)
      if (rank.terms.size() > 1)
        for (const Term& term : rank.terms)
          if (term.dimension == dimension) return true;
  return false;
}

}  // namespace

int weights_operand(const Problem& problem) {
  const int named = problem.find_data_space("Weights");
  if (named >= 0 && !problem.data_spaces[named].read_write) return named;
  int best = -1;
  for (int s = 0; s < static_cast<int>(problem.data_spaces.size()); ++s) {
    const DataSpace& space = problem.data_spaces[s];
    if (space.read_write) continue;
    if (best < 0 || whole_words(problem, space) < whole_words(problem, problem.data_spaces[best])) best = s;
  }
  return best;
}

Roles roles_of(const Problem& problem) {
  Roles roles;
  roles.outputs = problem.outputs();
  roles.weights = weights_operand(problem);
  std::vector<int> dimensions(problem.dimensions.size());
  for (std::size_t d = 0; d < dimensions.size(); ++d) dimensions[d] = static_cast<int>(d);
  std::stable_partition(dimensions.begin(), dimensions.end(),
                        [&](int d) { return !shares_a_rank(problem, d); });
  for (const int d : dimensions) {
    const bool output = problem.data_spaces[roles.outputs].uses(d);
    const bool weight = roles.weights >= 0 && problem.data_spaces[roles.weights].uses(d);
    (output ? (weight ? roles.filters : roles.positions) : (weight ? roles.reductions : roles.rest))
        .push_back(d);
  }
  return roles;
}

std::vector<int> joined(std::initializer_list<std::vector<int>> parts) {
  std::vector<int> all;
  for (const std::vector<int>& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nestwave
