// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/row_stationary/machines.h"

namespace nestwave {
namespace {

using rs::conv;

std::string refusal(const Problem& problem) {
  try {
    (void)conv_shape(problem);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

Problem problem_text(const std::string& dimensions, const std::string& spaces, const std::string& instance) {
  const std::string text = "problem:\n  shape:\n    name: x\n    dimensions: [" + dimensions +
                           "]\n    data-spaces:\n" + spaces + "  instance: {" + instance + "}\n";
  return *read_texts({{"in.yaml", text}}).problem;
}

std::string space(const std::string& name, const std::string& projection, bool written = false) {
  return "    - {name: " + name + ", projection: [" + projection + "]" +
         (written ? ", read-write: True" : "") + "}\n";
}

TEST(ConvShape, TakesAGroupedStridedPaddedLayer) {
  const ConvShape s = conv_shape(problem_of(conv(6, 8, 10, 3, 2, 1, 2), 5));
  EXPECT_EQ(s.images, 5u);
  EXPECT_EQ(s.groups, 2u);
  EXPECT_EQ(s.filters, 4u);
  EXPECT_EQ(s.channels, 3u);
  EXPECT_EQ(s.out_rows, 5u);
  EXPECT_EQ(s.out_columns, 5u);
  EXPECT_EQ(s.filter_rows, 3u);
  EXPECT_EQ(s.filter_columns, 3u);
  EXPECT_EQ(s.stride_down, 2u);
  EXPECT_EQ(s.stride_across, 2u);
  // 12 padded rows; the last window ends at row 4 * 2 + 3 = 11.
  EXPECT_EQ(s.in_rows, 11u);
  EXPECT_EQ(s.first_row, 1u);
  EXPECT_EQ(s.end_row, 11u);
  EXPECT_EQ(s.first_column, 1u);
  EXPECT_EQ(s.end_column, 11u);
}

TEST(ConvShape, TellsRowsFromColumns) {
  Layer layer = conv(1, 1, 9, 3);
  layer.input = {9, 20};
  layer.kernel = {3, 5};
  layer.stride = {1, 3};
  layer.padding = {1, 0};
  const ConvShape s = conv_shape(problem_of(layer, 1));
  EXPECT_EQ(s.out_rows, 9u);
  EXPECT_EQ(s.out_columns, 6u);
  EXPECT_EQ(s.filter_rows, 3u);
  EXPECT_EQ(s.filter_columns, 5u);
  EXPECT_EQ(s.stride_down, 1u);
  EXPECT_EQ(s.stride_across, 3u);
  EXPECT_EQ(s.in_rows, 11u);
  EXPECT_EQ(s.first_row, 1u);
  EXPECT_EQ(s.end_row, 10u);
  EXPECT_EQ(s.in_columns, 20u);
  EXPECT_EQ(s.first_column, 0u);
  EXPECT_EQ(s.end_column, 20u);
}

TEST(ConvShape, ADepthwiseLayerHasAGroupForEveryChannel) {
  Layer layer = conv(7, 7, 6, 3, 1, 1);
  layer.type = LayerType::depthwise;
  const ConvShape s = conv_shape(problem_of(layer, 2));
  EXPECT_EQ(s.groups, 7u);
  EXPECT_EQ(s.channels, 1u);
  EXPECT_EQ(s.filters, 1u);
  EXPECT_EQ(s.images, 2u);
  EXPECT_EQ(s.places.channels, -1);
  EXPECT_EQ(s.places.filters, -1);
}

TEST(ConvShape, AFullyConnectedLayerIsOneOfSinglePixels) {
  Layer layer;
  layer.type = LayerType::fc;
  layer.channels = 20;
  layer.filters = 30;
  const Problem problem = problem_of(layer, 4);
  const ConvShape s = conv_shape(problem);
  EXPECT_EQ(s.images, 4u);
  EXPECT_EQ(s.channels, 20u);
  EXPECT_EQ(s.filters, 30u);
  EXPECT_EQ(s.out_rows * s.out_columns * s.filter_rows * s.filter_columns * s.in_rows * s.in_columns, 1u);
  EXPECT_EQ(problem.data_spaces[s.places.inputs].name, "Inputs");
  EXPECT_EQ(problem.data_spaces[s.places.weights].name, "Weights");
}

TEST(ConvShape, AMatrixProductWithManyRightMatricesHasGroups) {
  Layer layer;
  layer.type = LayerType::batched_matmul;
  layer.groups = 3;
  layer.rows = 11;
  layer.channels = 5;
  layer.filters = 7;
  const ConvShape s = conv_shape(problem_of(layer, 2));
  EXPECT_EQ(s.groups, 6u);
  EXPECT_EQ(s.images, 11u);
  EXPECT_EQ(s.channels, 5u);
  EXPECT_EQ(s.filters, 7u);
}

TEST(ConvShape, AOneDimensionalLayerIsARow) {
  const Problem problem = problem_text(
      "M, R, P",
      space("Weights", "[[M]],[[R]]") + space("Inputs", "[[P],[R]]") + space("Outputs", "[[M]],[[P]]", true),
      "M: 32, R: 3, P: 16");
  const ConvShape s = conv_shape(problem);
  EXPECT_EQ(s.filter_rows, 1u);
  EXPECT_EQ(s.out_rows, 1u);
  EXPECT_EQ(s.filter_columns, 3u);
  EXPECT_EQ(s.out_columns, 16u);
  EXPECT_EQ(s.in_columns, 18u);
  EXPECT_EQ(s.filters, 32u);
}

TEST(ConvShape, PixelsWithoutAFilterOverThemAreRowsAndColumns) {
  const Problem problem =
      problem_text("N, M, C, P, Q",
                   space("Weights", "[[M]],[[C]]") + space("Inputs", "[[N]],[[C]],[[P]],[[Q]]") +
                       space("Outputs", "[[N]],[[M]],[[P]],[[Q]]", true),
                   "N: 2, M: 3, C: 4, P: 5, Q: 6");
  const ConvShape s = conv_shape(problem);
  EXPECT_EQ(s.images, 2u);
  EXPECT_EQ(s.out_rows, 5u);
  EXPECT_EQ(s.out_columns, 6u);
  EXPECT_EQ(s.in_rows, 5u);
  EXPECT_EQ(s.places.filter_rows, -1);
}

TEST(ConvShape, RefusesDilatedFilters) {
  Layer layer = conv(2, 2, 9, 3);
  layer.dilation = {1, 2};
  EXPECT_EQ(refusal(problem_of(layer, 1)),
            "row_stationary: the filters are dilated (S * 2); a PE slides over neighbouring pixels");
  // With a single tap there is nothing to spread.
  layer.kernel = {3, 1};
  EXPECT_EQ(refusal(problem_of(layer, 1)), "accepted");
}

TEST(ConvShape, RefusesWhatHasNoPlaceInAConvolution) {
  const std::string outputs = space("Outputs", "[[M]],[[P]]", true);
  EXPECT_EQ(refusal(problem_text("M, P", space("Inputs", "[[M]],[[P]]") + outputs, "M: 2, P: 2")),
            "row_stationary: the problem has 2 data spaces; there must be filters, ifmaps and outputs");
  EXPECT_EQ(refusal(problem_text(
                "M, P, C, D",
                space("Weights", "[[M]],[[C]],[[D]]") + space("Inputs", "[[P]],[[C]],[[D]]") + outputs,
                "M: 2, P: 2, C: 2, D: 2")),
            "row_stationary: both C and D count channels; there can be one such dimension");
  EXPECT_EQ(
      refusal(problem_text("M, P, C, X",
                           space("Weights", "[[M]],[[C]],[[X]]") + space("Inputs", "[[P]],[[C]]") + outputs,
                           "M: 2, P: 2, C: 2, X: 3")),
      "row_stationary: the dimension X runs through Weights alone");
  EXPECT_EQ(
      refusal(problem_text("M, P, C, R",
                           space("Weights", "[[M]],[[C],[R]]") + space("Inputs", "[[P],[R]]") + outputs,
                           "M: 2, P: 2, C: 2, R: 3")),
      "row_stationary: both Weights and Inputs are read along sums of dimensions; one of them must be the "
      "filters");
  EXPECT_EQ(refusal(problem_text(
                "M, P, C", space("Weights", "[[M]],[[C]]") + space("Inputs", "[[M],[P]],[[C]]") + outputs,
                "M: 2, P: 2, C: 2")),
            "row_stationary: a rank of Inputs sums other dimensions than a position of the output and one of "
            "the filter");
}

}  // namespace
}  // namespace nestwave
