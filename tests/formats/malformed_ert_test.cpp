// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"null", nullptr, nullptr, R"(ERT:
)",
     "in.yaml:1:1: error: the ERT must be a map (key: value)"},
    {"no tables", nullptr, nullptr, R"(ERT: {version: 0.3}
)",
     "in.yaml:1:6: error: the ERT has no 'tables'"},
    {"tables a word", nullptr, nullptr, R"(ERT: {tables: none}
)",
     "in.yaml:1:15: error: 'tables' must be a list or a map"},
    {"misspelt key", nullptr, nullptr, R"(ERT: {table: []}
)",
     "in.yaml:1:7: error: the ERT has no key 'table'; did you mean 'tables'?"},
    {"no name", nullptr, nullptr, R"(ERT: {tables: [{actions: []}]}
)",
     "in.yaml:1:16: error: a table has no 'name'"},
    {"no actions", nullptr, nullptr, R"(ERT: {tables: [{name: a.b}]}
)",
     "in.yaml:1:16: error: the table has no 'actions'"},
    {"actions a word", nullptr, nullptr, R"(ERT: {tables: [{name: a.b, actions: none}]}
)",
     "in.yaml:1:37: error: the actions of 'a.b' must be a list or a map"},
    {"action without name", nullptr, nullptr, R"(ERT: {tables: [{name: a.b, actions: [{energy: 1}]}]}
)",
     "in.yaml:1:38: error: an action has no 'name'"},
    {"action without energy", nullptr, nullptr, R"(ERT: {tables: [{name: a.b, actions: [{name: read}]}]}
)",
     "in.yaml:1:38: error: the action has no 'energy'"},
    {"negative energy", nullptr, nullptr, R"(ERT: {tables: [{name: a.b, actions: [{name: read, energy: -1}]}]}
)",
     "in.yaml:1:59: error: the energy of read must be a number, zero or more, not '-1'"},
    {"energy not a number", nullptr, nullptr,
     R"(ERT: {tables: [{name: a.b, actions: [{name: read, energy: .nan}]}]}
)",
     "in.yaml:1:59: error: the energy of read must be a number, zero or more, not '.nan'"},
    {"energy with a unit", nullptr, nullptr,
     R"(ERT: {tables: [{name: a.b, actions: [{name: read, energy: 1pJ}]}]}
)",
     "in.yaml:1:59: error: the energy of read must be a number, zero or more, not '1pJ'"},
    {"energy too large", nullptr, nullptr,
     R"(ERT: {tables: [{name: a.b, actions: [{name: read, energy: 1e999}]}]}
)",
     "in.yaml:1:59: error: the energy of read must be a number, zero or more, not '1e999'"},
    {"misspelt action key", nullptr, nullptr,
     R"(ERT: {tables: [{name: a.b, actions: [{name: read, enrgy: 1}]}]}
)",
     "in.yaml:1:51: error: an action has no key 'enrgy'; did you mean 'energy'?"},
    {"component twice", nullptr, nullptr,
     R"(ERT: {tables: [{name: a.b, actions: []}, {name: a.b, actions: []}]}
)",
     "in.yaml:1:42: error: the table of 'a.b' is given twice"},
    {"old form without energy", nullptr, nullptr, R"(ERT: {tables: {a.b: {read: [{arguments: {}}]}}}
)",
     "in.yaml:1:29: error: the action has no 'energy'"},
};

class MalformedEnergyTable : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedEnergyTable, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedEnergyTable, testing::ValuesIn(kCases), test_name);

}  // namespace
}  // namespace nestwave
