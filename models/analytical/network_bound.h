// SPDX-License-Identifier: Apache-2.0
// Cycles that the networks below a keeper take at least.
#pragma once

#include "models/analytical/bound.h"
#include "models/design.h"
#include "models/time.h"

namespace nestwave::analytical {

/// Whether a network that data spaces enter at this keeper has a bandwidth.
[[nodiscard]] bool has_limited_network(const Design& design, int level);

/// Whether the kind of network sends every word to those children only that need it, over links of its own;
/// the others (bus, adders) pass all words on alike.
[[nodiscard]] bool sorts_words(const NetworkSpec& spec);

/// Words of the keeper's instance over the bandwidth of the links that all of them must pass: a bus; the
/// entry of a mesh; the rows together, where each has a link of its own. A network further in than the
/// keeper counts if there is one instance of it only, and if its kind is a limit there.
[[nodiscard]] Cycle network_bound(const Design& design, int level, const InstanceWords& instance);

}  // namespace nestwave::analytical
