// SPDX-License-Identifier: Apache-2.0
#include "models/formats/last_rounds.h"

#include <cstdint>
#include <string>

namespace nestwave {

namespace {

/// More indices than any legal dimension has; counts beyond it are all the same.
constexpr std::uint64_t kMany = std::uint64_t{1} << 61;

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return a > 0 && b > kMany / a ? kMany : a * b;
}

std::uint64_t last_round(const Factor& factor) {
  return factor.last_round.value_or(factor.bound);
}

}  // namespace

void fill_left_over(const Dimension& dimension, const std::vector<Factor*>& factors) {
  Factor* open = nullptr;
  std::uint64_t others = 1;
  for (Factor* factor : factors) {
    if (factor->bound > 0) {
      others = product(others, factor->bound);
      continue;
    }
    if (open)
      throw InputError(*factor->where,
                       "a second factor 0 of " + dimension.name + "; only one can take what is left over");
    open = factor;
  }
  if (!open) return;
  open->bound = (dimension.size - 1) / others + 1;
  open->last_round = 0;  // depends on what lies further in; it is set with the others
}

void settle_last_rounds(const Dimension& dimension, const std::vector<Factor*>& outermost_first,
                        const Location& mapping) {
  std::vector<std::uint64_t> digits(outermost_first.size());
  std::size_t outermost = 0;  // of those written
  while (outermost < outermost_first.size() && !outermost_first[outermost]->where) ++outermost;
  std::uint64_t stride = 1;
  std::uint64_t indices = 1;
  for (std::size_t i = outermost_first.size(); i-- > 0;) {
    Factor& factor = *outermost_first[i];
    const std::uint64_t rest = (dimension.size - 1) / stride;
    digits[i] = (i == outermost ? rest : rest % factor.bound) + 1;
    if (factor.last_round == 0) factor.last_round = digits[i];
    const std::uint64_t more = product(last_round(factor) - 1, stride);
    indices = more >= kMany - indices ? kMany : indices + more;
    stride = product(stride, factor.bound);
  }
  if (indices != dimension.size) {
    const Location* where = &mapping;
    for (std::size_t i = outermost_first.size(); i-- > 0;)
      if (outermost_first[i]->where && last_round(*outermost_first[i]) != digits[i])
        where = &*outermost_first[i]->where;
    throw InputError(*where, "the factors of " + dimension.name + " run over " +
                                 (indices == kMany ? "more than 2^60" : std::to_string(indices)) +
                                 (indices == 1 ? " index" : " indices") + ", the problem has " +
                                 std::to_string(dimension.size));
  }
  for (Factor* factor : outermost_first) {
    factor->bound = last_round(*factor);
    if (factor->bound > 1) break;
  }
}

}  // namespace nestwave
