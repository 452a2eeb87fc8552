// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"null", nullptr, nullptr, R"(mapping:
)",
     "in.yaml:1:1: error: the mapping must be a list of directives (target, type, ...)"},
    {"a map", nullptr, nullptr, R"(mapping: {nodes: []}
)",
     "in.yaml:1:10: error: the mapping must be a list of directives (target, type, ...)"},
    {"entry a word", nullptr, nullptr, R"(mapping: [DRAM]
)",
     "in.yaml:1:11: error: a directive must be a map (key: value)"},
    {"no target", kMapping, "target: DRAM, type: temporal", "type: temporal",
     "in.yaml:2:3: error: the directive has no 'target'"},
    {"no type", kMapping, "target: DRAM, type: temporal", "target: DRAM",
     "in.yaml:2:3: error: the directive has no 'type'"},
    {"misspelt type", kMapping, "type: temporal", "type: temproal",
     "in.yaml:2:24: error: there is no directive type 'temproal'; did you mean 'temporal'?"},
    {"misspelt key", kMapping, "factors: R", "factor: R",
     "in.yaml:2:34: error: a directive has no key 'factor'; did you mean 'factors'?"},
    {"misspelt target", kMapping, "target: RegFile", "target: RegFlie",
     "in.yaml:4:12: error: the architecture has no storage level 'RegFlie'; did you mean 'RegFile'?"},
    {"target the compute unit", kMapping, "target: RegFile", "target: MAC",
     "in.yaml:4:12: error: MAC is the compute unit; loops belong to the storage levels above it"},
    {"temporal on a container", kMapping, "target: RegFile", "target: PE",
     "in.yaml:4:12: error: PE stores nothing; only spatial loops can stand at it"},
    {"spatial above all levels", kMapping, "target: DRAM, type: spatial", "target: System, type: spatial",
     "in.yaml:3:12: error: no storage level stands above System to spread from"},
    {"split on temporal", kMapping, "permutation: PRM", "permutation: PRM, split: 1",
     "in.yaml:2:70: error: 'split' does not belong to a directive of type 'temporal'"},
    {"factors on bypass", kMapping, "type: temporal, factors: M=2", "type: bypass, factors: M=2",
     "in.yaml:4:35: error: 'factors' does not belong to a directive of type 'bypass'"},
    {"skew", kMapping, "type: temporal", "type: skew", "in.yaml:2:24: error: 'skew' is not supported"},
    {"no link transfer", kMapping, "permutation: M", "permutation: M, no_link_transfer: [Inputs]",
     "in.yaml:3:63: error: 'no_link_transfer' is not supported"},
    {"unknown dimension", kMapping, "R=3", "S=3", "in.yaml:2:43: error: there is no dimension 'S'"},
    {"lower-case dimension", kMapping, "R=3", "r=3",
     "in.yaml:2:43: error: there is no dimension 'r'; did you mean 'R'?"},
    {"factor negative", kMapping, "R=3", "R=-3",
     "in.yaml:2:43: error: the factor of R must be a whole number, not '-3'"},
    {"factor a fraction", kMapping, "R=3", "R=1.5",
     "in.yaml:2:43: error: the factor of R must be a whole number, not '1.5'"},
    {"factor missing", kMapping, "R=3", "R=", "in.yaml:2:43: error: the factor of R has no number"},
    {"factor too large", kMapping, "R=3", "R=99999999999999999999",
     "in.yaml:2:43: error: the factor of R is too large: '99999999999999999999'"},
    {"factor twice", kMapping, "R=3", "R=3 R=1", "in.yaml:2:43: error: the factor of R is given twice"},
    {"last round that does not fit", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,3")",
     "in.yaml:2:43: error: the factors of P run over 3 indices, the problem has 4"},
    {"last round too large", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,5")",
     "in.yaml:2:43: error: the last round of P is 5, more than its factor 4"},
    {"last round zero", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,0")",
     "in.yaml:2:43: error: the last round of P must be at least 1"},
    {"last round negative", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,-1")",
     "in.yaml:2:43: error: the last round of P must be a whole number, not '-1'"},
    {"last round a fraction", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,1.5")",
     "in.yaml:2:43: error: the last round of P must be a whole number, not '1.5'"},
    {"last round of more than 64 bits", kMapping, "factors: R=3 P=4",
     R"(factors: "R=3 P=4,99999999999999999999")",
     "in.yaml:2:43: error: the last round of P is too large: '99999999999999999999'"},
    {"second last round", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=4,3,2")",
     "in.yaml:2:43: error: factors are written 'R=3 P=1', not 'R=3 P=4,3,2'"},
    {"last round of what is left over", kMapping, "factors: R=3 P=4", R"(factors: "R=3 P=0,3")",
     "in.yaml:2:43: error: a factor 0 of P takes what is left over; it has no last round to set"},
    {"last round without quotes in a list", kMapping, "factors: R=3 P=4", "factors: [R=3, P=4,3]",
     "in.yaml:2:53: error: factors are written 'R=3 P=1', not '3'; a last round in a list needs quotes: "
     "['Q=4,3']"},
    {"factor map with a third number", kMapping, "factors: R=3 P=4", "factors: {R: 3, P: [4, 3, 2]}",
     "in.yaml:2:53: error: factor 'P' must be a whole number, or two: [bound, last round]"},
    {"factor map without a number", kMapping, "factors: R=3 P=4", "factors: {R: 3, P: }",
     "in.yaml:2:50: error: factor 'P' must be a whole number, or two: [bound, last round]"},
    {"inner factor that the size cuts short", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4 M=2}
- {target: RegFile, type: temporal, factors: M=5}
)",
     "in.yaml:3:46: error: the factors of M run over 10 indices, the problem has 8"},
    {"last round of an outer factor", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: "R=3 P=4 M=3,2"}
- {target: RegFile, type: temporal, factors: "M=3"}
)",
     "in.yaml:2:43: error: the factors of M run over 6 indices, the problem has 8"},
    {"far too many indices", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4 M=9999999999}
- {target: RegFile, type: temporal, factors: M=9999999999}
)",
     "in.yaml:2:43: error: the factors of M run over more than 2^60 indices, the problem has 8"},
    {"factor range", kMapping, "R=3", "R<=3",
     "in.yaml:2:43: error: the factor of R must be one number; ranges belong to constraints"},
    {"factors nonsense", kMapping, "R=3 P=4", R"("=3")",
     "in.yaml:2:43: error: factors are written 'R=3 P=1', not '=3'"},
    {"factor map of lists", kMapping, "factors: R=3 P=4", "factors: {R: [3], P: 4}",
     "in.yaml:2:47: error: factor 'R' must be a whole number, or two: [bound, last round]"},
    {"permutation unknown", kMapping, "permutation: PRM", "permutation: PRX",
     "in.yaml:2:65: error: there is no dimension 'X'"},
    {"permutation twice", kMapping, "permutation: PRM", "permutation: PRP",
     "in.yaml:2:65: error: the permutation names P twice"},
    {"permutation a map", kMapping, "permutation: PRM", "permutation: {P: 1}",
     "in.yaml:2:65: error: 'permutation' must be a word or a list"},
    {"split negative", kMapping, "permutation: M}", "permutation: M, split: -1}",
     "in.yaml:3:70: error: 'split' must be a whole number, not '-1'"},
    {"second temporal directive", kMapping, "target: RegFile", "target: DRAM",
     "in.yaml:4:3: error: a second temporal directive for DRAM; the first is on line 2"},
    {"left over outside of what does not divide", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4 M=0, permutation: PRM}
- {target: RegFile, type: temporal, factors: M=3}
)",
     "in.yaml:3:46: error: the factors of M run over 9 indices, the problem has 8"},
    {"two left-over factors", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, factors: M=0, permutation: M}
- {target: RegFile, type: temporal, factors: M=0}
)",
     "in.yaml:4:46: error: a second factor 0 of M; only one can take what is left over"},
    {"factors too small", kMapping, "R=3 P=4", "R=3 P=2",
     "in.yaml:2:43: error: the factors of P run over 2 indices, the problem has 4"},
    {"factors too large", kMapping, "R=3 P=4", "R=3 P=8",
     "in.yaml:2:43: error: the factors of P run over 8 indices, the problem has 4"},
    {"container too small", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: PE, type: spatial, split: 9, factors: M=8, permutation: M}
- {target: RegFile, type: temporal, factors: M=1}
)",
     "in.yaml:3:3: error: the spatial loops at PE do not fit its 4 x 2 children"},
    {"fan-out too small", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, split: 9, factors: M=8, permutation: M}
- {target: RegFile, type: temporal, factors: M=1}
)",
     "in.yaml:2:3: error: the spatial loops at DRAM take 8 x 1 children, the machine has 4 x 2"},
    {"unknown data space", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, factors: M=4, permutation: M}
- {target: RegFile, type: temporal, factors: M=2}
- {target: RegFile, type: bypass, bypass: [Weight]}
)",
     "in.yaml:5:44: error: the problem has no data space 'Weight'; did you mean 'Weights'?"},
    {"kept and bypassed", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, factors: M=4, permutation: M}
- {target: RegFile, type: temporal, factors: M=2}
- {target: RegFile, type: bypass, keep: [Inputs], bypass: [Inputs]}
)",
     "in.yaml:5:60: error: Inputs is both kept and bypassed at RegFile"},
    {"nobody keeps", nullptr, nullptr, R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, factors: M=4, permutation: M}
- {target: RegFile, type: temporal, factors: M=2}
- {target: RegFile, type: bypass, bypass: [Inputs]}
- {target: DRAM, type: bypass, bypass: [Inputs]}
)",
     "in.yaml:2:1: error: no level keeps data space Inputs"},
};

class MalformedMapping : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedMapping, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of([] {
              (void)make_design(read_texts(
                  {{"in.yaml", text_of(GetParam())}, {"arch.yaml", kArchitecture}, {"prob.yaml", kProblem}}));
            }),
            GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedMapping, testing::ValuesIn(kCases), test_name);

}  // namespace
}  // namespace nestwave
