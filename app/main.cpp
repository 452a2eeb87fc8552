// SPDX-License-Identifier: Apache-2.0
// The entry point. SystemC's library owns main() and calls sc_main().
#include "app/program.h"

extern "C" int sc_main(int argc, char** argv);

int sc_main(int argc, char** argv) {
  return nestwave::program(argc, argv);
}
