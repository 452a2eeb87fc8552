// SPDX-License-Identifier: Apache-2.0
// The PEs of a row-stationary array, each with its own scratchpads and at its own pace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <systemc>
#include <utility>
#include <vector>

#include "models/ledger.h"
#include "noc/row_stationary/filter_bus.h"
#include "noc/row_stationary/ifmap_bus.h"
#include "noc/row_stationary/wiring.h"
#include "pe/row_stationary/stalls.h"
#include "pe/row_stationary/wheel.h"

namespace nestwave {

/// A PE issues one operation per cycle. For each output position of its row: for each filter column and
/// channel (a step) a MAC for each of its filters (lanes); then for each of them an add, which takes the
/// psum from below and passes the sum on. A MAC waits for its two words, an add for its psum and for room
/// above. Results leave after the stages of the MAC.
class RowStationaryPes : public sc_core::sc_module {
 public:
  /// `stages` of the MAC; nothing is issued from cycle `stop` on. `otherwise`: PEs are visited from the
  /// last to the first, and each does one thing at a time.
  RowStationaryPes(sc_core::sc_module_name name, const Wiring& wiring, const FilterBus& filter_bus,
                   const IfmapBus& ifmap_bus, Cycle stages, Cycle stop, bool otherwise,
                   EdgeCounts& psum_edge);

  /// Every PE that is due issues, by the state at the beginning of the cycle.
  void tick(Cycle now) {
    wheel_.take(now, [&](std::uint64_t id) { issue(id, now); });
  }
  /// Looks in the next cycle at those for whom something came in this one.
  void wake(Cycle now);
  /// Nothing is under way: only what comes from outside goes on.
  [[nodiscard]] bool asleep() const { return wheel_.empty(); }
  [[nodiscard]] bool over() const { return finished_ == pes_.size(); }
  /// The pass of the PE that has a part in all of them, and the first of the passes that any is in.
  [[nodiscard]] std::uint64_t pass() const { return pes_.front().pass; }
  [[nodiscard]] std::uint64_t first_pass() const;
  /// Enters the cycles before `now`; the accounts of the networks are settled.
  void settle(Cycle now);
  /// Settled. Of passes behind `last` it counts only whether a PE has a part in any.
  void visit_state(StateVisitor& state, std::uint64_t last);
  /// From the first MAC of a block to its last, all blocks together.
  [[nodiscard]] Cycle processing() const;
  [[nodiscard]] std::uint64_t macs() const { return accesses_.macs; }
  /// The cycle after the last MAC of all, when that has been issued.
  [[nodiscard]] std::optional<Cycle> after_last_mac() const {
    return through_ < stalls_.mapped() ? std::nullopt : std::optional<Cycle>(last_mac_ + 1);
  }
  /// The ledger of a machine of `all` PEs at the beginning of cycle `now`, up to which it is settled; no MAC
  /// that has been issued reaches beyond.
  [[nodiscard]] PeLedger ledger(Cycle now, std::uint64_t all) const;
  /// See PeStalls.
  [[nodiscard]] PortLedger links(std::string name, Cycle now) const {
    return stalls_.links(std::move(name), accesses_.reduced, now);
  }
  [[nodiscard]] PeStalls& stalls() { return stalls_; }
  /// Enters the accesses to the scratchpads into the counts, and the cycles before `cycles`; the accounts of
  /// the networks are settled.
  void close(Cycle cycles);
  /// "PE 3 waits in pass 2", for a machine that has come to a halt.
  [[nodiscard]] std::string stuck() const;

 private:
  /// What every step looks at comes first, in one cache line.
  struct alignas(64) Pe {
    Cycle busy_until = 0;           ///< no earlier decision
    std::uint64_t ifmap_base = 0;   ///< first word of the window in the stream of ifmap words
    std::uint64_t filter_base = 0;  ///< first word of the pass in the stream of filter words
    std::uint64_t pass = 0;
    std::uint64_t block = 0;
    std::uint32_t step = 0, lane = 0;
    std::uint32_t steps = 0, lanes = 0;
    std::uint32_t above = 0;  ///< FIFO that its sums go to: the foot above or, of a top PE, an exit
    bool started = false;
    bool bottom = false;
    bool top = false;
    bool adds_to_old = false;
    bool absent = false;        ///< had no part in the pass before
    bool mapped = false;        ///< has a part in some pass
    std::uint32_t leaving = 0;  ///< steps whose word is not used by the next window
    std::uint32_t window = 0, image = 0;
    std::uint32_t windows = 0, images = 0;
  };
  /// Accesses to the scratchpads of all PEs.
  struct Accesses {
    std::uint64_t macs = 0, adds = 0, accumulates = 0, zero_starts = 0, zero_joins = 0, reduced = 0;
  };

  /// The first pass from `first` on that the PE has a part in; count() of the passes: none.
  [[nodiscard]] std::uint64_t next_pass(std::uint64_t id, std::uint64_t first) const;
  [[nodiscard]] bool has_macs_left(std::uint64_t id) const;
  [[nodiscard]] static Stall stall_of(const Pe& pe, Wait what);
  /// The part of the array that the PE waits for.
  [[nodiscard]] std::size_t awaited(const Pe& pe, std::uint64_t id, Wait what) const;
  void issue(std::uint64_t id, Cycle now);
  void multiply(Pe& pe, std::uint64_t id, Cycle now);
  void add(Pe& pe, std::uint64_t id, Cycle now);
  void wait(Pe& pe, std::uint64_t id, Wait what, Cycle now);
  void carry_sums(const Pe& pe, std::uint64_t id, std::uint64_t words);
  void end_window(Pe& pe, std::uint64_t id);
  void enter_pass(Pe& pe, std::uint64_t id, std::uint64_t first);
  void visit_state(StateVisitor& state, std::uint64_t id, std::uint64_t last);
  void note_mac(const Pe& pe, Cycle now, Cycle last);

  const Wiring& wiring_;
  EdgeCounts& psum_edge_;
  Cycle stages_;
  Cycle stop_;
  bool filters_first_;               ///< in problem order
  std::uint64_t most_at_once_;       ///< cycles that a PE may do in one go
  std::uint64_t most_adds_at_once_;  ///< the same where who follows the ledger has to see each by itself
  std::vector<Pe> pes_;
  Wheel wheel_;
  Accesses accesses_;
  PeStalls stalls_;
  std::uint64_t finished_ = 0;  ///< PEs, also those that have nothing to do at all
  std::uint64_t through_ = 0;   ///< PEs that have multiplied for the last time
  std::uint64_t block_ = 0;     ///< of the latest MAC
  Cycle first_mac_ = kNever;
  Cycle last_mac_ = 0;
  Cycle processed_ = 0;  ///< earlier blocks
};

}  // namespace nestwave
