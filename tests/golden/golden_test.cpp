// SPDX-License-Identifier: Apache-2.0
// The machines of docs/machine.md, section 5. The figures here and in the CSV files are worked out
// from the rules by hand; they are not recordings of a run and must not be replaced by one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "models/formats/inputs.h"
#include "traces/transactions.h"

namespace nestwave {
namespace {

/// Counters of one level and data space: those not named are zero.
using Named = std::map<std::string, std::uint64_t>;

Counts counts_of(const Named& named) {
  Counts counts;
  for (const auto& [name, words] : named) {
    const auto* found = std::find(kCategoryNames.begin(), kCategoryNames.end(), name);
    if (found == kCategoryNames.end()) throw std::invalid_argument(name);
    counts.value[static_cast<std::size_t>(found - kCategoryNames.begin())] = words;
  }
  return counts;
}

/// A line's place: first cycle, last cycle, then the rest as text. Lines of one cycle have no order.
using Line = std::pair<std::pair<Cycle, Cycle>, std::string>;

std::vector<std::string> sorted_lines(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string text;
  std::getline(file, text);
  EXPECT_EQ(text + '\n', Transactions::kHeader) << path;
  std::vector<Line> lines;
  while (std::getline(file, text)) {
    const std::size_t comma = text.find(',');
    lines.push_back({{std::stoull(text), std::stoull(text.substr(comma + 1))}, text});
  }
  std::sort(lines.begin(), lines.end());
  std::vector<std::string> result;
  for (Line& line : lines) result.push_back(std::move(line.second));
  return result;
}

class Golden : public testing::Test {
 protected:
  /// Runs configs/worked/<name>.yaml and compares its transactions with <name>.csv.
  void run(const std::string& name) {
    const std::filesystem::path source = NESTWAVE_SOURCE_DIR;
    const Inputs inputs = read_inputs({source / "configs/worked" / (name + ".yaml")}, {{}, true});
    EXPECT_THAT(inputs.not_used, testing::IsEmpty());
    const Design design = make_design(inputs);
    levels_ = design.level_count();
    const std::string trace = testing::TempDir() + "nestwave_" + name + std::to_string(getpid()) + ".csv";
    Transactions transactions(design, trace);
    result_ = simulate(design, {{&transactions}});
    transactions.commit();
    bound_ = analytical::analyze(design).bound;
    EXPECT_THAT(sorted_lines(trace),
                testing::ElementsAreArray(sorted_lines(source / "tests/golden" / (name + ".csv"))));
    std::filesystem::remove(trace);
  }

  void expect_counts(int level, const Named& weights, const Named& inputs, const Named& outputs) const {
    const Named* expected[] = {&weights, &inputs, &outputs};
    for (int space = 0; space < 3; ++space)
      for (std::size_t c = 0; c < kCategories; ++c)
        EXPECT_EQ(result_.counts.at(level, space).value[c], counts_of(*expected[space]).value[c])
            << kCategoryNames[c] << " of data space " << space << " at level " << level;
  }

  /// waiting[data_space][level] as in PeLedger.
  void expect_ledger(const PeLedger& expected) const {
    const PeLedger& pes = result_.pes;
    EXPECT_EQ(pes.computing, expected.computing);
    EXPECT_EQ(pes.waiting, expected.waiting);
    EXPECT_EQ(pes.output_room, expected.output_room);
    EXPECT_EQ(pes.unmapped, expected.unmapped);
    EXPECT_EQ(pes.not_started, expected.not_started);
    EXPECT_EQ(pes.finished, expected.finished);
  }

  SimulationResult result_;
  Cycle bound_ = 0;
  int levels_ = 0;
};

class Sliding : public Golden {
 protected:
  void expect_sliding_counts() const {
    expect_counts(0, {{"reads.fill", 6}}, {{"reads.fill", 6}}, {{"writes.update", 8}, {"zero_starts", 8}});
    expect_counts(1, {{"reads.operand", 24}, {"writes.fill", 6}}, {{"reads.operand", 24}, {"writes.fill", 6}},
                  {{"reads.accumulate", 16}, {"reads.drain", 8}, {"writes.update", 24}, {"zero_starts", 8}});
  }
};

TEST_F(Sliding, WithoutCostsTakesOneCyclePerStep) {
  run("sliding");
  expect_sliding_counts();
  EXPECT_EQ(result_.cycles, 24);
  EXPECT_EQ(bound_, 24);
  PeLedger ledger;
  ledger.computing = 24;
  ledger.waiting = {{0, 0}, {0, 0}, {0, 0}};
  expect_ledger(ledger);
}

TEST_F(Sliding, BehindASlowMemoryWaitsOnlyAtTheEnds) {
  run("sliding_slow_memory");
  expect_sliding_counts();
  EXPECT_EQ(result_.cycles, 45);
  EXPECT_EQ(bound_, 24);
  PeLedger ledger;
  ledger.computing = 24;
  ledger.waiting = {{5, 0}, {5, 0}, {0, 0}};
  ledger.finished = 11;
  expect_ledger(ledger);
}

TEST_F(Golden, SumsReturnToOneMemberOfEachGroup) {
  run("sums_return");
  expect_counts(0, {{"reads.fill", 8}}, {{"reads.fill", 8}}, {{"writes.update", 4}, {"zero_starts", 4}});
  expect_counts(1, {{"reads.fill", 8}, {"writes.fill", 8}}, {{"reads.fill", 8}, {"writes.fill", 8}},
                {{"reads.fill", 4}, {"reads.drain", 4}, {"writes.update", 8}, {"zero_starts", 4}});
  expect_counts(2, {{"reads.operand", 16}, {"writes.fill", 8}}, {{"reads.operand", 16}, {"writes.fill", 16}},
                {{"reads.accumulate", 4},
                 {"reads.drain", 16},
                 {"writes.fill", 4},
                 {"writes.update", 16},
                 {"zero_starts", 8},
                 {"zero_joins", 4}});
  EXPECT_EQ(result_.cycles, 16);
  EXPECT_EQ(bound_, 12);
  PeLedger ledger;  // of four PEs together
  ledger.computing = 16;
  ledger.waiting = {{16, 4, 0}, {12, 4, 0}, {0, 2, 0}};
  ledger.output_room = 2;
  ledger.finished = 8;
  expect_ledger(ledger);
}

TEST_F(Golden, MembersWithoutWorkTakeNoPart) {
  run("idle_members");
  expect_counts(0, {{"reads.fill", 6}}, {{"reads.fill", 6}}, {{"writes.update", 4}, {"zero_starts", 4}});
  expect_counts(1, {{"reads.fill", 6}, {"writes.fill", 6}}, {{"reads.fill", 6}, {"writes.fill", 6}},
                {{"reads.fill", 4}, {"reads.drain", 4}, {"writes.update", 8}, {"zero_starts", 4}});
  expect_counts(2, {{"reads.operand", 12}, {"writes.fill", 6}}, {{"reads.operand", 12}, {"writes.fill", 12}},
                {{"reads.accumulate", 4},
                 {"reads.drain", 12},
                 {"writes.fill", 4},
                 {"writes.update", 12},
                 {"zero_starts", 8}});
  EXPECT_EQ(result_.cycles, 14);
  EXPECT_EQ(result_.processing, 5);
  EXPECT_EQ(bound_, 10);
  PeLedger ledger;  // of four PEs together
  ledger.computing = 12;
  ledger.waiting = {{12, 4, 0}, {8, 4, 0}, {0, 2, 0}};
  ledger.finished = 14;
  expect_ledger(ledger);
}

TEST_F(Golden, AShortTileDoesNotHideTheNextFetch) {
  run("short_tile");
  expect_counts(0, {{"reads.fill", 4}}, {{"reads.fill", 11}}, {{"writes.update", 10}, {"zero_starts", 10}});
  expect_counts(1, {{"reads.operand", 20}, {"writes.fill", 4}}, {{"reads.operand", 20}, {"writes.fill", 11}},
                {{"reads.accumulate", 10}, {"reads.drain", 10}, {"writes.update", 20}, {"zero_starts", 10}});
  EXPECT_EQ(result_.cycles, 43);
  EXPECT_EQ(result_.processing, 24);
  EXPECT_EQ(bound_, 30);
  PeLedger ledger;
  ledger.computing = 20;
  ledger.waiting = {{5, 0}, {12, 0}, {0, 0}};
  ledger.finished = 6;
  expect_ledger(ledger);
}

TEST_F(Golden, TensorsShareTheRoomOfABuffer) {
  run("shared_room");
  expect_counts(0, {{"reads.fill", 8}}, {{"reads.fill", 8}}, {{"writes.update", 2}, {"zero_starts", 2}});
  expect_counts(1, {{"reads.operand", 8}, {"writes.fill", 8}}, {{"reads.operand", 8}, {"writes.fill", 8}},
                {{"reads.accumulate", 6}, {"reads.drain", 2}, {"writes.update", 8}, {"zero_starts", 2}});
  EXPECT_EQ(result_.cycles, 18);
  EXPECT_EQ(bound_, 16);
  PeLedger ledger;
  ledger.computing = 8;
  ledger.waiting = {{2, 0}, {8, 0}, {0, 0}};
  expect_ledger(ledger);
}

}  // namespace
}  // namespace nestwave
