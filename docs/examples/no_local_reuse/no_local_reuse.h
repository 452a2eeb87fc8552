// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dataflows/catalog.h"

/// Nothing stays in a PE: every operand of every step comes over the network from the buffer above the
/// array, and all sums go back there.
nestwave::Dataflow no_local_reuse();
