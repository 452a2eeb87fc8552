// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>

#include "models/formats/network_yaml.h"
#include "models/row_stationary_search.h"
#include "tests/row_stationary/machines.h"

namespace nestwave {
namespace {

using rs::chip;
using rs::conv;
using rs::machine;
using Cut = RowStationaryParameters;

std::string text(const Cut& c) {
  std::string all;
  for (const std::uint64_t v : {c.m, c.n, c.e, c.p, c.q, c.r, c.t}) all += std::to_string(v) + " ";
  return all;
}

Network shipped(const std::string& name) {
  return read_network(NESTWAVE_SOURCE_DIR "/configs/networks/" + name + ".yaml");
}

TEST(RowStationarySearch, FindsTheParametersOfTheChip) {
  const Network net = shipped("alexnet_n4");
  const std::map<std::string, Cut> expected = {
      {"conv1", {96, 1, 7, 16, 1, 1, 2}},
      {"conv2", {64, 1, 27, 16, 2, 1, 1}},
      // The published row says 64,4,13,16,4,1,4; its traffic fits this.
      {"conv3", {64, 4, 13, 16, 3, 2, 2}},
      {"conv4", {64, 4, 13, 16, 3, 2, 2}},
      {"conv5", {64, 4, 13, 16, 3, 2, 2}}};
  for (const auto& [name, cut] : expected)
    EXPECT_EQ(text(find_row_stationary_parameters(problem_of(*net.find(name), 4), chip())), text(cut))
        << name;
}

/// What the search weighs, added up pass by pass.
std::array<std::uint64_t, 3> weigh(const ConvShape& s, const Cut& c) {
  std::uint64_t memory = s.groups * s.filters * s.images * s.out_rows * s.out_columns;
  std::uint64_t buffer = 0;
  std::uint64_t steps = 0;
  std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t> tile(~0ul, 0, 0, 0);
  const auto span = [](std::uint64_t n, std::uint64_t stride, std::uint64_t taps) {
    std::uint64_t pixels = 0;
    for (std::uint64_t x = 0; x < (n - 1) * stride + taps; ++x) {
      bool touched = false;
      for (std::uint64_t k = 0; k < n; ++k) touched = touched || (k * stride <= x && x < k * stride + taps);
      pixels += touched ? 1 : 0;
    }
    return pixels;
  };
  const std::uint64_t width = span(s.out_columns, s.stride_across, s.filter_columns);
  for (std::uint64_t g = 0; g < s.groups; ++g)
    for (std::uint64_t m = 0; m < s.filters; m += c.m)
      for (std::uint64_t e = 0; e < s.out_rows; e += c.e)
        for (std::uint64_t n = 0; n < s.images; n += c.n)
          for (std::uint64_t k = 0; k < s.channels; k += c.q * c.r)
            for (std::uint64_t f = m; f < std::min(m + c.m, s.filters); f += c.p * c.t) {
              const std::uint64_t rows = std::min(c.e, s.out_rows - e);
              const std::uint64_t images = std::min(c.n, s.images - n);
              const std::uint64_t channels = std::min(c.q * c.r, s.channels - k);
              const std::uint64_t filters = std::min({c.p * c.t, m + c.m - f, s.filters - f});
              const std::uint64_t ifmap =
                  images * channels * span(rows, s.stride_down, s.filter_rows) * width;
              if (std::tuple(g, e, n, k) != tile) memory += ifmap;
              tile = {g, e, n, k};
              memory += filters * channels * s.filter_rows * s.filter_columns;
              buffer += ifmap + 2 * images * filters * rows * s.out_columns;
              steps += images * s.out_columns * std::min(filters, c.p) *
                       (std::min(channels, c.q) * s.filter_columns + 1);
            }
  return {memory, buffer, steps};
}

/// Everything that the checks let pass.
Cut naive(const Problem& problem, const Architecture& a, RowStationaryObjective objective) {
  const ConvShape s = conv_shape(problem);
  using Rank = std::tuple<std::array<std::uint64_t, 3>, std::array<std::uint64_t, 8>>;
  std::optional<Rank> best;
  Cut found;
  Cut c;
  for (c.m = 1; c.m <= s.filters; ++c.m)
    for (c.n = 1; c.n <= s.images; ++c.n)
      for (c.e = 1; c.e <= s.out_rows; ++c.e)
        for (c.p = 1; c.p <= c.m; ++c.p)
          for (c.q = 1; c.q <= s.channels; ++c.q)
            for (c.r = 1; c.r <= s.channels; ++c.r)
              for (c.t = 1; c.t <= c.m; ++c.t) {
                if (s.filters % c.m != 0 || s.filters % (c.p * c.t) != 0) continue;
                try {
                  (void)row_stationary_plan(problem, a, c);
                } catch (const InputError&) {
                  continue;
                }
                auto [memory, buffer, steps] = weigh(s, c);
                Rank rank;
                auto& [score, tie] = rank;
                if (objective == RowStationaryObjective::memory) score = {memory, buffer, steps};
                if (objective == RowStationaryObjective::buffer) score = {buffer, memory, steps};
                if (objective == RowStationaryObjective::steps) score = {steps, memory, buffer};
                tie = {c.e * c.r * c.t, c.e, c.m, c.n, c.p, c.q, c.r, c.t};
                if (!best || rank < *best) {
                  best = rank;
                  found = c;
                }
              }
  if (!best) throw InputError({}, "nothing fits");
  return found;
}

TEST(RowStationarySearch, FindsWhatAWalkOverEverythingFinds) {
  int found = 0;
  for (unsigned seed = 0; seed < 80; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::uint64_t low, std::uint64_t high) {
      return low + random() % (high - low + 1);
    };
    Layer layer = conv(pick(1, 5), pick(1, 6), 1, 1);
    layer.kernel = {pick(1, 3), pick(1, 3)};
    layer.stride = {pick(1, 3), pick(1, 3)};
    layer.input = {layer.kernel.down + pick(0, 7), layer.kernel.across + pick(0, 4)};
    layer.padding = {pick(0, 1), pick(0, 1)};
    if (pick(0, 3) == 0) {
      layer.groups = 2;
      layer.channels *= 2;
      layer.filters *= 2;
    }
    const Problem problem = problem_of(layer, pick(1, 3));
    const auto room = [&](std::uint64_t most) {
      return pick(0, 3) == 0 ? std::nullopt : std::optional(pick(1, most));
    };
    const Architecture a =
        machine(pick(1, 6), pick(1, 4), {room(500), room(60), room(9), room(20), room(4), pick(0, 1) * 5 + 1},
                pick(0, 1) == 0);
    for (const RowStationaryObjectiveName& objective : row_stationary_objectives()) {
      std::string expected = "refused";
      std::string got = "refused";
      try {
        expected = text(naive(problem, a, objective.objective));
      } catch (const InputError&) {
      }
      try {
        got = text(find_row_stationary_parameters(problem, a, objective.objective));
        ++found;
      } catch (const InputError&) {
      }
      ASSERT_EQ(got, expected) << "seed " << seed << ", objective " << objective.name;
    }
  }
  EXPECT_GT(found, 100);
}

TEST(RowStationarySearch, RefusesWithTheLimitThatNothingMeets) {
  const auto said = [](const Problem& problem, const Architecture& a) -> std::string {
    try {
      return text(find_row_stationary_parameters(problem, a));
    } catch (const InputError& error) {
      return error.what();
    }
  };
  EXPECT_EQ(said(problem_of(conv(1, 1, 20, 13), 1), chip()),
            "row_stationary: R = 13 filter rows do not fit into the 12 rows of PEs");
  EXPECT_EQ(said(problem_of(conv(1, 1, 9, 3), 1), machine(3, 3, {{}, {}, 2, {}, {}})),
            "row_stationary: q * S = 3 words; ifmap_spad has room for 2");
  EXPECT_EQ(
      said(problem_of(conv(1, 1, 9, 3), 1), machine(3, 3, {20, {}, {}, {}, {}})),
      "row_stationary: ifmap tiles (n * q * r channels) of 27 words and psums (n * m * e * F) of 7 take 34 "
      "words; GLB has room for 20");
}

TEST(RowStationarySearch, TakesEveryLayerOfTheShippedNetworks) {
  const Architecture a = chip();
  for (const char* name : {"alexnet", "vgg16", "resnet50", "mobilenetv2"}) {
    const Network net = shipped(name);
    for (const Layer& layer : net.layers)
      for (const std::uint64_t batch : {1, 4}) {
        const Problem problem = problem_of(layer, batch);
        for (const RowStationaryObjectiveName& objective : row_stationary_objectives()) {
          const Cut cut = find_row_stationary_parameters(problem, a, objective.objective);
          EXPECT_NO_THROW((void)row_stationary_plan(problem, a, cut)) << name << " " << layer.name;
        }
      }
  }
}

}  // namespace
}  // namespace nestwave
