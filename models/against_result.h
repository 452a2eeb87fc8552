// SPDX-License-Identifier: Apache-2.0
// A run held against figures that others computed. Plain results: what differs, and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/figure.h"

namespace nestwave {

/// What can explain that a figure of Timeloop differs from ours.
enum class Reason {
  holes,               ///< the footprint: holes of stride and dilation belong to a tile, or not
  diagonal_multicast,  ///< children that need some of the same words share a read, or not
  multicast_by_level,  ///< sharing is decided level by level, or among all children at once
  multicast_none,      ///< no sharing at all
  halo_credit,         ///< the reuse rule: what is credited of a tile that moves over its old place
  loops_at_0_and_1,    ///< Timeloop evaluates a temporal loop at its indices 0 and 1 only, and scales
  drain_reads,         ///< reads of sums to be sent outward, which Timeloop does not charge
  zero_joins,          ///< sums that join at zero, for which Timeloop charges an old sum
  zero_starts,         ///< sums that start at zero, for which the Timeloop of 2021 charges a fill
  dearest_action,      ///< the Timeloop of 2021 charges every access the dearest action
  other_energy,        ///< networks, reductions, address generation: in the file's total, not in ours
  rounded_average,     ///< the file has the average over instances, rounded
};
[[nodiscard]] std::string_view to_string(Reason reason);
/// A few words for people: "drain reads".
[[nodiscard]] std::string_view in_words(Reason reason);

/// Words, cycles or pJ. A figure that is a count is whole and at most 2^53, and so is each share of a
/// difference: sums of them are exact.
using Amount = double;

/// What one reason adds to our figure on the way to theirs.
struct Share {
  Reason reason = Reason::holes;
  Amount amount = 0;
};

/// One figure on both sides: theirs − ours = sum of the shares + unexplained.
///
/// Amounts are totals over `instances`; figures of one instance are printed divided by it.
struct Comparison {
  Figure figure;
  Amount instances = 1;
  Amount ours = 0;
  Amount theirs = 0;
  std::vector<Share> shares;  ///< none of them zero
  Amount unexplained = 0;     ///< zero, if need be after rounding to the digits that the file prints

  [[nodiscard]] Amount difference() const { return theirs - ours; }
};

/// Every figure of the file. Equal: to the last word, or to the last digit that the file prints.
struct AgainstResult {
  std::string file;
  FigureFormat format = FigureFormat::csv;
  std::string counted_as;  ///< the policy under which most of the file's figures are what they should be
  std::size_t compared = 0;
  std::size_t equal = 0;
  std::vector<Comparison> explained;      ///< differ, and nothing is left unexplained
  std::vector<Comparison> unexplained;    ///< the rest
  std::vector<std::string> not_compared;  ///< figures that a run like this one does not have
};

}  // namespace nestwave
