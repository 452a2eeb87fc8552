// SPDX-License-Identifier: Apache-2.0
// What `nestwave describe` says of row stationary and of its networks.
#pragma once

namespace nestwave {

inline constexpr const char* kRowStationaryManual =
    R"(
Runs on an array of its own, word by word: PEs with a scratchpad for each of Inputs, Weights and
Outputs under a global buffer, as on eyeriss_v1. See docs/row_stationary.md and docs/eyeriss.md.

parameters (--parameters; without them the best are looked for, see --objective)
  m, n, e             filters, images and output rows in the global buffer at a time
  p, q                filters and channels interleaved in a PE
  r, t                sets of PEs that work on different channels, and on different filters

time
  A PE issues one operation per cycle: for each window a MAC for each filter column, channel and
  filter, then an add for each filter, which takes the psum from below. A MAC waits for its two
  words, an add for its psum and for room above. 'depth' of the MAC: stages that a result takes.
)";

inline constexpr const char* kRowStationaryNetworks =
    R"(Those between the buffers and the PEs of a row-stationary array; a word is at its PEs one cycle after
it left. Their widths are the 'bandwidth' of the network below the sending level, or else its
read_bandwidth, in whole words per cycle; absent = all that goes to one place. Other kinds than bus and
multicast, hop latencies and networks 'outward' are refused: these buses take one cycle.

networks
  Weights             a flit goes to all PEs of a row of a set at once
  Inputs              a word goes to all PEs of its diagonal, in all sets on different filters
  Outputs in          old psums, a flit to the bottom of a column
  Outputs out         psums, a flit from the top of a column; the columns in turn
  local links         psums from each PE to the one above, four words of room at its foot
)";

}  // namespace nestwave
