// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/oracle/walks.h"

namespace nestwave::oracle {

namespace {

/// One instance of a keeper of the outputs; one without work holds no tile, so that it takes no part.
struct Holder {
  Words tile;
  std::set<std::int64_t> visited;  ///< words this instance has held at some time
  std::set<std::int64_t> at_zero;  ///< words of the present epoch to which nothing was added yet
};

class OutputWalk {
 public:
  OutputWalk(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses)
      : design_(design), nest_(nest), data_space_(data_space), accesses_(accesses) {
    for (int l = 0; l < design.level_count(); ++l)
      if (design.mapping().levels[l].keep[data_space]) keepers_.push_back(l);
    for (const int level : keepers_) {
      holders_.emplace_back(nest.instances(level));
      epochs_.push_back(nest.epochs(data_space, level));
    }
  }

  void run() {
    open_outermost();
    for (std::uint64_t step = 0; step < nest_.steps(); ++step) {
      // An epoch's sums leave from the inside outward, then the next ones come from the outside inward.
      if (step > 0)
        for (std::size_t k = keepers_.size() - 1; k > 0; --k)
          if (begins(k, step)) close(k, step - 1);
      for (std::size_t k = 1; k < keepers_.size(); ++k)
        if (begins(k, step)) open(k, step);
      accumulate(step);
    }
    for (std::size_t k = keepers_.size() - 1; k > 0; --k) close(k, nest_.steps() - 1);
  }

 private:
  void note(std::uint64_t step, std::size_t keeper, std::uint64_t instance, Category category,
            std::uint64_t words) {
    accesses_.push_back({step, keepers_[keeper], instance, data_space_, category, words});
  }

  [[nodiscard]] std::uint64_t children(std::size_t k) const {
    return holders_[k].size() / holders_[k - 1].size();
  }

  [[nodiscard]] bool begins(std::size_t k, std::uint64_t step) const {
    return std::binary_search(epochs_[k].begin(), epochs_[k].end(), step);
  }

  /// The outermost keeper holds all it ever touches, from the first step to the end.
  void open_outermost() {
    for (std::uint64_t i = 0; i < holders_[0].size(); ++i) {
      Holder& holder = holders_[0][i];
      holder.tile = nest_.ever_touched(data_space_, keepers_[0], i);
      holder.at_zero.insert(holder.tile.begin(), holder.tile.end());
      note(0, 0, i, Category::zero_starts, holder.tile.size());
    }
  }

  /// A new epoch in every instance of keeper k: words start at zero or at the old sum.
  void open(std::size_t k, std::uint64_t step) {
    for (std::uint64_t p = 0; p < holders_[k - 1].size(); ++p) {
      const Holder& parent = holders_[k - 1][p];
      std::set<std::int64_t> sent;     // old sums given to a member: the lowest index comes first
      std::set<std::int64_t> started;  // words some member visits for the first time
      for (std::uint64_t c = p * children(k); c < (p + 1) * children(k); ++c) {
        Holder& child = holders_[k][c];
        child.tile = nest_.tile(data_space_, keepers_[k], c, step);
        child.at_zero.clear();
        std::uint64_t starts = 0;
        std::uint64_t joins = 0;
        std::uint64_t fills = 0;
        for (const std::int64_t word : child.tile) {
          if (child.visited.insert(word).second) {
            ++starts;
            started.insert(word);
          } else if (parent.at_zero.count(word) != 0 || sent.count(word) != 0) {
            ++joins;
          } else {
            ++fills;
            sent.insert(word);
            continue;
          }
          child.at_zero.insert(word);
        }
        note(step, k, c, Category::zero_starts, starts);
        note(step, k, c, Category::zero_joins, joins);
        note(step, k, c, Category::writes_fill, fills);
        note(step, k - 1, p, Category::reads_fill, fills);
      }
      for (const std::int64_t word : sent)
        if (started.count(word) != 0)
          throw std::logic_error("oracle: members of one reduction differ in their history");
    }
  }

  /// The epoch's end: sums leave, and those for the same word meet on the way.
  void close(std::size_t k, std::uint64_t last_step) {
    for (std::uint64_t p = 0; p < holders_[k - 1].size(); ++p) {
      Words arriving;
      for (std::uint64_t c = p * children(k); c < (p + 1) * children(k); ++c) {
        const Holder& child = holders_[k][c];
        if (!child.at_zero.empty()) throw std::logic_error("oracle: a sum leaves to which nothing was added");
        arriving.insert(arriving.end(), child.tile.begin(), child.tile.end());
        note(last_step, k, c, Category::reads_drain, child.tile.size());
      }
      update(k - 1, p, std::move(arriving), last_step);
    }
  }

  void accumulate(std::uint64_t step) {
    const std::size_t k = keepers_.size() - 1;
    const std::uint64_t macs = nest_.instances(design_.level_count()) / holders_[k].size();
    for (std::uint64_t i = 0; i < holders_[k].size(); ++i) {
      Words products;
      for (std::uint64_t mac = i * macs; mac < (i + 1) * macs; ++mac)
        for (const std::int64_t word : nest_.tile(data_space_, design_.level_count(), mac, step))
          products.push_back(word);
      make_set(products);
      std::uint64_t old_sums = 0;
      for (const std::int64_t word : products) old_sums += holders_[k][i].at_zero.count(word) == 0 ? 1 : 0;
      note(step, k, i, Category::reads_accumulate, old_sums);
      update(k, i, std::move(products), step);
    }
  }

  void update(std::size_t k, std::uint64_t instance, Words words, std::uint64_t step) {
    make_set(words);
    Holder& holder = holders_[k][instance];
    if (common_words(words, holder.tile) != words.size())
      throw std::logic_error("oracle: a sum arrives where its word is not held");
    for (const std::int64_t word : words) holder.at_zero.erase(word);
    note(step, k, instance, Category::writes_update, words.size());
  }

  const Design& design_;
  const Nest& nest_;
  int data_space_;
  std::vector<Access>& accesses_;
  std::vector<int> keepers_;
  std::vector<std::vector<Holder>> holders_;        ///< per keeper and instance
  std::vector<std::vector<std::uint64_t>> epochs_;  ///< per keeper: first steps
};

}  // namespace

void walk_outputs(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses) {
  OutputWalk(design, nest, data_space, accesses).run();
}

}  // namespace nestwave::oracle
