// SPDX-License-Identifier: Apache-2.0
#include "dataflows/region.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

namespace {

/// Sorts and merges intervals that overlap or touch.
std::vector<RankSet::Interval> normalized(std::vector<RankSet::Interval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::vector<RankSet::Interval> merged;
  for (const RankSet::Interval& interval : intervals) {
    if (!merged.empty() && interval.begin <= merged.back().end)
      merged.back().end = std::max(merged.back().end, interval.end);
    else
      merged.push_back(interval);
  }
  return merged;
}

}  // namespace

std::uint64_t RankSet::size() const {
  std::uint64_t total = 0;
  for (const Interval& i : intervals_) total += static_cast<std::uint64_t>(i.end - i.begin);
  return total;
}

bool RankSet::contains(std::int64_t value) const {
  return std::any_of(intervals_.begin(), intervals_.end(),
                     [&](const Interval& i) { return i.begin <= value && value < i.end; });
}

RankSet RankSet::shifted(std::int64_t by) const {
  RankSet result = *this;
  for (Interval& i : result.intervals_) {
    i.begin += by;
    i.end += by;
  }
  return result;
}

RankSet RankSet::united(const RankSet& other) const {
  RankSet result;
  std::vector<Interval> all = intervals_;
  all.insert(all.end(), other.intervals_.begin(), other.intervals_.end());
  result.intervals_ = normalized(std::move(all));
  return result;
}

RankSet RankSet::without(const RankSet& other) const {
  RankSet result;
  auto cut = other.intervals_.begin();
  for (const Interval& i : intervals_) {
    std::int64_t from = i.begin;
    while (cut != other.intervals_.end() && cut->end <= from) ++cut;
    for (auto c = cut; c != other.intervals_.end() && c->begin < i.end; ++c) {
      if (c->begin > from) result.intervals_.push_back({from, c->begin});
      from = std::max(from, c->end);
    }
    if (from < i.end) result.intervals_.push_back({from, i.end});
  }
  return result;
}

RankSet RankSet::within(std::int64_t begin, std::int64_t end) const {
  RankSet result;
  for (const Interval& i : intervals_) {
    const Interval part{std::max(i.begin, begin), std::min(i.end, end)};
    if (part.begin < part.end) result.intervals_.push_back(part);
  }
  return result;
}

RankSet RankSet::swept(std::int64_t stride, std::uint64_t bound) const {
  constexpr std::uint64_t kMaxPieces = std::uint64_t{1} << 26;
  RankSet result;
  if (intervals_.empty()) return result;
  std::vector<Interval> all;
  const auto reach = static_cast<std::int64_t>(bound - 1) * stride;
  if (intervals_.size() == 1 && stride <= intervals_[0].end - intervals_[0].begin) {
    all.push_back({intervals_[0].begin, intervals_[0].end + reach});
  } else {
    if (bound > kMaxPieces / intervals_.size())
      throw InputError({},
                       "a rank of a tile falls into more than 2^26 pieces; use the policy's bounding boxes");
    all.reserve(intervals_.size() * bound);
    for (std::int64_t at = 0; at <= reach; at += stride)
      for (const Interval& i : intervals_) all.push_back({i.begin + at, i.end + at});
  }
  result.intervals_ = normalized(std::move(all));
  return result;
}

RankSet RankSet::hull() const {
  RankSet result;
  if (!intervals_.empty()) result.intervals_ = {{intervals_.front().begin, intervals_.back().end}};
  return result;
}

RankSet RankSet::spread(const RankSet& offsets) const {
  RankSet result;
  std::vector<Interval> all;
  for (const Interval& o : offsets.intervals_)
    for (std::int64_t at = o.begin; at < o.end; ++at)
      for (const Interval& i : intervals_) all.push_back({i.begin + at, i.end + at});
  result.intervals_ = normalized(std::move(all));
  return result;
}

std::uint64_t word_count(const Region& region) {
  std::uint64_t product = 1;
  for (const RankSet& rank : region) product *= rank.size();
  return product;
}

}  // namespace nestwave
