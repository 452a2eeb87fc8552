// SPDX-License-Identifier: Apache-2.0
// Whatever is fed in, reading ends in a design or an InputError: no crash, no hang, no other exception.
#include <gtest/gtest.h>

#include <random>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

std::string outcome(const std::string& text) {
  return message_of([&] { (void)make_design(read_texts({{"in.yaml", text}})); });
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(HostileInput, DeepNestingIsRefused) {
  EXPECT_EQ(outcome(repeated("[", 100) + repeated("]", 100)),
            "in.yaml:1:65: error: more than 64 nested lists and maps");
  EXPECT_EQ(outcome(repeated("{a: ", 100) + "1" + repeated("}", 100)),
            "in.yaml:1:257: error: more than 64 nested lists and maps");
  for (const char* piece : {"[", "{a: ", "- ", "? ", "[{", "a: [", "!x [", "&a ["})
    EXPECT_TRUE(outcome(repeated(piece, 100000)).ends_with("more than 64 nested lists and maps")) << piece;
}

TEST(HostileInput, NestingThroughAliasesIsRefused) {
  const std::string open = repeated("[", 40);
  const std::string close = repeated("]", 40);
  EXPECT_EQ(outcome("a: &a " + open + close + "\nb: " + open + "*a" + close + "\n"),
            "in.yaml:2:44: error: more than 64 nested lists and maps");
}

TEST(HostileInput, ControlCharactersAreRefused) {
  EXPECT_EQ(outcome(std::string("problem:\n  a\0b: 1\n", 18)), "in.yaml:2:4: error: this is not a text file");
  EXPECT_EQ(outcome("\x7f"
                    "ELF\x02\x01"),
            "in.yaml:1:5: error: this is not a text file");
  EXPECT_EQ(outcome("problem: 1 # \x04\n"), "in.yaml:1:14: error: this is not a text file");
}

TEST(HostileInput, LongWordsAreCut) {
  EXPECT_EQ(outcome(std::string(200, 'k') + ": 1\n"),
            "in.yaml:1:1: error: there is no top-level key '" + std::string(60, 'k') + "...'");
}

TEST(HostileInput, LargeListsAreRefused) {
  EXPECT_EQ(outcome("problem: {shape: {dimensions: [" + repeated("A,", 1000) + "B]}, instance: {}}"),
            "in.yaml:1:31: error: 'dimensions' has more than 64 entries");
  EXPECT_EQ(outcome("mapping: [" + repeated("{},", 2000) + "{}]"),
            "in.yaml:1:10: error: the mapping has more than 1024 directives");
}

/// Random edits of a correct file: bytes changed, deleted, doubled, or swapped for telling pieces.
std::string mutated(std::string text, std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"-1",   "0",     "99999999999999999999",
                                                   "[",    "]",     "{",
                                                   "}",    ": ",    "\n",
                                                   "\t",   "&a ",   "*a",
                                                   "!x ",  "~",     "'",
                                                   "\"",   "|\n",   "? ",
                                                   "<<: ", "1e400", ".nan",
                                                   "[0..", "..",    "=",
                                                   ",",    "1/0",   "\xff",
                                                   "#"};
  const auto pick = [&random](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  for (std::size_t edits = 1 + pick(4); edits > 0; --edits) {
    const std::size_t at = pick(text.size());
    switch (pick(4)) {
      case 0: text[at] = static_cast<char>(32 + pick(95)); break;
      case 1: text.erase(at, 1 + pick(8)); break;
      case 2: text.insert(at, text.substr(pick(text.size()), pick(30))); break;
      default: text.replace(at, pick(3), kPieces[pick(kPieces.size())]);
    }
    if (text.empty()) text = "x";
  }
  return text;
}

/// kArchitecture with a DRAM behind its memory and banks in its register files.
std::string with_memories() {
  std::string text = kArchitecture;
  const std::string word = "datawidth: 16";
  text.insert(text.find(word) + word.size(), ", nestwave: {timing: {preset: hbm2, tRCD: 9, outstanding: 4}}");
  text.insert(text.find("depth: 64"),
              "nestwave: {banks: {count: 4, ports: 2, interleave: 8, per_data_space: {Inputs: 1}}}, ");
  return text;
}

TEST(HostileInput, RandomEditsNeverCrash) {
  EXPECT_EQ(outcome(std::string(kProblem) + kMapping + with_memories()), "no error");
  const std::vector<std::string> bases = {
      std::string(kProblem) + kMapping + with_memories(), std::string(kProblem) + kMapping + kArchitecture,
      std::string(kProblem) + kMapping + kOldArchitecture,
      "ERT: {tables: [{name: a.b, actions: [{name: read, energy: 1.5}]}]}\n"};
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    const std::string text = mutated(bases[seed % bases.size()], random);
    EXPECT_NO_THROW((void)outcome(text)) << "seed " << seed << "\n" << text;
  }
}

}  // namespace
}  // namespace nestwave
