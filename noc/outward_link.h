// SPDX-License-Identifier: Apache-2.0
// Sums on their way outward: one drain per epoch for all children of a parent.
#pragma once

#include <vector>

#include "memory/store.h"
#include "noc/inward_link.h"
#include "noc/link.h"

namespace nestwave {

/// What arriving sums do at the outer end of an edge, and when the last one has arrived.
class SumArrivals {
 public:
  SumArrivals(Stream& stream, Store& outer, Recorder& recorder)
      : stream_(stream), outer_(outer), recorder_(recorder) {}
  /// The sums of the children's epoch have arrived in the parent.
  void arrived(const Event& event, Cycle now);
  /// The children had none for that epoch: what was to wait for it need not wait longer.
  void passed_by(const Event& event);
  [[nodiscard]] Cycle last() const { return last_; }
  /// Parents that have received everything.
  [[nodiscard]] std::uint64_t finished_parents() const { return finished_parents_; }
  /// The last arrival so far is left as it is: a later one is sure to come.
  void visit_state(StateVisitor& state) const { state.plain(finished_parents_); }

 private:
  Stream& stream_;
  Store& outer_;
  Recorder& recorder_;
  Cycle last_ = 0;
  std::uint64_t finished_parents_ = 0;
};

/// Drains finished tiles of sums into the next keeper outward; children that hold the same words
/// are added up on the way.
class OutwardLink : public Link {
 public:
  OutwardLink(sc_core::sc_module_name name, Machine machine, Stream& stream, Way way, Store& outer,
              Store& inner);

  /// The link that sends old sums the other way, to be told of arrivals.
  void attach(InwardLink* returning) { returning_ = returning; }
  [[nodiscard]] const SumArrivals& arrivals() const { return arrivals_; }
  void visit_state(StateVisitor& state) override;

 protected:
  Verdict inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) override;
  [[nodiscard]] Request rank(const Epoch& epoch) const override;
  void pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) override;
  void book(std::uint64_t parent, std::uint64_t index, Booking& booking) override;
  void count(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) override;
  void finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
              const Ends& ends) override;
  [[nodiscard]] Cycle latency(std::uint64_t parent, std::uint64_t index) override {
    return inner_.config().latency + farthest(parent, index);
  }
  [[nodiscard]] MemoryAccess access() const override { return MemoryAccess::write; }
  void look_at_next(std::uint64_t parent) override { waiting_for_[parent] = 0; }
  void complete(const Event& event, Cycle now) override;

 private:
  static constexpr std::uint32_t kPassed = kFirstOwnEvent;
  static constexpr std::uint32_t kArrived = kFirstOwnEvent + 1;
  static constexpr std::uint32_t kPassedBy = kFirstOwnEvent + 2;

  [[nodiscard]] std::uint64_t contributors(std::uint64_t parent, std::uint64_t index);

  Store& outer_;
  Store& inner_;
  InwardLink* returning_ = nullptr;
  std::vector<std::uint64_t> waiting_for_;  ///< per parent: first child not known to be complete
  std::vector<Ends> latest_;                ///< per parent: of its latest transfer
  SumArrivals arrivals_;
};

}  // namespace nestwave
