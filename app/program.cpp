// SPDX-License-Identifier: Apache-2.0
#include "app/program.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/shipped.h"
#include "app/watch.h"

namespace nestwave {

namespace {

// The library prints its banner before it calls sc_main(): only an initialiser comes early enough.
[[maybe_unused]] const int no_banner = setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);

}  // namespace

int program(int argc, char** argv, const ProgramSettings& settings) {
  catch_signals();
  if (!settings.configs.empty()) use_configs(settings.configs);
  return run_program(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}

}  // namespace nestwave
