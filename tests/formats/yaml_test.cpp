// SPDX-License-Identifier: Apache-2.0
#include "models/formats/yaml.h"

#include <gtest/gtest.h>

#include "tests/formats/malformed.h"

namespace nestwave::yaml {
namespace {

Node value_of(const std::string& text) {
  return *parse(Source("value: " + text, "in.yaml")).at(0).find("value");
}

TEST(Yaml, KnowsThePlaceOfEveryNodeAndKey) {
  const Node root = parse(Source("a:\n  - x\n  - {b: 1}\n", "in.yaml")).at(0);
  const Node& inner = root.find("a")->items.at(1);
  EXPECT_EQ(*inner.where.file, "in.yaml");
  EXPECT_EQ(inner.where.line, 3);
  EXPECT_EQ(inner.where.column, 5);
  EXPECT_EQ(inner.entries.at(0).where.column, 6);
  EXPECT_EQ(inner.entries.at(0).value.where.column, 9);
}

TEST(Yaml, KeepsTagsAndOrder) {
  const Node root = parse(Source("[!Container {b: 1, a: 2}, !Nothing , 'quoted']", "in.yaml")).at(0);
  EXPECT_EQ(root.items.at(0).tag, "!Container");
  EXPECT_EQ(root.items.at(0).entries.at(0).key, "b");
  EXPECT_EQ(root.items.at(1).tag, "!Nothing");
  EXPECT_EQ(root.items.at(2).tag, "");
}

TEST(Yaml, TakesHyphensForUnderscores) {
  const Node root = parse(Source("word-bits: 8", "in.yaml")).at(0);
  ASSERT_NE(root.find("word_bits"), nullptr);
  EXPECT_EQ(root.find("word_bits")->text, "8");
}

TEST(Yaml, ExpandsAliasesAndMergeKeys) {
  const Node root = parse(Source("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\n", "in.yaml")).at(0);
  const Node& use = *root.find("use");
  EXPECT_EQ(use.entries.size(), 2u);
  EXPECT_EQ(use.find("x")->text, "1");
  EXPECT_EQ(use.find("y")->text, "3");
}

TEST(Yaml, ReadsSeveralDocuments) {
  EXPECT_EQ(parse(Source("a: 1\n---\nb: 2\n...\n", "in.yaml")).size(), 2u);
}

TEST(Yaml, ReadsFractionsExactly) {
  EXPECT_EQ(rational_of(value_of("4"), "it"), Rational(4));
  EXPECT_EQ(rational_of(value_of("4.0"), "it"), Rational(4));
  EXPECT_EQ(rational_of(value_of("0.25"), "it"), Rational(1, 4));
  EXPECT_EQ(rational_of(value_of(".5"), "it"), Rational(1, 2));
  EXPECT_EQ(rational_of(value_of("0.1"), "it"), Rational(1, 10));
  EXPECT_EQ(rational_of(value_of("25e-2"), "it"), Rational(1, 4));
  EXPECT_EQ(rational_of(value_of("2.5E1"), "it"), Rational(25));
  EXPECT_EQ(rational_of(value_of("6/8"), "it"), Rational(3, 4));
}

class BadFraction : public testing::TestWithParam<const char*> {};

TEST_P(BadFraction, IsRefused) {
  EXPECT_THROW((void)rational_of(value_of(GetParam()), "it"), InputError);
}

INSTANTIATE_TEST_SUITE_P(, BadFraction,
                         testing::Values("-1", "+1", "0", "0/3", "3/0", "1/2/3", "1/", "/2", ".", "e3", "1e",
                                         "1e99", "1e-99", "0x10", "inf", ".inf", ".nan", "4x", "1 2",
                                         "1000001", "1/1000001", "0.5/2", "99999999999999999999", "[1]",
                                         "{a: 1}", "''", "~"));

TEST(Yaml, ReadsWholeNumbersStrictly) {
  EXPECT_EQ(integer_of(value_of("18446744073709551615"), "it", 0, ~std::uint64_t{0}), ~std::uint64_t{0});
  EXPECT_EQ(integer_of(value_of("'12'"), "it", 0, 20), 12u);
  for (const char* bad : {"18446744073709551616", "-1", "1.0", "1e3", "0x10", " ", "~", "[1]", "1_000", "٣"})
    EXPECT_THROW((void)integer_of(value_of(bad), "it", 0, ~std::uint64_t{0}), InputError) << bad;
}

TEST(Yaml, ReadsDecimalsAndBooleans) {
  EXPECT_DOUBLE_EQ(decimal_of(value_of("1e-9"), "it"), 1e-9);
  EXPECT_DOUBLE_EQ(decimal_of(value_of("0"), "it"), 0.0);
  EXPECT_TRUE(boolean_of(value_of("True"), "it"));
  EXPECT_TRUE(boolean_of(value_of("yes"), "it"));
  EXPECT_FALSE(boolean_of(value_of("off"), "it"));
}

TEST(ReadFile, RefusesWhatIsNotAReadableFile) {
  EXPECT_EQ(message_of([] { (void)read_file("/no/such/file.yaml"); }),
            "/no/such/file.yaml: error: there is no such file");
  EXPECT_EQ(message_of([] { (void)read_file("/tmp"); }), "/tmp: error: this is a directory, not a file");
  EXPECT_EQ(message_of([] { (void)read_file("/dev/zero"); }),
            "/dev/zero: error: the file is larger than 16 MiB");
}

TEST(Yaml, MergesMapsInsideMapsWithThreeArrows) {
  const Node root = parse(Source("base: &b {x: 1, in: {p: 1, q: [1, 2]}, list: [1, 2]}\n"
                                 "deep: {<<<: *b, in: {p: 2}, list: [3]}\n"
                                 "flat: {<<: *b, in: {p: 2}}\n",
                                 "in.yaml"))
                        .at(0);
  const Node& deep = *root.find("deep");
  EXPECT_EQ(deep.find("x")->text, "1");
  EXPECT_EQ(deep.find("in")->find("p")->text, "2");
  EXPECT_EQ(deep.find("in")->find("q")->items.size(), 2u);
  EXPECT_EQ(deep.find("list")->items.size(), 1u);
  EXPECT_EQ(deep.find("<<<"), nullptr);
  EXPECT_EQ(root.find("flat")->find("in")->find("q"), nullptr);
}

TEST(Yaml, TakesTwoSpellingsOfOneThingIfTheyAgree) {
  const Node root = parse(Source("{depth: 8, memory_depth: 8, entries: 9}", "in.yaml")).at(0);
  EXPECT_EQ(root.find_any({"depth", "memory_depth"})->text, "8");
  EXPECT_EQ(message_of([&] {
              (void)root.find_any({"depth", "entries"});
            }),
            "in.yaml:1:38: error: 'entries' and 'depth' mean the same; give only one of them");
}

}  // namespace
}  // namespace nestwave::yaml
