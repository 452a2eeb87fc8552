// SPDX-License-Identifier: Apache-2.0
// From the command line to a checked design.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "dataflows/catalog.h"
#include "models/design.h"
#include "models/formats/inputs.h"

namespace nestwave {

/// --arch, --dataflow, --policy, --set, --strict.
void add_design_options(boost::program_options::options_description& options);

struct Loaded {
  Inputs inputs;
  Policy policy;
  const Dataflow* dataflow = nullptr;  ///< null: the mapping is read
  std::vector<std::string> notes;      ///< what the user should know, one line each
};

/// Reads the files; throws InputError.
[[nodiscard]] Loaded load(const Arguments& arguments);
/// There is everything that a design needs.
[[nodiscard]] bool complete(const Loaded& loaded);
/// Builds the mapping if a dataflow is to do it, and checks all together; throws InputError.
[[nodiscard]] Design make_design(const Loaded& loaded);

/// The notes, on stderr.
void print_notes(const Loaded& loaded);

}  // namespace nestwave
