// SPDX-License-Identifier: Apache-2.0
// Arithmetic on counters that refuses to wrap around.
#pragma once

#include <cstdint>

#include "models/time.h"

namespace nestwave::analytical {

/// a × b; throws InputError if it does not fit in 64 bits.
[[nodiscard]] std::uint64_t times(std::uint64_t a, std::uint64_t b);
/// a + b; throws InputError if it does not fit in 64 bits.
[[nodiscard]] std::uint64_t plus(std::uint64_t a, std::uint64_t b);
/// a − b; a negative count is our bug: throws InternalError.
[[nodiscard]] std::uint64_t minus(std::uint64_t a, std::uint64_t b);
/// a / b rounded up.
[[nodiscard]] constexpr std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) {
  return a / b + (a % b != 0 ? 1 : 0);
}
/// Whole cycles that `words`, shared out evenly to so many instances, take at `bandwidth` words per
/// cycle and instance.
[[nodiscard]] Cycle cycles_for(std::uint64_t words, const Rational& bandwidth, std::uint64_t instances = 1);

}  // namespace nestwave::analytical
