// SPDX-License-Identifier: Apache-2.0
// Units of time and bandwidth used in every room.
#pragma once

#include <boost/rational.hpp>
#include <cstdint>
#include <limits>

namespace nestwave {

/// A clock cycle of the accelerator, counted from zero.
using Cycle = std::uint64_t;

/// "Never": no wake-up is due.
inline constexpr Cycle kNever = std::numeric_limits<Cycle>::max();

/// An exact fraction; bandwidths are words per cycle.
using Rational = boost::rational<std::int64_t>;

}  // namespace nestwave
