// SPDX-License-Identifier: Apache-2.0
// The counters: level × data space × category, and per network edge.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/policy.h"

namespace nestwave {

/// What is counted at a level for a data space; a word is one element.
enum class Category {
  reads_operand,
  reads_fill,
  reads_accumulate,
  reads_drain,
  writes_fill,
  writes_update,
  zero_starts,
  zero_joins,
};
inline constexpr std::size_t kCategories = 8;

/// The JSON names, in enumeration order.
inline constexpr std::array<std::string_view, kCategories> kCategoryNames = {
    "reads.operand", "reads.fill",    "reads.accumulate", "reads.drain",
    "writes.fill",   "writes.update", "zero_starts",      "zero_joins"};

/// One counter per category.
struct Counts {
  std::array<std::uint64_t, kCategories> value{};

  std::uint64_t& operator[](Category c) { return value[static_cast<std::size_t>(c)]; }
  std::uint64_t operator[](Category c) const { return value[static_cast<std::size_t>(c)]; }
  bool operator==(const Counts&) const = default;
};

/// Counts of every level and data space, totals over all instances.
class CountTable {
 public:
  CountTable() = default;
  CountTable(int levels, int data_spaces)
      : data_spaces_(data_spaces), cells_(static_cast<std::size_t>(levels) * data_spaces) {}

  Counts& at(int level, int data_space) { return cells_[index(level, data_space)]; }
  [[nodiscard]] const Counts& at(int level, int data_space) const { return cells_[index(level, data_space)]; }
  [[nodiscard]] int data_spaces() const { return data_spaces_; }
  [[nodiscard]] int levels() const {
    return data_spaces_ == 0 ? 0 : static_cast<int>(cells_.size()) / data_spaces_;
  }
  bool operator==(const CountTable&) const = default;

 private:
  [[nodiscard]] std::size_t index(int level, int data_space) const {
    return static_cast<std::size_t>(level) * data_spaces_ + data_space;
  }
  int data_spaces_ = 0;
  std::vector<Counts> cells_;
};

/// Words on one edge: from a keeper to the next keeper of the data space, or to the MACs
/// (`to` = level count). Both directions are added up.
struct EdgeCounts {
  int data_space = 0;
  int from = 0;
  int to = 0;
  std::uint64_t injected = 0;   ///< words put on the network: reads.fill/operand inward, drains outward
  std::uint64_t delivered = 0;  ///< words taken off it, once per destination
  std::uint64_t hops = 0;       ///< links crossed; see docs/interconnects.md
  std::uint64_t reduced = 0;    ///< words that disappeared into a sum on the way
  bool operator==(const EdgeCounts&) const = default;
};

/// Timeloop's three counters, derived from ours.
struct TimeloopCounters {
  std::uint64_t reads = 0;
  std::uint64_t fills = 0;
  std::uint64_t updates = 0;
  bool operator==(const TimeloopCounters&) const = default;
};

/// `outermost`: this level is the outermost keeper of the data space. The Timeloop of 2021 charges a
/// fill for a sum that starts at zero; pass Counters::timeloop_2021 for its way.
[[nodiscard]] inline TimeloopCounters timeloop_counters(const Counts& c, bool read_write, bool outermost,
                                                        Counters counters) {
  if (!read_write) return {c[Category::reads_operand] + c[Category::reads_fill], c[Category::writes_fill], 0};
  const std::uint64_t zero_starts = counters == Counters::timeloop_2021 ? c[Category::zero_starts] : 0;
  return {c[Category::writes_update] - c[Category::zero_starts],
          outermost ? 0 : c[Category::writes_fill] + c[Category::zero_joins] + zero_starts,
          c[Category::writes_update]};
}

}  // namespace nestwave
