// SPDX-License-Identifier: Apache-2.0
#include "models/formats/policy_text.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed_yaml(
      data, size, [](const nestwave::yaml::Node& node) { (void)nestwave::read_policy(node); });
}
