// SPDX-License-Identifier: Apache-2.0
// Entry point of tests that link SystemC: its library owns main() and calls sc_main().
#include <gtest/gtest.h>

extern "C" int sc_main(int argc, char** argv);

int sc_main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
