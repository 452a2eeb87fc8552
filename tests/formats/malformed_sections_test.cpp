// SPDX-License-Identifier: Apache-2.0
// Areas, constraints, the mapper, flattened architectures, merges and placeholders.
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"area table null", nullptr, nullptr, "ART:\n", "in.yaml:1:1: error: the ART must be a map (key: value)"},
    {"area without tables", nullptr, nullptr, "ART: {version: 0.4}\n",
     "in.yaml:1:6: error: the ART has no 'tables'"},
    {"area of unknown version", nullptr, nullptr, "ART: {version: 0.5, tables: []}\n",
     "in.yaml:1:16: error: version '0.5' is not known; it must be '0.2', '0.3' or '0.4'"},
    {"area tables a word", nullptr, nullptr, "ART: {tables: none}\n",
     "in.yaml:1:15: error: 'tables' must be a list or a map"},
    {"area without name", nullptr, nullptr, "ART: {tables: [{area: 1}]}\n",
     "in.yaml:1:16: error: a table has no 'name'"},
    {"area without area", nullptr, nullptr, "ART: {tables: [{name: a.b}]}\n",
     "in.yaml:1:16: error: the table of 'a.b' has no 'area'"},
    {"area misspelt", nullptr, nullptr, "ART: {tables: [{name: a.b, aera: 1}]}\n",
     "in.yaml:1:28: error: a table has no key 'aera'; did you mean 'area'?"},
    {"area negative", nullptr, nullptr, "ART: {tables: [{name: a.b, area: -1}]}\n",
     "in.yaml:1:34: error: the area of a.b must be a number, zero or more, not '-1'"},
    {"area a list", nullptr, nullptr, "ART: {tables: {a.b: [1]}}\n",
     "in.yaml:1:21: error: the area of a.b must be a number, zero or more"},
    {"area twice", nullptr, nullptr, "ART: {tables: [{name: a.b, area: 1}, {name: a.b, area: 1}]}\n",
     "in.yaml:1:38: error: the area of 'a.b' is given twice"},

    {"constraints a word", nullptr, nullptr, "constraints: none\n",
     "in.yaml:1:14: error: the constraints must be a list of targets"},
    {"constraints without targets", nullptr, nullptr, "architecture_constraints: {version: 0.3}\n",
     "in.yaml:1:27: error: the constraints have no 'targets'"},
    {"constraints misspelt", nullptr, nullptr, "mapspace_constraints: {tagets: []}\n",
     "in.yaml:1:24: error: the constraints has no key 'tagets'; did you mean 'targets'?"},
    {"constraint without target", nullptr, nullptr, "constraints: [{type: spatial}]\n",
     "in.yaml:1:15: error: the constraint has no 'target'"},
    {"constraint without type", nullptr, nullptr, "constraints: [{target: A}]\n",
     "in.yaml:1:15: error: the constraint has no 'type'"},
    {"constraint a word", nullptr, nullptr, "constraints: [A]\n",
     "in.yaml:1:15: error: a constraint must be a map (key: value)"},
    {"constraint with a map of lists", nullptr, nullptr,
     "constraints: [{target: A, type: temporal, factors: {N: [1]}}]\n",
     "in.yaml:1:56: error: the factor of N must be a word"},
    {"constraint with a map as permutation", nullptr, nullptr,
     "constraints: [{target: A, type: temporal, permutation: {N: 1}}]\n",
     "in.yaml:1:56: error: 'permutation' must be a word or a list"},
    {"constraint that keeps a list of lists", nullptr, nullptr,
     "constraints: [{target: A, type: bypass, keep: [[Inputs]]}]\n",
     "in.yaml:1:48: error: an entry of 'keep' must be a word"},
    {"constraint with half a split", nullptr, nullptr,
     "constraints: [{target: A, type: spatial, split: 1.5}]\n",
     "in.yaml:1:49: error: 'split' must be a whole number, not '1.5'"},
    {"mapper a list", nullptr, nullptr, "mapper: [random]\n",
     "in.yaml:1:9: error: the mapper must be a map (key: value)"},
    {"mapper of unknown version", nullptr, nullptr, "mapper: {version: 4}\n",
     "in.yaml:1:19: error: version '4' is not known; it must be '0.2', '0.3' or '0.4'"},

    {"flattened with two storage levels in one container", nullptr, nullptr, R"(architecture:
  local:
  - {name: S.P.m, class: intmac}
  - {name: S.P.A, class: regfile}
  - {name: S.P.B, class: regfile}
)",
     "in.yaml:5:12: error: A and B stand in one container; a flattened architecture has lost which is "
     "further "
     "out, give the original"},
    {"flattened with containers side by side", nullptr, nullptr, R"(architecture:
  local:
  - {name: S.P.A, class: regfile}
  - {name: S.Q.B, class: regfile}
)",
     "in.yaml:4:12: error: two containers of the flattened architecture stand side by side; give the "
     "original"},
    {"flattened with containers side by side at two depths", nullptr, nullptr, R"(architecture:
  local:
  - {name: S.P.A, class: regfile}
  - {name: T.B, class: regfile}
)",
     "in.yaml:4:12: error: two containers of the flattened architecture stand side by side; give the "
     "original"},
    {"flattened with an empty part", nullptr, nullptr, R"(architecture:
  local:
  - {name: S..A, class: regfile}
)",
     "in.yaml:3:12: error: the path 'S..A' has an empty part"},
    {"flattened without a name", nullptr, nullptr, R"(architecture:
  local:
  - {name: S.A, class: regfile}
  - {class: regfile}
)",
     "in.yaml:4:5: error: this node has no 'name'"},

    {"deep merge with a word", nullptr, nullptr, "problem:\n  <<<: word\n",
     "in.yaml:2:8: error: the value of '<<<' must be a map (key: value)"},
    {"merge with a list of words", nullptr, nullptr, "problem:\n  <<: [{}, word]\n",
     "in.yaml:2:12: error: the value of '<<' must be a map (key: value)"},
    {"placeholder", kArchitecture, "depth: 64", "depth: $depth$",
     "in.yaml:13:25: error: '$depth$' is a placeholder; fill in the template and give the result"},
    {"expression", kArchitecture, "depth: 64", "depth: rows * 2",
     "in.yaml:13:25: error: the depth must be a whole number, not 'rows * 2'; expressions are not evaluated"},
    {"expression as a bandwidth", kArchitecture, "depth: 64", "depth: 64, read_bandwidth: max(1)",
     "in.yaml:13:45: error: read_bandwidth must be a number such as 4, 0.25 or 3/4, not 'max(1)'; "
     "expressions "
     "are not evaluated"},
    {"two spellings that differ", kArchitecture, "depth: 64", "depth: 64, memory_depth: 32",
     "in.yaml:13:43: error: 'memory_depth' and 'depth' mean the same; give only one of them"},
    {"include not closed", nullptr, nullptr, "{{include_text('a.yaml')\n",
     "in.yaml:1:1: error: an include is written {{include_text('FILE')}}, alone on its line"},
    {"include that is indented", nullptr, nullptr, "a_ignore:\n  {{include_text('a.yaml')}}\n",
     "in.yaml:2:3: error: an include is written {{include_text('FILE')}}, alone on its line"},
    {"include without a name", nullptr, nullptr, "{{include_text('')}}\n",
     "in.yaml:1:1: error: an include is written {{include_text('FILE')}}, alone on its line"},
    {"include with text behind", nullptr, nullptr, "{{include_text('a')}} b\n",
     "in.yaml:1:1: error: an include is written {{include_text('FILE')}}, alone on its line"},
    {"include from memory", nullptr, nullptr, "\n{{include_text('a.yaml')}}\n",
     "in.yaml:2:1: error: only a file can include another, 'a.yaml' was not looked for"},
};

class MalformedSection : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedSection, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedSection, testing::ValuesIn(kCases), test_name);

/// Kinds of file that are known by name or beginning, and not read.
TEST(FileKind, SaysWhatAFileIsThatCannotBeAnInput) {
  const auto message = [](const char* name, const char* text) {
    return message_of([&] { (void)read_texts({{name, text}}); });
  };
  EXPECT_EQ(
      message("run.stats.txt", "x"),
      "run.stats.txt: error: these are figures that Timeloop wrote, not an input; give it to --against");
  EXPECT_EQ(message("copy.yaml", "\nBuffer and Arithmetic Levels\n----\n"),
            "copy.yaml: error: these are figures that Timeloop wrote, not an input; give it to --against");
  EXPECT_EQ(message("figures.csv", "level,data_space\n"),
            "figures.csv: error: a table of figures is not an input; give it to --against");
  for (const char* text : {"<?xml version=\"1.0\"?>", "\xEF\xBB\xBF<?xml?>", "<!DOCTYPE x>"})
    EXPECT_EQ(
        message("in.yaml", text),
        "in.yaml: error: this is XML, which is not read; of timeloop-mapper's output give the .map.txt");
  EXPECT_EQ(
      message("map+stats.xml", ""),
      "map+stats.xml: error: this is XML, which is not read; of timeloop-mapper's output give the .map.txt");
  EXPECT_EQ(message("arch.cfg", "arch = {}"),
            "arch.cfg: error: configurations in libconfig's syntax are not read; convert them to YAML");
}

}  // namespace
}  // namespace nestwave
