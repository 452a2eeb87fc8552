// SPDX-License-Identifier: Apache-2.0
#include "models/formats/padding_yaml.h"

#include <algorithm>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxLength = std::uint64_t{1} << 32;  ///< of a rank

/// The rank in which a dimension runs; a dimension is in one rank of a data space at most.
Rank* rank_with(DataSpace& space, int dimension) {
  for (Rank& rank : space.ranks)
    for (const Term& term : rank.terms)
      if (term.dimension == dimension) return &rank;
  return nullptr;
}

void read_rank_padding(const yaml::Node::Entry& entry, const std::string& owner, Rank& rank) {
  const std::string what = "the padding of " + owner + " along " + entry.key;
  yaml::require_known_keys(entry.value, what, {"before", "size"});
  const yaml::Node* before = entry.value.find("before");
  const yaml::Node* size = entry.value.find("size");
  if (!size) yaml::fail(entry.value, what + " has no 'size', the number of words that exist");
  if (before) rank.begin = static_cast<std::int64_t>(yaml::integer_of(*before, "'before'", 0, kMaxLength));
  rank.end = rank.begin + static_cast<std::int64_t>(yaml::integer_of(*size, "'size'", 1, kMaxLength));
}

void read_space_padding(const yaml::Node& node, Problem& problem, DataSpace& space) {
  const std::string what = "the padding of " + space.name;
  yaml::require_map(node, what);
  std::vector<std::string> legal;
  for (const Dimension& dimension : problem.dimensions)
    if (space.uses(problem.find_dimension(dimension.name))) legal.push_back(dimension.name);
  std::vector<const Rank*> given;
  for (const yaml::Node::Entry& entry : node.entries) {
    Rank* rank = rank_with(space, problem.find_dimension(entry.key));
    if (!rank)
      throw InputError(entry.where, "data space " + space.name + " has no dimension " + in_quotes(entry.key) +
                                        did_you_mean(entry.key, legal));
    if (std::find(given.begin(), given.end(), rank) != given.end())
      throw InputError(entry.where, what + " along " + entry.key +
                                        " is given twice: another dimension of the same rank has it");
    given.push_back(rank);
    read_rank_padding(entry, space.name, *rank);
  }
}

}  // namespace

void read_problem_attributes(const yaml::Node& node, Problem& problem) {
  yaml::require_known_keys(node, "the nestwave map of the problem", {"padding"});
  const yaml::Node* padding = node.find("padding");
  if (!padding) return;
  yaml::require_map(*padding, "'padding'");
  std::vector<std::string> legal;
  for (const DataSpace& space : problem.data_spaces)
    if (!space.read_write) legal.push_back(space.name);
  for (const yaml::Node::Entry& entry : padding->entries) {
    const int d = problem.find_data_space(entry.key);
    if (d < 0)
      throw InputError(entry.where,
                       "there is no data space " + in_quotes(entry.key) + did_you_mean(entry.key, legal));
    DataSpace& space = problem.data_spaces[d];
    if (space.read_write)
      throw InputError(entry.where, "data space " + space.name +
                                        " is read-write: its words are computed, it has no padding");
    read_space_padding(entry.value, problem, space);
  }
}

}  // namespace nestwave
