// SPDX-License-Identifier: Apache-2.0
// Weights stay in the array while every output position passes by.
#pragma once

#include "dataflows/catalog.h"

namespace nestwave {

[[nodiscard]] Dataflow weight_stationary();

}  // namespace nestwave
