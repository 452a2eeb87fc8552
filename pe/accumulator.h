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

/// Remembers for every instance which words of the present tile have been added to. Steps of an
/// instance must come in order.
class Accumulator : public SumState {
 public:
  /// `instances` are simulated.
  Accumulator(const Design& design, std::shared_ptr<const Nest> nest, Stream& tiles, std::uint64_t instances,
              bool outermost);

  [[nodiscard]] std::uint64_t at_zero(std::uint64_t instance, std::uint64_t step) override;
  [[nodiscard]] bool has_zeros(std::uint64_t instance, std::uint64_t step) override {
    enter_epoch(instance, step);
    return states_[instance].zeros_left > 0;
  }
  std::uint64_t add(std::uint64_t instance, std::uint64_t step, std::uint64_t count) override;

 private:
  struct State {
    std::uint64_t epoch = 0;
    std::uint64_t end_step = 0;    ///< of the epoch
    std::uint64_t zeros_left = 0;  ///< words of the epoch that are still at zero
  };
  using Place = std::vector<std::uint64_t>;  ///< index per dimension that spatial loops make
  struct Relevant {
    std::size_t position;  ///< of the temporal loop
    std::uint64_t stride;  ///< in the packed word index
  };

  void enter_epoch(std::uint64_t instance, std::uint64_t step);
  [[nodiscard]] std::uint64_t word(std::uint64_t step);
  [[nodiscard]] const std::vector<std::uint64_t>& offsets(std::uint64_t instance, std::uint64_t step);
  [[nodiscard]] std::uint8_t* touched(std::uint64_t instance) {
    return touched_.data() + instance * tile_words_;
  }

  std::shared_ptr<const Nest> nest_;
  Stream& tiles_;
  bool outermost_;
  std::uint64_t parent_children_ = 1;
  std::uint64_t tile_words_ = 1;
  std::uint64_t inner_stride_ = 0;  ///< of the innermost temporal loop; 0: it does not move the word
  std::vector<Relevant> relevant_;
  std::vector<std::uint64_t> offsets_;  ///< packed index of each distinct word of one step
  std::vector<State> states_;
  // With imperfect factors.
  std::vector<std::uint64_t> sizes_;   ///< of the dimensions
  std::vector<Place> offset_places_;   ///< per entry of offsets_
  std::vector<Place> places_;          ///< per instance
  Steps::Digits digits_;               ///< reused
  std::vector<std::uint64_t> in_use_;  ///< reused
  std::vector<std::uint8_t> touched_;
};

}  // namespace nestwave
