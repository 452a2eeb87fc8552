// SPDX-License-Identifier: Apache-2.0
// The whole command line as a function, for programs that add dataflows of their own to it.
#pragma once

#include <filesystem>

namespace nestwave {

struct ProgramSettings {
  /// The folder of the architectures and networks that are found by name (`nestwave_CONFIGS_DIR` of the
  /// CMake package); empty: the one installed beside the program, else that of the source tree.
  std::filesystem::path configs;
};

/// What the program `nestwave` does, with whatever add_dataflow() (dataflows/catalog.h) has made known.
/// To be called from sc_main(), once; returns the exit code and throws nothing.
[[nodiscard]] int program(int argc, char** argv, const ProgramSettings& settings = {});

}  // namespace nestwave
