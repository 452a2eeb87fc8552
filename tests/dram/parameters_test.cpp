// SPDX-License-Identifier: Apache-2.0
// Presets, parameters and what is said about wrong ones.
#include "memory/dram/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory/dram/presets.h"
#include "memory/dram/timing.h"
#include "models/error.h"

namespace nestwave::dram {
namespace {

using ::testing::HasSubstr;

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(DramPresets, AreLegalAndAsFastAsTheirName) {
  const std::vector<std::pair<std::string, double>> peaks = {
      {"ddr3_1600", 12.8}, {"ddr4_2400", 19.2}, {"lpddr4_2400", 19.2}, {"lpddr5_6400", 12.8}, {"hbm2", 32.0}};
  ASSERT_EQ(presets().size(), peaks.size());
  for (const auto& [name, peak] : peaks) {
    const Config config = preset(name);
    EXPECT_NO_THROW(check(config)) << name;
    EXPECT_EQ(config.preset, name);
    EXPECT_NEAR(config.peak_gigabytes_per_second(), peak, 0.01) << name;
    for (const Parameter& parameter : parameters()) {
      EXPECT_GE(config.*parameter.value, parameter.least) << name << " " << parameter.name;
      EXPECT_LE(config.*parameter.value, parameter.most) << name << " " << parameter.name;
    }
  }
  EXPECT_THAT(error_of([] { (void)preset("ddr4_240"); }), HasSubstr("did you mean 'ddr4_2400'?"));
  EXPECT_THAT(error_of([] { (void)preset("sram"); }), HasSubstr("'ddr3_1600', 'ddr4_2400'"));
}

TEST(DramParameters, AreSetByName) {
  Config config = preset("ddr4_2400");
  set(config, "tRP", "20");
  set(config, "page_policy", "closed");
  EXPECT_EQ(config.tRP, 20u);
  EXPECT_EQ(config.page_policy, "closed");
}

TEST(DramParameters, RefuseWhatIsNoLegalNumber) {
  for (const char* wrong : {"", "0", "-1", "1.5", "4x", " 4", "10001", "99999999999999999999"}) {
    Config config = preset("ddr4_2400");
    EXPECT_THAT(error_of([&] { set(config, "tRP", wrong); }),
                HasSubstr("tRP needs a whole number from 1 to 10000"))
        << wrong;
    EXPECT_EQ(config.tRP, 17u);
  }
}

TEST(DramParameters, SuggestTheNearestSpelling) {
  Config config = preset("ddr4_2400");
  EXPECT_THAT(error_of([&] { set(config, "tRPP", "4"); }), HasSubstr("did you mean 'tRP'?"));
  EXPECT_THAT(error_of([&] { set(config, "page_policy", "opne"); }), HasSubstr("did you mean 'open'?"));
}

TEST(DramParameters, MustGoTogether) {
  const auto error_with = [](const char* name, const char* value) {
    Config config = preset("ddr4_2400");
    set(config, name, value);
    return error_of([&] { check(config); });
  };
  EXPECT_THAT(error_with("BL", "7"), HasSubstr("multiple of beats_per_clock"));
  EXPECT_THAT(error_with("columns", "12"), HasSubstr("multiple of BL"));
  EXPECT_THAT(error_with("bus_width", "12"), HasSubstr("multiple of 8"));
  EXPECT_THAT(error_with("banks", "17"), HasSubstr("must not exceed 64"));
  EXPECT_THAT(error_with("tREFI", "500"), HasSubstr("leaves no time"));
  EXPECT_THAT(error_with("tCCD_L", "3"), HasSubstr("tCCD_S (4) must not exceed tCCD_L (3)"));
  EXPECT_THAT(error_with("write_low", "28"), HasSubstr("must be less than write_high (28)"));
  EXPECT_THAT(error_with("write_high", "33"), HasSubstr("must not exceed write_queue (32)"));
  EXPECT_THAT(error_with("address_mapping", "ro-co"), HasSubstr("address_mapping"));
}

TEST(DramParameters, AreAllInTheManual) {
  const std::string text = manual(preset("ddr4_2400"));
  for (const Parameter& parameter : parameters()) EXPECT_THAT(text, HasSubstr(std::string(parameter.name)));
  EXPECT_THAT(text, HasSubstr("tREFI             9360 clocks"));
}

TEST(DramOfALevel, IsThePresetWithItsOwnSettings) {
  MemoryTiming timing;
  timing.memory = "hbm2";
  timing.settings = {{"tRCD", "15", {}}, {"page_policy", "closed", {}}};
  const Config config = config_of(timing);
  EXPECT_EQ(config.preset, "hbm2");
  EXPECT_EQ(config.tRCD, 15u);
  EXPECT_EQ(config.page_policy, "closed");
}

TEST(DramOfALevel, PutsAMistakeWhereItWasMade) {
  const auto complaint = [](const MemoryTiming& timing) -> std::string {
    Architecture architecture;
    architecture.levels.resize(1);
    architecture.levels[0].timing = timing;
    try {
      check_timings(architecture);
    } catch (const InputError& error) {
      return error.formatted();
    }
    return "none";
  };
  const auto at = [](int line) { return Location{std::make_shared<const std::string>("a.yaml"), line, 2}; };
  MemoryTiming timing;
  timing.where = at(3);
  timing.memory = "ddr4_240";
  EXPECT_THAT(complaint(timing), HasSubstr("a.yaml:3:2: error: "));
  EXPECT_THAT(complaint(timing), HasSubstr("did you mean 'ddr4_2400'?"));
  timing.memory = "ddr4_2400";
  timing.settings = {{"tRCD", "15", at(4)}, {"tRDC", "15", at(5)}};
  EXPECT_EQ(complaint(timing), "a.yaml:5:2: error: a DRAM has no parameter 'tRDC'; did you mean 'tRCD'?");
  timing.settings = {{"tREFI", "100", at(4)}};
  EXPECT_THAT(complaint(timing), HasSubstr("a.yaml:3:2: error: DRAM: tREFI (100) leaves no time"));
  timing.settings.clear();
  EXPECT_EQ(complaint(timing), "none");
  timing.memory = MemoryTiming::kTlm;
  EXPECT_EQ(complaint(timing), "none");
}

}  // namespace
}  // namespace nestwave::dram
