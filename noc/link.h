// SPDX-License-Identifier: Apache-2.0
// What the links of all directions share: one link per edge and data space, one lane per parent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <systemc>
#include <vector>

#include "dataflows/edge_words.h"
#include "dataflows/stream.h"
#include "memory/arbiter.h"
#include "memory/memory_client.h"
#include "memory/port.h"
#include "memory/recorder.h"
#include "memory/timed_module.h"
#include "noc/way.h"

namespace nestwave {

class Store;
class TlmPort;

/// Environment of every module of the machine.
struct Machine {
  Clock& clock;
  Arbiter& arbiter;
  Recorder& recorder;
  Tick ticks_per_cycle;
};

/// Moves the words of one edge in one direction. All children of a parent take part in one
/// transfer per epoch; different parents go their own pace.
class Link : public TimedModule, public Requester, public MemoryClient {
 public:
  Link(sc_core::sc_module_name name, Machine machine, Stream& stream, std::uint64_t parents, Way way);

  void mark(std::uint64_t parent) override;
  void collect(std::vector<Request>& requests) override;
  void grant(const Request& request, Cycle now) override;
  [[nodiscard]] std::uint64_t oldest_epoch() const override;

  /// An end of the edge has banks, so it matters which words go over it. `rounds`: of the ends that have
  /// some, the words after which the same bank comes again.
  void attach(EdgeWords words, std::vector<std::uint64_t> rounds);
  /// The outer end is a memory with a clock of its own: transfers go burst by burst, over this port.
  void attach(TlmPort& memory, EdgeWords words);
  void memory_ready() override { mark(0); }
  void memory_done(const MemoryTransfer& transfer, Cycle now) override;

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
  /// Shows lanes, agenda and what has been counted to the visitor; between two cycles only.
  virtual void visit_state(StateVisitor& state);
  [[nodiscard]] const Way& way() const { return way_; }
  [[nodiscard]] std::uint64_t parents() const { return lanes_.size(); }
  [[nodiscard]] Stream& stream() const { return stream_; }
  /// Epoch whose transfer comes next.
  [[nodiscard]] std::uint64_t next(std::uint64_t parent) const { return lanes_[parent].next; }

 protected:
  enum class Verdict { ready, blocked, finished };
  /// The cycles in which the last word is behind the ports of the sender, and has arrived; inward the
  /// networks are yet to come.
  struct Ends {
    Cycle passed = 0;
    Cycle arrived = 0;
    Cycle served = 0;  ///< all ports are through with the last word in this cycle
  };
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
  /// The transfer begins: counts its words.
  virtual void count(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) = 0;
  /// Brings about what its ends entail, and tells observers of it; `first` is the cycle in which it began.
  virtual void finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
                      const Ends& ends) = 0;
  /// Cycles from the last port on: of the level that is read and, outward, of the networks.
  [[nodiscard]] virtual Cycle latency(std::uint64_t parent, std::uint64_t index) = 0;
  /// What the transfer booked last asks of a memory at the outer end.
  [[nodiscard]] virtual MemoryAccess access() const = 0;
  /// The next epoch's turn has come: what is known of the children was of the one before.
  virtual void look_at_next(std::uint64_t /*parent*/) {}

  /// Tiles of the outer end that are over once epoch `index` has been moved: those before the one
  /// that the next epoch belongs to, or all (kAll) after the last.
  [[nodiscard]] std::uint64_t outer_through(std::uint64_t index) {
    return stream_.has(index + 1) ? stream_.at(index + 1).outer_epoch : kAll;
  }
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};

  /// Outward: what the networks add for the farthest child of the parent that has sums.
  [[nodiscard]] Cycle farthest(std::uint64_t parent, std::uint64_t index);

  /// The oldest epoch that is still to be moved, or is on its way to or from a memory.
  [[nodiscard]] std::uint64_t oldest_under_way(std::uint64_t parent) const;
  /// Simulated children of one parent.
  [[nodiscard]] std::uint64_t children() const { return stream_.shape().simulated; }

  /// Books the banks of the outer end for the words of all children, or of the inner end for those of one;
  /// nothing where that end has no banks. `count` words pass.
  void book_banks(Booking& booking, const Store& outer, std::uint64_t parent, std::uint64_t index,
                  std::uint64_t count);
  void book_banks_of_child(Booking& booking, const Store& inner, std::uint64_t child, std::uint64_t index,
                           std::uint64_t count);

  Machine machine_;
  Stream& stream_;
  Way way_;
  Booking booking_;
  std::size_t sender_uses_ = 0;  ///< of the booking in hand: ports of the sender come first
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
  [[nodiscard]] std::optional<std::uint64_t> step_before(std::uint64_t parent, const Epoch& epoch) const;
  void start(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now);
  [[nodiscard]] MemoryTransfer remember(const Request& request, Cycle now);
  void wait_for_memory(Lane& lane) const;
  void visit_banks(StateVisitor& state);

  std::vector<Lane> lanes_;
  std::vector<std::uint64_t> marked_;
  std::unique_ptr<EdgeWords> words_;                     ///< only if an end has banks
  std::vector<std::uint64_t> rounds_;                    ///< of these banks
  std::vector<std::optional<std::uint64_t>> last_step_;  ///< per parent: at which its latest epoch began
  TlmPort* memory_ = nullptr;
  std::size_t memory_lane_ = 0;  ///< its number there
};

}  // namespace nestwave
