// SPDX-License-Identifier: Apache-2.0
// Rows of filters and ifmaps stay in the PEs while a psum row is made of them.
#pragma once

#include "dataflows/catalog.h"

namespace nestwave {

/// Builds no mapping: only an array of its own runs it.
[[nodiscard]] Dataflow row_stationary();

}  // namespace nestwave
