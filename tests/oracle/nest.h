// SPDX-License-Identifier: Apache-2.0
// The mapped nest as a flat list of loops, and the words a tile touches, found by visiting them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/design.h"

namespace nestwave::oracle {

/// Words of one data space, sorted and distinct; a word is its coordinates as one number.
using Words = std::vector<std::int64_t>;

[[nodiscard]] std::uint64_t common_words(const Words& a, const Words& b);
[[nodiscard]] Words difference(const Words& a, const Words& b);
/// Brings a list of words into set form.
void make_set(Words& words);

/// Enumerates points of the nest. A point is a digit of every loop; it belongs to the problem if its
/// index is below the size in every dimension. `level` equal to level_count() stands for the MACs.
class Nest {
 public:
  explicit Nest(const Design& design);

  /// Compute steps: the values of all temporal digits at which the first PE has a point of the problem.
  [[nodiscard]] std::uint64_t steps() const { return steps_.size(); }
  [[nodiscard]] std::uint64_t instances(int level) const;
  /// Children of one instance of level l in the next one of the chain, for outer <= l < inner.
  [[nodiscard]] std::vector<std::uint64_t> fanouts(int outer, int inner) const;
  /// Whether this MAC has a point of the problem in this step.
  [[nodiscard]] bool has_work(std::uint64_t mac, std::uint64_t step) const;

  /// Steps at which some temporal loop above `level` has advanced; the first is 0.
  [[nodiscard]] std::vector<std::uint64_t> advances(int level) const;
  /// First steps of the epochs: as before, but of the loops down to the innermost that moves the tile.
  [[nodiscard]] std::vector<std::uint64_t> epochs(int data_space, int level) const;
  /// Coordinates of the tile's first corner in instance 0, wherever the problem ends.
  [[nodiscard]] std::vector<std::int64_t> origin(int data_space, int level, std::uint64_t step) const;
  /// Everything the loops of `level` and of all levels inside touch while the loops above stand
  /// where `instance` and `step` put them; operands are filled up to their hull under a bounding box.
  /// Nothing where the instance has no work. Padding only where the level stores it.
  [[nodiscard]] Words tile(int data_space, int level, std::uint64_t instance, std::uint64_t step) const;
  /// Whether zeros around the tensor are words of the level; those of a MAC go by the innermost keeper.
  [[nodiscard]] bool stores_padding(int data_space, int level) const;
  /// Those of the words that are not padding.
  [[nodiscard]] Words that_exist(int data_space, const Words& words) const;
  /// All tiles of an instance together; a bounding box is drawn around all of them.
  [[nodiscard]] Words ever_touched(int data_space, int level, std::uint64_t instance) const;

 private:
  struct FlatLoop {
    int level;
    int dimension;
    bool spatial;
    std::int64_t bound;
    std::int64_t stride;  ///< how far one iteration moves the dimension's index
  };
  using Digits = std::vector<std::int64_t>;  ///< one per loop
  /// What some points touch: as words, and how far they reach along every rank.
  struct Touched {
    Words words;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> high;
  };

  /// Finds the index of a point in every dimension; false if it is not in the problem.
  [[nodiscard]] bool in_problem(const Digits& digits, std::vector<std::int64_t>& index) const;
  void find_coordinates(int data_space, const std::vector<std::int64_t>& index,
                        std::vector<std::int64_t>& at) const;
  /// Digits of the loops above `level`, the others 0.
  [[nodiscard]] Digits digits_above(int level, std::uint64_t instance, std::uint64_t step) const;
  /// Turns the chosen wheels to the next value, the last loop fastest; false after the last one.
  template <typename Chosen>
  bool turn(Digits& digits, Chosen chosen) const;
  /// Adds what every point inside the tile touches.
  void visit(int data_space, int level, std::uint64_t instance, std::uint64_t step, Touched& touched) const;
  /// Steps at which a temporal loop of the first `count` has another digit than in the step before.
  [[nodiscard]] std::vector<std::uint64_t> changes(std::size_t count) const;
  /// A set of words, filled up to the hull if the policy says so.
  [[nodiscard]] Words words(int data_space, Touched touched) const;
  [[nodiscard]] std::int64_t encode(int data_space, const std::vector<std::int64_t>& at) const;

  const Design& design_;
  std::vector<FlatLoop> loops_;                     ///< outermost first
  std::vector<Digits> steps_;                       ///< spatial digits 0
  std::vector<std::vector<std::int64_t>> extents_;  ///< per data space and rank: coordinates in use
};

}  // namespace nestwave::oracle
