// SPDX-License-Identifier: Apache-2.0
// The array of PEs: each reads its operands, multiplies and accumulates, step by step.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "dataflows/activity.h"
#include "dataflows/presence.h"
#include "memory/store.h"
#include "noc/link.h"
#include "noc/update_link.h"

namespace nestwave {

/// How the PEs get at one data space.
struct Feed {
  int data_space = 0;
  bool read_write = false;
  /// True: each PE has a keeper of its own and reads it at the compute step. False: the innermost
  /// keeper is shared; operands come over a link into a one-word register, products leave over one.
  bool direct = true;
  Store* store = nullptr;   ///< the keeper, or the registers; null for shared outputs
  Stream* tiles = nullptr;  ///< tiles of `store`
  /// Storage levels that keep the data space, from `store` outward, with the stream of each; tells
  /// where missing words are.
  struct Keeper {
    Store* store;
    Stream* tiles;
  };
  std::vector<Keeper> keepers;
  /// Direct operands with padding that the keeper leaves out: when there is a word to read. Null: always.
  std::unique_ptr<Presence> presence;

  /// Whether a PE reads the keeper at a step.
  [[nodiscard]] bool reads(std::uint64_t pe, std::uint64_t step) const {
    return presence == nullptr || presence->exists(pe, step);
  }
};

/// All mapped PEs of the machine; plain data per PE under one process.
class PeArray : public TimedModule, public Requester, public Settler, public ResultSource {
 public:
  /// `levels`: storage levels of the architecture; `pes`: for each simulated PE, how many it stands for.
  PeArray(sc_core::sc_module_name name, Machine machine, int levels, std::vector<std::uint64_t> pes,
          std::uint64_t steps, Cycle depth, std::vector<Feed> feeds, SumState& sums, Activity activity);

  /// The link that carries the products away; none when every PE writes its own keeper freely.
  void attach(UpdateLink* updates, std::uint64_t pes_per_keeper) {
    updates_ = updates;
    pes_per_keeper_ = pes_per_keeper;
  }
  /// Takes every PE to its first step with work; one that has none is through at once.
  void start();
  /// No MAC fires in or after this cycle: the run ends there.
  void stop_at(Cycle horizon) { horizon_ = horizon; }
  /// Whether a PE can run to the end of its tiles without anything else having a say: it has all
  /// keepers to itself and none of their ports is limited.
  [[nodiscard]] bool runs_freely() const { return bulk_; }

  // Requester; instance = PE.
  void mark(std::uint64_t pe) override;
  void collect(std::vector<Request>& requests) override;
  void grant(const Request& request, Cycle now) override;
  // Settler.
  void settle(Cycle until) override;
  // ResultSource.
  [[nodiscard]] std::uint64_t results(std::uint64_t pe) const override { return lanes_[pe].results; }
  void passed(std::uint64_t pe) override;

  /// The step that the first PE does next.
  [[nodiscard]] std::uint64_t position() const { return lanes_.front().step; }
  /// Iterations of the loop by which all PEs can be moved ahead and stay in it, under the indices that
  /// the loops outside have at `step`.
  [[nodiscard]] std::uint64_t iterations_left(const Nest& nest, std::size_t loop, std::uint64_t step) const;
  /// Shows lanes, tiles in use, agenda and ledger to the visitor; between two cycles only.
  void visit_state(StateVisitor& state);

  /// The step a PE does next, and why it does not do it now.
  [[nodiscard]] Link::Pending pending(std::uint64_t pe) const;
  /// The product that a PE running freely writes next.
  [[nodiscard]] Link::Pending pending_update(std::uint64_t pe) const;
  /// Closes the ledger of a run of `cycles`; `machine_pes` includes those the mapping leaves out.
  [[nodiscard]] PeLedger ledger(Cycle cycles, std::uint64_t machine_pes) const;
  [[nodiscard]] std::uint64_t macs() const { return macs_; }
  /// Adds what is known of PEs that are through: their cycles in [first, stop).
  void add_finished(PeLedger& ledger, Cycle first, Cycle stop) const;
  /// The cycle in which the operands of the first MAC began to be read, and the ledger before it, of PEs
  /// that were not through. Not known before there are MACs.
  [[nodiscard]] Cycle first_access() const { return first_access_; }
  [[nodiscard]] const PeLedger& ledger_before_first() const { return macs_ > 0 ? before_first_ : ledger_; }
  /// All PEs are through: nothing will be read after the cycle before after_last_fire().
  [[nodiscard]] bool through() const { return lanes_through_ == lanes_.size(); }
  [[nodiscard]] Cycle after_last_fire() const { return last_fire_ + 1; }
  /// From the first MAC to the last, both included.
  [[nodiscard]] Cycle processing() const { return macs_ == 0 ? 0 : last_fire_ - first_fire_ + 1; }
  /// Words between the PEs and the keepers they have to themselves, per feed.
  [[nodiscard]] const std::vector<EdgeCounts>& traffic() const { return traffic_; }
  /// Last sum written to an outermost keeper by a PE running freely, and how many PEs are through.
  [[nodiscard]] Cycle last_arrival() const { return last_arrival_; }
  [[nodiscard]] std::uint64_t finished() const { return finished_; }

 protected:
  void complete(const Event& event, Cycle now) override;

 private:
  enum EventKind : std::uint32_t { kRetry, kTileOver, kResult, kSumsWritten };
  struct Lane {
    std::uint64_t step = 0;     ///< next to be done
    std::uint64_t results = 0;  ///< products of the steps before it are out of the pipeline
    std::uint64_t on_way = 0;   ///< products made that have not left the PE yet
    Cycle next_fire = 0;        ///< earliest cycle of the next MAC
    Cycle accounted = 0;        ///< cycles before this one are in the ledger
    Cycle retry = kNever;
    std::uint64_t weight = 1;  ///< PEs it stands for
    bool marked = false;
  };
  struct Use {  ///< tile in use, per PE and feed
    std::uint64_t epoch = 0;
    std::uint64_t end_step = 0;
  };
  static constexpr std::uint64_t kAllTiles = ~std::uint64_t{0};
  static constexpr int kNothing = -1;
  static constexpr int kOutputRoom = -2;

  /// The feed whose words are missing, kNothing, or kOutputRoom.
  [[nodiscard]] int missing(std::uint64_t pe) const;
  /// The innermost level that holds the words this feed waits for.
  [[nodiscard]] int holder(std::uint64_t pe, const Feed& feed, std::uint64_t epoch) const;
  void go_on(std::uint64_t pe, std::uint64_t done, Cycle read_out, Cycle written);
  void leave_tile(std::uint64_t pe, std::size_t feed, Cycle read_out, Cycle written);
  void retry_at(std::uint64_t pe, Cycle cycle);
  void run(std::uint64_t pe, Cycle now);
  void step(std::uint64_t pe, Cycle now);
  void book(std::uint64_t pe);
  void count_reads(std::uint64_t pe, std::uint64_t first, std::uint64_t count, Cycle fire);
  void count(const Feed& feed, Category category, std::uint64_t first, std::uint64_t count, Cycle fire,
             std::uint64_t weight);
  void account_fires(std::uint64_t pe, Cycle begin, Cycle fire, std::uint64_t count);
  void wait(std::uint64_t pe, Cycle until, int feed);
  /// Enters the cycles of a PE up to `until` that are not in the ledger yet.
  void enter(std::uint64_t pe, Cycle until, PeState state, int data_space, int level);
  void report_finished(std::uint64_t pe) const;
  void occupy_ports(std::uint64_t pe, Cycle now, Cycle count);
  [[nodiscard]] bool sums_alone(std::uint64_t pe, std::uint64_t step) const;

  [[nodiscard]] Use& use(std::uint64_t pe, std::size_t feed) { return uses_[pe * feeds_.size() + feed]; }
  [[nodiscard]] const Use& use(std::uint64_t pe, std::size_t feed) const {
    return uses_[pe * feeds_.size() + feed];
  }

  Machine machine_;
  int levels_;
  std::uint64_t steps_;
  Cycle read_latency_ = 0;  ///< of the keepers that PEs have to themselves
  Cycle depth_;
  Cycle horizon_ = kNever;
  std::vector<Feed> feeds_;
  SumState& sums_;
  Activity activity_;
  UpdateLink* updates_ = nullptr;
  std::uint64_t pes_per_keeper_ = 1;
  bool bulk_ = true;
  bool limited_ = false;  ///< some port of a keeper of one's own is limited
  int output_feed_ = 0;
  int first_direct_ = -1;  ///< first feed with a keeper of one's own

  std::vector<Lane> lanes_;
  std::vector<Use> uses_;
  std::vector<std::uint64_t> marked_;
  Booking booking_;
  std::vector<EdgeCounts> traffic_;
  std::uint64_t macs_ = 0;
  Cycle first_fire_ = 0;
  Cycle last_fire_ = 0;
  Cycle last_arrival_ = 0;
  std::uint64_t finished_ = 0;
  std::uint64_t lanes_through_ = 0;
  PeLedger ledger_;
  PeLedger before_first_;
  Cycle first_access_ = 0;
};

}  // namespace nestwave
