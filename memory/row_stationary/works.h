// SPDX-License-Identifier: Apache-2.0
// What the parts of a row-stationary array follow upon, for those who follow causes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataflows/row_stationary_grid.h"
#include "dataflows/row_stationary_passes.h"
#include "memory/recorder.h"
#include "models/time.h"

namespace nestwave {

/// Tells observers what every part does: each PE its MACs and adds, each network its words, the memory what
/// it sends and takes. Latencies behind a part are nobody's work.
class RowStationaryWorks {
 public:
  /// Parts behind the PEs, which have their own numbers.
  enum Shared : std::uint8_t { kIfmapBus, kFilterBus, kPsumBus, kOutputBus, kReads, kWrites };
  static constexpr std::size_t kSharedParts = 6;

  /// `macs`: level count of the design.
  RowStationaryWorks(const RowStationaryPasses& passes, const RowStationaryGrid& grid, int macs,
                     const Recorder& recorder);

  [[nodiscard]] std::size_t part(Shared shared) const { return pes_ + shared; }
  /// The PE cannot go on before `part` does something.
  void waits_for(std::uint64_t pe, std::size_t part) { awaited_[pe] = part; }
  void multiplies(std::uint64_t pe, Cycle first, std::uint64_t macs);
  void adds(std::uint64_t pe, Cycle first, std::uint64_t sums);
  /// A network moves words in this cycle; unless it did in the one before, it waited for `after`.
  void carries(Shared network, std::size_t after, Cycle now, std::uint64_t words);
  /// The memory sends, or takes, from `first` on; `shared`: in turn, through one port.
  void brings(bool filters, bool shared, Cycle first, Cycle stop, std::uint64_t words);
  void takes(bool shared, Cycle first, Cycle stop, std::uint64_t words);

 private:
  void tell(std::size_t by, std::size_t after, const ChainLink& link);
  void tell_pe(std::uint64_t pe, ChainLink link, Cycle first, std::uint64_t cycles);
  void tell_shared(Shared by, std::size_t after, ChainLink link, Cycle first, Cycle stop,
                   std::uint64_t words);

  std::size_t pes_;
  const Recorder& recorder_;
  std::vector<std::size_t> awaited_;           ///< by PE; itself: nothing
  std::array<Cycle, kSharedParts> stop_ = {};  ///< of the latest work
  ChainLink mac_, add_;                        ///< without times
  std::array<ChainLink, kSharedParts> ends_;
  ChainLink filter_read_;
};

}  // namespace nestwave
