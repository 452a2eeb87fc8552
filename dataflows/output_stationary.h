// SPDX-License-Identifier: Apache-2.0
// Sums stay in the array until they are finished.
#pragma once

#include "dataflows/catalog.h"

namespace nestwave {

[[nodiscard]] Dataflow output_stationary();

}  // namespace nestwave
