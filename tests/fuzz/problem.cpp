// SPDX-License-Identifier: Apache-2.0
#include "models/formats/problem_yaml.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed_yaml(data, size, [](const nestwave::yaml::Node& node) {
    std::vector<std::string> not_used;
    (void)nestwave::read_problem(node, not_used);
  });
}
