// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "models/row_stationary.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 60;
constexpr std::uint64_t kMaxLength = std::uint64_t{1} << 32;

/// Finds the part that every dimension plays by looking at the data spaces that use it.
class ShapeReader {
 public:
  explicit ShapeReader(const Problem& problem) : problem_(problem) {}

  ConvShape read() {
    check_sizes();
    find_data_spaces();
    check_plain(shape_.places.weights);
    check_plain(shape_.places.outputs);
    std::size_t slid = 0;
    for (const Rank& rank : space(shape_.places.inputs).ranks)
      if (rank.terms.size() > 1) ++slid;
    if (slid > 2) refuse("the filters slide along more than two ranks of " + inputs_name());
    std::size_t axis = slid == 1 ? 1 : 0;
    for (const Rank& rank : space(shape_.places.inputs).ranks)
      if (rank.terms.size() > 1) read_window(rank, axis++);
    free_axes_ = 2 - slid;
    for (const Rank& rank : space(shape_.places.inputs).ranks)
      if (rank.terms.size() == 1) read_plain_input(rank);
    read_filters();
    return shape_;
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw InputError(problem_.where, "row_stationary: " + reason);
  }
  [[nodiscard]] const DataSpace& space(int index) const { return problem_.data_spaces[index]; }
  [[nodiscard]] const std::string& inputs_name() const { return space(shape_.places.inputs).name; }
  [[nodiscard]] const std::string& name(int dimension) const { return problem_.dimensions[dimension].name; }
  [[nodiscard]] std::uint64_t size(int dimension) const { return problem_.dimensions[dimension].size; }

  void check_sizes() const {
    std::uint64_t macs = 1;
    for (const Dimension& dimension : problem_.dimensions) {
      if (dimension.size == 0 || dimension.size > kMaxMacs / macs)
        refuse("the problem must have between 1 and 2^60 MACs");
      macs *= dimension.size;
    }
  }

  void find_data_spaces() {
    if (problem_.data_spaces.size() != 3)
      refuse("the problem has " + std::to_string(problem_.data_spaces.size()) +
             " data spaces; there must be filters, ifmaps and outputs");
    shape_.places.outputs = problem_.outputs();
    int first = -1;
    int second = -1;
    for (int d = 0; d < 3; ++d)
      if (d != shape_.places.outputs) (first < 0 ? first : second) = d;
    const auto slides = [this](int d) {
      return std::any_of(space(d).ranks.begin(), space(d).ranks.end(),
                         [](const Rank& rank) { return rank.terms.size() > 1; });
    };
    if (slides(first) && slides(second))
      refuse("both " + space(first).name + " and " + space(second).name +
             " are read along sums of dimensions; one of them must be the filters");
    // Without a window the two operands of a product are told apart by name, else by their usual order.
    const bool first_is_inputs =
        slides(first) ||
        (!slides(second) && (space(first).name == "Inputs" || space(second).name == "Weights"));
    shape_.places.inputs = first_is_inputs ? first : second;
    shape_.places.weights = first_is_inputs ? second : first;
  }

  void check_plain(int data_space) const {
    for (const Rank& rank : space(data_space).ranks)
      for (const Term& term : rank.terms)
        if (rank.terms.size() > 1 || (term.coefficient != 1 && size(term.dimension) > 1))
          refuse("a rank of " + space(data_space).name + " is not simply the dimension " +
                 name(term.dimension));
  }

  [[nodiscard]] bool in_weights(int dimension) const { return space(shape_.places.weights).uses(dimension); }
  [[nodiscard]] bool in_outputs(int dimension) const { return space(shape_.places.outputs).uses(dimension); }

  /// The axis a window slides along: position and filter coordinate in one rank.
  void read_window(const Rank& rank, std::size_t axis) {
    const auto is_position = [this](const Term& t) {
      return in_outputs(t.dimension) && !in_weights(t.dimension);
    };
    const auto is_kernel = [this](const Term& t) {
      return !in_outputs(t.dimension) && in_weights(t.dimension);
    };
    const Term* position = &rank.terms[0];
    const Term* kernel = &rank.terms[1];
    if (!is_position(*position)) std::swap(position, kernel);
    if (rank.terms.size() != 2 || !is_position(*position) || !is_kernel(*kernel))
      refuse("a rank of " + inputs_name() + " sums other dimensions than a position of the output and one " +
             "of the filter");
    if (kernel->coefficient != 1 && size(kernel->dimension) > 1)
      refuse("the filters are dilated (" + name(kernel->dimension) + " * " +
             std::to_string(kernel->coefficient) + "); a PE slides over neighbouring pixels");
    set_axis(axis, position->dimension, kernel->dimension, position->coefficient, rank);
  }

  /// `kernel` -1: a pixel.
  void set_axis(std::size_t axis, int position, int kernel, std::int64_t stride, const Rank& rank) {
    const std::uint64_t positions = size(position);
    const std::uint64_t taps = kernel < 0 ? 1 : size(kernel);
    const auto step = static_cast<std::uint64_t>(stride);
    if (stride < 1 || step > kMaxLength / positions)
      refuse("the stride " + std::to_string(stride) + " of " + name(position) + " makes a rank of " +
             inputs_name() + " longer than 2^32");
    const std::uint64_t length = (positions - 1) * step + taps;
    const std::uint64_t end = std::min(static_cast<std::uint64_t>(rank.end), length);
    const std::uint64_t first = std::min(static_cast<std::uint64_t>(rank.begin), end);
    ConvShape& s = shape_;
    (axis == 0 ? s.out_rows : s.out_columns) = positions;
    (axis == 0 ? s.filter_rows : s.filter_columns) = taps;
    (axis == 0 ? s.stride_down : s.stride_across) = step;
    (axis == 0 ? s.in_rows : s.in_columns) = length;
    (axis == 0 ? s.first_row : s.first_column) = first;
    (axis == 0 ? s.end_row : s.end_column) = end;
    (axis == 0 ? s.places.out_rows : s.places.out_columns) = position;
    (axis == 0 ? s.places.filter_rows : s.places.filter_columns) = kernel;
  }

  /// Group, channel, image, or a coordinate of the output at which no filter slides.
  void read_plain_input(const Rank& rank) {
    const int dimension = rank.terms.front().dimension;
    const bool weights = in_weights(dimension);
    const bool outputs = in_outputs(dimension);
    if (!weights && !outputs) {
      if (size(dimension) > 1) refuse(name(dimension) + " runs through " + inputs_name() + " alone");
      return;
    }
    const bool position = !weights && shape_.places.images >= 0 && next_axis_ < free_axes_;
    if (position) {
      set_axis(next_axis_++, dimension, -1, rank.terms.front().coefficient, rank);
      return;
    }
    if (rank.terms.front().coefficient != 1 && size(dimension) > 1)
      refuse(name(dimension) + " has a coefficient in " + inputs_name());
    if (rank.begin > 0 || rank.end < static_cast<std::int64_t>(size(dimension)))
      refuse(inputs_name() + " is padded along " + name(dimension));
    if (weights && outputs)
      set(shape_.places.groups, shape_.groups, dimension, "groups");
    else if (weights)
      set(shape_.places.channels, shape_.channels, dimension, "channels");
    else
      set(shape_.places.images, shape_.images, dimension, "images");
  }

  void set(int& place, std::uint64_t& count, int dimension, const char* what) const {
    if (place >= 0)
      refuse("both " + name(place) + " and " + name(dimension) + " count " + what +
             "; there can be one such dimension");
    place = dimension;
    count = size(dimension);
  }

  void read_filters() {
    for (int d = 0; d < static_cast<int>(problem_.dimensions.size()); ++d) {
      if (space(shape_.places.inputs).uses(d)) continue;
      if (in_weights(d) && in_outputs(d))
        set(shape_.places.filters, shape_.filters, d, "filters");
      else if (size(d) > 1)
        refuse("the dimension " + name(d) + " runs through " +
               (in_weights(d)   ? space(shape_.places.weights).name + " alone"
                : in_outputs(d) ? space(shape_.places.outputs).name + " alone"
                                : std::string("no data space")));
    }
  }

  const Problem& problem_;
  ConvShape shape_;
  std::size_t free_axes_ = 0;  ///< without a window: rows first
  std::size_t next_axis_ = 0;
};

}  // namespace

ConvShape conv_shape(const Problem& problem) {
  return ShapeReader(problem).read();
}

}  // namespace nestwave
