// SPDX-License-Identifier: Apache-2.0
#include "dataflows/row_stationary.h"

namespace nestwave {

namespace {

constexpr const char* kTakes =
    R"(layers    convolutions (groups, depthwise, strides, padding; in one or two directions), fully connected layers
          and matrix products (1 x 1 pixels, an image for each row)
machines  a memory, a single global buffer for Inputs and Outputs, at most one buffer for Weights alone, and in
          each PE a scratchpad for each of the three: eyeriss_v1, eyeriss_like, assignment_eyeriss, fusion_baseline
refused   dilated filters; filters with more rows than the array has (R), or with a row that does not fit into the
          ifmap scratchpad (q * S); parameters that exceed a scratchpad, a buffer or the array, by name and figure;
          latencies inside the array, a 'timing' of the memory, networks with a kind or a hop latency of their own;
          policies that count the tiles of a nest ('resident' it is)
no effect bandwidths of buffers and scratchpads beside those of the networks: named in a note
)";

}  // namespace

Dataflow row_stationary() {
  return {
      "row_stationary",
      "rows of filters, ifmaps and psums stay in the PEs (Eyeriss)",
      "in each PE a row of filters for as many windows as a row has, and the window of ifmap words in use",
      nullptr,
      nullptr,
      "a memory, a global buffer for Inputs and Outputs, and in each PE a scratchpad for each of Inputs, "
      "Weights and Outputs",
      kTakes};
}

}  // namespace nestwave
