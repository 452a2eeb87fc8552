// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/sets.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "models/error.h"

namespace nestwave::analytical {

namespace {

/// More runs than this would take gigabytes; only a strided rank of that many elements has them.
constexpr std::uint64_t kMaxRuns = std::uint64_t{1} << 26;

}  // namespace

CoordinateSet::CoordinateSet(const std::vector<Comb>& combs, Footprint footprint) : CoordinateSet() {
  if (footprint == Footprint::touched) {
    *this = spread(combs);
    return;
  }
  for (const Comb& comb : combs) runs_.front().end += comb.stride * static_cast<std::int64_t>(comb.bound - 1);
}

CoordinateSet CoordinateSet::none() {
  CoordinateSet empty;
  empty.runs_.clear();
  return empty;
}

std::uint64_t CoordinateSet::size() const {
  std::uint64_t total = 0;
  for (const Run& run : runs_) total += static_cast<std::uint64_t>(run.end - run.begin);
  return total;
}

CoordinateSet CoordinateSet::shifted(std::int64_t by) const {
  CoordinateSet moved = *this;
  for (Run& run : moved.runs_) {
    run.begin += by;
    run.end += by;
  }
  return moved;
}

CoordinateSet CoordinateSet::without(const CoordinateSet& other) const {
  CoordinateSet rest;
  rest.runs_.clear();
  auto cut = other.runs_.begin();
  for (const Run& run : runs_) {
    std::int64_t begin = run.begin;
    while (cut != other.runs_.end() && cut->end <= begin) ++cut;
    for (auto c = cut; c != other.runs_.end() && c->begin < run.end; ++c) {
      if (c->begin > begin) rest.runs_.push_back({begin, c->begin});
      begin = std::max(begin, c->end);
    }
    if (begin < run.end) rest.runs_.push_back({begin, run.end});
  }
  return rest;
}

CoordinateSet CoordinateSet::within(std::int64_t begin, std::int64_t end) const {
  CoordinateSet part = none();
  for (const Run& run : runs_)
    if (run.begin < end && run.end > begin)
      part.runs_.push_back({std::max(run.begin, begin), std::min(run.end, end)});
  return part;
}

CoordinateSet CoordinateSet::united(const CoordinateSet& other) const {
  std::vector<Run> sorted;
  sorted.reserve(runs_.size() + other.runs_.size());
  std::merge(runs_.begin(), runs_.end(), other.runs_.begin(), other.runs_.end(), std::back_inserter(sorted),
             [](const Run& a, const Run& b) { return a.begin < b.begin; });
  CoordinateSet both = none();
  for (const Run& run : sorted) both.append(run);
  return both;
}

CoordinateSet CoordinateSet::spread(std::vector<Comb> combs) const {
  // Small strides first: what they fill up stays one run under the larger ones.
  std::sort(combs.begin(), combs.end(), [](const Comb& a, const Comb& b) { return a.stride < b.stride; });
  CoordinateSet result = *this;
  for (const Comb& comb : combs) result.repeat_along(comb);
  return result;
}

void CoordinateSet::repeat_along(const Comb& comb) {
  if (comb.bound <= 1 || comb.stride == 0 || runs_.empty()) return;
  if (runs_.size() == 1 && comb.stride <= runs_.front().end - runs_.front().begin) {
    runs_.front().end += comb.stride * static_cast<std::int64_t>(comb.bound - 1);
    return;
  }
  if (comb.bound > kMaxRuns / runs_.size())
    throw InputError(Location{}, "a rank falls into more than " + std::to_string(kMaxRuns) +
                                     " separate pieces; its words cannot be counted");
  const std::vector<Run> pattern = runs_;
  std::vector<Run> copies;
  copies.reserve(pattern.size() * comb.bound);
  for (std::uint64_t i = 0; i < comb.bound; ++i) {
    const std::int64_t offset = comb.stride * static_cast<std::int64_t>(i);
    for (const Run& run : pattern) copies.push_back({run.begin + offset, run.end + offset});
  }
  if (comb.stride < pattern.back().end - pattern.front().begin)
    std::sort(copies.begin(), copies.end(), [](const Run& a, const Run& b) { return a.begin < b.begin; });
  runs_.clear();
  for (const Run& run : copies) append(run);
}

void CoordinateSet::append(const Run& run) {
  if (!runs_.empty() && run.begin <= runs_.back().end)
    runs_.back().end = std::max(runs_.back().end, run.end);
  else
    runs_.push_back(run);
}

}  // namespace nestwave::analytical
