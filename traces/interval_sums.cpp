// SPDX-License-Identifier: Apache-2.0
#include "traces/interval_sums.h"

#include <algorithm>
#include <utility>

namespace nestwave {

void IntervalSums::add(std::size_t key, Cycle first, Cycle stop, std::uint64_t amount, bool rate) {
  if (amount == 0 || stop <= first) return;
  std::vector<Span>& spans = spans_[key];
  // Many instances do the same at the same time.
  if (!spans.empty() && spans.back().rate == rate) {
    Span& last = spans.back();
    if (last.first == first && last.stop == stop) {
      last.amount += amount;
      return;
    }
    if (rate && last.stop == first && last.amount == amount) {
      last.stop = stop;
      return;
    }
  }
  spans.push_back({first, stop, amount, rate});
  ++held_;
}

/// Takes the first `cycles` out of the span.
std::uint64_t IntervalSums::take(Span& span, Cycle cycles) {
  const Cycle all = span.stop - span.first;
  span.first += cycles;
  if (span.rate) return span.amount * cycles;
  if (cycles == all) return std::exchange(span.amount, 0);
  const std::uint64_t rest = span.amount % all;
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 32;
  std::uint64_t part = span.amount / all * cycles;
  // Beyond 32 bits the last digit does not matter: what is not taken now is taken later.
  part += rest < kHalf && cycles < kHalf
              ? rest * cycles / all
              : static_cast<std::uint64_t>(static_cast<double>(rest) / static_cast<double>(all) *
                                           static_cast<double>(cycles));
  span.amount -= part;
  return part;
}

void IntervalSums::fold(Cycle until) {
  until = std::min(until, stop());
  for (std::size_t key = 0; key < spans_.size(); ++key) {
    std::vector<Span>& spans = spans_[key];
    for (Span& span : spans) {
      if (until <= span.first) continue;
      if (span.rate) peaks_[key] = std::max(peaks_[key], span.amount);
      sums_[key] += take(span, std::min(until, span.stop) - span.first);
    }
    held_ -= std::erase_if(spans, [](const Span& span) { return span.first >= span.stop; });
  }
}

void IntervalSums::fold_late_totals(Cycle end) {
  for (std::size_t key = 0; key < spans_.size(); ++key)
    for (Span& span : spans_[key])
      if (!span.rate && span.first <= end)
        sums_[key] += take(span, std::min(end + 1, span.stop) - span.first);
}

void IntervalSums::advance() {
  first_ += length_;
  std::fill(sums_.begin(), sums_.end(), 0);
  std::fill(peaks_.begin(), peaks_.end(), 0);
}

}  // namespace nestwave
