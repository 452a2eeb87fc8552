// SPDX-License-Identifier: Apache-2.0
// In which compute steps the word that a PE uses of an operand exists.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/symmetry.h"
#include "models/design.h"

namespace nestwave {

/// Where an operand has padding that its innermost keeper leaves out, a MAC whose word is padding uses a
/// zero that nobody reads.
class Presence {
 public:
  Presence(const Design& design, std::shared_ptr<const Nest> nest, const Symmetry& symmetry, int data_space);

  /// Whether the word of a PE at a step in which it has work exists.
  [[nodiscard]] bool exists(std::uint64_t pe, std::uint64_t step) {
    if (step < known_[pe].from || step >= known_[pe].until) look_up(pe, step);
    return known_[pe].exists;
  }
  /// A step behind `step`, at most `limit`, up to which exists() stays as it is at `step`; the PE has work
  /// in all of them.
  [[nodiscard]] std::uint64_t same_until(std::uint64_t pe, std::uint64_t step, std::uint64_t limit);

 private:
  /// A rank with padding.
  struct Window {
    std::int64_t begin;  ///< coordinates that exist
    std::int64_t end;
    std::vector<std::int64_t> strides;  ///< per temporal loop
    std::vector<std::int64_t> places;   ///< per simulated PE

    [[nodiscard]] bool contains(std::int64_t at) const { return begin <= at && at < end; }
  };

  /// Steps [from, until) of a PE with one answer.
  struct Known {
    std::uint64_t from = 0;
    std::uint64_t until = 0;
    bool exists = false;
  };

  void look_up(std::uint64_t pe, std::uint64_t step);
  void find_coordinates(std::uint64_t pe, std::uint64_t step);
  [[nodiscard]] bool all_exist() const;
  [[nodiscard]] std::uint64_t iterations_alike() const;

  std::shared_ptr<const Nest> nest_;
  std::vector<Window> windows_;
  std::vector<Known> known_;               ///< per PE
  Steps::Digits digits_;                   ///< reused
  std::vector<std::int64_t> coordinates_;  ///< reused; per window
};

}  // namespace nestwave
