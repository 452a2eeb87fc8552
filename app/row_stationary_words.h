// SPDX-License-Identifier: Apache-2.0
// The tensors of a layer as a row-stationary array reads and writes them: coordinates of a convolution
// become words of the problem.
#pragma once

#include <vector>

#include "models/row_stationary.h"
#include "noc/row_stationary/spad_values.h"
#include "traces/reference_loop.h"

namespace nestwave {

class RowStationaryWords : public WordSource {
 public:
  /// Keeps references to both.
  RowStationaryWords(const Problem& problem, const ConvShape& shape, std::uint64_t seed);

  [[nodiscard]] Value filter_word(std::uint64_t group, std::uint64_t filter, std::uint64_t channel,
                                  std::uint64_t row, std::uint64_t column) const override;
  [[nodiscard]] Value ifmap_word(std::uint64_t image, std::uint64_t group, std::uint64_t channel,
                                 std::uint64_t row, std::uint64_t column) const override;
  [[nodiscard]] Value old_sum(const OutputPlace& place) const override;
  void put_sum(const OutputPlace& place, Value sum) override { sums_[word(place)] = sum; }

  [[nodiscard]] FunctionalResult result() const { return compare_outputs(problem_, seed_, sums_); }

 private:
  /// A point of the iteration space in the making.
  struct Point {
    std::vector<std::uint64_t> index;
    void set(int dimension, std::uint64_t value) {
      if (dimension >= 0) index[dimension] = value;
    }
  };
  [[nodiscard]] Point origin() const { return {std::vector<std::uint64_t>(problem_.dimensions.size(), 0)}; }
  [[nodiscard]] std::uint64_t word(const OutputPlace& place) const;

  const Problem& problem_;
  const ConvShape& shape_;
  std::uint64_t seed_;
  WordPacking weights_;
  WordPacking inputs_;
  WordPacking outputs_;
  Sums sums_;
};

}  // namespace nestwave
