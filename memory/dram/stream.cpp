// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/stream.h"

#include <string>
#include <vector>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave::dram {

namespace {

constexpr Pattern kPatterns[] = {
    {"seq_bgint", Order::group_first, Mix::reads,
     "reads, a new bank group every burst, then column, bank, row"},
    {"seq_rowmajor", Order::row_major, Mix::reads,
     "reads, a whole row of a bank, then bank group, bank, row"},
    {"row_samebank", Order::same_bank, Mix::reads, "reads, a new row of the same bank each time"},
    {"row_rotbank", Order::rotate_banks, Mix::reads, "reads, a new row each time, rotating over the banks"},
    {"random", Order::random, Mix::reads, "reads, uniform in bank group, bank, row and column"},
    {"write_bgint", Order::group_first, Mix::writes, "seq_bgint with writes"},
    {"rw50_bgint", Order::group_first, Mix::half, "seq_bgint, each a write with probability one half"},
    {"rw50_rowmajor", Order::row_major, Mix::half, "seq_rowmajor, each a write with probability one half"},
    {"rw50_random", Order::random, Mix::half, "random, each a write with probability one half"},
};

}  // namespace

std::span<const Pattern> patterns() {
  return kPatterns;
}

const Pattern& pattern(std::string_view name) {
  std::vector<std::string> names;
  for (const Pattern& known : patterns()) {
    if (known.name == name) return known;
    names.emplace_back(known.name);
  }
  throw InputError({}, "there is no pattern " + in_quotes(name) + did_you_mean(name, names) +
                           (did_you_mean(name, names).empty() ? "; the patterns are " + one_of(names) : ""));
}

Stream::Stream(const Pattern& pattern, const Config& config, std::uint64_t seed)
    : pattern_(pattern), config_(config), random_(seed) {}

StreamRequest Stream::next() {
  StreamRequest request;
  request.place = pattern_.order == Order::random ? drawn() : ordered();
  request.write = pattern_.mix == Mix::writes || (pattern_.mix == Mix::half && draw(2) == 1);
  ++number_;
  return request;
}

// The distributions of the standard library differ from host to host; the generators do not. The
// bias of the remainder is below 2^-40.
std::uint32_t Stream::draw(std::uint64_t bound) {
  return static_cast<std::uint32_t>(random_() % bound);
}

Place Stream::drawn() {
  Place place;
  place.channel = draw(config_.channels);
  place.bankgroup = draw(config_.bankgroups);
  place.bank = draw(config_.banks);
  place.row = draw(config_.rows);
  place.column = draw(config_.bursts_per_row());
  return place;
}

Place Stream::ordered() const {
  Place place;
  std::uint64_t rest = number_;
  const auto digit = [&](std::uint32_t& field, std::uint64_t radix) {
    field = static_cast<std::uint32_t>(rest % radix);
    rest /= radix;
  };
  digit(place.channel, config_.channels);
  if (pattern_.order == Order::row_major) digit(place.column, config_.bursts_per_row());
  if (pattern_.order != Order::same_bank) digit(place.bankgroup, config_.bankgroups);
  if (pattern_.order == Order::group_first) digit(place.column, config_.bursts_per_row());
  if (pattern_.order != Order::same_bank) digit(place.bank, config_.banks);
  digit(place.row, config_.rows);
  return place;
}

}  // namespace nestwave::dram
