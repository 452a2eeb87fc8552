// SPDX-License-Identifier: Apache-2.0
// Follows what each transfer followed upon, and so what a run was as long as.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "models/chain.h"
#include "models/design.h"
#include "models/observer.h"

namespace nestwave {

/// A transfer or MAC is taken to follow upon whatever ended last, before it began, in one of the instances
/// at its two ends (a MAC: in the storage levels that its PE has to itself). A transfer ends twice: when it
/// leaves its ports to the next, and when its last word has arrived. The chain runs from the last sum to
/// arrive back to the first word of all. Only what can still become part of it is held: per instance the
/// last one that ended and those under way; and of each its sums, not its predecessors. So memory goes with
/// the instances that are simulated and what is under way at a time, not with the length of the run.
/// Instances that do the same have the same chain: one of them is enough.
///
/// A memory with a clock of its own has several transfers under way and ends them one after the other. One
/// that ends behind another of its direction, and began before that had ended, follows upon it, and
/// counts from its end on.
///
/// Arrays with a controller of their own say themselves what each of their works followed upon: of the part
/// that it waited for, and the one that did it, whichever was the last to be through, or is cut short then.
/// What a part does without a break is one link.
class ChainObserver : public Observer {
 public:
  explicit ChainObserver(const Design& design);

  [[nodiscard]] unsigned interests() const override { return kTransfers | kWork | kRepresentatives; }
  void simulated(const std::vector<std::uint64_t>& instances) override;
  void transfer(const Transfer& transfer) override;
  void memory_transfer_begins(bool to_inside, int data_space, int outer, int inner, std::uint64_t epoch,
                              Cycle cycle) override;
  void work(const Work& work) override;
  void finished(Cycle cycles) override;

  /// Of the finished run.
  [[nodiscard]] const CriticalChain& chain() const { return chain_; }

 private:
  static constexpr std::size_t kShown = 6;

  struct Sum {
    std::uint64_t links = 0;
    std::uint64_t cycles = 0;
  };
  /// The end of a chain: its last link, and what came before in sums.
  struct Node {
    ChainLink link;
    std::size_t part = 0;      ///< of the link
    std::uint64_t number = 0;  ///< of the transfer, in the order in which they were granted
    std::uint64_t links = 0;
    std::uint64_t waiting = 0;
    std::vector<Sum> sums;                                ///< per part
    std::shared_ptr<const std::vector<ChainLink>> first;  ///< shared by all that follow
    std::array<ChainLink, kShown> last;                   ///< a ring: link n stands at n % kShown
  };
  using Chain = std::shared_ptr<const Node>;
  /// A part of an array: the chain to its latest work, and to the link before that.
  struct Part {
    std::shared_ptr<Node> now;
    std::shared_ptr<Node> before;
  };
  struct Place {
    Chain done;                 ///< of those that have ended, the one that ended last
    std::vector<Chain> coming;  ///< under way
  };

  /// Inward or not, data space, outer and inner end, epoch.
  using MemoryKey = std::tuple<bool, int, int, int, std::uint64_t>;

  template <typename Visit>
  void for_places(const Transfer& transfer, Visit visit);
  [[nodiscard]] Chain latest_before(const Transfer& transfer, Cycle now);
  [[nodiscard]] Chain before_memory(const Transfer& transfer, const MemoryKey& key, Cycle stop);
  static void settle(Place& place, Cycle now);
  [[nodiscard]] std::size_t part_of(const ChainLink& link);
  [[nodiscard]] std::shared_ptr<Node> follow(const Chain& before, const ChainLink& link, Cycle stop);
  [[nodiscard]] static std::shared_ptr<Node> until(const Part& part, Cycle now);
  static void go_on(Node& node, const ChainLink& link);

  std::vector<int> own_levels_;             ///< that every PE has an instance of to itself
  std::vector<std::vector<Place>> places_;  ///< by level and simulated instance; the MACs last
  std::vector<ChainLink> parts_;
  std::map<MemoryKey, Chain> begun_;                   ///< what those under way at a memory follow upon
  std::map<std::pair<int, bool>, Chain> memory_done_;  ///< by level and direction: what it ended last
  std::uint64_t count_ = 0;
  std::vector<Part> works_;  ///< by part
  Chain latest_;             ///< that brought a sum, or made one, last of all
  CriticalChain chain_;
};

}  // namespace nestwave
