// SPDX-License-Identifier: Apache-2.0
// From the command line to a checked design.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/engine.h"
#include "dataflows/catalog.h"
#include "models/formats/inputs.h"
#include "models/row_stationary_search.h"

namespace nestwave {

/// --arch, --dataflow, --parameters, --objective, --policy, --set, --strict.
void add_architecture_options(boost::program_options::options_description& options);
/// The same, and --layer.
void add_design_options(boost::program_options::options_description& options);

struct Loaded {
  Inputs inputs;
  Policy policy;
  const Dataflow* dataflow = nullptr;  ///< null: the mapping is read
  RowStationaryObjective objective = RowStationaryObjective::memory;
  /// Of a network: the layers that come down to the problem. Empty: it stands alone, and its name counts.
  std::vector<std::string> layers;
  std::vector<std::string> notes;  ///< what the user should know, one line each
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
/// Chooses what executes the layer: the dataflow's controller, if it has one for such a machine, else the
/// mapped nest (the mapping read, or built by the dataflow). Checks all together; throws InputError.
[[nodiscard]] std::unique_ptr<Engine> make_engine(const Loaded& loaded);

/// The notes, on stderr.
void print_notes(const Loaded& loaded);

}  // namespace nestwave
