// SPDX-License-Identifier: Apache-2.0
#include "traces/phase_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/traces/small_report.h"
#include "traces/what_if_report.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;

/// A phase of ten cycles on the two PEs of the small design, whose DRAM reads two words per cycle.
class PhaseBounds : public ::testing::Test {
 protected:
  PhaseBounds() {
    Architecture architecture = testing::small_design().architecture();
    architecture.levels[0].read_bandwidth = 2;
    architecture.levels[0].word_bits = 16;
    const Design slow = testing::small_design();
    design_.emplace(slow.problem(), architecture, slow.mapping(), slow.policy());
    report_ = testing::small_report(*design_);
    report_.simulation.ports = {{"DRAM.read", 0, 1, 10, {}}};
    phase_.name = "processing";
    phase_.cycles = 10;
    phase_.pes.waiting.assign(3, {0, 0});
    phase_.ports = report_.simulation.ports;
  }
  void set(std::uint64_t computing, std::uint64_t waiting, std::uint64_t words) {
    phase_.pes.computing = computing;
    phase_.pes.waiting[1][0] = waiting;
    phase_.pes.finished = 20 - computing - waiting;
    phase_.ports[0].words = words;
  }
  [[nodiscard]] PhaseBound bound() const { return bound_of(report_, phase_); }

  std::optional<Design> design_;
  RunReport report_;
  Phase phase_;
};

TEST_F(PhaseBounds, AreAFullPortFirst) {
  set(20, 0, 18);
  EXPECT_EQ(bound().kind, PhaseBound::Kind::port);
  EXPECT_EQ(bound().name, "DRAM.read");
  EXPECT_DOUBLE_EQ(bound().share, 0.9);
}

TEST_F(PhaseBounds, NameTheBusesOfADram) {
  MemoryUse dram;
  dram.burst_bytes = 8;  // four words
  dram.bursts_per_cycle = Rational(1, 2);
  report_.simulation.memories = {dram};
  report_.simulation.ports.push_back({"DRAM.memory", 0, 1, 10, {}});
  report_.simulation.cycles = 10;
  set(2, 18, 3);
  phase_.ports.push_back(report_.simulation.ports.back());
  phase_.ports[1].words = 16;
  EXPECT_EQ(bound().kind, PhaseBound::Kind::waiting) << "four of the five bursts that it has time for";
  phase_.ports[1].words = 20;
  EXPECT_EQ(bound().kind, PhaseBound::Kind::port);
  EXPECT_EQ(bound().name, "DRAM.memory");
  EXPECT_DOUBLE_EQ(bound().share, 1);
  report_.simulation.phases = {phase_};
  EXPECT_THAT(phase_table(report_, Style{false}), HasSubstr("data bus of DRAM     10.0 %"));
  EXPECT_EQ(phases_json(report_)[0]["bound_by"]["name"], "DRAM.memory");
}

TEST_F(PhaseBounds, AreTheMacsWhereTheyHardlyEverRest) {
  set(18, 2, 17);
  EXPECT_EQ(bound().kind, PhaseBound::Kind::compute);
}

TEST_F(PhaseBounds, AreWhatPesWaitForOtherwise) {
  set(10, 4, 17);
  EXPECT_EQ(bound().kind, PhaseBound::Kind::waiting);
  EXPECT_EQ(bound().name, "Inputs@DRAM");
  EXPECT_DOUBLE_EQ(bound().share, 0.2);
}

TEST_F(PhaseBounds, AreTheWayOfTheLastSumsAtTheEnd) {
  set(0, 0, 0);
  EXPECT_EQ(bound().kind, PhaseBound::Kind::latency);
}

TEST_F(PhaseBounds, AreShownWithLengthsAndReasons) {
  set(10, 4, 17);
  report_.simulation.cycles = 10;
  Phase none = phase_;
  none.name = "start_up";
  none.cycles = 0;
  report_.simulation.phases = {none, phase_};
  EXPECT_EQ(
      phase_table(report_, Style{false}),
      "  phase       cycles           bound by                      computing  longest wait             "
      "fullest port\n"
      "  start-up         0    0.0 %\n"
      "  processing      10  100.0 %  waiting for Inputs from DRAM     50.0 %  20.0 % Inputs from DRAM  "
      "85.0 % DRAM.read\n");
  const auto json = phases_json(report_);
  EXPECT_TRUE(json[0]["bound_by"].is_null());
  EXPECT_EQ(json[1]["bound_by"]["kind"], "waiting");
  EXPECT_EQ(json[1]["ports"]["DRAM.read"]["words"], 17);
}

TEST_F(PhaseBounds, WhatIfIsSortedByWhatItSaves) {
  report_.simulation.cycles = 100;
  report_.what_if = {{{"A.latency", "0", 101, ""},
                      {"A.read_bandwidth", "unlimited", 60, ""},
                      {"B.depth", "x 2", std::nullopt, "too large"},
                      {"all of these together", "", 50, ""}}};
  EXPECT_EQ(what_if_table(report_, Style{false}),
            "  what                              cycles  saved\n"
            "  A.read_bandwidth       unlimited      60     40     40.0 %\n"
            "  A.latency              0             101     -1     -1.0 %\n"
            "  B.depth                x 2             -      -  too large\n"
            "  all of these together                 50     50     50.0 %\n");
  EXPECT_EQ(what_if_json(report_)[2]["reason"], "too large");
  EXPECT_EQ(what_if_json(report_)[0]["saved"], -1);
}

}  // namespace
}  // namespace nestwave
