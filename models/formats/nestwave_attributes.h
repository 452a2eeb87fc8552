// SPDX-License-Identifier: Apache-2.0
// The `nestwave:` map inside a component's attributes: what only this simulator models.
#pragma once

#include <vector>

#include "models/architecture.h"
#include "models/formats/architecture_yaml.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// On a storage level: latency, prefetch_depth, ready, room, padding, network, banks, timing, systolic. Data
/// spaces that network and banks name are appended to `mentioned`. Unknown keys are errors.
void read_nestwave(const yaml::Node& node, StorageLevel& level, std::vector<DataSpaceMention>& mentioned);
/// On the compute unit: depth.
void read_nestwave(const yaml::Node& node, ComputeUnit& unit);

}  // namespace nestwave
