// SPDX-License-Identifier: Apache-2.0
// Random parts under random requests: no command breaks a rule, every request is served once, and sleeping
// makes no difference. A failure prints its seed; NESTWAVE_PROPERTY_COUNT sets the seeds of a shard.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "models/error.h"
#include "tests/dram/trace.h"

namespace nestwave::testing {
namespace {

using dram::Config;
using ::testing::IsEmpty;

constexpr std::size_t kRequests = 10'000;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// In [least, most].
  std::uint64_t in(std::uint64_t least, std::uint64_t most) { return least + engine_() % (most - least + 1); }
  bool chance(std::uint64_t percent) { return in(1, 100) <= percent; }

 private:
  std::mt19937_64 engine_;
};

/// A preset, often with some figures changed.
Config random_config(Random& random) {
  Config config = dram::presets()[random.in(0, dram::presets().size() - 1)].config();
  for (const dram::Parameter& parameter : dram::parameters()) {
    const bool timing = parameter.unit == "clocks" && parameter.name != "tREFI";
    if (!timing || !random.chance(30)) continue;
    const std::uint64_t most = parameter.name == "tRFC" ? 300 : parameter.name == "age_limit" ? 2000 : 60;
    config.*parameter.value = random.in(std::max<std::uint64_t>(parameter.least, 1), most);
  }
  if (random.chance(50)) config.rows = random.in(1, 4);
  if (random.chance(50)) config.bankgroups = random.in(1, 4);
  if (random.chance(50)) config.banks = random.in(1, 6);
  if (random.chance(40)) config.page_policy = "closed";
  if (random.chance(40)) config.tREFI = random.in(500, 3000);
  config.read_queue = random.in(1, 64);
  config.write_queue = random.in(1, 64);
  config.write_high = random.in(1, config.write_queue);
  config.write_low = random.in(0, config.write_high - 1);
  return config;
}

Config legal_config(Random& random) {
  while (true) {
    const Config config = random_config(random);
    try {
      check(config);
      return config;
    } catch (const InputError&) {
      // The figures do not go together: draw again.
    }
  }
}

std::vector<Arrival> random_arrivals(Random& random, const Config& config) {
  const std::uint64_t writes = random.in(0, 100);
  const std::uint64_t local = random.in(0, 95);
  const std::uint64_t gap = random.chance(50) ? 0 : random.in(1, 200);
  std::vector<Arrival> arrivals(kRequests);
  dram::Clocks clock = 0;
  dram::Place place;
  const auto draw = [&](std::uint64_t bound) { return static_cast<std::uint32_t>(random.in(0, bound - 1)); };
  for (Arrival& arrival : arrivals) {
    clock += random.in(0, gap);
    if (random.chance(1) && gap > 0) clock += random.in(0, 5 * config.tREFI);
    if (!random.chance(local)) {
      place.bankgroup = draw(config.bankgroups);
      place.bank = draw(config.banks);
      place.row = draw(std::min<std::uint64_t>(config.rows, 64));
    }
    place.column = draw(config.bursts_per_row());
    arrival = {clock, place, random.chance(writes)};
  }
  return arrivals;
}

/// Reads and writes on the bus, places and counts, are those that were asked for; those that met
/// a waiting write are counted apart.
void expect_served_once(const std::vector<Arrival>& arrivals, const Trace& trace) {
  using Key = std::array<std::uint32_t, 4>;
  std::map<Key, std::int64_t> reads;
  std::map<Key, std::int64_t> writes;
  std::uint64_t asked_reads = 0;
  for (const Arrival& arrival : arrivals) {
    const dram::Place& p = arrival.place;
    ++(arrival.write ? writes : reads)[{p.bankgroup, p.bank, p.row, p.column}];
    asked_reads += arrival.write ? 0 : 1;
  }
  for (const dram::Issued& i : trace.commands) {
    if (is_read(i.command)) --reads[{i.bankgroup, i.bank, i.row, i.column}];
    if (is_write(i.command)) --writes[{i.bankgroup, i.bank, i.row, i.column}];
  }
  std::uint64_t forwarded = 0;
  std::uint64_t merged = 0;
  for (const auto& [key, left] : reads) {
    ASSERT_GE(left, 0) << "read that nobody asked for";
    forwarded += static_cast<std::uint64_t>(left);
  }
  for (const auto& [key, left] : writes) {
    ASSERT_GE(left, 0) << "write that nobody asked for";
    merged += static_cast<std::uint64_t>(left);
  }
  EXPECT_EQ(forwarded, trace.counts.forwarded_reads);
  EXPECT_EQ(merged, trace.counts.merged_writes);
  ASSERT_EQ(trace.done.size(), asked_reads);
  std::vector<bool> seen(arrivals.size(), false);
  for (const dram::ReadDone& done : trace.done) {
    ASSERT_FALSE(arrivals[done.id].write || seen[done.id]) << "request " << done.id;
    seen[done.id] = true;
    const dram::Clocks least = trace.accepted[done.id] + 1;
    ASSERT_GE(done.clock, least);
  }
}

void try_seed(std::uint64_t seed, bool every_clock) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  const Config config = legal_config(random);
  const std::vector<Arrival> arrivals = random_arrivals(random, config);
  const Trace trace = run_channel(config, arrivals);
  EXPECT_THAT(violations(config, trace), IsEmpty());
  expect_served_once(arrivals, trace);
  if (every_clock) {
    const Trace ticked = run_channel(config, arrivals, true);
    EXPECT_EQ(ticked.commands == trace.commands, true) << "sleeping makes a difference";
    EXPECT_EQ(ticked.accepted, trace.accepted);
  }
}

class RandomParts : public ::testing::TestWithParam<int> {};

TEST_P(RandomParts, NeverBreakARule) {
  const char* given = std::getenv("NESTWAVE_PROPERTY_COUNT");
  const std::uint64_t seeds = given != nullptr ? std::strtoull(given, nullptr, 10) : NESTWAVE_SEEDS;
  for (std::uint64_t i = 0; i < seeds && !HasFailure(); ++i)
    try_seed(static_cast<std::uint64_t>(GetParam()) * 1'000'000 + i, i % 10 == 0);
}

INSTANTIATE_TEST_SUITE_P(Shard, RandomParts, ::testing::Range(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD));

}  // namespace
}  // namespace nestwave::testing
