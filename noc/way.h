// SPDX-License-Identifier: Apache-2.0
// The networks that the words of one edge cross in one direction, from keeper to keeper.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "dataflows/stream.h"
#include "noc/network.h"

namespace nestwave {

/// The networks below the levels from the parent to the one above the child. All add to the delay and
/// to the hops; below a level further in than the parent, only those that sort words limit the rate.
class Way {
 public:
  struct Leg {
    std::unique_ptr<Network> network;
    std::uint64_t children = 1;  ///< of one instance of its level
  };

  Way() = default;
  /// `legs` outermost first. `lowest_only`: of the children that share words, only the first takes them
  /// (old sums on their way back).
  Way(std::vector<Leg> legs, bool lowest_only);

  /// What the networks add, for this child of a parent, to the end of a transfer.
  [[nodiscard]] Cycle delay(std::uint64_t child) const { return delays_[alike_ ? 0 : child]; }
  [[nodiscard]] Cycle longest() const { return longest_; }
  /// Whether all children have the same delay.
  [[nodiscard]] bool alike() const { return alike_; }

  /// Finds the way of the transfer of an epoch and books its links. `injected`, `delivered`: see Load.
  void book(Stream& stream, std::uint64_t index, std::uint64_t parent, std::uint64_t injected,
            std::uint64_t delivered, Booking& booking);
  /// Links crossed by the words of the transfer booked last.
  [[nodiscard]] std::uint64_t hops() const { return hops_; }
  /// All lines that transfers may hold.
  void remember(Lines* lines) { lines_.push_back(lines); }
  [[nodiscard]] const std::vector<Lines*>& lines() const { return lines_; }

 private:
  /// A link of any of the instances below one parent.
  struct Held {
    Lines* lines;
    std::uint64_t per_parent;  ///< such links below each parent
    std::uint64_t link;        ///< of them
    std::uint64_t words;
    Cycle late;
  };
  struct Found {
    std::vector<Held> held;
    std::uint64_t hops = 0;
  };

  [[nodiscard]] const Found& sorted(const Parcels& parcels);
  [[nodiscard]] Found find(const Parcels& parcels) const;
  void find_leg(const Parcels& parcels, std::size_t leg, Found& found) const;

  std::vector<Leg> legs_;
  bool lowest_only_ = false;
  bool sorts_ = false;
  bool alike_ = true;
  std::vector<Cycle> delays_ = {0};  ///< of all children alike, or of each
  Cycle longest_ = 0;
  std::vector<Lines*> lines_;
  std::unordered_map<std::uint64_t, Found> known_;  ///< by the parcels' id
  Route route_;                                     ///< reused
  std::uint64_t hops_ = 0;
};

}  // namespace nestwave
