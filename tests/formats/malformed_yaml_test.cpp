// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"empty file", nullptr, nullptr, "", "in.yaml: error: the file is empty"},
    {"only a comment", nullptr, nullptr, R"(# nothing here
)",
     "in.yaml: error: the file is empty"},
    {"a word", nullptr, nullptr, R"(hello
)",
     "in.yaml:1:1: error: the file must hold keys such as 'architecture', 'problem', 'mapping', 'ERT', "
     "'policy' or 'row_stationary'"},
    {"a list", nullptr, nullptr, R"(- a
- b
)",
     "in.yaml:1:1: error: the file must hold keys such as 'architecture', 'problem', 'mapping', 'ERT', "
     "'policy' or 'row_stationary'"},
    {"unclosed list", nullptr, nullptr, R"(problem: [a, b
)",
     "in.yaml:2:1: error: not valid YAML: end of sequence flow not found"},
    {"tab as indentation", nullptr, nullptr, R"(problem:
	shape: 1
)",
     "in.yaml:2:7: error: not valid YAML: illegal map value (a tab; indent with spaces)"},
    {"unclosed quote", nullptr, nullptr, R"(problem: "abc
)",
     "in.yaml:1:10: error: the problem must be a map (key: value)"},
    {"bad indentation", nullptr, nullptr, R"(problem:
  shape: 1
 instance: 2
)",
     "in.yaml:3:2: error: not valid YAML: end of map not found"},
    {"colon in a plain value", nullptr, nullptr, R"(problem: a: b
)",
     "in.yaml:1:11: error: not valid YAML: illegal map value"},
    {"unknown alias", nullptr, nullptr, R"(problem: *nowhere
)",
     "in.yaml:1:10: error: not valid YAML: the referenced anchor is not defined"},
    {"alias inside its own node", nullptr, nullptr, R"(problem: &p [1, *p]
)",
     "in.yaml:1:17: error: this alias stands inside the node that it repeats"},
    {"alias bomb", nullptr, nullptr, R"(a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
g: [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
)",
     "in.yaml:6:32: error: the file holds more than 1000000 YAML nodes"},
    {"key twice", nullptr, nullptr, R"(policy: resident
policy: timeloop
)",
     "in.yaml:2:1: error: the key 'policy' is given twice"},
    {"key twice in two spellings", nullptr, nullptr, R"(architecture:
  nodes: []
problem: {shape: {data-spaces: [], data_spaces: []}}
)",
     "in.yaml:3:36: error: the key 'data_spaces' is given twice"},
    {"list as key", nullptr, nullptr, R"(? [a, b]
: c
)",
     "in.yaml:1:3: error: a key must be a word"},
    {"merge with a word", nullptr, nullptr, R"(problem:
  <<: word
)",
     "in.yaml:2:7: error: the value of '<<' must be a map (key: value)"},
    {"unknown top-level key", nullptr, nullptr, R"(problm: {}
)",
     "in.yaml:1:1: error: there is no top-level key 'problm'; did you mean 'problem'?"},
    {"nothing like a key", nullptr, nullptr, R"(zebra: {}
)",
     "in.yaml:1:1: error: there is no top-level key 'zebra'"},
    {"template", nullptr, nullptr, R"(problem: {{include(problem)}}
)",
     "in.yaml:1:10: error: this is a Jinja template; expand it first and give the result"},
    {"template statement", nullptr, nullptr, R"(# {% fine in a comment %}
{% set x = 1 %}
)",
     "in.yaml:2:1: error: this is a Jinja template; expand it first and give the result"},
    {"unknown policy", nullptr, nullptr, R"(policy: residnt
)",
     "in.yaml:1:9: error: there is no policy 'residnt'; did you mean 'resident'?"},
    {"policy without a choice of that name", nullptr, nullptr, R"(policy: {name: timeloop, re_use: none}
)",
     "in.yaml:1:34: error: a policy has no choice 're_use'; did you mean 'reuse'?"},
    {"policy with an unknown word", nullptr, nullptr, R"(policy: {reuse: some}
)",
     "in.yaml:1:17: error: 'reuse' must be 'resident', 'timeloop', 'timeloop_3_0_3' or 'none', not 'some'"},
    {"two policies in one", nullptr, nullptr, R"(policy: timeloop,resident
)",
     "in.yaml:1:9: error: behind the policy's name come choices such as 'reuse=none', not 'resident'"},
    {"nothing like a policy", nullptr, nullptr, R"(policy: zebra
)",
     "in.yaml:1:9: error: there is no policy 'zebra'; there is 'resident', 'timeloop', 'timeloop_3_0_3' or "
     "'timeloop_2021'"},
    {"second document repeats a key", nullptr, nullptr, R"(policy: resident
---
policy: timeloop
)",
     "in.yaml:3:1: error: 'policy' is given twice; first at in.yaml:1:1"},
};

class MalformedYaml : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedYaml, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedYaml, testing::ValuesIn(kCases), test_name);

}  // namespace
}  // namespace nestwave
