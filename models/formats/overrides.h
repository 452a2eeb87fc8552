// SPDX-License-Identifier: Apache-2.0
// `--set PATH=VALUE`: one attribute of the architecture, changed in the tree before it is read.
#pragma once

#include <string>

#include "models/formats/yaml.h"

namespace nestwave {

/// "Buffer.read_bandwidth=4", "array.meshX=32" (a container's or component's fan-out),
/// "Buffer.nestwave.latency=2". Throws InputError whose place is the override itself.
void apply_override(yaml::Node& architecture, const std::string& setting);

}  // namespace nestwave
