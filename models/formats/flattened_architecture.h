// SPDX-License-Identifier: Apache-2.0
// Architectures as Accelergy writes them: one list of components with their paths for names.
#pragma once

#include "models/formats/yaml.h"

namespace nestwave {

/// Rebuilds the tree (`subtree`, `local`) of a flattened architecture from the paths; leaves any other
/// as it is. The list has lost the order of its levels, the paths tell it as long as their containers
/// stand inside each other and hold one storage level each; otherwise throws InputError.
void unflatten(yaml::Node& architecture);

}  // namespace nestwave
