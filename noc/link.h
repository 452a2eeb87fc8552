// SPDX-License-Identifier: Apache-2.0
// What the links of all directions share: one link per edge and data space, one lane per parent.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "dataflows/stream.h"
#include "memory/arbiter.h"
#include "memory/port.h"
#include "memory/recorder.h"
#include "memory/timed_module.h"
#include "noc/way.h"

namespace nestwave {

/// Environment of every module of the machine.
struct Machine {
  Clock& clock;
  Arbiter& arbiter;
  Recorder& recorder;
  Tick ticks_per_cycle;
};

/// Moves the words of one edge in one direction. All children of a parent take part in one
/// transfer per epoch; different parents go their own pace.
class Link : public TimedModule, public Requester {
 public:
  Link(sc_core::sc_module_name name, Machine machine, Stream& stream, std::uint64_t parents, Way way);

  void mark(std::uint64_t parent) override;
  void collect(std::vector<Request>& requests) override;
  void grant(const Request& request, Cycle now) override;

  /// More than there are data spaces or levels, for packing a rank into one number.
  static constexpr int kMaxRank = 1024;

  /// What the next transfer of this parent waits for, and the compute step that needs it.
  struct Pending {
    IdleCause cause = IdleCause::source;
    std::uint64_t step = 0;
    int order = 0;  ///< among those of the same step: kind, data space, level

    [[nodiscard]] bool before(const Pending& other) const {
      if (cause == IdleCause::done || other.cause == IdleCause::done) return other.cause == IdleCause::done;
      return step != other.step ? step < other.step : order < other.order;
    }
  };
  [[nodiscard]] const Pending& pending(std::uint64_t parent) const { return lanes_[parent].pending; }
  [[nodiscard]] const EdgeCounts& traffic() const { return traffic_; }
  [[nodiscard]] const Way& way() const { return way_; }
  [[nodiscard]] std::uint64_t parents() const { return lanes_.size(); }
  [[nodiscard]] Stream& stream() const { return stream_; }
  /// Epoch whose transfer comes next.
  [[nodiscard]] std::uint64_t next(std::uint64_t parent) const { return lanes_[parent].next; }

 protected:
  enum class Verdict { ready, blocked, finished };
  /// Whether the next transfer of the parent could begin but for its ports. May move `next` past
  /// epochs that need no transfer; on `blocked` sets the cause.
  virtual Verdict inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) = 0;
  /// The request's rank among others; requester and instance are filled in.
  [[nodiscard]] virtual Request rank(const Epoch& epoch) const = 0;
  /// What the end of a transfer would bring about, where nothing had to be moved; no earlier than the
  /// same of the transfers before.
  virtual void pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) = 0;
  /// Books the ports of the transfer of epoch `index`.
  virtual void book(std::uint64_t parent, std::uint64_t index, Booking& booking) = 0;
  /// The transfer begins; `latest` is the tick at which its last word passes the last port.
  virtual void begin(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Tick begin, Tick latest,
                     Cycle now) = 0;

  /// Tiles of the outer end that are over once epoch `index` has been moved: those before the one
  /// that the next epoch belongs to, or all (kAll) after the last.
  [[nodiscard]] std::uint64_t outer_through(std::uint64_t index) {
    return stream_.has(index + 1) ? stream_.at(index + 1).outer_epoch : kAll;
  }
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};

  /// Outward: what the networks add for the farthest child of the parent that has sums.
  [[nodiscard]] Cycle farthest(std::uint64_t parent, std::uint64_t index);

  /// Simulated children of one parent.
  [[nodiscard]] std::uint64_t children() const { return stream_.shape().simulated; }

  Machine machine_;
  Stream& stream_;
  Way way_;
  Booking booking_;
  EdgeCounts traffic_;

  /// Event kinds of all links; derived links continue from kFirstOwnEvent.
  static constexpr std::uint32_t kRetry = 0;
  static constexpr std::uint32_t kFirstOwnEvent = 1;

 private:
  struct Lane {
    std::uint64_t next = 0;
    Pending pending;
    Cycle retry = kNever;  ///< cycle of the retry that is due
    bool marked = false;
  };
  std::vector<Lane> lanes_;
  std::vector<std::uint64_t> marked_;
};

}  // namespace nestwave
