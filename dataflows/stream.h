// SPDX-License-Identifier: Apache-2.0
// What moves next on one edge: the sequence of tiles that each child of a keeper goes through.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/region.h"
#include "dataflows/state.h"
#include "dataflows/symmetry.h"
#include "dataflows/uneven_walk.h"
#include "dataflows/visits.h"
#include "models/design.h"

namespace nestwave {

/// The life of one tile in every child instance. Steps are compute steps.
struct Epoch {
  std::uint64_t first_step = 0;
  std::uint64_t end_step = 0;     ///< one past the last
  std::uint64_t words = 0;        ///< of the tile, in the first child; see Stream::words
  std::uint64_t fresh = 0;        ///< words of it that are not there from the tile before
  std::uint64_t sent = 0;         ///< words the first parent reads to bring `fresh` to all its children
  std::uint64_t outer_epoch = 0;  ///< the parent's tile that is in force at first_step
  /// Outputs: bit j set when this is the first time, within one tile of keeper j - 1, that keeper
  /// j on the way down to the child holds its present tile.
  std::uint32_t first_visits = 0;
  /// Outputs: epoch that held the same words before, under the same tile of the parent; only
  /// meaningful when the last bit of first_visits is clear.
  std::uint64_t previous = 0;
  bool first_ever = true;  ///< outputs: no instance of the child has held this tile before
  bool whole = true;       ///< operands: brought as a whole, whatever is there already
  int move = -1;           ///< without imperfect factors: the loop whose advance began it
};

/// Geometry of an edge that does not change over time.
struct EdgeShape {
  std::uint64_t children = 1;        ///< per parent
  std::uint64_t simulated = 1;       ///< of them, those that are simulated; see Symmetry
  std::uint64_t distinct_tiles = 1;  ///< per parent and step: children that hold different words
  std::uint64_t tile_words = 1;
};

/// The epochs of one edge, produced in order as they are asked for. All instances go through the
/// same sequence, each at its own pace. Edges into the MACs have one epoch per compute step; the
/// outermost keeper has a single epoch (outer = -1).
class Stream {
 public:
  Stream(const Design& design, std::shared_ptr<const Nest> nest,
         const std::shared_ptr<const Symmetry>& symmetry, int data_space, int outer, int inner);
  /// The same with every instance simulated.
  Stream(const Design& design, std::shared_ptr<const Nest> nest, int data_space, int outer, int inner);

  [[nodiscard]] int data_space() const { return data_space_; }
  [[nodiscard]] int outer() const { return outer_; }
  [[nodiscard]] int inner() const { return inner_; }
  [[nodiscard]] bool read_write() const { return read_write_; }
  [[nodiscard]] const EdgeShape& shape() const { return shape_; }
  /// Outputs: position of the child in its chain of keepers, the outermost being 0.
  [[nodiscard]] std::size_t depth() const { return visits_->depth(); }

  /// Whether the sequence has an epoch of that index; produces it if need be.
  [[nodiscard]] bool has(std::uint64_t epoch) { return epoch < end_ || produce_to(epoch); }
  /// The epoch of that index; it must exist and not be released. The reference is good until a later
  /// epoch is asked for.
  [[nodiscard]] const Epoch& at(std::uint64_t epoch) {
    if (epoch < base_ || !has(epoch)) throw_outside();
    return window_[epoch & (window_.size() - 1)];
  }
  /// Epochs below `epoch` are no longer needed by anybody.
  void release_before(std::uint64_t epoch);
  /// The oldest epoch held, and how many are.
  [[nodiscard]] std::uint64_t oldest() const { return base_; }
  [[nodiscard]] std::size_t held() const { return end_ - base_; }

  /// What `child` has of an epoch; unless the stream is uneven all have the same. 0 words: no work, or
  /// nothing but padding.
  [[nodiscard]] std::uint64_t words(std::uint64_t epoch, std::uint64_t child) {
    return walk_ ? share(epoch, child).words : at(epoch).words;
  }
  [[nodiscard]] std::uint64_t fresh(std::uint64_t epoch, std::uint64_t child) {
    return walk_ ? share(epoch, child).fresh : at(epoch).fresh;
  }
  /// Words of it that are there from the epoch before.
  [[nodiscard]] std::uint64_t kept(std::uint64_t epoch, std::uint64_t child) {
    return words(epoch, child) - fresh(epoch, child);
  }
  /// Words that `parent` reads to bring what is fresh to its children.
  [[nodiscard]] std::uint64_t sent(std::uint64_t epoch, std::uint64_t parent) {
    return walk_ ? sums(epoch, parent) : at(epoch).sent;
  }
  /// Outputs: different words of all children of `parent` together, and their words one by one.
  [[nodiscard]] std::uint64_t sums(std::uint64_t epoch, std::uint64_t parent) {
    return walk_ ? uneven_sent(epoch, parent) : at(epoch).words * shape_.distinct_tiles;
  }
  [[nodiscard]] std::uint64_t drained(std::uint64_t epoch, std::uint64_t parent) {
    return walk_ ? of_children(epoch, parent).words : at(epoch).words * shape_.children;
  }
  /// What the children of `parent` are brought, one by one.
  [[nodiscard]] std::uint64_t delivered(std::uint64_t epoch, std::uint64_t parent) {
    return walk_ ? of_children(epoch, parent).fresh : at(epoch).fresh * shape_.children;
  }
  /// Epochs that one iteration of a temporal loop takes, and tiles of the parent; 0: the loop leaves the
  /// tile where it is. Not with imperfect factors.
  [[nodiscard]] std::uint64_t epochs_in(std::size_t loop) const {
    return loop < loops_ ? epochs_in_[loop] : 0;
  }
  [[nodiscard]] std::uint64_t outer_epochs_in(std::size_t loop) const {
    return loop < loops_ ? outer_epochs_in_[loop] : 0;
  }
  /// Compute steps by which an epoch's own steps move with an iteration of the frame's loop.
  [[nodiscard]] std::uint64_t steps_in(const StateVisitor::Frame& frame) const {
    return epochs_in(frame.loop) == 0 ? 0 : frame.steps;
  }
  /// Iterations of the loop that the walk may be moved ahead by: it stays in the loop, which it has
  /// been round once, under the indices that the loops outside have at `step`. No limit (kAll) where
  /// the loop leaves the tile in place.
  [[nodiscard]] std::uint64_t iterations_left(std::size_t loop, std::uint64_t step) const;
  /// Shows the walk, and the epochs from `oldest` on, to the visitor.
  void visit_state(StateVisitor& state, std::uint64_t oldest);

  /// Asks for parcels() to be kept; before the first epoch is looked at.
  void keep_parcels(const Design& design);
  /// What `parent` sends to its children for an epoch (of outputs: what they hold of it), by the
  /// children that share it; children count from 0 under each parent.
  [[nodiscard]] std::shared_ptr<const Parcels> parcels(std::uint64_t epoch, std::uint64_t parent);
  /// Whether nothing at all is moved for this epoch under `parent`.
  [[nodiscard]] bool idle(std::uint64_t epoch, std::uint64_t parent) {
    return walk_ && uneven_sent(epoch, parent) == 0 &&
           (!makes_zeros_ || of_children(epoch, parent).fresh == 0);
  }
  /// Whether instances and epochs differ in what they have of a tile: with imperfect factors, or
  /// where padding is left out.
  [[nodiscard]] bool uneven() const { return walk_ != nullptr; }

  /// Outputs: whether any tile of the run takes old sums.
  [[nodiscard]] bool returns_sums() const { return visits_->returns_sums(); }
  /// Outputs: whether the children of `parent` get an old sum at this epoch.
  [[nodiscard]] bool brings_old_sums(std::uint64_t parent, const Epoch& epoch) const {
    return visits_->brings_old_sums(parent, epoch.first_visits);
  }
  /// Outputs: whether this child is the member of its group that takes old sums.
  [[nodiscard]] bool takes_old_sums(std::uint64_t child) const { return visits_->takes_old_sums(child); }

 private:
  struct Move {  ///< effect of carrying one temporal loop, with the loops inside wrapping round
    std::vector<std::int64_t> shift;
    int same_as = -1;  ///< first loop whose move has the same shift
    bool stays = true;
    bool outer_stays = true;
    std::uint64_t fresh = 0;
    std::uint64_t sent = 0;
  };

  static constexpr int kNoStep = -1;
  static constexpr int kStepOfZero = -2;

  void measure(const Design& design);
  void count_epochs();
  void visit_epoch(StateVisitor& state, std::uint64_t index, Epoch& epoch, bool complete) const;
  void move_window(std::uint64_t epochs);
  [[nodiscard]] Region child_offsets(const DataSpace& space, int outer, int inner) const;
  bool produce_to(std::uint64_t epoch);
  void produce();
  void push(const Epoch& epoch);
  void produce_uneven();
  void make_room();
  void arrange(std::size_t size, std::uint64_t ahead);
  [[noreturn]] static void throw_outside();
  void open(std::uint64_t fresh, std::uint64_t sent, bool whole, int move = -1);
  [[nodiscard]] std::shared_ptr<const Parcels> even_parcels(const Epoch& epoch);
  static void check_parcels(const Parcels& parcels, std::uint64_t words);
  void mark_visits(Epoch& epoch, const Steps::Digits& digits);
  [[nodiscard]] const Shares::Share& share(std::uint64_t epoch, std::uint64_t child);
  [[nodiscard]] std::uint64_t uneven_sent(std::uint64_t epoch, std::uint64_t parent);
  [[nodiscard]] Shares::Share of_children(std::uint64_t epoch, std::uint64_t parent);

  std::shared_ptr<const Nest> nest_;
  std::shared_ptr<const Symmetry> symmetry_;
  int data_space_;
  int outer_;
  int inner_;
  bool read_write_;
  bool per_step_;
  Reuse reuse_;
  EdgeShape shape_;
  std::size_t loops_ = 0;             ///< temporal loops above the child
  std::uint64_t steps_per_move_ = 0;  ///< of one value of their indices; without imperfect factors
  std::uint64_t sent_whole_ = 0;
  std::vector<Move> moves_;
  std::vector<std::uint64_t> epochs_in_;        ///< per loop: epochs of one iteration
  std::vector<std::uint64_t> outer_epochs_in_;  ///< the same of the parent
  std::unique_ptr<Visits> visits_;              ///< of outputs between keepers

  // Walk.
  std::vector<std::uint64_t> digits_;
  std::uint64_t step_ = 0;
  std::uint64_t outer_epoch_ = 0;
  int remembered_ = kNoStep;  ///< Timeloop's reuse rules: the move whose step is remembered
  bool exhausted_ = false;
  Epoch next_;                 ///< begun, its end not known yet
  std::uint64_t base_ = 0;     ///< oldest epoch held
  std::uint64_t end_ = 0;      ///< one past the newest
  std::vector<Epoch> window_;  ///< a ring; its size is a power of two

  // With imperfect factors, or padding that is left out.
  std::unique_ptr<UnevenWalk> walk_;
  bool makes_zeros_ = false;           ///< the child stores padding that the parent leaves out
  std::uint64_t instances_ = 1;        ///< of the child
  std::vector<Shares::Share> shares_;  ///< per place in the window and child
  std::vector<std::uint64_t> sent_;    ///< per place in the window and parent

  // Where parcels are asked for.
  bool keeps_parcels_ = false;
  std::unique_ptr<Shares> sharing_;                             ///< without imperfect factors
  std::vector<std::shared_ptr<const Parcels>> by_move_;         ///< the same: whole tiles, then per loop
  std::vector<std::shared_ptr<const Parcels>> uneven_parcels_;  ///< per place in the window and parent
};

/// Tile of a data space in the child of an edge, relative to its own origin.
[[nodiscard]] Region tile_region(const Design& design, const Nest& nest, int data_space, int level);
/// What one iteration of a loop over `dimension` with that index stride moves each rank by.
[[nodiscard]] std::vector<std::int64_t> rank_strides(const DataSpace& space, const NestLoop& loop);

}  // namespace nestwave
