// SPDX-License-Identifier: Apache-2.0
#include "models/formats/spelling.h"

#include <gtest/gtest.h>

namespace nestwave {
namespace {

TEST(Spelling, FindsTheNearestWord) {
  const std::vector<std::string> words = {"temporal", "spatial", "bypass"};
  EXPECT_EQ(nearest_spelling("temproal", words), "temporal");
  EXPECT_EQ(nearest_spelling("spatail", words), "spatial");
  EXPECT_EQ(nearest_spelling("BYPASS", words), "bypass");
  EXPECT_EQ(nearest_spelling("zebra", words), "");
}

TEST(Spelling, TakesCaseAndHyphensForTheSame) {
  EXPECT_EQ(nearest_spelling("HStride", {"Wstride", "Hstride"}), "Hstride");
  EXPECT_EQ(nearest_spelling("word-bits", {"word_bits"}), "word_bits");
}

TEST(Spelling, DoesNotGuessShortWords) {
  EXPECT_EQ(nearest_spelling("X", {"P", "Q"}), "");
  EXPECT_EQ(nearest_spelling("p", {"P", "Q"}), "P");
}

TEST(Spelling, MakesTextSafeToPrint) {
  EXPECT_EQ(in_quotes("a\nb\x1b[1m"), "'a?b?[1m'");
  EXPECT_EQ(in_quotes(std::string(100, 'x')), "'" + std::string(60, 'x') + "...'");
  EXPECT_EQ(one_of({"a", "b", "c"}), "'a', 'b' or 'c'");
}

}  // namespace
}  // namespace nestwave
