// SPDX-License-Identifier: Apache-2.0
// Problem, architecture, mapping and policy, checked together and then immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "models/architecture.h"
#include "models/mapping.h"
#include "models/occupancy.h"
#include "models/policy.h"
#include "models/problem.h"

namespace nestwave {

/// The description that the simulation and the analytical model share, and all they share.
///
/// Nest order: for each level from the outermost: its temporal loops, then its spatial loops;
/// compute is innermost. A level's used instances are numbered by the spatial loops above it, as
/// a mixed-radix number with the outermost loop most significant, so the parent of instance i is
/// i / (product of the spatial bounds between the two levels).
///
/// Imperfect factors. The loops over one dimension of size D, of bounds b_1 … b_n from outermost to
/// innermost, have index strides s_i = b_{i+1} · … · b_n; a point's index is Σ digit_i · s_i and lies
/// in the problem if it is below D. The bounds multiply to D or more; then the last rounds of the
/// loops are shorter: the index D − 1 has the digits last_i − 1. An instance has no work where its
/// point lies outside. A compute step is a value of all temporal indices for which the PE with all
/// spatial indices 0 has work; a PE that has any work has some in the first one.
class Design {
 public:
  /// Checks everything (factors, fan-outs, capacities, projections); throws InputError.
  Design(Problem problem, Architecture architecture, Mapping mapping, Policy policy);
  /// A design that a controller of its own executes: no loops, has_nest() is false, and what a mapping
  /// would say comes from `occupancy`. Capacities are the controller's to check; throws InputError.
  Design(Problem problem, Architecture architecture, Occupancy occupancy, Policy policy);

  /// There are loops to walk. Without them mapping() only says which level keeps what, and nothing
  /// that works on the nest (streams, closed forms of deltas, steps) applies.
  [[nodiscard]] bool has_nest() const { return occupied_tiles_.empty(); }

  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] const Architecture& architecture() const { return architecture_; }
  [[nodiscard]] const Mapping& mapping() const { return mapping_; }
  [[nodiscard]] const Policy& policy() const { return policy_; }

  [[nodiscard]] int level_count() const { return static_cast<int>(architecture_.levels.size()); }
  [[nodiscard]] int data_space_count() const { return static_cast<int>(problem_.data_spaces.size()); }

  /// Some dimension is cut unevenly: its factors multiply to more than its size.
  [[nodiscard]] bool imperfect() const { return imperfect_; }
  /// Compute steps of the machine, and of its first PE: without imperfect factors the product of the
  /// temporal bounds.
  [[nodiscard]] std::uint64_t compute_steps() const { return compute_steps_; }
  /// Instances of `level` that the mapping uses; level_count() stands for the MACs.
  [[nodiscard]] std::uint64_t used_instances(int level) const { return used_instances_[level]; }
  /// Product of the spatial bounds at levels [outer, inner).
  [[nodiscard]] std::uint64_t used_fanout(int outer, int inner) const;
  /// Levels that keep the data space, outermost first; never empty.
  [[nodiscard]] const std::vector<int>& keepers(int data_space) const { return keepers_[data_space]; }
  /// Whether tiles come and go at the level: it keeps something that comes from a level outside.
  [[nodiscard]] bool tiles_move(int level) const;
  /// Whether every PE has an innermost keeper of the data space to itself, with no network of any
  /// cost in between, no clock of its own and no banks: it then reads and writes it directly.
  [[nodiscard]] bool has_own_keeper(int data_space) const;
  /// The network that the data space takes below a level; null: one without any cost.
  [[nodiscard]] const NetworkSpec* network(int level, int data_space) const;
  /// Whether the tiles of an operand at `level` (level_count(): the MACs, which go by their keeper) leave out
  /// coordinates that are padding. With bounding boxes none does: Timeloop has no notion of padding.
  [[nodiscard]] bool omits_padding(int level, int data_space) const;
  /// Whether some keeper does, so that what instances hold depends on where their tiles are.
  [[nodiscard]] bool omits_padding(int data_space) const;
  /// Words of the largest tile of the data space at a level under the policy's footprint, kept or not. The
  /// outermost keeper holds all that its instance ever touches, whatever loops stand above it. Padding that a
  /// level leaves out is no word of it.
  [[nodiscard]] std::uint64_t tile_words(int level, int data_space) const;

 private:
  void find_keepers();
  void check_problem() const;
  void check_architecture() const;
  void check_networks() const;
  void check_mapping() const;
  void check_factors();
  void check_capacities() const;
  void check_levels() const;
  [[nodiscard]] std::uint64_t temporal_values(int dimension) const;
  [[nodiscard]] std::uint64_t words_that_exist(int level, const Rank& rank, bool outermost,
                                               std::uint64_t with_padding) const;

  Problem problem_;
  Architecture architecture_;
  Mapping mapping_;
  Policy policy_;
  bool imperfect_ = false;
  std::uint64_t compute_steps_ = 1;
  std::vector<std::uint64_t> used_instances_;
  std::vector<std::vector<int>> keepers_;
  std::vector<std::vector<std::uint64_t>> occupied_tiles_;  ///< without a nest: by level and data space
};

}  // namespace nestwave
