// SPDX-License-Identifier: Apache-2.0
// What `list` and `describe` say about the files of configs/.
#pragma once

#include <string>

#include "app/manual.h"
#include "app/shipped.h"

namespace nestwave {

/// Of a name among shipped_names(kShippedNetworks): its layers.
[[nodiscard]] Builtin network_entry(const std::string& name);
/// Of a name among shipped_names(kShippedArchitectures): what its file says about itself, its levels.
[[nodiscard]] Builtin architecture_entry(const std::string& name);

/// Of a name among shipped_names(kShippedParameters): how it cuts each layer.
[[nodiscard]] Builtin parameters_entry(const std::string& name);

}  // namespace nestwave
