// SPDX-License-Identifier: Apache-2.0
// How the user wants row stationary to cut layers.
#pragma once

#include <filesystem>
#include <optional>

#include "app/load.h"
#include "models/network.h"

namespace nestwave {

[[nodiscard]] bool is_row_stationary(const Loaded& loaded);

/// The file that --parameters names; none: it is not given, or it is numbers written out.
[[nodiscard]] std::optional<std::filesystem::path> parameters_file(const Arguments& arguments);

/// Reads --objective, and the numbers of --parameters; what files say, that one too, is in `loaded`
/// already. Throws InputError, also where such options meet another dataflow.
void read_cut_options(const Arguments& arguments, Loaded& loaded);

/// The parameters for the problem: of a network's layers those given for any of them, if none are they are
/// searched; a problem that stands alone must be among the layers, if parameters are given by layers.
[[nodiscard]] RowStationaryChoice row_stationary_choice(const Loaded& loaded);

/// Every layer that the parameters name is one of the network. Throws InputError.
void check_parameter_layers(const Loaded& loaded, const Network& network);

}  // namespace nestwave
