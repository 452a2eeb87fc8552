// SPDX-License-Identifier: Apache-2.0
// Streams whose efficiency and latency have a closed form.
#include <gtest/gtest.h>

#include <cmath>

#include "app/dram_run.h"
#include "memory/dram/presets.h"

namespace nestwave {
namespace {

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double efficiency(const dram::Config& config, const char* pattern) {
  DramRunOptions options;
  options.outstanding = 64;
  return run_dram(config, dram::pattern(pattern), options).efficiency;
}

void expect_within_one_percent(double measured, double expected) {
  EXPECT_LT(std::abs(measured / expected - 1), 0.01) << measured << " instead of " << expected;
}

double outside_refresh(const dram::Config& config) {
  return 1 - number(config.tRFC) / number(config.tREFI);
}

TEST(DramClosedForm, AFullBusLosesTheRefreshes) {
  for (const char* name : {"ddr3_1600", "ddr4_2400", "lpddr4_2400"}) {
    const dram::Config config = dram::preset(name);
    SCOPED_TRACE(name);
    expect_within_one_percent(efficiency(config, "seq_bgint"), outside_refresh(config));
    expect_within_one_percent(efficiency(config, "write_bgint"), outside_refresh(config));
  }
}

TEST(DramClosedForm, AFullBusAlsoLosesTheTimeToCloseAndOpenRowsAroundARefresh) {
  for (const dram::Preset& preset : dram::presets()) {
    const dram::Config config = preset.config();
    SCOPED_TRACE(preset.name);
    const double around = number(config.tRTP + std::max(config.tRP, config.tRPab) + config.tRCD);
    expect_within_one_percent(efficiency(config, "seq_bgint"),
                              outside_refresh(config) - around / number(config.tREFI));
  }
}

TEST(DramClosedForm, NewRowsOfOneBankTakeARowCycleEach) {
  for (const dram::Preset& preset : dram::presets()) {
    const dram::Config config = preset.config();
    SCOPED_TRACE(preset.name);
    DramRunOptions options;
    options.requests = 20'000;
    expect_within_one_percent(
        run_dram(config, dram::pattern("row_samebank"), options).efficiency,
        number(config.tBL()) / number(config.tRAS + config.tRP) * outside_refresh(config));
  }
}

TEST(DramClosedForm, NewRowsInTurnsOfBanksMeetTheActivateWindow) {
  for (const char* name : {"ddr3_1600", "ddr4_2400", "lpddr4_2400"}) {
    const dram::Config config = dram::preset(name);
    SCOPED_TRACE(name);
    expect_within_one_percent(efficiency(config, "row_rotbank"),
                              4 * number(config.tBL()) / number(config.tFAW) * outside_refresh(config));
  }
}

TEST(DramClosedForm, AnIdleReadTakesPrechargeActivateAndRead) {
  for (const dram::Preset& preset : dram::presets()) {
    dram::Config config = preset.config();
    SCOPED_TRACE(preset.name);
    config.tREFI = 1'000'000;  // out of the way
    DramRunOptions options;
    options.outstanding = 1;
    options.requests = 1000;
    // Rows rotate over the banks: from the second round on each finds another row open, and long enough.
    const DramRun run = run_dram(config, dram::pattern("row_rotbank"), options);
    EXPECT_EQ(run.traffic.latency_max, 1 + config.tRP + config.tRCD + config.CL + config.tBL());
  }
}

}  // namespace
}  // namespace nestwave
