// SPDX-License-Identifier: Apache-2.0
// How many words stand in a part of the matrix that the GEMM view makes of a tensor.
#pragma once

#include <cstdint>
#include <vector>

#include "models/gemm_view.h"

namespace nestwave::analytical {

/// A range of flattened lanes by a range of flattened positions, both half open.
struct MatrixPart {
  std::uint64_t first_lane = 0;
  std::uint64_t end_lane = 0;
  std::uint64_t first_position = 0;
  std::uint64_t end_position = 0;
};

/// Of one group. Ranges of a flattened index fall into boxes, of which each has a set of coordinates in
/// every rank; unions are counted by the boxes that a coordinate belongs to, rank by rank.
class MatrixWords {
 public:
  MatrixWords(const Problem& problem, int data_space, const FlatIndex& lane, const FlatIndex& position);

  /// Places whose word is stored, i.e. is no padding; several may show the same word.
  [[nodiscard]] std::uint64_t stored_places(const MatrixPart& part) const;
  /// Different stored words in any of the parts.
  [[nodiscard]] std::uint64_t distinct(const std::vector<MatrixPart>& parts) const;
  /// Two places can show the same word.
  [[nodiscard]] bool slides() const { return slides_; }

 private:
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t end = 1;
  };
  using Box = std::vector<Range>;  ///< by dimension of the problem

  [[nodiscard]] std::vector<Box> boxes(const MatrixPart& part) const;
  void cut(const FlatIndex& index, std::size_t at, std::uint64_t first, std::uint64_t end, Box& box,
           std::vector<Box>& all) const;
  /// Stored coordinates that the box reaches in a rank, each as often as it is reached.
  [[nodiscard]] std::vector<std::uint64_t> coordinates(const Rank& rank, const Box& box) const;

  const Problem& problem_;
  const DataSpace& space_;
  FlatIndex lane_;
  FlatIndex position_;
  bool slides_ = false;
};

}  // namespace nestwave::analytical
