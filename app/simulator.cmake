# SPDX-License-Identifier: Apache-2.0
add_library(nestwave_simulate STATIC
  accelerator.cpp
  accelerator_run.cpp
  dram_run.cpp
  fast_forward.cpp
  invariants.cpp
  kernel.cpp
  networks.cpp
  memories.cpp
  phase_accounts.cpp
  port_accounts.cpp
  simulate.cpp
  systolic_machine.cpp)
target_link_libraries(nestwave_simulate PUBLIC nestwave_pe nestwave_dram)

# Arrays with controllers of their own.
add_library(nestwave_row_stationary STATIC
  pass_memory.cpp
  row_stationary_run.cpp
  row_stationary_words.cpp)
target_link_libraries(nestwave_row_stationary PUBLIC nestwave_simulate nestwave_traces)
