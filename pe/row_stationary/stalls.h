// SPDX-License-Identifier: Apache-2.0
// Where the cycles go in which PEs of a row-stationary array issue nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/ledger.h"
#include "noc/row_stationary/filter_bus.h"
#include "noc/row_stationary/ifmap_bus.h"
#include "noc/row_stationary/wiring.h"

namespace nestwave {

/// What keeps a PE from issuing.
enum class Stall : std::uint8_t {
  nothing,
  not_started,  ///< it has not multiplied anything yet
  absent,       ///< it had no part in the pass before, and waits for the first word of its next one
  filter,
  ifmap,
  psum_in,   ///< from the buffer, at the foot of a column
  psum_up,   ///< from the PE below
  room_up,   ///< in the PE above
  room_out,  ///< at the exit of a column
  finished,
};
inline constexpr std::size_t kStalls = 10;

/// Told when a PE stops and goes on. While the network that a PE waits for waits itself, the cause is that of
/// the network.
class PeStalls {
 public:
  PeStalls(const Wiring& wiring, const FilterBus& filter_bus, const IfmapBus& ifmap_bus);

  /// The PE is there in some pass; before anything else.
  void add_pe(std::uint64_t pe);
  [[nodiscard]] bool stalls(std::uint64_t pe) const { return pes_[pe].stall != Stall::nothing; }
  void begin(std::uint64_t pe, Stall stall, Cycle since);
  /// The PE goes on. Enters the cycles before `now`, up to which the accounts of the networks are settled.
  void end(std::uint64_t pe, Cycle now);
  /// Enters the cycles of all PEs before `now`.
  void settle(Cycle now);
  /// A PE adds in this cycle, and passes the sum on to the one above or out of the array.
  void note_add(bool to_link) {
    ++added_;
    passed_on_ += to_link ? 1 : 0;
  }

  /// Observers are told what happens from cycle 0 on, of a machine of `all` PEs; the links are port `links`.
  void report_to(std::uint64_t all, std::size_t links);
  /// Tells of the cycles before `now` that are not told of yet, in all of which the same happened.
  void report(Cycle now);

  /// What has been entered so far: neither computing nor adding, nor the PEs that are in no pass.
  [[nodiscard]] PeLedger ledger() const;
  [[nodiscard]] std::uint64_t mapped() const { return mapped_; }
  /// The links from PEs to the PEs above them, as ports of the psum scratchpads, of a run of so many settled
  /// cycles in which `passed` sums were passed on. A link is idle for want of room while its PE waits for
  /// some, done when its PE is, and waits for the MACs otherwise.
  [[nodiscard]] PortLedger links(std::string name, std::uint64_t passed, Cycle cycles) const;
  /// Settled.
  void visit_state(StateVisitor& state);

 private:
  struct Pe {
    Stall stall = Stall::nothing;
    bool has_link = false;  ///< there is a PE above it
    Cycle since = 0;
    /// Cycles that its network was idle for want of words, or held, before it began to wait.
    std::uint64_t starved_before = 0, held_before = 0;
  };
  /// Whom a cycle is charged to.
  struct Cause {
    PeState state = PeState::waiting;
    int data_space = 0;
    int level = 0;
  };
  /// What the network did meanwhile that the PE waits for.
  enum class Network { served, starved, held };
  static constexpr std::size_t kNetworks = 3;
  [[nodiscard]] Cause cause(Stall stall, Network network) const;
  [[nodiscard]] Network doing(Stall stall) const;
  void charge(const Pe& pe, Cycle now);
  static void enter(PeLedger& ledger, const Cause& cause, std::uint64_t cycles);
  [[nodiscard]] std::uint64_t& cycles(Stall stall, Network network) {
    return cycles_[static_cast<std::size_t>(stall)][static_cast<std::size_t>(network)];
  }
  void note_networks(Pe& pe) const;
  void report_pes(std::uint64_t unmapped, Cycle now) const;
  void report_links(Cycle now) const;

  const Wiring& wiring_;
  const FilterBus& filter_bus_;
  const IfmapBus& ifmap_bus_;
  std::vector<Pe> pes_;
  std::array<std::array<std::uint64_t, kNetworks>, kStalls> cycles_ = {};  ///< entered so far
  std::uint64_t mapped_ = 0;
  std::uint64_t with_link_ = 0;
  std::uint64_t done_links_ = 0;  ///< cycles that links were idle after their PE's last word, all together

  // for report(): what PEs do since the last one
  bool reports_ = false;
  std::uint64_t all_ = 0;
  std::size_t port_ = 0;
  Cycle reported_ = 0;
  std::array<std::uint64_t, kStalls> count_ = {};  ///< PEs by stall
  std::uint64_t done_ = 0;                         ///< finished PEs with a link
  std::uint64_t finished_before_ = 0;  ///< at the last report: a PE is finished from the next cycle on
  std::uint64_t done_before_ = 0;
  std::uint64_t passed_on_ = 0;  ///< sums in this cycle
  std::uint64_t added_ = 0;
};

}  // namespace nestwave
