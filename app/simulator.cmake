# SPDX-License-Identifier: Apache-2.0
add_library(nestwave_simulate STATIC
  accelerator.cpp
  accelerator_run.cpp
  dram_run.cpp
  invariants.cpp
  kernel.cpp
  phase_accounts.cpp
  port_accounts.cpp
  simulate.cpp)
target_link_libraries(nestwave_simulate PUBLIC nestwave_pe nestwave_dram)
