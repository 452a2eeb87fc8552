// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/awaited.h"

#include <algorithm>
#include <cstdint>

#include "tests/oracle/nest.h"

namespace nestwave::oracle {

namespace {

constexpr std::uint64_t kAlways = ~std::uint64_t{0};

/// The chain of one operand's keepers, outermost first; the MACs stand behind the last.
class Chain {
 public:
  Chain(const Design& design, const Nest& nest, int data_space) : nest_(nest), data_space_(data_space) {
    for (int l = 0; l < design.level_count(); ++l)
      if (design.mapping().levels[l].keep[data_space]) levels_.push_back(l);
  }

  /// Place of the access's level in the chain; their number if it is no access of this operand.
  [[nodiscard]] std::size_t find(const Access& access) const {
    if (access.data_space != data_space_) return levels_.size();
    return std::find(levels_.begin(), levels_.end(), access.level) - levels_.begin();
  }
  [[nodiscard]] std::size_t size() const { return levels_.size(); }
  [[nodiscard]] std::uint64_t instances(std::size_t keeper) const { return nest_.instances(levels_[keeper]); }
  [[nodiscard]] std::uint64_t parent(std::size_t keeper, std::uint64_t instance) const {
    return instance * instances(keeper - 1) / instances(keeper);
  }

  /// Per keeper and instance: steps before which it is asked for what its children wait for.
  [[nodiscard]] std::vector<std::vector<std::uint64_t>> asked(const std::vector<Access>& accesses) const {
    const std::size_t innermost = size() - 1;
    std::vector<std::vector<std::uint64_t>> until(size());
    until[innermost].assign(instances(innermost), kAlways);
    for (std::size_t keeper = innermost; keeper > 0; --keeper) {
      until[keeper - 1].assign(instances(keeper - 1), 0);
      for (const Access& access : accesses) {
        // What leaves this keeper is noted as a fill of the next one, or as operands of its MACs.
        const std::size_t from = keeper == innermost ? keeper : keeper + 1;
        const Category what = keeper == innermost ? Category::reads_operand : Category::writes_fill;
        if (find(access) != from || access.category != what || access.words == 0) continue;
        const std::uint64_t asked_one = keeper == innermost ? access.instance : parent(from, access.instance);
        if (access.step >= until[keeper][asked_one]) continue;
        std::uint64_t& last = until[keeper - 1][parent(keeper, asked_one)];
        last = std::max(last, access.step + 1);
      }
    }
    return until;
  }

 private:
  const Nest& nest_;
  int data_space_;
  std::vector<int> levels_;
};

}  // namespace

std::vector<Access> awaited_accesses(const Design& design, const Oracle& oracle) {
  const Nest nest(design);
  std::vector<Access> left = oracle.accesses();
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (design.problem().data_spaces[d].read_write) continue;
    const Chain chain(design, nest, d);
    const auto until = chain.asked(oracle.accesses());
    const auto nobody_waits = [&](const Access& access) {
      const std::size_t keeper = chain.find(access);
      if (keeper == chain.size()) return false;
      if (access.category != Category::writes_fill) return access.step >= until[keeper][access.instance];
      return access.step >= until[keeper - 1][chain.parent(keeper, access.instance)];
    };
    left.erase(std::remove_if(left.begin(), left.end(), nobody_waits), left.end());
  }
  return left;
}

}  // namespace nestwave::oracle
