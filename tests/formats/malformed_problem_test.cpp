// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"null", nullptr, nullptr, R"(problem:
)",
     "in.yaml:1:1: error: the problem must be a map (key: value)"},
    {"list", nullptr, nullptr, R"(problem: [1]
)",
     "in.yaml:1:10: error: the problem must be a map (key: value)"},
    {"unknown key", nullptr, nullptr, R"(problem: {shap: {}}
)",
     "in.yaml:1:11: error: the problem has no key 'shap'; did you mean 'shape'?"},
    {"unknown version", nullptr, nullptr, R"(problem: {version: 0.9, shape: {}}
)",
     "in.yaml:1:20: error: version '0.9' is not known; it must be '0.2', '0.3' or '0.4'"},
    {"no shape", nullptr, nullptr, R"(problem: {version: 0.4}
)",
     "in.yaml:1:10: error: the problem has no 'shape'"},
    {"shape by name", nullptr, nullptr, R"(problem:
  shape: cnn-layer
)",
     "in.yaml:2:10: error: shapes by name are not supported; write out dimensions and data_spaces"},
    {"no dimensions", nullptr, nullptr, R"(problem:
  shape: {name: x}
  instance: {}
)",
     "in.yaml:2:10: error: the shape has no 'dimensions'"},
    {"dimensions a word", nullptr, nullptr, R"(problem:
  shape: {dimensions: MRP}
  instance: {}
)",
     "in.yaml:2:23: error: 'dimensions' must be a list"},
    {"no instance", nullptr, nullptr, R"(problem:
  shape:
    name: conv1d
    dimensions: [M, R, P]
    coefficients: [{name: Wstride, default: 1}]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[R]]]}
    - {name: Inputs, projection: [[[R], [P, Wstride]]]}
    - {name: Outputs, projection: [[[M]], [[P]]], read_write: true}
)",
     "in.yaml:2:3: error: the problem has no 'instance'"},
    {"dimension twice", kProblem, "[M, R, P]", "[M, R, M]",
     "in.yaml:4:24: error: dimension 'M' is listed twice"},
    {"dimension is a map", kProblem, "[M, R, P]", "[M, {R: 1}, P]",
     "in.yaml:4:21: error: a dimension must be a word"},
    {"dimension name", kProblem, "[M, R, P]", R"([M, R, "P Q"])",
     "in.yaml:4:24: error: a dimension's name must be letters, digits and '_', not 'P Q'"},
    {"misspelt coefficient", kProblem, "R: 3, P: 4}", "R: 3, P: 4, WStride: 2}",
     "in.yaml:10:32: error: the shape declares no dimension or coefficient 'WStride'; did you mean "
     "'Wstride'?"},
    {"misspelt dimension", kProblem, "R: 3, P: 4}", "R: 3, p: 4}",
     "in.yaml:10:26: error: the shape declares no dimension or coefficient 'p'; did you mean 'P'?"},
    {"unknown instance key", kProblem, "P: 4}", "P: 4, zebra: 1}",
     "in.yaml:10:32: error: the shape declares no dimension or coefficient 'zebra'"},
    {"sparse", kProblem, "P: 4}", "P: 4, densities: {Inputs: 0.5}}",
     "in.yaml:10:32: error: sparse tensors ('densities') are not supported"},
    {"missing dimension", kProblem, "R: 3, P: 4}", "R: 3}",
     "in.yaml:10:13: error: the instance gives no size for dimension P"},
    {"size zero", kProblem, "P: 4}", "P: 0}",
     "in.yaml:10:29: error: dimension P must be at least 1, not '0'"},
    {"negative size", kProblem, "P: 4}", "P: -4}",
     "in.yaml:10:29: error: dimension P must be a whole number, not '-4'"},
    {"size is a fraction", kProblem, "P: 4}", "P: 4.5}",
     "in.yaml:10:29: error: dimension P must be a whole number, not '4.5'"},
    {"size is not a number", kProblem, "P: 4}", "P: .nan}",
     "in.yaml:10:29: error: dimension P must be a whole number, not '.nan'"},
    {"size is a word", kProblem, "P: 4}", "P: four}",
     "in.yaml:10:29: error: dimension P must be a whole number, not 'four'"},
    {"size is a list", kProblem, "P: 4}", "P: [4]}",
     "in.yaml:10:29: error: dimension P must be a whole number"},
    {"size too large", kProblem, "P: 4}", "P: 99999999999999999999999}",
     "in.yaml:10:29: error: dimension P must be at most 1152921504606846976, not '99999999999999999999999'"},
    {"size beyond the limit", kProblem, "P: 4}", "P: 1152921504606846977}",
     "in.yaml:10:29: error: dimension P must be at most 1152921504606846976, not '1152921504606846977'"},
    {"size missing", kProblem, "P: 4}", "P: }", "in.yaml:10:26: error: dimension P must be a whole number"},
    {"stride zero", kProblem, "default: 1", "default: 0",
     "in.yaml:5:45: error: the default of Wstride must be at least 1, not '0'"},
    {"coefficient without value", kProblem, "{name: Wstride, default: 1}", "{name: Wstride}",
     "in.yaml:10:13: error: coefficient 'Wstride' has neither a default nor a value"},
    {"coefficient named like a dimension", kProblem, "name: Wstride", "name: R",
     "in.yaml:5:20: error: coefficient 'R' has the name of a dimension"},
    {"coefficient twice", kProblem, "[{name: Wstride, default: 1}]",
     "[{name: Wstride, default: 1}, {name: Wstride, default: 2}]",
     "in.yaml:5:49: error: coefficient 'Wstride' is listed twice"},
    {"unknown dimension in a projection", kProblem, "[[M]], [[R]]", "[[m]], [[R]]",
     "in.yaml:7:38: error: there is no dimension 'm'; did you mean 'M'?"},
    {"unknown coefficient in a projection", kProblem, "[P, Wstride]", "[P, Wstrid]",
     "in.yaml:8:45: error: there is no coefficient 'Wstrid'; did you mean 'Wstride'?"},
    {"rank is a word", kProblem, "[[[M]], [[R]]]", "[M, R]",
     "in.yaml:7:36: error: a rank must be a list of terms such as [ [R, Wdilation], [P, Wstride] ]"},
    {"term is a word", kProblem, "[[[M]], [[R]]]", "[[M], [R]]",
     "in.yaml:7:37: error: a term must be [dimension] or [dimension, coefficient]"},
    {"term of three", kProblem, "[P, Wstride]", "[P, Wstride, 2]",
     "in.yaml:8:41: error: a term must be [dimension] or [dimension, coefficient]"},
    {"projection missing", kProblem, "{name: Weights, projection: [[[M]], [[R]]]}", "{name: Weights}",
     "in.yaml:7:7: error: data space Weights has no 'projection'"},
    {"data space twice", kProblem, "name: Inputs", "name: Weights",
     "in.yaml:8:7: error: data space 'Weights' is listed twice"},
    {"data space misspelt key", kProblem, "read_write: true", "readwrite: true",
     "in.yaml:9:51: error: a data space has no key 'readwrite'; did you mean 'read_write'?"},
    {"read_write not a boolean", kProblem, "read_write: true", "read_write: maybe",
     "in.yaml:9:63: error: 'read_write' must be true or false, not 'maybe'"},
    {"misspelt own key", kPadded, "{padding:", "{pading:",
     "in.yaml:11:14: error: the nestwave map of the problem has no key 'pading'; did you mean 'padding'?"},
    {"padding is a number", kPadded, "{Inputs: {P: {before: 1, size: 4}}}", "1",
     "in.yaml:11:23: error: 'padding' must be a map (key: value)"},
    {"padding of an unknown data space", kPadded, "{Inputs: {P: {b", "{Input: {P: {b",
     "in.yaml:11:24: error: there is no data space 'Input'; did you mean 'Inputs'?"},
    {"padding of the outputs", kPadded, "{Inputs: {P: {b", "{Outputs: {P: {b",
     "in.yaml:11:24: error: data space Outputs is read-write: its words are computed, it has no padding"},
    {"padding is no map", kPadded, "{P: {before: 1, size: 4}}", "1",
     "in.yaml:11:32: error: the padding of Inputs must be a map (key: value)"},
    {"padding along an unknown dimension", kPadded, "{P: {b", "{p: {b",
     "in.yaml:11:33: error: data space Inputs has no dimension 'p'; did you mean 'P'?"},
    {"padding along a dimension of others", kPadded, "{P: {b", "{M: {b",
     "in.yaml:11:33: error: data space Inputs has no dimension 'M'"},
    {"padding of a rank twice", kPadded, "size: 4}}", "size: 4}, R: {size: 4}}",
     "in.yaml:11:58: error: the padding of Inputs along R is given twice: another dimension of the same "
     "rank has it"},
    {"padding as a number", kPadded, "{before: 1, size: 4}", "1",
     "in.yaml:11:36: error: the padding of Inputs along P must be a map (key: value)"},
    {"padding misspelt", kPadded, "before:", "befor:",
     "in.yaml:11:37: error: the padding of Inputs along P has no key 'befor'; did you mean 'before'?"},
    {"padding without size", kPadded, ", size: 4", "",
     "in.yaml:11:36: error: the padding of Inputs along P has no 'size', the number of words that exist"},
    {"padding negative", kPadded, "before: 1", "before: -1",
     "in.yaml:11:45: error: 'before' must be a whole number, not '-1'"},
    {"padding of nothing", kPadded, "size: 4", "size: 0",
     "in.yaml:11:54: error: 'size' must be at least 1, not '0'"},
};

class MalformedProblem : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedProblem, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedProblem, testing::ValuesIn(kCases), test_name);

}  // namespace
}  // namespace nestwave
