// SPDX-License-Identifier: Apache-2.0
#include "models/formats/row_stationary_yaml.h"
#include "tests/fuzz/fuzz.h"

/// As the value of the key, and as numbers on the command line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nestwave::fuzz::feed(data, size,
                       [](const std::string& text) { (void)nestwave::parse_row_stationary(text); });
  return nestwave::fuzz::feed_yaml(
      data, size, [](const nestwave::yaml::Node& node) { (void)nestwave::read_row_stationary(node); });
}
