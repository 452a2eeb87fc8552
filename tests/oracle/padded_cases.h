// SPDX-License-Identifier: Apache-2.0
// Tiny padded convolutions, counted by hand.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/conv1d.h"

namespace nestwave::oracle {

/// What is counted of Inputs.
struct PaddedCase {
  std::string name;
  Design design;
  std::uint64_t reads_fill;     ///< of the outer level
  std::uint64_t writes_fill;    ///< of the inner one
  std::uint64_t reads_operand;  ///< of the inner one
  std::uint64_t tile_words;     ///< of the inner one
};

/// One rank of Inputs of which only [begin, end) exists.
inline Problem padded(Problem problem, std::int64_t begin, std::int64_t end) {
  problem.data_spaces[1].ranks[0].begin = begin;
  problem.data_spaces[1].ranks[0].end = end;
  return problem;
}

inline Design storing(const Design& design, const std::vector<Padding>& padding) {
  Architecture architecture = design.architecture();
  for (std::size_t l = 0; l < padding.size(); ++l) architecture.levels[l].padding = padding[l];
  return {design.problem(), architecture, design.mapping(), design.policy()};
}

inline std::vector<PaddedCase> padded_cases() {
  const Padding no = Padding::free;
  const Padding yes = Padding::stored;
  std::vector<PaddedCase> cases;

  // M = 2, P = 4, R = 3 on four inputs between two zeros. The window {0 1 2 3} moves by one for each R: words
  // 1 2 3, then 4, then the zero at 5. Each filter uses a zero twice, in (R, P) = (0, 0) and (2, 3).
  const Problem row = padded(conv1d(2, 4, 3), 1, 5);
  const auto sliding = [&](const Policy& policy) {
    return chain(row, {at({{R, 3}}), at({{M, 2}, {P, 4}})}, policy);
  };
  cases.push_back({"nobody stores zeros", sliding(kResident), 4, 4, 20, 4});
  cases.push_back({"the buffer does", storing(sliding(kResident), {no, yes}), 4, 6, 24, 4});
  cases.push_back({"the memory does", storing(sliding(kResident), {yes, no}), 4, 4, 20, 4});
  cases.push_back({"both do", storing(sliding(kResident), {yes, yes}), 6, 6, 24, 4});
  // Whole tiles: 3, 4 and 3 words; with zeros 4 each, of which the memory has 3, 4 and 3.
  const Policy whole = with(kResident, &Policy::reuse, Reuse::none);
  cases.push_back({"whole tiles", sliding(whole), 10, 10, 20, 4});
  cases.push_back({"whole tiles, the buffer stores", storing(sliding(whole), {no, yes}), 10, 12, 24, 4});
  // Timeloop has no notion of padding.
  cases.push_back({"bounding boxes", sliding(kTimeloop), 6, 6, 24, 4});

  // A PE for each P, with a register for the input of the present R: PE p uses p, p + 1, p + 2.
  const Problem four = padded(conv1d(1, 4, 3), 1, 5);
  const auto spread = [&](const Policy& policy) {
    return chain(four, {at({{R, 3}}, {across(P, 4)}), at({})}, policy);
  };
  cases.push_back({"a PE for each position", spread(kResident), 10, 10, 10, 1});
  cases.push_back(
      {"the same with zeros in the registers", storing(spread(kResident), {no, yes}), 10, 12, 12, 1});

  // A PE for each R: in step p PE r needs p + r, so 3 inputs a step, one of them new. Under `overlap` a word
  // needed by several PEs is read once per step: {0 1 2}, {1 2 3}, {2 3 4}, {3 4 5}.
  const auto diagonal = [&](const Policy& policy) {
    return chain(four, {at({{P, 4}}, {across(R, 3)}), at({})}, policy);
  };
  cases.push_back({"a PE for each weight", diagonal(kResident), 10, 10, 10, 1});

  // P = 3 by twos, R = 1: 0, 2 and 4 are touched.
  Problem strided = conv1d(1, 3, 1);
  strided.data_spaces[1].ranks[0].terms[0].coefficient = 2;
  const auto one_by_one = [&](std::int64_t begin, std::int64_t end) {
    return chain(padded(strided, begin, end), {at({{P, 3}}), at({})}, kResident);
  };
  cases.push_back({"one word between two zeros", one_by_one(1, 4), 1, 1, 1, 1});
  cases.push_back({"the only word lies between the touched ones", one_by_one(1, 2), 0, 0, 0, 0});

  // P = 5 in rounds of 3 and 2, R = 1, a zero on each side: tiles {0 1 2} and {3 4} have 2 words and 1.
  const Problem five = padded(conv1d(1, 5, 1), 1, 4);
  cases.push_back({"a short last round", chain(five, {at({{P, 2}}), at({{P, 3}})}, kResident), 3, 3, 3, 2});
  return cases;
}

}  // namespace nestwave::oracle
