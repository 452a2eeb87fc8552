// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/multicast.h"

#include <algorithm>
#include <stdexcept>

namespace nestwave::oracle {

namespace {

/// The wishes of one node of the tree, which has `fanout` equal parts.
using Wishes = std::vector<Words>;

std::vector<Wishes> parts(const Wishes& wishes, std::uint64_t fanout) {
  const std::size_t width = wishes.size() / fanout;
  std::vector<Wishes> result;
  for (auto at = wishes.begin(); at != wishes.end(); at += static_cast<std::ptrdiff_t>(width))
    result.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
  return result;
}

std::uint64_t per_level(const Wishes& wishes, const std::vector<std::uint64_t>& fanouts, std::size_t depth) {
  if (depth == fanouts.size()) return wishes.front().size();
  std::uint64_t words = 0;
  const std::vector<Wishes> children = parts(wishes, fanouts[depth]);
  for (auto child = children.begin(); child != children.end(); ++child)
    if (std::find(children.begin(), child, *child) == child) words += per_level(*child, fanouts, depth + 1);
  return words;
}

}  // namespace

std::uint64_t shared_reads(const std::vector<Words>& wishes, const std::vector<std::uint64_t>& fanouts,
                           Multicast multicast) {
  Words all;
  std::uint64_t words = 0;
  switch (multicast) {
    case Multicast::overlap:
      for (const Words& wish : wishes) all.insert(all.end(), wish.begin(), wish.end());
      make_set(all);
      return all.size();
    case Multicast::identical:
      for (auto wish = wishes.begin(); wish != wishes.end(); ++wish)
        if (std::find(wishes.begin(), wish, *wish) == wish) words += wish->size();
      return words;
    case Multicast::per_level: return per_level(wishes, fanouts, 0);
    case Multicast::none:
      for (const Words& wish : wishes) words += wish.size();
      return words;
  }
  throw std::logic_error("oracle: unknown multicast");
}

}  // namespace nestwave::oracle
