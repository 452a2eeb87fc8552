// SPDX-License-Identifier: Apache-2.0
// The entry point. SystemC's library owns main() and calls sc_main().
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/watch.h"

namespace {

// The library prints its banner before it calls sc_main(): only an initialiser comes early enough.
[[maybe_unused]] const int no_banner = setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);

}  // namespace

extern "C" int sc_main(int argc, char** argv);

int sc_main(int argc, char** argv) {
  nestwave::catch_signals();
  return nestwave::run_program(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
