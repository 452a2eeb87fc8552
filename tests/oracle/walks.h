// SPDX-License-Identifier: Apache-2.0
// The two walks the oracle is made of.
#pragma once

#include <vector>

#include "tests/oracle/nest.h"
#include "tests/oracle/oracle.h"

namespace nestwave::oracle {

void walk_operand(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses);
void walk_outputs(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses);

}  // namespace nestwave::oracle
