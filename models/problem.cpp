// SPDX-License-Identifier: Apache-2.0
#include "models/problem.h"

#include <algorithm>

namespace nestwave {

namespace {
template <typename Named>
int find_by_name(const std::vector<Named>& items, const std::string& wanted) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].name == wanted) return static_cast<int>(i);
  return -1;
}
}  // namespace

int Problem::find_dimension(const std::string& wanted) const {
  return find_by_name(dimensions, wanted);
}

int Problem::find_data_space(const std::string& wanted) const {
  return find_by_name(data_spaces, wanted);
}

int Problem::outputs() const {
  for (std::size_t i = 0; i < data_spaces.size(); ++i)
    if (data_spaces[i].read_write) return static_cast<int>(i);
  throw InternalError("a problem without a read-write data space");
}

std::int64_t Problem::length(const Rank& rank) const {
  std::int64_t last = 0;
  for (const Term& term : rank.terms)
    last += term.coefficient * static_cast<std::int64_t>(dimensions[term.dimension].size - 1);
  return last + 1;
}

bool Problem::padded(int data_space) const {
  const std::vector<Rank>& ranks = data_spaces[data_space].ranks;
  return std::any_of(ranks.begin(), ranks.end(), [this](const Rank& rank) { return padded(rank); });
}

std::uint64_t Problem::macs() const {
  std::uint64_t product = 1;
  for (const Dimension& dimension : dimensions) product *= dimension.size;
  return product;
}

}  // namespace nestwave
