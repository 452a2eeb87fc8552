// SPDX-License-Identifier: Apache-2.0
// Small correct inputs that tests start from.
#pragma once

namespace nestwave {

inline constexpr const char* kProblem = R"(problem:
  shape:
    name: conv1d
    dimensions: [M, R, P]
    coefficients: [{name: Wstride, default: 1}]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[R]]]}
    - {name: Inputs, projection: [[[R], [P, Wstride]]]}
    - {name: Outputs, projection: [[[M]], [[P]]], read_write: true}
  instance: {M: 8, R: 3, P: 4}
)";

/// The same with a zero on each side of the input: four words for six coordinates.
inline constexpr const char* kPadded = R"(problem:
  shape:
    name: conv1d
    dimensions: [M, R, P]
    coefficients: [{name: Wstride, default: 1}]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[R]]]}
    - {name: Inputs, projection: [[[R], [P, Wstride]]]}
    - {name: Outputs, projection: [[[M]], [[P]]], read_write: true}
  instance: {M: 8, R: 3, P: 4}
  nestwave: {padding: {Inputs: {P: {before: 1, size: 4}}}}
)";

inline constexpr const char* kArchitecture = R"(architecture:
  version: 0.4
  nodes:
  - !Container {name: System}
  - !Component
    name: DRAM
    class: DRAM
    attributes: {width: 64, datawidth: 16}
  - !Container {name: PE, spatial: {meshX: 4, meshY: 2}}
  - !Component
    name: RegFile
    class: regfile
    attributes: {depth: 64, width: 16}
  - !Component {name: MAC, class: intmac}
)";

/// The same in version 0.3.
inline constexpr const char* kOldArchitecture = R"(architecture:
  version: 0.3
  subtree:
  - name: system
    local:
    - {name: DRAM, class: DRAM, attributes: {width: 64, word-bits: 16}}
    subtree:
    - name: "PE[0..7]"
      local:
      - {name: RegFile, class: regfile, attributes: {depth: 64, width: 16, meshX: 4}}
      - {name: MAC, class: intmac, attributes: {meshX: 4}}
)";

/// Fits kProblem and kArchitecture.
inline constexpr const char* kMapping = R"(mapping:
- {target: DRAM, type: temporal, factors: R=3 P=4, permutation: PRM}
- {target: DRAM, type: spatial, factors: M=4, permutation: M}
- {target: RegFile, type: temporal, factors: M=2}
)";

}  // namespace nestwave
