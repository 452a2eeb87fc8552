// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dataflows/catalog.h"

namespace nestwave {

/// A tile of inputs stays while all filters that need it pass by.
[[nodiscard]] Dataflow input_stationary();

}  // namespace nestwave
