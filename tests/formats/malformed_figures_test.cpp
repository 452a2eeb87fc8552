// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <vector>

#include "models/formats/figures.h"
#include "tests/formats/malformed.h"
#include "tests/formats/stats_text.h"

namespace nestwave {
namespace {

const char* const kHead = "level,data_space,counter,value\n";

const Malformed kCases[] = {
    {"empty", nullptr, nullptr, " \n\n", "in.yaml: error: the file is empty"},
    {"something else", nullptr, nullptr, "{\"computes\": 5}\n",
     "in.yaml:1:1: error: this is neither a stats file of Timeloop nor a CSV of figures, which begins with "
     "'level,data_space,counter,value'"},
    {"misspelt first column", nullptr, nullptr, "levels,data_space,counter,value\n",
     "in.yaml:1:1: error: this is neither a stats file of Timeloop nor a CSV of figures, which begins with "
     "'level,data_space,counter,value'; did you mean 'level'?"},
    {"misspelt column", nullptr, nullptr, "level,dataspace,counter,value\n",
     "in.yaml:1:7: error: column 2 must be 'data_space', not 'dataspace'"},
    {"column too many", nullptr, nullptr, "level,data_space,counter,value,unit\n",
     "in.yaml:1:32: error: there is no column after 'value', but 'unit'"},
    {"column too few", nullptr, nullptr, "level,data_space,counter\n",
     "in.yaml:1:18: error: the header must be 'level,data_space,counter,value'"},
    {"only a header", kHead, "", "", "in.yaml: error: the file has no figures, only a header"},
    {"cell too few", kHead, "\n", "\nBuffer,Inputs,reads\n",
     "in.yaml:2:15: error: a line must have 4 cells, not 3"},
    {"cell too many", kHead, "\n", "\nBuffer,Inputs,reads,5,6\n",
     "in.yaml:2:23: error: a line must have 4 cells, not 5"},
    {"open quote", kHead, "\n", "\nBuffer,\"Inputs,reads,5\n",
     "in.yaml:2:8: error: this quote is not closed on its line"},
    {"text behind a quote", kHead, "\n", "\n\"Buffer\"x,Inputs,reads,5\n",
     "in.yaml:2:9: error: a comma must follow a closing quote"},
    {"misspelt counter", kHead, "\n", "\nBuffer,Inputs,read.fill,5\n",
     "in.yaml:2:15: error: there is no counter 'read.fill'; did you mean 'reads.fill'?"},
    {"unknown counter", kHead, "\n", "\nBuffer,Inputs,hops,5\n",
     "in.yaml:2:15: error: there is no counter 'hops'; there are 'reads', 'fills', 'updates', 'tile_words', "
     "'instances', 'energy_pJ', 'cycles.compute', 'cycles.timeloop', 'cycles.simulated', 'macs', "
     "'reads.operand', 'reads.fill', 'reads.accumulate', 'reads.drain', 'writes.fill', 'writes.update', "
     "'zero_starts' or 'zero_joins'"},
    {"no level", kHead, "\n", "\n,,reads,5\n", "in.yaml:2:1: error: 'reads' needs a level"},
    {"no data space", kHead, "\n", "\nBuffer,,reads,5\n", "in.yaml:2:8: error: 'reads' needs a data space"},
    {"a level too many", kHead, "\n", "\nBuffer,,macs,5\n",
     "in.yaml:2:1: error: 'macs' is not of a level, so leave 'Buffer' out"},
    {"a data space alone", kHead, "\n", "\n,Inputs,energy_pJ,5\n",
     "in.yaml:2:2: error: a data space needs a level"},
    {"negative", kHead, "\n", "\nBuffer,Inputs,reads,-5\n",
     "in.yaml:2:21: error: the value of 'reads' must be a number, zero or more, not '-5'"},
    {"no number", kHead, "\n", "\nBuffer,Inputs,reads,\n",
     "in.yaml:2:21: error: the value of 'reads' must be a number, zero or more, not ''"},
    {"not a number", kHead, "\n", "\nBuffer,Inputs,reads,nan\n",
     "in.yaml:2:21: error: the value of 'reads' must be a number, zero or more, not 'nan'"},
    {"thousands", kHead, "\n", "\nBuffer,Inputs,reads,\"1,536\"\n",
     "in.yaml:2:21: error: the value of 'reads' must be a number, zero or more, not '1,536'"},
    {"too large", kHead, "\n", "\nBuffer,Inputs,reads,9007199254740994\n",
     "in.yaml:2:21: error: the value of 'reads' must be at most 2^53, not '9007199254740994'"},
    {"twice", kHead, "\n", "\nBuffer,Inputs,reads,5\nBuffer,Inputs,fills,5\nBuffer,Inputs,reads,6\n",
     "in.yaml:4:1: error: this figure is given twice; first in line 2"},

    {"figure missing", kSlidingStats, "        Scalar fills (per-instance)              : 6\n", "",
     "in.yaml:41:5: error: Weights of Buffer has no 'Scalar fills (per-instance)'"},
    {"figure misspelt", kSlidingStats, "Scalar reads (per-instance)", "Scalar raeds (per-instance)",
     "in.yaml:46:9: error: in Weights of Buffer there is no 'Scalar reads (per-instance)', but 'Scalar raeds "
     "(per-instance)'; did you mean 'Scalar reads (per-instance)'?"},
    {"figure twice", kSlidingStats, "Scalar updates (per-instance)            : 0",
     "Scalar reads (per-instance) : 0",
     "in.yaml:47:9: error: 'Scalar reads (per-instance)' of Weights of Buffer is given twice"},
    {"figure no number", kSlidingStats, "Scalar reads (per-instance)              : 24",
     "Scalar reads (per-instance)              : many",
     "in.yaml:46:52: error: Scalar reads (per-instance) must be a number, zero or more, not 'many'"},
    {"energy without unit", kSlidingStats, "12.00 pJ", "12.00",
     "in.yaml:17:28: error: Energy (total) must be a number and its unit, pJ or uJ, not '12.00'"},
    {"energy in another unit", kSlidingStats, "12.00 pJ", "12.00 nJ",
     "in.yaml:17:28: error: Energy (total) must be a number and its unit, pJ or uJ, not '12.00 nJ'"},
    {"level without name", kSlidingStats, "=== Buffer ===\n", "",
     "in.yaml:36:5: error: STATS before the level has a name"},
    {"level twice", kSlidingStats,
     "=== MainMemory ===", "=== Buffer ===", "in.yaml:70:5: error: the level 'Buffer' is given twice"},
    {"level name not closed", kSlidingStats, "=== Buffer ===", "=== Buffer",
     "in.yaml:22:1: error: a level's name must stand between '===' and '==='"},
    {"level name empty", kSlidingStats,
     "=== Buffer ===", "===   ===", "in.yaml:22:1: error: the level's name is empty"},
    {"level number", kSlidingStats, "Level 1\n", "Level 2\n",
     "in.yaml:20:7: error: this level should have the number 1, not '2'"},
    {"name without level", kSlidingStats, "Level 0\n", "\n",
     "in.yaml:5:1: error: a name without a 'Level N' of its own"},
    {"level without stats", kSlidingStats, "    STATS\n    -----\n    Utilized instances ",
     "    Utilized instances ", "in.yaml:18:1: error: the level 'MAC' has no STATS"},
    {"cycles missing", kSlidingStats, "    Cycles               : 24\n    Bandwidth", "    Bandwidth",
     "in.yaml:37:5: error: Buffer has no 'Cycles'"},
    {"data space twice", kSlidingStats, "    Inputs:\n", "    Weights:\n",
     "in.yaml:53:5: error: the data space 'Weights' is given twice at 'Buffer'"},
    {"data space of the MACs", kSlidingStats, "    Area (total)         : 1.00 um^2\n", "    Weights:\n",
     "in.yaml:18:5: error: the MACs have no data spaces"},
    {"no summary cycles", kSlidingStats, "\nCycles: 24\n", "\n",
     "in.yaml:141:1: error: the file ends without 'Cycles' in its 'Summary Stats'"},
    {"no computes", kSlidingStats, "MACCs = 24\n", "",
     "in.yaml:141:1: error: the file ends without 'MACCs' or 'Computes' in its 'Summary Stats'"},
    {"summary twice", kSlidingStats, "MACCs = 24\n", "MACCs = 24\nCycles: 25\n",
     "in.yaml:140:1: error: 'Cycles' is given twice"},
    {"no levels", nullptr, nullptr, "Buffer and Arithmetic Levels\nSummary Stats\nCycles: 5\nMACCs = 5\n",
     "in.yaml:4:1: error: the file has no storage level"},
};

class MalformedFigures : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedFigures, HaveOneMessage) {
  EXPECT_EQ(message_of([] { (void)read_figures_text(text_of(GetParam()), "in.yaml"); }), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Cases, MalformedFigures, testing::ValuesIn(kCases), test_name);

TEST(MalformedFigures, ATruncatedFileIsRefusedWhereverItEnds) {
  const std::string text = kSlidingStats;
  for (std::size_t length = 0; length < text.find("MACCs = "); ++length)
    EXPECT_NE(message_of([&] { (void)read_figures_text(text.substr(0, length), "x"); }), "no error")
        << length;
}

TEST(MalformedFigures, BinaryAndHugeFilesAreRefused) {
  EXPECT_EQ(message_of([] { (void)read_figures_text(std::string("level\0", 6), "x"); }),
            "x: error: this is not a text file: it holds a byte of value zero");
  EXPECT_EQ(message_of([] { (void)read_figures("/dev/zero"); }),
            "/dev/zero: error: the file is larger than 16 MiB");
  EXPECT_EQ(message_of([] { (void)read_figures("/nowhere/x.stats.txt"); }),
            "/nowhere/x.stats.txt: error: there is no such file");
}

/// Lines of a good file doubled, dropped and swapped: a result or an InputError, nothing else.
TEST(MalformedFigures, NoOrderOfLinesDoesHarm) {
  std::vector<std::string> lines;
  std::istringstream in(kSlidingStats);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = 0; j < lines.size(); j += 3) {
      std::string text;
      for (std::size_t k = 0; k < lines.size(); ++k) {
        if (k == j) text += lines[i] + "\n";
        if (k != i) text += lines[k] + "\n";
      }
      const std::string message = message_of([&] { (void)read_figures_text(text, "x"); });
      EXPECT_TRUE(message == "no error" || message.starts_with("x")) << message;
    }
}

}  // namespace
}  // namespace nestwave
