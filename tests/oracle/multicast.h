// SPDX-License-Identifier: Apache-2.0
// How many words a parent reads to serve its children.
#pragma once

#include <cstdint>
#include <vector>

#include "models/policy.h"
#include "tests/oracle/nest.h"

namespace nestwave::oracle {

/// `wishes`: what each child of one parent is to be sent in one transfer, in the order of their numbers;
/// nothing for a child that takes no part. `fanouts`: children per instance at every level of the chain
/// from the parent down, so that their product is the number of wishes.
[[nodiscard]] std::uint64_t shared_reads(const std::vector<Words>& wishes,
                                         const std::vector<std::uint64_t>& fanouts, Multicast multicast);

}  // namespace nestwave::oracle
