// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/checked.h"

#include <limits>
#include <string>

#include "models/error.h"

namespace nestwave::analytical {

namespace {

__extension__ using Wide = unsigned __int128;

[[noreturn]] void overflow(const char* what) {
  throw InputError(Location{},
                   std::string(what) + " is larger than 2^64 - 1; the design is too large to count");
}

}  // namespace

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) overflow("a counter");
  return product;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) overflow("a counter");
  return sum;
}

std::uint64_t minus(std::uint64_t a, std::uint64_t b) {
  if (b > a) throw InternalError("a closed form gave a negative count");
  return a - b;
}

Cycle cycles_for(std::uint64_t words, const Rational& bandwidth, std::uint64_t instances) {
  if (bandwidth <= Rational(0)) throw InputError(Location{}, "a bandwidth must be greater than zero");
  const auto numerator = static_cast<Wide>(words) * static_cast<std::uint64_t>(bandwidth.denominator());
  const auto denominator = static_cast<Wide>(bandwidth.numerator()) * instances;
  const Wide cycles = numerator / denominator + (numerator % denominator != 0 ? 1 : 0);
  if (cycles > std::numeric_limits<Cycle>::max()) overflow("a number of cycles");
  return static_cast<Cycle>(cycles);
}

}  // namespace nestwave::analytical
