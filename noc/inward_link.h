// SPDX-License-Identifier: Apache-2.0
// Words on their way inward: operands, and old sums that come back to be added to.
#pragma once

#include <vector>

#include "memory/store.h"
#include "noc/link.h"

namespace nestwave {

/// Multicast from each parent to all its children: one transfer per epoch, begun when every child
/// can take its words.
class InwardLink : public Link {
 public:
  InwardLink(sc_core::sc_module_name name, Machine machine, Stream& stream, Way way, Store& outer,
             Store& inner, bool read_write);

  /// Old sums: drains of this parent's children up to `through` have arrived in it.
  void drained(std::uint64_t parent, std::uint64_t through);
  void visit_state(StateVisitor& state) override;

 protected:
  Verdict inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) override;
  [[nodiscard]] Request rank(const Epoch& epoch) const override;
  void pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) override;
  void book(std::uint64_t parent, std::uint64_t index, Booking& booking) override;
  void count(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) override;
  void finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
              const Ends& ends) override;
  [[nodiscard]] Cycle latency(std::uint64_t /*parent*/, std::uint64_t /*index*/) override { return latency_; }
  [[nodiscard]] MemoryAccess access() const override { return MemoryAccess::read; }
  void complete(const Event& event, Cycle now) override;

 private:
  static constexpr std::uint32_t kReadOut = kFirstOwnEvent;
  static constexpr std::uint32_t kArrive = kFirstOwnEvent + 1;       ///< at all children of a parent
  static constexpr std::uint32_t kArriveAtOne = kFirstOwnEvent + 2;  ///< the instance is the child

  /// Whether the child is brought words for that epoch.
  [[nodiscard]] bool receives(std::uint64_t epoch, std::uint64_t child);
  Cycle schedule_arrivals(std::uint64_t parent, std::uint64_t index, Cycle end);

  Store& outer_;
  Store& inner_;
  bool read_write_;
  bool to_macs_;
  Cycle latency_;  ///< of the read
  std::vector<std::uint64_t> drained_;
  std::vector<Cycle> read_out_;  ///< per parent: when the latest transfer's words have left it
  /// Per child, or per parent if all children are as far: when the latest words are there.
  std::vector<Cycle> arrived_;
};

}  // namespace nestwave
