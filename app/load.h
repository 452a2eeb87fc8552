// SPDX-License-Identifier: Apache-2.0
// From the command line to a checked design.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "dataflows/catalog.h"
#include "models/design.h"
#include "models/formats/inputs.h"

namespace nestwave {

/// --arch, --dataflow, --policy, --set, --strict.
void add_architecture_options(boost::program_options::options_description& options);
/// The same, and --layer.
void add_design_options(boost::program_options::options_description& options);

struct Loaded {
  Inputs inputs;
  Policy policy;
  const Dataflow* dataflow = nullptr;  ///< null: the mapping is read
  std::vector<std::string> notes;      ///< what the user should know, one line each
};

/// Reads the files among the arguments and the layer, if one is asked for; throws InputError.
[[nodiscard]] Loaded load(const Arguments& arguments);
/// The same with more overrides after those of --set.
[[nodiscard]] Loaded load_with(const Arguments& arguments, const std::vector<std::string>& settings);
/// The file of the network that --layer names.
[[nodiscard]] std::optional<std::string> network_file(const Arguments& arguments);
/// Reads these files and the --arch of the arguments.
[[nodiscard]] Loaded load(const Arguments& arguments, const std::vector<std::string>& names);
/// There is everything that a design needs.
[[nodiscard]] bool complete(const Loaded& loaded);
/// Builds the mapping if a dataflow is to do it, and checks all together; throws InputError.
[[nodiscard]] Design make_design(const Loaded& loaded);

/// The notes, on stderr.
void print_notes(const Loaded& loaded);

}  // namespace nestwave
