// SPDX-License-Identifier: Apache-2.0
// Figures of others: stats files of Timeloop in both layouts, and CSV.
#include "models/formats/figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/formats/stats_text.h"

namespace nestwave {
namespace {

/// "Buffer Inputs fills 6" of every figure, sorted as in the file.
std::string all(const FigureFile& file) {
  std::ostringstream text;
  for (const NamedFigure& figure : file.figures) {
    for (const std::string& name : {figure.level.text, figure.data_space.text})
      if (!name.empty()) text << name << " ";
    text << counter_name(figure.measure, figure.category) << " " << figure.value.value << "\n";
  }
  return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

constexpr const char* kAllOfSliding =
    "MAC instances 1\nMAC cycles.compute 24\nMAC energy_pJ 12\n"
    "Buffer cycles.timeloop 24\n"
    "Buffer Weights tile_words 2\nBuffer Weights instances 1\nBuffer Weights reads 24\nBuffer Weights fills "
    "6\n"
    "Buffer Weights updates 0\nBuffer Weights energy_pJ 60\n"
    "Buffer Inputs tile_words 4\nBuffer Inputs instances 1\nBuffer Inputs reads 24\nBuffer Inputs fills 6\n"
    "Buffer Inputs updates 0\nBuffer Inputs energy_pJ 60\n"
    "Buffer Outputs tile_words 8\nBuffer Outputs instances 1\nBuffer Outputs reads 16\nBuffer Outputs fills "
    "8\n"
    "Buffer Outputs updates 24\nBuffer Outputs energy_pJ 96\n"
    "MainMemory cycles.timeloop 24\n"
    "MainMemory Weights tile_words 6\nMainMemory Weights instances 1\nMainMemory Weights reads 6\n"
    "MainMemory Weights fills 0\nMainMemory Weights updates 0\nMainMemory Weights energy_pJ 600\n"
    "MainMemory Inputs tile_words 6\nMainMemory Inputs instances 1\nMainMemory Inputs reads 6\n"
    "MainMemory Inputs fills 0\nMainMemory Inputs updates 0\nMainMemory Inputs energy_pJ 600\n"
    "MainMemory Outputs tile_words 8\nMainMemory Outputs instances 1\nMainMemory Outputs reads 0\n"
    "MainMemory Outputs fills 0\nMainMemory Outputs updates 8\nMainMemory Outputs energy_pJ 800\n"
    "cycles.timeloop 24\nmacs 24\nenergy_pJ 2228\n";

TEST(StatsFile, IsReadInTheLayoutOf2021) {
  const FigureFile file = read_figures_text(kSlidingStats, "x");
  EXPECT_EQ(file.format, FigureFormat::timeloop_stats);
  EXPECT_TRUE(file.old_layout);
  EXPECT_EQ(file.other_energy, 0);
  EXPECT_EQ(all(file), kAllOfSliding);
  EXPECT_EQ(file.figures[2].value.places, 2);
  EXPECT_EQ(file.figures[2].value.where.line, 17);
  EXPECT_EQ(file.figures[2].value.where.column, 28);
  EXPECT_EQ(file.figures[4].data_space.where.line, 41);
}

/// Later versions print statistics of sparse runs, a section on intensity in which names of levels come back,
/// and "Computes"; the total energy only in uJ.
TEST(StatsFile, IsReadInLaterLayouts) {
  std::string text = kSlidingStats;
  for (const std::string what : {"reads", "fills", "updates"})
    text = replaced(text, "Scalar " + what + " (per-instance) ",
                    "Algorithmic scalar " + what + " (per-instance) ");
  text = replaced(text, "        Utilized capacity ", "        Max utilized data storage capacity ");
  text = replaced(text, "Algorithmic scalar fills",
                  "Actual scalar reads (per-instance) : 1\n        Algorithmic scalar fills");
  text = replaced(text, "Total topology energy: 2228.00 pJ\n", "");
  text = replaced(text, "Energy: 0.00 uJ", "Energy: 0.0022 uJ");
  text = replaced(text, "MACCs = 24\npJ/MACC", "Computes = 24\nfJ/Compute");
  text = replaced(
      text, "Summary Stats",
      "Operational Intensity Stats\n---\n=== Buffer ===\n    Total scalar accesses : 90\n\nSummary Stats");
  const FigureFile file = read_figures_text(replaced(text, "\n", "\r\n"), "x");
  EXPECT_FALSE(file.old_layout);
  EXPECT_EQ(all(file), replaced(kAllOfSliding, "energy_pJ 2228", "energy_pJ 2200"));
  EXPECT_EQ(file.figures.back().value.places, -2);
}

TEST(StatsFile, AddsUpEnergyOutsideLevelsAndMacs) {
  std::string text = replaced(kSlidingStats, "Energy (total)                          : 0.00 pJ",
                              "Energy (total)                          : 3.25 pJ");
  text = replaced(text, "Address Generation Energy (total)        : 0.00 pJ",
                  "Address Generation Energy (total)        : 0.50 pJ");
  EXPECT_DOUBLE_EQ(read_figures_text(text, "x").other_energy, 3.25 + 2 * 0.5);
}

TEST(FiguresCsv, HoldsAnyFigure) {
  const FigureFile file = read_figures_text(
      "\xEF\xBB\xBF"
      "level,data_space,counter,value\r\nBuffer,Inputs,reads,5\r\n\r\n"
      "\"A \"\"b\"\", c\", Weights "
      ",writes.fill,6.50\nBuffer,,instances,2\n,,energy_pJ,1.5e3\n,,cycles.compute,7",
      "x.txt");
  EXPECT_EQ(file.format, FigureFormat::csv);
  EXPECT_EQ(all(file),
            "Buffer Inputs reads 5\nA \"b\", c Weights writes.fill 6.5\nBuffer instances 2\nenergy_pJ 1500\n"
            "cycles.compute 7\n");
  EXPECT_EQ(file.figures[0].value.places, 0);
  EXPECT_EQ(file.figures[1].value.places, 2);
  EXPECT_EQ(file.figures[3].value.places, -2);
  EXPECT_EQ(file.figures[1].data_space.where.line, 4);
  EXPECT_EQ(file.figures[1].data_space.where.column, 15);
}

}  // namespace
}  // namespace nestwave
