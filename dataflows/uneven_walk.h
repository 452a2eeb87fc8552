// SPDX-License-Identifier: Apache-2.0
// The epochs of an edge when dimensions are cut unevenly (imperfect factors), or when padding is left out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/shares.h"
#include "dataflows/state.h"
#include "models/design.h"

namespace nestwave {

struct Epoch;

/// Walks the temporal loops above the child down to the innermost that moves its tile; every value of
/// their indices is an epoch. Rounds differ in length, and instances in what they have of a tile.
///
/// With perfect factors, where only padding makes a difference, a tile that stays in place stays in
/// the same epoch, as it does without padding.
class UnevenWalk {
 public:
  UnevenWalk(const Design& design, std::shared_ptr<const Nest> nest, const Symmetry& symmetry, int data_space,
             int outer, int inner);

  /// Indices of the temporal loops at the latest epoch.
  [[nodiscard]] const Steps::Digits& digits() const { return digits_; }
  /// Fills in the next epoch, a share for every simulated child of all parents, and the words that each
  /// parent sends for it (of outputs: the different words of all its children), by parcels too unless
  /// `parcels` is null; false after the last.
  bool next(Epoch& epoch, Shares::Share* shares, std::uint64_t* sent,
            std::shared_ptr<const Parcels>* parcels);

  [[nodiscard]] std::uint64_t parents() const { return parents_; }
  /// Shows where it stands to the visitor; an iteration of its loop takes so many epochs of the child and of
  /// the parent. Not with imperfect factors.
  void visit_state(StateVisitor& state, std::uint64_t epochs, std::uint64_t outer_epochs);

 private:
  [[nodiscard]] Shares::Offsets offsets() const;
  [[nodiscard]] std::vector<std::int64_t> corner(const Steps::Digits& digits, std::size_t loops) const;
  [[nodiscard]] bool stays_next() const;
  [[nodiscard]] bool credit(const Shares::Offsets& now);
  [[nodiscard]] bool stays_for_a_while() const;
  bool go_on();

  std::shared_ptr<const Nest> nest_;
  const DataSpace& space_;
  bool per_step_;
  bool even_;  ///< perfect factors
  Reuse reuse_;
  Shares shares_;
  std::uint64_t parents_;
  std::size_t loops_ = 0;        ///< temporal loops above the child
  std::size_t until_ = 0;        ///< those that tell its epochs apart
  std::size_t outer_until_ = 0;  ///< those that tell the parent's epochs apart
  Steps::Digits digits_;
  Shares::Offsets before_;
  std::optional<std::vector<std::int64_t>> remembered_;  ///< step, per rank
  std::uint64_t step_ = 0;
  std::uint64_t outer_epoch_ = 0;
  std::vector<std::int64_t> outer_corner_;  ///< even: where the parent's tile is
  bool first_ = true;
};

}  // namespace nestwave
