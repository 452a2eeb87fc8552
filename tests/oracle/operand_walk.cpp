// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "tests/oracle/multicast.h"
#include "tests/oracle/walks.h"

namespace nestwave::oracle {

namespace {

using Step = std::vector<std::int64_t>;  ///< by how much a tile moves along every rank

bool contains(const std::vector<std::uint64_t>& sorted, std::uint64_t step) {
  return std::binary_search(sorted.begin(), sorted.end(), step);
}

/// What the rule of reuse remembers of the moves so far; they are the same for all instances.
class Credit {
 public:
  explicit Credit(Reuse reuse) : reuse_(reuse) {}

  /// Takes the next move; whether words that are there already need not be fetched.
  bool next(const Step& move) {
    const bool stays = std::all_of(move.begin(), move.end(), [](std::int64_t m) { return m == 0; });
    if (reuse_ == Reuse::resident) return true;
    if (stays) {
      if (reuse_ == Reuse::timeloop_3_0_3) remembered_ = move;
      return true;
    }
    if (reuse_ == Reuse::none) return false;
    if (remembered_ && *remembered_ != move) {
      remembered_.reset();
      return false;
    }
    remembered_ = move;
    return true;
  }

 private:
  Reuse reuse_;
  std::optional<Step> remembered_;
};

/// One keeper but the outermost.
class Keeper {
 public:
  Keeper(const Design& design, const Nest& nest, int data_space, int parent, int level,
         std::vector<Access>& accesses)
      : nest_(nest),
        data_space_(data_space),
        parent_(parent),
        level_(level),
        multicast_(design.policy().multicast),
        accesses_(accesses),
        advances_(nest.advances(level)),
        epochs_(nest.epochs(data_space, level)),
        credit_(design.policy().reuse),
        tiles_(nest.instances(level)) {}

  void at(std::uint64_t step) {
    if (!contains(advances_, step)) return;
    const Step origin = nest_.origin(data_space_, level_, step);
    bool credited = false;
    if (step > 0) {
      Step move;
      for (std::size_t r = 0; r < origin.size(); ++r) move.push_back(origin[r] - origin_[r]);
      credited = credit_.next(move);
    }
    if (contains(epochs_, step))
      fetch(step, credited);
    else if (origin != origin_)
      throw std::logic_error("oracle: a tile moves within its epoch");
    origin_ = origin;
  }

 private:
  void fetch(std::uint64_t step, bool credited) {
    const std::uint64_t parents = nest_.instances(parent_);
    const std::uint64_t children = tiles_.size() / parents;
    for (std::uint64_t parent = 0; parent < parents; ++parent) {
      std::vector<Words> wishes;
      for (std::uint64_t child = parent * children; child < (parent + 1) * children; ++child) {
        Words next = nest_.tile(data_space_, level_, child, step);
        wishes.push_back(credited ? difference(next, tiles_[child]) : next);
        tiles_[child] = std::move(next);
        accesses_.push_back({step, level_, child, data_space_, Category::writes_fill, wishes.back().size()});
        // Zeros that the child stores and the parent does not have are made on the way.
        if (!nest_.stores_padding(data_space_, parent_))
          wishes.back() = nest_.that_exist(data_space_, wishes.back());
      }
      accesses_.push_back({step, parent_, parent, data_space_, Category::reads_fill,
                           shared_reads(wishes, nest_.fanouts(parent_, level_), multicast_)});
    }
  }

  const Nest& nest_;
  int data_space_;
  int parent_;
  int level_;
  Multicast multicast_;
  std::vector<Access>& accesses_;
  std::vector<std::uint64_t> advances_;
  std::vector<std::uint64_t> epochs_;
  Credit credit_;
  Step origin_;
  std::vector<Words> tiles_;  ///< what each instance holds
};

}  // namespace

void walk_operand(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses) {
  std::vector<Keeper> keepers;  // the outermost has everything from the start
  int innermost = -1;
  for (int l = 0; l < design.level_count(); ++l) {
    if (!design.mapping().levels[l].keep[data_space]) continue;
    if (innermost >= 0) keepers.emplace_back(design, nest, data_space, innermost, l, accesses);
    innermost = l;
  }
  const std::uint64_t parents = nest.instances(innermost);
  const std::uint64_t macs = nest.instances(design.level_count()) / parents;
  for (std::uint64_t step = 0; step < nest.steps(); ++step) {
    for (Keeper& keeper : keepers) keeper.at(step);
    // The operands of this step's MACs.
    for (std::uint64_t parent = 0; parent < parents; ++parent) {
      std::vector<Words> wishes;
      for (std::uint64_t mac = parent * macs; mac < (parent + 1) * macs; ++mac)
        wishes.push_back(nest.tile(data_space, design.level_count(), mac, step));
      accesses.push_back(
          {step, innermost, parent, data_space, Category::reads_operand,
           shared_reads(wishes, nest.fanouts(innermost, design.level_count()), design.policy().multicast)});
    }
  }
}

}  // namespace nestwave::oracle
