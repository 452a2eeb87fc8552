// SPDX-License-Identifier: Apache-2.0
#include "dataflows/row_stationary.h"

namespace nestwave {

Dataflow row_stationary() {
  return {
      "row_stationary",
      "rows of filters, ifmaps and psums stay in the PEs (Eyeriss); convolutions only",
      "in each PE a row of filters for as many windows as a row has, and the window of ifmap words in use",
      nullptr,
      nullptr,
      "a memory, a global buffer for Inputs and Outputs, and in each PE a scratchpad for each of Inputs, "
      "Weights and Outputs"};
}

}  // namespace nestwave
