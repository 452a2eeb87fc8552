// SPDX-License-Identifier: Apache-2.0
// `problem: {nestwave: {padding: …}}`: which coordinates of a data space exist in memory.
#pragma once

#include "models/formats/yaml.h"
#include "models/problem.h"

namespace nestwave {

/// Reads the `nestwave` map of a problem whose dimensions and data spaces are complete:
///
///     nestwave: {padding: {Inputs: {P: {before: 3, size: 224}}}}
///
/// The rank of Inputs in which P runs begins with 3 zeros; 224 words that exist follow, and whatever
/// else the projection reaches is zeros again. Throws InputError.
void read_problem_attributes(const yaml::Node& node, Problem& problem);

}  // namespace nestwave
