// SPDX-License-Identifier: Apache-2.0
#include "models/formats/mapping_yaml.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_machine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed_yaml(data, size, [](const nestwave::yaml::Node& node) {
    nestwave::fuzz::resolve(nestwave::read_mapping(node));
  });
}
