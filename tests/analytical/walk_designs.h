// SPDX-License-Identifier: Apache-2.0
// Small random designs for the step-by-step walk.
#pragma once

#include <random>
#include <string>

#include "models/design.h"

namespace nestwave::test {

enum class Factors { perfect, imperfect };

/// A legal design of about a thousand MACs at most, under any combination of the policy's choices.
[[nodiscard]] Design random_small_design(std::mt19937_64& random, Factors factors);

/// One line that says what the design is, for failure messages.
[[nodiscard]] std::string describe(const Design& design);

}  // namespace nestwave::test
