// SPDX-License-Identifier: Apache-2.0
// The command line of Nestwave with one dataflow more:
//   mywave network alexnet --arch eyeriss_like --dataflow no_local_reuse
#include <systemc>  // its library owns main() and calls sc_main()

#include "app/program.h"
#include "dataflows/catalog.h"
#include "no_local_reuse.h"

int sc_main(int argc, char** argv) {
  nestwave::add_dataflow(no_local_reuse());
  return nestwave::program(argc, argv, {.configs = NESTWAVE_CONFIGS});
}
