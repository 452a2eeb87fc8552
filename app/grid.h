// SPDX-License-Identifier: Apache-2.0
// `--sweep PATH=v1,v2,…`: the axes of a grid of runs, and its points.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nestwave {

/// One attribute of the architecture and the values it takes.
struct SweepAxis {
  std::string path;
  std::vector<std::string> values;
};

/// The grid of several axes; the last one runs fastest.
class SweepGrid {
 public:
  static constexpr std::size_t kMostPoints = 100'000;

  /// `sweeps` as given to --sweep, `sets` to --set. Throws InputError if one is malformed, a value or a
  /// path is given twice, a path is also set, or there are more than kMostPoints.
  SweepGrid(const std::vector<std::string>& sweeps, const std::vector<std::string>& sets);

  [[nodiscard]] const std::vector<SweepAxis>& axes() const { return axes_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The values of a point, one per axis.
  [[nodiscard]] std::vector<std::string> values(std::size_t point) const;
  /// The same as overrides: "PATH=VALUE".
  [[nodiscard]] std::vector<std::string> settings(std::size_t point) const;

 private:
  std::vector<SweepAxis> axes_;
  std::size_t size_ = 1;
};

}  // namespace nestwave
