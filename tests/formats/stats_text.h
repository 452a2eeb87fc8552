// SPDX-License-Identifier: Apache-2.0
// A stats file in the layout of the Timeloop of 2021, written by hand: the machine of
// configs/worked/sliding.yaml. A read or write of MainMemory costs 100 pJ, of Buffer 1 or 2, a MAC 0.5.
#pragma once

namespace nestwave {

inline constexpr const char* kSlidingStats = R"(Buffer and Arithmetic Levels
----------------------------
Level 0
-------
=== MAC ===

    SPECS
    -----
    Word bits            : 8
    Instances            : 1 (1*1)
    Energy-per-op        : 0.50 pJ

    STATS
    -----
    Utilized instances   : 1
    Cycles               : 24
    Energy (total)       : 12.00 pJ
    Area (total)         : 1.00 um^2

Level 1
-------
=== Buffer ===

    SPECS
    -----
        Technology           : SRAM
        Size                 : 14
        Read bandwidth       : -
        Vector access energy : 2.00 pJ

    MAPPING
    -------
    Loop nest:
      for M in [0:2)
        for P in [0:4)

    STATS
    -----
    Cycles               : 24
    Bandwidth throttling : 1.00
    Weights:
        Partition size                           : 2
        Utilized capacity                        : 2
        Utilized instances (max)                 : 1
        Utilized clusters (max)                  : 1
        Scalar reads (per-instance)              : 24
        Scalar updates (per-instance)            : 0
        Scalar fills (per-instance)              : 6
        Energy (per-scalar-access)               : 1.00 pJ
        Energy (total)                           : 60.00 pJ
        Temporal Reduction Energy (total)        : 0.00 pJ
        Address Generation Energy (total)        : 0.00 pJ
    Inputs:
        Utilized capacity                        : 4
        Utilized instances (max)                 : 1
        Scalar reads (per-instance)              : 24
        Scalar updates (per-instance)            : 0
        Scalar fills (per-instance)              : 6
        Energy (total)                           : 60.00 pJ
    Outputs:
        Utilized capacity                        : 8
        Utilized instances (max)                 : 1
        Scalar reads (per-instance)              : 16
        Scalar updates (per-instance)            : 24
        Scalar fills (per-instance)              : 8
        Energy (total)                           : 96.00 pJ

Level 2
-------
=== MainMemory ===

    SPECS
    -----
        Technology           : DRAM
        Size                 : -

    MAPPING
    -------
    Loop nest:
      for R in [0:3)

    STATS
    -----
    Cycles               : 24
    Bandwidth throttling : 1.00
    Weights:
        Partition size                           : 6
        Utilized capacity                        : 6
        Utilized instances (max)                 : 1
        Utilized clusters (max)                  : 1
        Scalar reads (per-instance)              : 6
        Scalar updates (per-instance)            : 0
        Scalar fills (per-instance)              : 0
        Energy (per-scalar-access)               : 1.00 pJ
        Energy (total)                           : 600.00 pJ
        Temporal Reduction Energy (total)        : 0.00 pJ
        Address Generation Energy (total)        : 0.00 pJ
    Inputs:
        Utilized capacity                        : 6
        Utilized instances (max)                 : 1
        Scalar reads (per-instance)              : 6
        Scalar updates (per-instance)            : 0
        Scalar fills (per-instance)              : 0
        Energy (total)                           : 600.00 pJ
    Outputs:
        Utilized capacity                        : 8
        Utilized instances (max)                 : 1
        Scalar reads (per-instance)              : 0
        Scalar updates (per-instance)            : 8
        Scalar fills (per-instance)              : 0
        Energy (total)                           : 800.00 pJ

Networks
--------
Network 0
---------
MainMemory <==> Buffer

    STATS
    -----
    Weights:
        Fanout                                  : 1
        Ingresses                               : 6
            @multicast 1: 6
        Energy (total)                          : 0.00 pJ
        Spatial Reduction Energy (total)        : 0.00 pJ

Total topology energy: 2228.00 pJ
Total topology area: 1.00 um^2
Max topology cycles: 24

Summary Stats
-------------
Utilization: 1.00
Cycles: 24
Energy: 0.00 uJ
Area: 0.00 mm^2

MACCs = 24
pJ/MACC
    MAC                  = 0.50
    Total                = 92.83
)";

}  // namespace nestwave
