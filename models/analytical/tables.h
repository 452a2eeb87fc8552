// SPDX-License-Identifier: Apache-2.0
// What the parts of the analytical model hand to each other.
#pragma once

#include "models/counts.h"

namespace nestwave::analytical {

struct Tables {
  CountTable total;           ///< all used instances together
  CountTable first_instance;  ///< perfect factors: instance 0 of each level, which has the most of
                              ///< everything: it is the lowest member of every reduction group
};

}  // namespace nestwave::analytical
