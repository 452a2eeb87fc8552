// SPDX-License-Identifier: Apache-2.0
// The adders at the innermost keeper of the outputs: which of its words are still at zero.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/stream.h"
#include "noc/update_link.h"

namespace nestwave {

/// Knows for every instance which words of the present tile have been added to. Steps of an instance
/// must come in order. Where all rounds of the loops are alike, the steps of a tile that come upon a
/// word for the first time are those at which no loop that leaves the sums in place has been round yet;
/// with imperfect factors the words themselves are remembered.
class Accumulator : public SumState {
 public:
  /// `instances` are simulated.
  Accumulator(const Design& design, std::shared_ptr<const Nest> nest, Stream& tiles, std::uint64_t instances,
              bool outermost);

  [[nodiscard]] std::uint64_t at_zero(std::uint64_t instance, std::uint64_t step) override;
  [[nodiscard]] bool has_zeros(std::uint64_t instance, std::uint64_t step) override;
  std::uint64_t add(std::uint64_t instance, std::uint64_t step, std::uint64_t count) override;
  /// Shows to the visitor where each instance stands; not with imperfect factors.
  void visit_state(StateVisitor& state);

 private:
  struct State {
    std::uint64_t epoch = 0;
    std::uint64_t end_step = 0;    ///< of the epoch
    bool from_zero = false;        ///< the epoch began with all its words at zero
    std::uint64_t zeros_left = 0;  ///< with imperfect factors: words of the epoch that are still at zero
  };
  using Place = std::vector<std::uint64_t>;  ///< index per dimension that spatial loops make
  struct Inside {                            ///< a temporal loop that runs within the life of a tile
    std::size_t position;
    std::uint64_t stride;  ///< in the packed word index; 0: it leaves the sums in place
    std::uint64_t steps;   ///< of one iteration
    std::uint64_t bound;
  };

  void pack(const Design& design, int level);
  void enter_epoch(std::uint64_t instance, std::uint64_t step);
  [[nodiscard]] const Inside* gone_round(std::uint64_t step) const;
  [[nodiscard]] std::uint64_t add_evenly(const State& state, std::uint64_t step, std::uint64_t count) const;
  [[nodiscard]] std::uint64_t word();
  [[nodiscard]] const std::vector<std::uint64_t>& offsets(std::uint64_t instance);
  [[nodiscard]] std::uint8_t* touched(std::uint64_t instance) {
    return touched_.data() + instance * tile_words_;
  }

  std::shared_ptr<const Nest> nest_;
  Stream& tiles_;
  bool outermost_;
  std::uint64_t parent_children_ = 1;
  std::uint64_t tile_words_ = 1;
  std::vector<Inside> inside_;          ///< outermost first
  std::vector<std::uint64_t> offsets_;  ///< packed index of each distinct word of one step
  std::vector<State> states_;
  // With imperfect factors.
  std::vector<std::uint64_t> sizes_;   ///< of the dimensions
  std::vector<Place> offset_places_;   ///< per entry of offsets_
  std::vector<Place> places_;          ///< per instance
  Steps::Digits digits_;               ///< of the step in hand
  std::vector<std::uint64_t> in_use_;  ///< reused
  std::vector<std::uint8_t> touched_;
};

}  // namespace nestwave
