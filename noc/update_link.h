// SPDX-License-Identifier: Apache-2.0
// Products of one compute step on their way into the innermost keeper of the outputs.
#pragma once

#include <vector>

#include "noc/outward_link.h"

namespace nestwave {

/// Where an update link finds its products: the PE array.
class ResultSource {
 public:
  virtual ~ResultSource() = default;
  /// All products of the steps before this one have left the pipeline of this PE.
  [[nodiscard]] virtual std::uint64_t results(std::uint64_t pe) const = 0;
  /// A product has left the PE; its output register is free.
  virtual void passed(std::uint64_t pe) = 0;
};

/// What is at zero in the innermost keeper; see Accumulator.
class SumState {
 public:
  virtual ~SumState() = default;
  /// How many of the words updated at `step` are at zero.
  [[nodiscard]] virtual std::uint64_t at_zero(std::uint64_t instance, std::uint64_t step) = 0;
  /// Whether words of the instance's tile at `step` are still at zero, so that updates may find one.
  [[nodiscard]] virtual bool has_zeros(std::uint64_t instance, std::uint64_t step) = 0;
  /// Adds to the words of steps [step, step + count); returns how many of the updates found zero.
  virtual std::uint64_t add(std::uint64_t instance, std::uint64_t step, std::uint64_t count) = 0;
};

/// One transfer per compute step and keeper instance. Across a fan-out the products are added up
/// on the way and the keeper's adder reads the old sums; without one, the PE has read them itself.
class UpdateLink : public Link {
 public:
  UpdateLink(sc_core::sc_module_name name, Machine machine, Stream& steps, Way way, Store& keeper,
             ResultSource& source, SumState& sums, bool adds_here);

  [[nodiscard]] const SumArrivals& arrivals() const { return arrivals_; }
  /// As PeArray::iterations_left(), for the products that have not been added yet.
  [[nodiscard]] std::uint64_t iterations_left(const Nest& nest, std::size_t loop, std::uint64_t step) const;
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
    return farthest(parent, index);
  }
  [[nodiscard]] MemoryAccess access() const override {
    return old_sums_ > 0 ? MemoryAccess::update : MemoryAccess::write;
  }
  void look_at_next(std::uint64_t parent) override { waiting_for_[parent] = 0; }
  void complete(const Event& event, Cycle now) override;

 private:
  static constexpr std::uint32_t kPassed = kFirstOwnEvent;
  static constexpr std::uint32_t kArrived = kFirstOwnEvent + 1;
  static constexpr std::uint32_t kPassedBy = kFirstOwnEvent + 2;

  void trim();
  [[nodiscard]] std::uint64_t oldest() const;

  Store& keeper_;
  ResultSource& source_;
  SumState& sums_;
  bool adds_here_;
  std::vector<std::uint64_t> waiting_for_;
  std::vector<Cycle> latest_arrival_;  ///< per parent
  // Of the booking in hand.
  std::uint64_t products_ = 0;
  std::uint64_t words_ = 0;  ///< after reduction
  std::uint64_t old_sums_ = 0;
  SumArrivals arrivals_;
};

}  // namespace nestwave
