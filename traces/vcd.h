// SPDX-License-Identifier: Apache-2.0
// Waves of a run: what moves on every edge, what every store holds, what the PEs do.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/observer.h"
#include "traces/vcd_writer.h"

namespace nestwave {

/// Writes FILE.vcd and, beside it, a save file FILE.gtkw that shows the waves ready arranged.
/// Scopes: nestwave . LEVEL . occupancy_N (words in instance N); LEVEL . to_INNER .
/// DATA_SPACE_KIND_busy and …_words (words under way on that edge); MACS . computing (PEs that
/// multiply), step (compute step of PE 0) and pe_N. Of many instances the first kTraced are shown.
class VcdTrace : public Observer {
 public:
  static constexpr std::uint64_t kTraced = 64;

  VcdTrace(const Design& design, const std::string& path);

  [[nodiscard]] unsigned interests() const override { return kTransfers | kTiles | kMacs | kCycles; }
  void transfer(const Transfer& transfer) override;
  void occupancy(int level, std::uint64_t instance, std::uint64_t words, Cycle cycle) override;
  void mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) override;
  void end_of_cycle(Cycle cycle) override { advance_to(cycle); }
  void finished(Cycle cycles) override;
  /// Gives both files their names; call when the run has ended well.
  void commit();

 private:
  using Signal = VcdWriter::Signal;
  struct Edge {
    Signal busy = 0;
    Signal words = 0;
    std::uint64_t transfers = 0;  ///< under way now
    bool exists = false;
    std::string path;  ///< for the save file, without "_busy" or "_words"
  };
  /// What becomes true in a cycle that may still lie ahead.
  struct Change {
    enum class What : std::uint8_t { begin, end, set, start_pe, stop_pe, look };
    Cycle cycle;
    std::uint64_t order;  ///< changes of one cycle keep the order in which they were told
    What what;
    std::uint64_t index;  ///< edge, edge, signal, PE, PE, PE
    std::uint64_t value;  ///< words, words, value, -, -, number of the run to look after
    bool operator>(const Change& other) const {
      return cycle != other.cycle ? cycle > other.cycle : order > other.order;
    }
  };

  /// MACs of one PE in successive cycles; only its ends are changes.
  struct Run {
    Cycle end = 0;
    std::uint64_t number = 0;
    bool open = false;
  };

  void define_level(int level);
  void define_edges(int level);
  void define_macs();
  void define_edge(TransferKind kind, int data_space, int outer, const std::string& scope);
  [[nodiscard]] std::size_t edge_index(TransferKind kind, int data_space, int outer) const;
  void schedule(Cycle cycle, Change::What what, std::uint64_t index, std::uint64_t value);
  void advance_to(Cycle cycle);
  void apply(const Change& change);
  void set_computing(std::uint64_t pe, bool computing, Cycle cycle);
  void look_after_run(const Change& change);
  [[nodiscard]] std::string save_file_text() const;

  const Design& design_;
  VcdWriter writer_;
  std::optional<OutputFile> save_file_;
  std::vector<Edge> edges_;                     ///< kind × data space × outer level
  std::vector<std::vector<Signal>> occupancy_;  ///< level × traced instance
  std::vector<Signal> pes_;                     ///< of the traced ones
  std::vector<Run> runs_;                       ///< of all PEs
  Signal computing_ = 0;
  Signal step_ = 0;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> pending_;
  std::uint64_t told_ = 0;
  Cycle end_ = 0;
};

}  // namespace nestwave
