// SPDX-License-Identifier: Apache-2.0
// A problem and a machine to resolve mappings against.
#pragma once

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"

namespace nestwave::fuzz {

inline void resolve(const MappingText& mapping) {
  static const Inputs machine = read_texts({{"prob.yaml", kProblem}, {"arch.yaml", kArchitecture}});
  (void)resolve_mapping(mapping, *machine.problem, *machine.architecture, machine.layout);
}

}  // namespace nestwave::fuzz
